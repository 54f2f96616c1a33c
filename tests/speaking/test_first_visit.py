"""Lines that the first conversation of a newcomer once held, as clinicians would say them."""

import random

import pytest

from bedside.agents.reading.read import read_note
from bedside.agents.speaking.say import say
from bedside.agents.speaking.view import View
from bedside.knowledge.terminology import Terminology
from bedside.orchestrator.api.simulate_one import simulate

PATIENT = View("patient", "male", 58)
PHYSICIAN = View("physician", "male", 58)


@pytest.mark.parametrize(
    ("note", "view", "holds", "never"),
    [
        ("PLAN\nExercise tolerance test next week.", PHYSICIAN, "test", "Exercise an"),
        ("PLAN\nFollow up in 3 weeks, after the scan.", PHYSICIAN, "three weeks after the scan", "Follow"),
        ("PLAN\nQuit.", PHYSICIAN, None, ""),
        ("PLAN\nExercise daily.", PHYSICIAN, "Exercise", "test"),
        ("HPI\nBrief episode of nosebleed, now resolved.", PATIENT, "it's gone now", "was gone"),
    ],
)
def test_a_line(note: str, view: View, holds: str | None, never: str) -> None:
    """A test under effort is ordered and not an exercise; both times of a return are told; what lost its object is not told to anybody;
    what is over is so now."""
    (fact,) = read_note("n", note, Terminology.load()).facts
    said = say([fact], view, random.Random(1))
    if holds is None:
        assert said is None
        return
    assert said is not None and holds in said.text and never not in said.text


def test_a_problem_is_named_once_before_how_it_does() -> None:
    """ "For your high cholesterol, it isn't where we want it"."""
    note = "PAST HISTORY: Hyperlipidemia. Hypertension.\nMEDICATIONS: Atorvastatin 20 mg daily. Lisinopril 20 mg daily.\nASSESSMENT AND PLAN\n1. Hyperlipidemia, not at goal. Increase atorvastatin to 80 mg daily.\n2. Hypertension, above goal. Continue lisinopril 20 mg.\n"  # fmt: skip
    said = [turn.text for turn in simulate(note=note, seed=1).turns if "For your" in turn.text]
    assert said
    for text in said:
        opened = text.split("For your ")[1].split(",")[0]
        assert text.count(opened) == 1, text
