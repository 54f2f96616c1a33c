"""A panel that tries to refute what metrics point at: what nobody can refute counts, and a refutation needs words that are there."""

import json
from pathlib import Path
from typing import Any

import orjson
import pytest
from judge_server import JudgeServer
from typer.testing import CliRunner

from bedside.evaluation.judging.refuting import BlamedTurn, Verdict, borne_out, panel
from bedside.orchestrator.cli.main import app
from bedside.orchestrator.failures import Problem

Json = dict[str, Any]
NOTE = "HPI: Right knee pain for 3 weeks after a fall. Denies fever.\nMedications: ibuprofen 400 mg as needed.\nPlan: MRI of the right knee."
TURNS = [
    ("physician", "What brings you in today?"),
    ("patient", "My right knee has been hurting for three weeks."),
    ("physician", "Have you had a fever?"),
    ("patient", "Yes, I have had a fever for nine days."),
    ("physician", "I'd like an MRI of the right knee."),
    ("patient", "All right."),
]


@pytest.fixture
def talks(tmp_path: Path) -> Path:
    """Two dialogues of people's, each with a fever that the note denies."""
    rows = [
        {"id": name, "note": NOTE, "turns": [{"speaker": who, "text": text} for who, text in TURNS]} for name in "vw"
    ]
    file = tmp_path / "talks.jsonl"
    file.write_bytes(b"".join(orjson.dumps(row) + b"\n" for row in rows))
    return file


def verdict(verdict: str, words: str = "") -> str:
    """A judge's answer."""
    return json.dumps({"verdict": verdict, "words": words, "because": "So it is."})


def command(file: Path, server: JudgeServer, *more: str) -> Any:
    """What came of asking one judge, or more."""
    order = ["evaluate", str(file), "--refute", "--judge", "openai:claude-x", "--generator", "people"]
    return CliRunner().invoke(app, [*order, "--base-url", f"{server.url}/v1", "--json", *more])


def card(file: Path, server: JudgeServer, *more: str) -> Json:
    """The card that is printed."""
    ran = command(file, server, *more)
    assert ran.exit_code == 0, (ran.output, ran.exception)
    return orjson.loads(ran.output)


def test_what_nobody_refutes_stands(talks: Path, judge_server: JudgeServer) -> None:
    """Every finding is put before the judge with its turn and the note; what stands is counted by metric, lines and card are written."""
    judge_server.says(verdict("stands"))
    judge_server.asked()
    made = card(talks, judge_server)
    row = made["all"]
    assert row["findings"] == row["stands"] > 1 and row["share"]["value"] == 1 and row["open"] == 0
    assert row["findings"] == sum(one["findings"] for one in made["metrics"].values())
    asked = [body["messages"][-1]["content"] for body in judge_server.asked()]
    assert len(asked) == row["findings"] and all("Denies fever" in text and "counted as" in text for text in asked)
    assert any("nine days" in text.rpartition("counted as")[2] for text in asked)
    (written,) = talks.parent.glob("*/refuted.jsonl")
    lines = written.read_bytes().splitlines()
    rows = [orjson.loads(line) for line in lines]
    assert len(rows) == row["findings"] and {one["id"] for one in rows} == {"v", "w"}
    assert any("tells no finding" in remark for remark in made["remarks"]) or row["findings"] < 5


def test_a_refutation_needs_words_that_are_there(talks: Path, judge_server: JudgeServer) -> None:
    """Words of the note refute; invented words, and the blamed turn itself, do not."""
    judge_server.says(verdict("refuted", "Right knee pain for 3 weeks"))
    assert card(talks, judge_server)["all"]["refuted"] > 1
    for words in ("", "The patient had a fever last week", "Yes, I have had a fever for nine days."):
        judge_server.says(verdict("refuted", words))
        made = card(talks, judge_server)
        assert made["all"]["refuted"] == 0 and made["all"]["unsure"] == made["all"]["findings"], words
        assert made["judges"][0]["reasons"] == {"words that are nowhere": made["all"]["findings"]}


def test_nonsense_leaves_a_finding_open(talks: Path, judge_server: JudgeServer) -> None:
    """A judge that answers in prose, or declines: the finding counts neither way, and the reason is counted."""
    for nonsense, reason in (("Looks wrong to me.", "schema"), ("I'm sorry, but I can't help with that.", "refusal")):
        judge_server.says(nonsense)
        made = card(talks, judge_server, "--limit", "1")
        assert made["all"]["open"] == made["all"]["findings"] and made["all"]["share"]["value"] is None
        assert made["judges"][0]["reasons"] == {reason: made["all"]["findings"]}


def test_two_judges_must_both_refute(talks: Path, judge_server: JudgeServer) -> None:
    """One of two is no majority; their agreement is given."""
    found = card(talks, judge_server, "--limit", "1")["all"]["findings"]
    judge_server.says(*[verdict("stands")] * found, verdict("refuted", "ibuprofen 400 mg"))
    card_of_two = card(talks, judge_server, "--limit", "1", "--judge", "openai:qwen-y")
    assert card_of_two["agreement"]["findings"] == found
    assert {judge["refuted"] + judge["stands"] for judge in card_of_two["judges"]} == {found}
    assert card_of_two["all"]["refuted"] + card_of_two["all"]["stands"] == found
    many: list[tuple[list[Verdict], Verdict | None]] = [
        ([], None),
        (["refuted"], "refuted"),
        (["refuted", "stands"], "stands"),
        (["refuted", "refuted", "stands"], "refuted"),
        (["refuted", "unsure"], "unsure"),
        (["unsure", "stands"], "stands"),
    ]
    for given, came in many:
        assert panel(given) == came, given


def test_bad_orders_are_refused(talks: Path, judge_server: JudgeServer, tmp_path: Path) -> None:
    """Without a judge, with pairs, of the family that spoke, and where nothing was found: one sentence each."""
    fine = tmp_path / "fine.jsonl"
    fine.write_bytes(
        orjson.dumps(
            {
                "id": "f",
                "note": "HPI: Cough for two days.",
                "turns": [
                    {"speaker": "physician", "text": "What brings you in?"},
                    {"speaker": "patient", "text": "I have had a cough for two days."},
                ],
            }
        )
        + b"\n"
    )
    url = f"{judge_server.url}/v1"
    for order, why in (
        ([str(talks), "--refute"], "--judge"),
        ([str(talks), "--refute", "--judge", "openai:claude-x", "--against", "x", "--base-url", url], "--against"),
        ([str(talks), "--refute", "--judge", "openai:gpt-5", "--generator", "azure/gpt-4.1"], "its own kind"),
        ([str(fine), "--refute", "--judge", "openai:claude-x", "--generator", "people", "--base-url", url], "nothing"),
    ):
        ran = CliRunner().invoke(app, ["evaluate", *order])
        assert isinstance(ran.exception, Problem) and why in str(ran.exception), (order, ran.output, ran.exception)


def test_words_are_looked_for_as_they_are_said() -> None:
    """Case and signs do not matter; letters do."""
    finding = BlamedTurn(3, "unsupported", "fever")
    assert borne_out("right KNEE pain, for 3 weeks", finding, NOTE, TURNS)
    assert borne_out("hurting for three weeks", finding, None, TURNS)
    assert not borne_out("--", finding, NOTE, TURNS) and not borne_out("left knee", finding, NOTE, TURNS)
