"""Whole conversations played by a language model: what it is told, what becomes of what it says, what is kept of it."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from obedient import CASES, PLAYER, case_of, hold, model
from once import Once

from bedside.agents.model import ModelError, Request
from bedside.agents.models.replay_model import Recorder, ReplayModel
from bedside.agents.reading.read import read_note
from bedside.knowledge.terminology import Terminology
from bedside.orchestrator.cases.case_input import read_case
from bedside.orchestrator.graph.briefs import STAFF
from bedside.orchestrator.runs.entry import Entry
from bedside.orchestrator.runs.fold import DialogueState
from bedside.scenarios.load import load_case

SHIPPED = {path.name.removesuffix(".case.yaml"): load_case(path) for path in sorted(CASES.glob("*.case.yaml"))}
# Other protocols and languages have tests of their own.
NAMES = [name for name, case in SHIPPED.items() if (case.protocol, case.language) == ("notechat", "en")]
CASE = "rolled-ankle"


def say(words: str) -> str:
    """A reply in the right form."""
    return json.dumps({"thought": "t", "say": words})


def played(once: Once, name: str) -> tuple[DialogueState, list[Request]]:
    """A shipped case as the obedient model plays it, held once a session: what came of it, and all it was asked."""

    def play() -> tuple[DialogueState, list[Request]]:
        asked: list[Request] = []
        return asyncio.run(hold(*case_of(name), model(asked=asked))).state, asked

    return once.get(f"obedient/{name}", play)


@pytest.mark.thin(4)
@pytest.mark.parametrize("name", NAMES)
def test_a_conversation_comes_to_its_end_and_its_facts_are_read_from_its_words(name: str, once: Once) -> None:
    """Over the gallery: finished and complete, every fact's span holds its words, nothing claimed from outside a brief,
    and most of the note was said by a model that says what it is given."""
    case, text = case_of(name)
    fold, _ = played(once, name)
    assert (fold.status, fold.stop) == ("finished", "complete"), fold.failure
    said = {fact for reason in fold.reasons for fact in reason.facts}
    assert not [r for r in fold.reasons if "outside_brief" in {found.check for found in r.checks}]
    note = read_note(case.id, text, Terminology.load())
    for reason in fold.reasons:
        quoted = [note.quote(note.fact(fact).span) for fact in reason.facts]
        assert [text[span.start : span.end] for span in reason.spans] == quoted
    silent = set(fold.meta["unplaced"]) | set(fold.meta["withheld"])
    spoken = [fact.id for fact in note.facts if fact.id not in silent]
    assert sum(fact in said for fact in spoken) >= 0.8 * len(spoken)


@pytest.mark.thin(4)
@pytest.mark.parametrize("name", NAMES)
def test_no_request_holds_what_its_role_cannot_know(name: str, once: Once) -> None:
    """The words of a finding, result, diagnosis or plan are in no request of a patient before a turn has said them; and
    what a patient knows is in no request of a physician who asks for it. Requests are searched as they go out."""
    case, text = case_of(name)
    _, asked = played(once, name)
    note = read_note(case.id, text, Terminology.load())
    hidden = [f for f in note.facts if f.established == "visit" and len(f.text) > 12]
    open_words = " ".join(f.text for f in note.facts if f.established == "before").casefold()
    for request in asked:
        role = request.purpose.split("/")[1]
        if role in ("planner", "refiner", *STAFF):  # who works there tells what they measured themselves
            continue
        system, user = (message.text.casefold() for message in request.messages)
        assert not any(fact.text.casefold() in system for fact in note.facts if len(fact.text) > 12)
        talk, _, tail = user.partition("\n\n") if user.startswith("so far") else ("", "", user)
        if role != "physician":
            for fact in hidden:
                words = fact.text.casefold()
                assert words not in tail or words in talk or words in open_words, (request.purpose, fact.text)
        elif tail.startswith("ask"):
            assert "<data-" not in tail.split("guideline passages")[0], request.purpose


async def test_the_same_case_and_replies_give_the_same_record() -> None:
    """Two runs over the same replies are equal, reasons included."""
    case, text = case_of(CASE)
    one, two = [(await hold(case, text, model())).state for _ in range(2)]
    assert (one.turns, one.reasons, one.meta) == (two.turns, two.reasons, two.meta)


async def test_a_recorded_conversation_replays_to_the_same_record(tmp_path: Path) -> None:
    """The cassette answers every request, the record is the same to the letter, and another seed is not answered."""
    case, text = case_of(CASE)
    recorder = Recorder(model(), tmp_path / "cassette.jsonl")
    first = (await hold(case, text, recorder)).state
    await recorder.close()
    again = (await hold(case, text, ReplayModel("replay:cassette", tmp_path / "cassette.jsonl"))).state
    assert (again.turns, again.reasons, again.meta) == (first.turns, first.reasons, first.meta)
    other = case.model_copy(update={"seed": case.seed + 1})
    lost = (await hold(other, text, ReplayModel("replay:cassette", tmp_path / "cassette.jsonl"))).state
    assert lost.status == "failed"
    assert lost.failure and lost.failure.kind == "config"


async def test_every_call_is_measured_and_none_twice() -> None:
    """The calls of the record are the calls that the model got, with their tokens."""
    asked: list[Request] = []
    case, text = case_of(CASE)
    entries: list[Entry] = []
    await hold(case, text, model(asked=asked), entries.append)
    measured = [item for entry in entries for item in entry.measured if item.get("tokens")]
    polished = 1  # the refiner's reading says which lines to polish and carries no turn
    assert len(measured) + polished >= len(asked) - 1
    assert all(item["tokens"]["prompt"] > 0 for item in measured)
    exchanges = [one for entry in entries for one in entry.exchanges]
    assert [one["purpose"] for one in exchanges] == [request.purpose for request in asked]
    assert [one["messages"][-1]["text"] for one in exchanges] == [request.messages[-1].text for request in asked]
    assert all(one["reply"] for one in exchanges)


def at(purpose: str, answer: Any) -> Any:
    """A meddler that answers so wherever the purpose holds these words."""
    return lambda request, plain: answer if purpose in request.purpose else None


@pytest.mark.thin(2)
@pytest.mark.parametrize(
    ("words", "check"),
    [
        ("Doctor: What else? Patient: My knee.", "part"),
        ("As an AI language model I cannot feel pain.", "part"),
        ("You know only what you are given and what was said here. Given nothing, say that you do not know.", "echo"),
        ("The X-ray shows no fracture and I should take naproxen 500 mg twice daily.", "leak"),
    ],
)
async def test_a_line_with_a_grave_fault_is_asked_for_again_and_mended(words: str, check: str) -> None:
    """The first answer of a step has the fault, the second has not: the second stays, and the fault is told to the model
    without giving anything away."""
    case, text = case_of(CASE)
    asked: list[Request] = []

    def meddle(request: Request, plain: str) -> Any:
        return say(words) if "/patient/" in request.purpose and request.purpose.endswith("/0") else None

    fold = (await hold(case, text, model(meddle, asked))).state
    assert fold.status == "finished"
    assert words not in {turn.text for turn in fold.turns}
    repaired = [request for request in asked if "/patient/" in request.purpose and not request.purpose.endswith("/0")]
    assert repaired
    told = repaired[0].messages[-1].text.rsplit("Said before", 1)[1]
    assert "fracture" not in told and "naproxen" not in told


ASSISTANT = (
    "Hello, how can I assist you today?",
    "I understand that you have a sprain. Could you please provide more details?",
    "Is there anything else you would like me to help with?",
    "Have you noticed any swelling since then?",
    "Please let me know if you have any further questions or concerns.",
)


def exchanged(request: Request, plain: str) -> Any:
    """A patient that plays an assistant, in other words each time."""
    return say(ASSISTANT[len(request.purpose) % 5 - len(plain) % 5]) if "/patient/" in request.purpose else None


async def test_a_patient_that_plays_an_assistant_ends_the_dialogue_as_role_lost() -> None:
    """Never finished: it fails by its class after few lines, with the last of them, and what was said before is kept."""
    case, text = case_of(CASE)
    fold = (await hold(case, text, model(exchanged))).state
    assert fold.failure is not None
    assert (fold.status, fold.failure.kind, fold.failure.stage) == ("failed", "role_lost", "patient")
    assert fold.failure.raw in ASSISTANT
    assert fold.turns and len(fold.turns) < 14


async def test_one_line_out_of_role_is_asked_for_again_and_ends_nothing() -> None:
    """A slip that stays is a finding on the record, not the end of the talk, and nobody asks for it a third time."""
    case, text = case_of(CASE)
    asked: list[Request] = []

    def slip(request: Request, plain: str) -> Any:
        return say(ASSISTANT[0]) if "/patient/s004/" in request.purpose else None

    fold = (await hold(case, text, model(slip, asked))).state
    assert (fold.status, fold.stop) == ("finished", "complete")
    tries = [request for request in asked if "/patient/s004/" in request.purpose]
    assert len(tries) == 2
    told = tries[1].messages[-1].text.rsplit("Said before", 1)[1]
    assert ASSISTANT[0] in told  # the line it was, and which words of it
    (reason,) = [r for t, r in zip(fold.turns, fold.reasons, strict=True) if t.text == ASSISTANT[0]]
    assert "role_lost" in {found.check for found in reason.checks if found.passed is False}


@pytest.mark.thin(2)
@pytest.mark.parametrize("kind", ["refusal", "empty", "truncated", "schema", "safety"])
async def test_a_step_that_no_answer_comes_to_fails_the_dialogue_by_its_class(kind: Any) -> None:
    """The failure is of the model's class, at the role's stage, and what was said before it is kept."""
    case, text = case_of(CASE)
    fold = (await hold(case, text, model(at("/patient/s00", ModelError(kind, "no", raw="raw"))))).state
    assert fold.status == "failed"
    assert fold.failure is not None
    assert (fold.failure.kind, fold.failure.stage, fold.failure.raw) == (kind, "patient", "raw")
    assert fold.turns


@pytest.mark.thin(2)
@pytest.mark.parametrize("kind", ["rate_limit", "transient", "timeout", "config", "context_overflow"])
async def test_a_server_that_does_not_answer_is_not_asked_a_second_time(kind: Any) -> None:
    """Retries were the model layer's business: here the dialogue fails at once."""
    case, text = case_of(CASE, fallback="agenda")
    asked: list[Request] = []
    fold = (await hold(case, text, model(at("/physician/", ModelError(kind, "no")), asked))).state
    assert fold.failure and fold.failure.kind == kind
    assert len([request for request in asked if "/physician/" in request.purpose]) == 1


async def test_a_fallback_says_what_the_model_cannot_be_brought_to_say() -> None:
    """With one named in the case the conversation survives, and every such line is marked with the reason."""
    case, text = case_of(CASE, fallback="agenda")
    fold = (await hold(case, text, model(at("/patient/", ModelError("refusal", "no"))))).state
    assert (fold.status, fold.stop) == ("finished", "complete")
    lines = [r.model for t, r in zip(fold.turns, fold.reasons, strict=True) if t.speaker == "patient"]
    assert all(line["line"] in ("fallback", "built in") for line in lines)
    assert {line["why"] for line in lines if line["line"] == "fallback"} == {"refusal"}


async def test_a_model_that_says_the_same_forever_does_not_run_forever() -> None:
    """One question, whatever is asked: the dialogue fails by class, after a bounded number of calls."""
    case, text = case_of(CASE)
    asked: list[Request] = []
    fold = (await hold(case, text, model(at("/physician/", say("Does it hurt when you walk on it?")), asked))).state
    assert fold.failure and fold.failure.kind == "schema"
    assert len(asked) < 30


async def test_a_polish_that_loses_a_fact_is_undone() -> None:
    """The fact check runs before and after: the line keeps its words, and the record says what was undone."""
    case, text = case_of(CASE)
    revised: list[str] = []

    def meddle(request: Request, plain: str) -> Any:
        if "/refiner" in request.purpose:
            lines = [n for n in range(60) if n % 2]
            return json.dumps({"lines": [{"line": n, "fault": "stiff"} for n in lines]})
        if "it sounds written" in request.messages[-1].text:
            revised.append(request.purpose)
            return say(f"Well, you know how it is with these things, all {len(revised)} of them.")
        return None

    fold = (await hold(case, text, model(meddle))).state
    assert revised
    polished = [(found, r) for r in fold.reasons for found in r.checks if found.check == "polish"]
    assert any(found.value == "undone" for found, _ in polished)
    assert all(found.value == "undone" and "lost a fact" in found.message for found, r in polished if r.facts)
    assert all(found.passed for found, _ in polished)
    kept = {fact for reason in fold.reasons for fact in reason.facts}
    plain = (await hold(case, text, model())).state
    assert kept == {fact for reason in plain.reasons for fact in reason.facts}


async def test_a_polish_that_keeps_the_facts_stays() -> None:
    """New words with the same facts take the old ones' place."""
    case, text = case_of(CASE)

    def meddle(request: Request, plain: str) -> Any:
        if "/refiner" in request.purpose:
            return json.dumps({"lines": [{"line": n, "fault": "stiff"} for n in range(60)]})
        if "it sounds written" in request.messages[-1].text:
            return json.dumps({"thought": "t", "say": "Well, " + json.loads(plain)["say"]})
        return None

    fold = (await hold(case, text, model(meddle))).state
    done = [r for r in fold.reasons for f in r.checks if (f.check, f.value) == ("polish", "done")]
    texts = {turn.id: turn.text for turn in fold.turns}
    assert done and all(texts[r.turn].startswith("Well, ") for r in done)


async def test_what_repair_could_not_mend_is_on_the_record() -> None:
    """A model that tells nothing leaves the facts unsaid: the audit names them, and the dialogue is not called good."""
    case, text = case_of(CASE)

    def meddle(request: Request, plain: str) -> Any:
        return say(f"Hm, that is number {len(request.messages[-1].text)}.") if "/patient/" in request.purpose else None

    fold = (await hold(case, text, model(meddle))).state
    unsaid = [found for found in fold.meta["audit"] if (found["check"], found.get("passed")) == ("coverage", False)]
    assert unsaid
    assert fold.meta["unsaid"]


async def test_a_case_may_give_each_role_its_own_player() -> None:
    """A built-in patient talks to a model physician; each reason says who spoke."""
    case, text = read_case(CASES / f"{CASE}.case.yaml")
    models = case.models.model_copy(update={"physician": PLAYER})
    fold = (await hold(case.model_copy(update={"models": models}), text, model())).state
    asked = {t.speaker: set() for t in fold.turns}
    for turn, reason in zip(fold.turns, fold.reasons, strict=True):
        asked[turn.speaker].add(reason.model.get("asked"))
    assert asked["patient"] == {None}
    assert PLAYER.name in asked["physician"]


async def test_examples_are_shown_rotated_and_never_spoken(tmp_path: Path) -> None:
    """Dialogues of the author's choice stand in each speaker's prompt, not the same for every seed; a line that takes one
    of their sentences over is asked for again."""
    for n in range(6):
        said = (
            f"physician: How is ankle number {n} today, after the long walk you took?\npatient: It hurts on stairs.\n"
        )
        (tmp_path / f"visit-{n}.txt").write_text(said * 3)
    shown: set[str] = set()
    for seed in range(8):
        case, text = case_of(CASE, seed=seed, prompting={"examples": {"source": str(tmp_path), "count": 1}})
        asked: list[Request] = []
        stolen: list[str] = []

        def meddle(request: Request, plain: str, stolen: list[str] = stolen) -> Any:
            if "/physician/" not in request.purpose or not request.purpose.endswith("/0"):
                return None
            line = next(line for line in request.messages[0].text.splitlines() if "ankle number" in line)
            stolen.append(line.removeprefix("physician: "))
            return say(stolen[-1]) if len(stolen) == 3 else None

        fold = (await hold(case, text, model(meddle, asked))).state
        assert fold.status == "finished"
        spoken = [request for request in asked if "/patient/" in request.purpose or "/physician/" in request.purpose]
        lines = {line for request in spoken for line in request.messages[0].text.splitlines() if "ankle number" in line}
        assert len(lines) == 1
        shown |= lines
        assert stolen[2] not in {turn.text for turn in fold.turns}
        if len(shown) > 2:
            return
    raise AssertionError(f"always the same example: {shown}")
