"""A function as a model and objects as players: what they say is heard, and what they do wrong is one sentence about them."""

import asyncio
from collections.abc import Callable
from typing import Any

import orjson
import pytest
from lines import line

from bedside.agents.refiner import Repair, Review
from bedside.agents.scripted import ScriptedRefiner, plain_plan
from bedside.orchestrator.api.simulate_one import simulate
from bedside.orchestrator.failures import Failed, Problem
from bedside.scenarios.brief import Brief
from bedside.scenarios.case import Case
from bedside.scenarios.note import Note
from bedside.scenarios.plan import Plan
from bedside.scenarios.turn import Utterance

NOTE = "He fell on the ice. The knee hurts. He denies fever. Exam shows swelling. Plan is rest."


class Says:
    """A speaker that does what it is made with."""

    def __init__(self, line: Any) -> None:
        self.line = line

    async def speak(self, brief: Brief) -> Any:
        """Say it."""
        return self.line(brief) if callable(self.line) else self.line


def test_a_function_plays_every_role() -> None:
    """It is given messages with role and content, and says the lines; plain, as a coroutine, or as an object with
    ``__call__`` it is the same conversation."""
    asked: list[list[dict[str, str]]] = []

    def reply(messages: list[dict[str, str]]) -> str:
        asked.append(messages)
        number = len(messages[-1]["content"])
        return orjson.dumps({"thought": "so", "say": f"That is it. {line(number)}"}).decode()

    async def later(messages: list[dict[str, str]]) -> str:
        await asyncio.sleep(0)
        return reply(messages)

    class Object:
        async def __call__(self, messages: list[dict[str, str]]) -> str:
            return reply(messages)

    case = Case(id="knee", note=NOTE, knowledge=False)
    record = simulate(case, model=reply)
    assert {message["role"] for messages in asked for message in messages} == {"system", "user"}
    assert {key for messages in asked for message in messages for key in message} == {"role", "content"}
    spoken = [reason for reason in record.reasons if reason.model.get("asked")]
    assert {reason.model["asked"] for reason in spoken} == {"python:reply"}
    assert any("That is it." in turn.text for turn in record.turns)
    for other in (later, Object()):
        assert [turn.text for turn in simulate(case, model=other).turns] == [turn.text for turn in record.turns]


def test_words_alone_will_do_for_a_line() -> None:
    """A function that returns what is to be said, and no JSON, is heard."""
    count = iter(range(1000))
    record = simulate(note=NOTE, knowledge=False, model=lambda messages: f"About that: {line(next(count))}")
    assert sum("About that" in turn.text for turn in record.turns) > 3


def test_a_function_is_tried_again_when_it_failed_in_passing() -> None:
    """A connection that broke once is no end of a conversation."""
    calls: list[int] = []

    def reply(messages: list[dict[str, str]]) -> str:
        calls.append(1)
        if len(calls) == 2:
            raise ConnectionResetError("gone")
        return f"Let me say {len(calls)} things about that."

    assert simulate(note=NOTE, knowledge=False, model=reply).status == "finished"


def _raises(_: Any) -> str:
    raise ValueError("no such\nthing")


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (_raises, "python:_raises raised ValueError: no such thing (test_own.py, line "),
        (lambda messages: None, "returned nothing (None): return the reply's text as a str."),
        (lambda messages: 3.5, "returned a float and no text: return the reply's text as a str."),
        (lambda messages: ["a"], "returned a list and no text"),
    ],
    ids=["raises", "None", "a number", "a list"],
)
def test_a_function_that_is_no_model_is_one_sentence(function: Callable[[Any], Any], words: str) -> None:
    """It ends the conversation with what it did and the mend, on one line and without a traceback."""
    with pytest.raises(Failed) as told:
        simulate(note=NOTE, knowledge=False, model=function)
    assert words in str(told.value)
    assert "\n" not in str(told.value)
    assert told.value.failure.kind == "config"


def test_what_is_recorded_of_a_function_can_be_replayed(tmp_path: Any) -> None:
    """A cassette of its replies gives the same conversation without it."""
    tape = tmp_path / "tape.jsonl"
    count = iter(range(1000))
    case = Case(id="knee", note=NOTE, knowledge=False)
    first = simulate(case, model=lambda messages: f"Let me say {next(count)} things.", record=tape)
    again = simulate(case, model=f"replay:{tape}")
    assert [turn.text for turn in first.turns] == [turn.text for turn in again.turns]


def test_a_bare_string_is_the_patients_words() -> None:
    """Which facts it tells is read from the words; an ``Utterance`` says so itself. Built-in partners go on as ever."""
    spoken = simulate(
        "rolled-ankle", knowledge=False, patient=Says(lambda b: " ".join(f.text for f in b.facts) or "Hm.")
    )
    told = [reason for turn, reason in zip(spoken.turns, spoken.reasons, strict=True) if turn.speaker == "patient"]
    assert spoken.status == "finished"
    assert sum(len(reason.facts) for reason in told) > 10
    silent = simulate(note=NOTE, model="scripted", knowledge=False, patient=Says("Hm."))
    assert {turn.text for turn in silent.turns if turn.speaker == "patient"} == {"Hm."}
    exact = Says(lambda brief: Utterance(text="Quite.", thought="mine", facts=tuple(fact.id for fact in brief.facts)))
    record = simulate(note=NOTE, model="scripted", knowledge=False, patient=exact)
    assert any(r.thought == "mine" and r.facts for r in record.reasons)


def test_every_role_can_be_ones_own() -> None:
    """Planner, physician, patient and refiner of one's own hold the whole conversation, as coroutines or not."""

    class Planner:
        def plan(self, case: Case, note: Note, seed: int) -> Plan:
            return plain_plan(note, 1)

    class Refiner:
        rounds = 0

        def review(self, review: Review) -> list[Repair]:
            self.rounds += 1
            return []

    refiner = Refiner()
    record = simulate(
        note=NOTE, knowledge=False, planner=Planner(), physician=Says("And?"), patient=Says("Well."), refiner=refiner
    )
    assert {turn.text for turn in record.turns} == {"And?", "Well."}
    assert refiner.rounds == 1
    assert record == simulate(
        note=NOTE, knowledge=False, planner=Planner(), physician=Says("And?"), patient=Says("Well."), refiner=ScriptedRefiner()
    )  # fmt: skip


@pytest.mark.parametrize(
    ("role", "player", "words"),
    [
        ("patient", Says(None), "Your patient returned nothing (None): return its words as text, or an Utterance."),
        ("physician", Says(3), "Your physician returned 'int': return its words as text, or an Utterance."),
        ("patient", Says(_raises), "Your patient raised ValueError: no such thing (test_own.py, line "),
    ],
    ids=["None", "a number", "raises"],
)
def test_a_player_that_keeps_no_contract_is_one_sentence(role: str, player: Any, words: str) -> None:
    """It ends the conversation with the role's name and the mend."""
    keywords: Any = {role: player}
    with pytest.raises(Failed) as told:
        simulate(note=NOTE, model="scripted", knowledge=False, **keywords)
    assert words in str(told.value)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize(
    ("role", "player", "words"),
    [
        ("patient", object(), "The patient is of type object and has no speak(brief)"),
        ("planner", Says("x"), "The planner is of type Says and has no plan(case, note, seed)"),
        ("refiner", Says, "The refiner is a class: give an object of it, Says(…)."),
        ("patient", "openai:gpt", "name a model for one role under models: patient: in the case"),
    ],
    ids=["no method", "another's method", "a class", "a name"],
)
def test_an_object_that_is_no_player_is_told_before_anything_is_said(role: str, player: Any, words: str) -> None:
    """A ``Problem`` that names the method it lacks."""
    keywords: Any = {role: player}
    with pytest.raises(Problem) as told:
        simulate(note=NOTE, model="scripted", knowledge=False, **keywords)
    assert words in str(told.value)
    assert "\n" not in str(told.value)
