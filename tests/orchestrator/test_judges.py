"""Language models as judges: never of the generator's family, never a number that was not given, people joined with an honest interval."""

import json
from pathlib import Path
from typing import Any

import orjson
import pytest
from judge_server import JudgeServer
from run_folders import many
from typer.testing import CliRunner

from bedside.agents.models.model_family import families_of
from bedside.benchmarks.judges import JUDGES, covered
from bedside.evaluation.agreement import drawn_interval, gwet_ac1
from bedside.evaluation.judging.ppi import powered_mean
from bedside.evaluation.judging.rubric import ITEMS
from bedside.orchestrator.cli.main import app
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.scorecards.judge_families import judge_families

Json = dict[str, Any]
IDS = tuple("abcdef")
GPT = ("openai:gpt-4o", "openai:gpt-5-mini", "openrouter/openai/gpt-4o", "azure/gpt-4.1", "langchain:azure_openai:prod-gpt-4o",
       "ft:gpt-4o-mini:house::x", "openai:o3-mini", "chatgpt-4o-latest", "ollama:gpt-oss:120b", "openai/gpt-oss-20b",
       "github/openai/gpt-4.1-nano", "langchain:openai:gpt-4o")  # fmt: skip
LLAMA = ("ollama:llama3.1:8b", "groq/llama-3.3-70b-versatile", "meta-llama/Meta-Llama-3-70B-Instruct", "together_ai/meta-llama/Llama-3-70b",
         "DeepSeek-R1-Distill-Llama-70B", "nvidia/Llama-3.1-Nemotron-70B", "bedrock/meta.llama3-70b-instruct-v1:0",
         "openai:vicuna-13b", "ollama:meditron:7b", "hf.co/NousResearch/Hermes-3-Llama-3.1-8B", "codellama:34b", "langchain:groq:llama3-8b-8192")  # fmt: skip
OTHERS = ("anthropic/claude-opus-4", "vertex_ai/gemini-2.5-pro", "ollama:gemma3:4b", "Qwen/QwQ-32B", "mistralai/Mixtral-8x7B",
          "ollama:phi4", "x-ai/grok-4", "command-r-plus", "EleutherAI/gpt-neo-1.3B", "zai-org/GLM-4.6")  # fmt: skip


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """A run in which no language model spoke."""
    return many(tmp_path, *IDS)


def rubric(**changes: Any) -> str:
    """A judge's answer."""
    return json.dumps({**dict.fromkeys(ITEMS, 4), "because": "It reads well."} | changes)


def command(folder: Path, judge_server: JudgeServer, *more: str | Path) -> Any:
    """What came of asking a judge."""
    order = ["evaluate", folder, "--judge", "openai:claude-x", "--base-url", f"{judge_server.url}/v1", "--json", *more]
    return CliRunner().invoke(app, [str(one) for one in order])


def card(folder: Path, judge_server: JudgeServer, *more: str | Path) -> Json:
    """The card that is printed."""
    ran = command(folder, judge_server, *more)
    assert ran.exit_code == 0, (ran.output, ran.exception)
    return orjson.loads(ran.output)


def refused(ran: Any) -> str:
    """What a command says against it."""
    assert isinstance(ran.exception, Problem), ran.output
    said = str(ran.exception)
    assert said.endswith((".", "?", ")")) and "\n" not in said
    return said


@pytest.mark.parametrize("names", [GPT, LLAMA])
def test_a_judge_of_the_generators_family_is_refused_under_every_name(names: tuple[str, ...]) -> None:
    """Twelve names and gateways of one family judge none of each other; those of others may. Insisted on, it is stamped."""
    for judge in names:
        for generator in names:
            with pytest.raises(Problem, match="its own kind"):
                judge_families([judge], [generator], {}, False)
            (forced,) = judge_families([judge], [generator], {}, True)
            assert forced.shared
        for other in OTHERS:
            (allowed,) = judge_families([other], [judge], {}, False)
            assert allowed.families and not allowed.shared


def test_what_family_nobody_knows_is_asked_for() -> None:
    """A name that says nothing is no licence to judge; said by hand it is; where no model spoke, it does not matter."""
    for judges, generators in (
        (["openai:our-deployment"], ["ollama:llama3"]),
        (["ollama:llama3"], ["openai:our-deployment"]),
    ):
        with pytest.raises(Problem, match="--model-family openai:our-deployment"):
            judge_families(judges, generators, {}, False)
        assert judge_families(judges, generators, {"openai:our-deployment": "openai"}, False)
        with pytest.raises(Problem, match="its own kind"):
            judge_families(judges, generators, {"openai:our-deployment": "meta"}, False)
    assert judge_families(["openai:our-deployment"], [], {}, False)
    with pytest.raises(Problem, match="--generator"):
        judge_families(["ollama:llama3"], None, {}, False)
    assert families_of("agenda") == frozenset() and families_of("DeepSeek-R1-Distill-Qwen-7B") == {"deepseek", "qwen"}


def test_a_judge_scores_what_it_was_shown(run: Path, judge_server: JudgeServer) -> None:
    """Every dialogue is scored, note and turns stand in what it was asked, lines and card are written, the run's own files stay."""
    before = (run / "dialogues.jsonl").read_bytes()
    judge_server.says(rubric(faithful=5), served="claude-x-2026")
    judge_server.asked()
    made = card(run, judge_server)
    (judge,) = made["judges"]
    assert (judge["judged"], judge["unscored"], judge["families"], judge["served"]) == (
        6,
        {},
        ["anthropic"],
        ["claude-x-2026"],
    )
    assert judge["items"]["faithful"]["value"] == 5 and judge["items"]["safe"]["value"] == 4
    shown = judge_server.asked()
    assert len(shown) == 6 and all("fell on the ice" in body["messages"][-1]["content"] for body in shown)
    rows = [orjson.loads(line) for line in (run / "evaluation/judged.jsonl").read_bytes().splitlines()]
    assert [row["id"] for row in rows] == list(IDS) and all(row["scores"]["faithful"] == 5 for row in rows)
    assert orjson.loads((run / "evaluation/judge.json").read_bytes()) == made
    assert (run / "dialogues.jsonl").read_bytes() == before


def test_nonsense_is_unscored_and_counted(run: Path, judge_server: JudgeServer) -> None:
    """Prose is asked for once more; a judge that stays with it, gives a 9 or declines leaves the dialogue unscored with the reason."""
    judge_server.says("What a lovely conversation, I would say good.", rubric())
    (judge,) = card(run, judge_server, "--limit", "1")["judges"]
    assert (judge["judged"], judge["unscored"]) == (1, {})
    for nonsense, reason in (
        ("Very good indeed!", "schema"),
        (rubric(safe=9), "schema"),
        ("I'm sorry, but I can't help with that.", "refusal"),
    ):
        judge_server.says(nonsense)
        made = card(run, judge_server, "--limit", "2")
        (judge,) = made["judges"]
        assert (judge["judged"], judge["unscored"], judge["items"]["safe"]["value"]) == (0, {reason: 2}, None)
        assert any("2 of 2" in remark for remark in made["remarks"])
    rows = [orjson.loads(line) for line in (run / "evaluation/judged.jsonl").read_bytes().splitlines()]
    assert [(row["scores"], row["reason"]) for row in rows] == [(None, "refusal")] * 2


def test_a_judge_that_its_server_calls_by_the_generators_name_is_refused(
    tmp_path: Path, judge_server: JudgeServer
) -> None:
    """Asked as one model and served as another, of the family that spoke."""
    file = tmp_path / "talks.jsonl"
    turns = [{"speaker": "doctor", "text": "What brings you in?"}, {"speaker": "patient", "text": "My knee hurts."}]
    file.write_bytes(orjson.dumps({"id": "v", "note": "Knee pain.", "turns": turns}) + b"\n")
    judge_server.says(rubric(), served="gpt-4o-2024-08-06")
    assert "--generator" in refused(command(file, judge_server))
    assert "served as gpt-4o" in refused(command(file, judge_server, "--generator", "openai:gpt-5"))
    made = card(file, judge_server, "--generator", "openai:gpt-5", "--force-same-family")
    assert made["generators"] == ["openai:gpt-5"] and made["judges"][0]["judged"] == 1
    assert card(file, judge_server, "--generator", "people")["generators"] == []


def test_a_pair_is_asked_in_both_orders(tmp_path: Path, run: Path, judge_server: JudgeServer) -> None:
    """Who always takes the first has judged by place alone; who takes the same one in both orders has chosen it."""
    other = many(tmp_path, *IDS, name="other")
    judge_server.says(*[rubric()] * 6, json.dumps({"better": "first", "because": "It is first."}))
    (judge,) = card(run, judge_server, "--against", other)["judges"]
    assert (judge["pairs"]["order"], judge["pairs"]["won"], judge["pairs"]["pairs"]) == (6, None, 6)
    ones, twos = ({"better": name, "because": "."} for name in ("first", "second"))
    judge_server.says(rubric(), json.dumps(ones), json.dumps(twos))
    (judge,) = card(run, judge_server, "--against", other, "--limit", "1")["judges"]
    assert (judge["pairs"]["ours"], judge["pairs"]["won"]) == (1, 1.0)


def test_people_are_joined_with_the_judge(tmp_path: Path, run: Path, judge_server: JudgeServer) -> None:
    """Five rated of six: the joined mean leans on people. Gaps are allowed; a rating that cannot be is refused with its line."""
    ratings = tmp_path / "ratings.jsonl"
    rows = [{"id": name, "rater": "ann", "faithful": 2, "safe": 3 if name != "a" else None} for name in "abcde"]
    ratings.write_bytes(b"".join(orjson.dumps(row) + b"\n" for row in rows))
    judge_server.says(rubric())
    (judge,) = card(run, judge_server, "--human-ratings", ratings)["judges"]
    joined = judge["with_people"]["faithful"]
    assert joined["value"] == 2 and joined["judge"] == 4 and joined["rated"] == 5
    assert judge["with_people"]["safe"] is None and judge["with_people"]["coherent"] is None  # four ratings, and none
    ratings.write_bytes(orjson.dumps({"id": "a", "safe": 7}) + b"\n")
    assert "line 1" in refused(command(run, judge_server, "--human-ratings", ratings))
    assert "--judge" in refused(CliRunner().invoke(app, ["evaluate", str(run), "--human-ratings", str(ratings)]))


@pytest.mark.parametrize(
    ("draws", "rated"), [(100, 30), *(pytest.param(1000, n, marks=pytest.mark.slow) for n in (20, 30))]
)
def test_the_joined_interval_holds_what_all_people_say_whatever_the_judge(draws: int, rated: int) -> None:
    """Judges of known bias: the interval holds the mean of all people's ratings, of the same dialogues and of any, in 93 % of draws or more
    (less what so few draws may miss by chance)."""
    least = 0.93 - (0.03 if draws < 1000 else 0)
    for number, (name, judge) in enumerate(JUDGES.items()):
        assert covered(judge, draws, rated, 300, False, number)[0] >= least, name
        assert covered(judge, draws, rated, 300, True, number)[0] >= least, name
    assert powered_mean([1, 2, 3, 4], [1, 2, 3, 4], [5] * 50) is None


def test_a_judge_weighs_nothing_where_too_few_rated_and_much_where_it_is_right() -> None:
    """With nineteen ratings the mean is people's; with twenty a judge that agrees with them narrows the interval, which holds its value."""
    ratings = [1, 2, 3, 4, 5, 4, 4, 3, 4, 5] * 2
    few = powered_mean(ratings[:19], ratings[:19], ratings * 10)
    assert few is not None and few.weight == 0 and few.value == few.people
    joined = powered_mean(ratings, ratings, ratings * 10)
    assert joined is not None and joined.weight > 0.8 and joined.low < joined.value < joined.high
    assert joined.high - joined.low < joined.people_half


def test_agreement_has_its_value_and_an_interval() -> None:
    """Gwet's AC1 of a table with nearly all in one cell (118, 5, 2, 0), where kappa is below 0, and an interval that holds the value."""
    units = [(0, 0)] * 118 + [(0, 1)] * 5 + [(1, 0)] * 2
    found = gwet_ac1(units, 2)
    assert found == pytest.approx(0.9408, abs=2e-4)
    between = drawn_interval(
        [{unit: 1} for unit in units], lambda of: gwet_ac1([u for u, n in of.items() for _ in range(n)], 2)
    )
    assert between is not None and found is not None and between[0] < found < between[1]
    assert gwet_ac1([(1,)], 2) is None and drawn_interval([{(1, 1): 1}], lambda _: 1.0) is None


def test_a_judge_on_ollama_that_gives_everything_the_same_is_told(run: Path, ollama: Any) -> None:
    """A server that keeps the schema and answers with its plainest value: scored, and said to tell no dialogue from another."""
    order = ["evaluate", str(run), "--judge", "ollama:toolsmith", "--base-url", ollama.url, "--json"]
    ran = CliRunner().invoke(app, order)
    assert ran.exit_code == 0, (ran.output, ran.exception)
    made = orjson.loads(ran.output)
    (judge,) = made["judges"]
    assert (judge["judged"], judge["unscored"], judge["families"]) == (len(IDS), {}, [])
    assert any("tells no dialogue from another" in remark for remark in made["remarks"]) and ollama.asked("/api/chat")


def test_two_judges_agree_with_themselves(run: Path, judge_server: JudgeServer) -> None:
    """Two judges that say the same: AC1 of 1; one model twice is no two judges."""
    judge_server.says(rubric())
    made = card(run, judge_server, "--judge", "openai:qwen-y")
    assert (
        len(made["judges"]) == 2
        and made["agreement"]["safe"]["ac1"]["value"] == 1
        and made["agreement"]["safe"]["dialogues"] == 6
    )
    assert "twice" in refused(command(run, judge_server, "--judge", "openai:claude-x"))
