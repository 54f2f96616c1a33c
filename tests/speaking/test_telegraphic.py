"""Clauses in telegram style are made whole, or nobody says them."""

import random

import pytest

from bedside.agents.reading.read import read_note
from bedside.agents.speaking.say import say
from bedside.agents.speaking.telegraphic import filled
from bedside.agents.speaking.view import View
from bedside.knowledge.terminology import Terminology


def told(history: str) -> list[str]:
    """What the patient says of the events of a history, each alone."""
    note = read_note("n", f"HPI:\n{history}\n", Terminology.load())
    view = View("patient", note.sex, note.age)
    said = [say([fact], view, random.Random(0)) for fact in note.facts if fact.kind == "event"]
    return [one.text for one in said if one is not None]


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("Sore throat is improving.", "My sore throat is improving."),
        (
            "Has noticed that her shoes feel tight over past few days.",
            "I've noticed that my shoes feel tight over the past few days.",
        ),
        ("Currently sexually active - long-term partner.", "I'm sexually active."),
        ("You feel nauseous but not been sick.", "I feel nauseous but haven't been sick."),
        ("Starts on waking up.", "It starts on waking up."),
        ("Did not wake her up in the night.", "It didn't wake me up in the night."),
        ("Lasted few weeks and faded.", "It lasted a few weeks and faded."),
        (
            "She had an episode of gout of her right first big toe.",
            "I had an episode of gout of my right first big toe.",
        ),
        (
            "He has continued to attend physical therapy, which he feels has been beneficial.",
            "I've continued to go to physical therapy, which I feel has been helpful.",
        ),
        (
            "She questioned if the pill could have been the cause.",
            "I was wondering if the pill could have been the cause.",
        ),
        ("Last felt well at Christmas.", "I last felt well at Christmas."),
        ("BP last checked 1 yr ago was normal.", "My blood pressure last checked one year ago was normal."),
        ("They have recently had a lot of visitors; therefore", "They've recently had a lot of visitors."),
        ("She has been playing basketball with her son.", "I've been playing basketball with my son."),
    ],
)
def test_what_a_telegram_leaves_out_is_said(written: str, spoken: str) -> None:
    assert spoken in told(written)


def test_the_verb_that_was_left_out_is_put_in() -> None:
    assert filled("headache still present now", View("patient"), terse=True) == "the headache is still present now"


@pytest.mark.parametrize(
    "written",
    [
        "Affecting his sleep as has to be near toilet often.",
        "Some of which may be water weight decreasing.",
        "Has check temp - 37.",
        "left knee arthroscopy.",
        "Reports itchy scalp Denies any rashes.",
        "1-2 hours in duration, acute onset, 1st presentation started while gardening.",
        "Looks well.",
        "He has going from place to place for different events.",
        "Continue taking aspirin 81 mg daily Continue taking Brilinta 90 mg twice a day.",
        "Expect to improve and be better in 5 days.",
    ],
)
def test_what_has_lost_its_subject_or_its_verb_is_not_said(written: str) -> None:
    assert told(written) == []
