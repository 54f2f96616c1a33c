"""An interview played by a language model: response and reason in one reply, the reason checked before it counts."""

import asyncio
import json
import re
from typing import Any

import pytest

from bedside.agents.interview.guide import load_guide
from bedside.agents.interview.prompted import PromptedInterviewee, StatedReason
from bedside.agents.model import Request
from bedside.agents.models.scripted_model import ScriptedModel
from bedside.agents.prompts.voice import Voice
from bedside.orchestrator.build.player_registry import PlayerRegistry
from bedside.orchestrator.build.simulate_item import Item, Simulator
from bedside.orchestrator.runs.outcome import ItemResult
from bedside.scenarios.case import Case
from bedside.scenarios.interview import Interview
from bedside.scenarios.note import Fact, Quantity, Span
from bedside.scenarios.player import Player
from bedside.scenarios.prompting import Prompting
from bedside.scenarios.style import load_style

PLAYER = Player(name="openai:willing")
_ASKED = re.compile(r'"criterion" is "([^"]+)"')
_GIVEN = re.compile(r"Answer from this:\n<data-[0-9a-f]+>\n- (.+?)\n")


_OFTEN = {
    "several days": "on a few days",
    "more than half": "on most days",
    "nearly every": "almost daily",
    "not at all": "never",
}


def willing(request: Request) -> str:
    """A model that does what its prompt asks, in words that differ from turn to turn."""
    tail, where = request.messages[-1].text, request.purpose.split("/")[2]
    asked = _ASKED.search(tail)
    if asked is None:
        return json.dumps({"say": f"On {where}, about as you would think, {len(tail)}."})
    there = "not at all" not in tail.rsplit("Answer from this:", 1)[1]
    if where == "H" or where in ("other", "safety"):
        there = False
    often = next((said for given, said in _OFTEN.items() if given in tail.rsplit("Answer from this:", 1)[1]), "")
    response = f"For {where} it {'keeps me up' if there else 'is no matter'} {often}, {len(tail)}."
    evidence = response[4:-1]
    polarity = "present" if there else "denied"
    return json.dumps(
        {"response": response, "reason": {"criterion": asked[1], "polarity": polarity, "evidence": evidence}}
    )


def german(request: Request) -> str:
    """The same in German."""
    tail, where = request.messages[-1].text, request.purpose.split("/")[2]
    asked = _ASKED.search(tail)
    if asked is None:
        return json.dumps({"say": f"Wie ist es Ihnen damit in der letzten Zeit ergangen, bei {where}, {len(tail)}?"})
    there = "not at all" not in tail.rsplit("Answer from this:", 1)[1] and where not in ("H", "other", "safety")
    response = f"Bei {where} {'liege ich nachts oft lange wach' if there else 'macht es mir eigentlich nichts aus'}, {len(tail)}."
    polarity = "present" if there else "denied"
    reason = {"criterion": asked[1], "polarity": polarity, "evidence": response[4:-1]}
    return json.dumps({"response": response, "reason": reason})


def hold(
    script: Any,
    asked: list[Request] | None = None,
    fallback: str | None = None,
    label: str = "positive",
    language: str = "en",
) -> ItemResult:
    """One interview played by a model."""
    models = {"default": PLAYER.model_dump(), "fallback": fallback}
    case = Case.model_validate(
        {
            "id": "s",
            "note": "A woman of 34 comes.",
            "protocol": "interview/gad-7",
            "interview": {"label": label},
            "models": models,
            "patient": {"persona": "plain"},
            "language": language,
        }
    )
    simulator = Simulator(3, players_for=PlayerRegistry(models={PLAYER: ScriptedModel(script, PLAYER.name, asked)}))
    return asyncio.run(simulator.perform(Item(case.id, case, str(case.note)), lambda _: None))


def test_response_and_reason_are_taken_apart() -> None:
    """Every item is told with evidence that stands in the turn; the reason is no part of what is heard."""
    fold = hold(willing).state
    assert fold.status == "finished", fold.failure
    told = {c.id: (turn, c) for turn, r in zip(fold.turns, fold.reasons, strict=True) for c in r.criteria}
    about = fold.meta["interview"]
    for criterion, points in about["answers"].items():
        turn, found = told[criterion]
        span = found.evidence
        assert found.points == points and found.polarity == ("present" if points else "denied")
        assert turn.text[span.start : span.end] == turn.text[4:-1]
        assert "criterion" not in turn.text


def test_an_interview_in_another_language() -> None:
    """A model interviews and answers in German: every item is told, evidence stands in the turn; English lines do not stay."""
    asked: list[Request] = []
    fold = hold(german, asked, language="de").state
    assert fold.status == "finished", fold.failure
    told = {c.id for r in fold.reasons for c in r.criteria}
    assert told >= set(fold.meta["interview"]["answers"])
    assert all("Alles, was Sie sagen, sagen Sie auf Deutsch" in request.messages[0].text for request in asked)
    english = hold(willing, language="de").state
    assert english.status == "failed"
    assert "not in German" in str(english.failure)


def test_no_request_holds_the_label_and_the_interviewers_no_answer_or_mood() -> None:
    """Of what is fixed, a request to the interviewee has the line that was asked for; one to the interviewer none."""
    asked: list[Request] = []
    hold(willing, asked)
    for request in asked:
        words = " ".join(message.text for message in request.messages)
        assert "positive" not in words and "points" not in words and "cut-off" not in words
        if "/physician/" in request.purpose:
            assert "Manner:" not in words and not _GIVEN.search(words) and "more days than not" not in words


def test_a_reason_that_is_not_borne_out_is_asked_for_again() -> None:
    """Evidence that the response does not have is a fault: the model is told, and its second answer counts."""
    asked: list[Request] = []

    def careless(request: Request) -> str:
        reply = json.loads(willing(request))
        if "reason" in reply and request.purpose.endswith("/0"):
            reply["reason"]["evidence"] = "something else"
        return json.dumps(reply)

    fold = hold(careless, asked).state
    assert fold.status == "finished", fold.failure
    told = {c.id for r in fold.reasons for c in r.criteria}
    assert told >= set(fold.meta["interview"]["answers"])
    assert any("letter for letter" in r.messages[-1].text and r.purpose.endswith("/1") for r in asked)


def test_a_line_that_names_the_condition_cannot_stay() -> None:
    """A label word is grave: the fallback says the line, and without one the dialogue fails."""

    def blunt(request: Request) -> str:
        reply = json.loads(willing(request))
        if "/patient/N1/" in request.purpose and "response" in reply:
            reply["response"] = "It's my anxiety disorder, " + reply["response"]
        return json.dumps(reply)

    fold = hold(blunt, fallback="agenda").state
    assert fold.status == "finished", fold.failure
    assert not any("anxiety disorder" in turn.text for turn in fold.turns)
    assert hold(blunt).state.status == "failed"


@pytest.mark.parametrize(
    ("why", "words"),
    [
        (StatedReason(criterion="B2", polarity="present", evidence="bad nights"), "another question"),
        (StatedReason(criterion="B1", polarity="denied", evidence="bad nights"), "does not agree"),
        (StatedReason(criterion="B1", polarity="present", evidence="Bad nights"), "letter for letter"),
        (StatedReason(criterion="B1", polarity="present", evidence=" "), "letter for letter"),
        (StatedReason(criterion="B1", polarity="present", evidence="bad nights"), ""),
    ],
)
def test_a_reason_is_judged_by_code(why: StatedReason, words: str) -> None:
    """Criterion, polarity and evidence must each hold; then points come from the truth and the span from the text."""
    said = "I have bad nights. It's troubled me quite a lot."
    points = Quantity(value=3, unit="points", span=Span(start=0, end=1))
    fact = Fact(id="i1", section="history", text="x", span=Span(start=0, end=1), concept="B1", quantities=(points,))
    voice = Voice(ScriptedModel(lambda _: "", "scripted:x"), Prompting(), load_style("visit"))
    found, fault = PromptedInterviewee(load_guide("pcl-5"), voice).judge(why, said, fact, "B1")
    assert words in fault and (found is None) == bool(words)
    if found is not None:
        assert (found.points, found.met, found.evidence) == (3, True, Span(start=7, end=17))


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("I have bad nights. It's troubled me quite a lot.", ""),
        ("I have bad nights.", "does not say"),
        ("I have bad nights. It's troubled me a little.", "says 'a little"),
        ("I have bad nights. It troubles me extremely.", "says 'extremely"),
    ],
)
def test_an_answer_that_says_another_degree_does_not_count(said: str, words: str) -> None:
    """How much it is so is read from the words; too much, too little and nothing at all are faults that name what is so."""
    points = Quantity(value=3, unit="points", span=Span(start=0, end=1))
    fact = Fact(id="i1", section="history", text="x", span=Span(start=0, end=1), concept="B1", quantities=(points,))
    voice = Voice(ScriptedModel(lambda _: "", "scripted:x"), Prompting(), load_style("visit"))
    why = StatedReason(criterion="B1", polarity="present", evidence="bad nights")
    found, fault = PromptedInterviewee(load_guide("pcl-5"), voice).judge(why, said, fact, "B1")
    assert (found is None) == bool(words)
    assert words in fault
    assert not words or "quite a lot" in fault
    german, _ = PromptedInterviewee(load_guide("pcl-5"), voice).judge(why, "I have bad nights.", fact, "B1", "de")
    assert german is not None  # read in English alone


def test_an_interview_block_is_a_value() -> None:
    """A block read from JSON is the block that was written."""
    block = Interview(label="negative", criteria={"B": "mild"}, partition="textbook", rule="dsm-5")
    assert Interview.model_validate_json(block.model_dump_json()) == block
