"""``bedside render``: what a role is shown is what it was given, nothing hidden from it, and the prompts are the real ones."""

import asyncio
from pathlib import Path

import orjson
import pytest
from typer.testing import CliRunner, Result

from bedside.agents.model import Request
from bedside.agents.models.scripted_model import ScriptedModel
from bedside.orchestrator.build.player_registry import PlayerRegistry
from bedside.orchestrator.build.simulate_item import Item, Simulator
from bedside.orchestrator.cases.case_input import read_case
from bedside.orchestrator.cli.main import app
from bedside.orchestrator.views.brief_views import View, collect_briefs
from bedside.orchestrator.views.render import in_full, overview, role_view, view_json
from bedside.scenarios.case import Case, Models
from bedside.scenarios.player import Player

CASES = sorted((Path(__file__).parents[2] / "scenarios" / "cases").glob("*.case.yaml"))
HIDDEN = ("Quillfort", "Brandelow", "Osterwick")
NOTE = """HISTORY
A 40-year-old man has had knee pain since he fell at Quillfort station. It is worse after walking to Brandelow market.
He denies fever. His neighbour in Osterwick gave him a stick.
EXAM
The knee is swollen.
ASSESSMENT
Sprain of the knee.
PLAN
Rest and ibuprofen 400 mg with food.
"""


def view(case: Case, text: str) -> View:
    """The view of a case without the guideline store."""
    return asyncio.run(collect_briefs(case.model_copy(update={"knowledge": False}), text, Path()))


def test_no_hidden_fact_is_in_the_physicians_render() -> None:
    """Names that only the patient can bring up stand in what the physician is given only after they were said; the
    patient is given no finding, diagnosis or dose of the visit before it was told."""
    seen = view(Case(id="c", note=NOTE), NOTE)
    shown = "\n".join(role_view(seen, "physician"))
    assert "swollen" in shown
    assert not [name for name in HIDDEN if name in shown]
    for one in seen.snapshots:
        said = "\n".join(turn.text for turn in one.brief.turns)
        full = "\n".join(in_full(one)).split("  the built-in player says:")[0]
        secret = HIDDEN if one.brief.role == "physician" else ("swollen", "Sprain", "ibuprofen")
        for words in secret:
            assert words not in full.replace(said, "") or words.casefold() in said.casefold()
    assert sum("hidden from the physician until" in line for line in overview(seen)) >= len(HIDDEN)


@pytest.mark.thin(4)
@pytest.mark.parametrize("path", CASES[::6], ids=lambda path: path.name.removesuffix(".case.yaml"))
def test_a_role_is_shown_no_fact_that_it_was_not_given(path: Path) -> None:
    """Over the gallery: a fact that the patient has yet to tell is in no brief that the physician was shown."""
    case, text = read_case(path)
    seen = view(case, text)
    told: set[str] = set()
    for item in view_json(seen, role="physician")["seen"]:
        given = {fact["id"] for fact in item["brief"]["facts"]}
        spoken = {turn["id"] for turn in item["brief"]["turns"]}
        for fact in given:
            teller, step = seen.told.get(fact, ("physician", ""))
            assert teller == "physician" or any(turn.startswith(f"{step}.") for turn in spoken)
        told |= given
    assert told or case.interview is not None  # an interviewer is given nothing: the answers are all they hear


def test_the_prompt_shown_is_the_prompt_asked() -> None:
    """The first request that a speaker's model really gets is, word for word, the one that is shown."""
    player = Player(name="openai:some-model")
    case = Case(id="c", note=NOTE, knowledge=False, models=Models(patient=player))
    seen = view(case, NOTE)
    asked: list[Request] = []
    model = ScriptedModel(lambda _: '{"thought": "t", "say": "Hello there, doctor."}', asked=asked)
    simulator = Simulator(case.seed, players_for=PlayerRegistry(models={player: model}))
    asyncio.run(simulator.perform(Item("c", case, NOTE), lambda _: None))
    first = next(one.request for one in seen.snapshots if one.request is not None)
    assert first.messages == asked[0].messages


def test_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The overview, one role, one step in full and JSON; an unknown role or step is a sentence with the known ones."""
    (tmp_path / "c.case.yaml").write_text("id: c\nnote: |\n" + "".join(f"  {line}\n" for line in NOTE.splitlines()))

    monkeypatch.chdir(tmp_path)

    def render(*more: str) -> Result:
        return CliRunner().invoke(app, ["render", "c.case.yaml", "--no-knowledge", *more])

    every = orjson.loads(render("--json", "--model", "openai:m").stdout)
    first = every["facts"][0]
    assert {"knows", "established", "hidden_from_physician", "withheld"} <= set(first)
    assert every["planner_prompt"]["tokens"] > 0
    step = every["plan"][0]["id"]
    full = render("--step", step, "--role", "physician", "--model", "openai:m").stdout
    assert "the prompt, about" in full
    assert "an estimate" in full
    assert "physician" in str(render("--role", "nobody").exception)
    assert step in str(render("--step", "x9").exception)
