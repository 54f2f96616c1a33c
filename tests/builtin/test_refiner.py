"""The built-in refiner: what it asks to be mended."""

import asyncio

from bedside.agents.builtin.english_family import english
from bedside.agents.builtin.refiner import BuiltInRefiner
from bedside.agents.refiner import Review
from bedside.scenarios.case import Case
from bedside.scenarios.note import Note
from bedside.scenarios.plan import Act, Plan, TopicKind
from bedside.scenarios.turn import Reason, Turn

FOOT = "HISTORY OF PRESENT ILLNESS\nMara has had numbness in the left foot.\n"
WRIST = "HISTORY OF PRESENT ILLNESS\nDana slipped on wet steps 4 days ago.\n\nPLAN\nStart acetaminophen 650 mg every 6 hours.\n"


def read(text: str) -> Note:
    """The note as the family reads it."""
    return english().extract("n", text)


def review(text: str, *turns: tuple[str, str, str], act: Act = "ask", topic: TopicKind = "story", facts: tuple[str, ...] = ()) -> Review:  # fmt: skip
    """A talk of these turns, each with its id, speaker and text."""
    said = tuple(Turn(id=name, speaker=speaker, text=text) for name, speaker, text in turns)
    reasons = tuple(
        Reason(turn=turn.id, thought="", act=act, topic=topic, step=turn.id.split(".")[0], facts=facts) for turn in said
    )
    return Review(case=Case(id="c", note=text), note=read(text), plan=Plan(topics=()), turns=said, reasons=reasons)


async def test_what_a_guideline_made_somebody_say_covers_no_fact() -> None:
    """A warning sign that happens to name a fact does not stand for telling it: it is asked for all the same."""
    question = ("physician", "Any numbness in your left foot?")
    by_guideline = review(FOOT, ("e001.physician", *question), ("e001.patient", "patient", "Yes."))
    repairs = await BuiltInRefiner().review(by_guideline)
    assert "coverage: a topic was not opened" in {repair.fault for repair in repairs}


async def test_what_was_told_is_not_asked_for_again() -> None:
    """A fact that a reason holds is told."""
    facts = tuple(fact.id for fact in read(FOOT).facts)
    told = review(FOOT, ("s001.physician", "physician", "Any numbness?"), ("s001.patient", "patient", "Yes."), facts=facts)  # fmt: skip
    assert not [repair for repair in await BuiltInRefiner().review(told) if repair.step]


async def test_a_wrong_number_is_sent_back_without_the_right_one() -> None:
    """A planted dose in a line that claims the fact: its speaker is told that it is wrong, and not what is right."""
    dose = next(fact.id for fact in read(WRIST).facts if "650" in fact.text)
    line = ("s9.physician", "physician", "I want you on acetaminophen 900 milligrams every 6 hours.")
    found = await BuiltInRefiner().review(review(WRIST, line, act="advise", topic="plan", facts=(dose,)))
    mine = [repair for repair in found if repair.turn == "s9.physician"]
    assert mine and "650" not in mine[0].fault


def test_what_was_never_said_is_asked_for() -> None:
    """A fact in no turn brings a step of its own, told by who can know it."""
    note = read(WRIST)
    steps = {
        repair.step.facts[0]: repair.step
        for repair in asyncio.run(BuiltInRefiner().review(review(WRIST)))
        if repair.step is not None
    }
    dose = next(fact for fact in note.facts if "650" in fact.text)
    fell = next(fact for fact in note.facts if "slipped" in fact.text)
    assert (steps[dose.id].act, steps[dose.id].revealer) == ("advise", "physician")
    assert steps[fell.id].revealer == "patient"
