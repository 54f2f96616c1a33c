"""Findings that would come out as nonsense are not said."""

import random

import pytest

from bedside.agents.reading.read import read_note
from bedside.agents.speaking.say import say
from bedside.agents.speaking.view import View
from bedside.knowledge.terminology import Terminology


def told(examination: str) -> list[str]:
    """What the physician says of each finding."""
    note = read_note("n", f"PHYSICAL EXAM\n{examination}\n", Terminology.load())
    said = [say([fact], View("physician"), random.Random(0)) for fact in note.facts if fact.kind == "finding"]
    return [one.text for one in said if one is not None]


@pytest.mark.parametrize(
    ("written", "never"),
    [
        ("Lumbar spine exam: Range of motion is decreased in extension and lateral flexion without pain.", "Your in"),
        ("Extremities: 1+ nonpitting edema of lower extremities.", "are one plus"),
        ("Neurologic: Cranial nerve examination grossly intact.", "examination"),
        ("Eyes: Visual acuity is noted.", "acuity"),
        ("Knees: positive Lachman.", "some Lachman"),
        ("General: Presents in wheelchair.", "presents"),
    ],
)
def test_a_finding_that_is_no_sentence_is_not_said(written: str, never: str) -> None:
    assert not any(never in line for line in told(written))


def test_arms_and_legs_are_named_together() -> None:
    (line,) = told("Neurologic: No sensory deficit in the upper or lower extremities.")
    assert "arms or legs" in line


def test_a_side_is_where_something_is() -> None:
    assert told("Breasts: The scar on the left is soft.") == ["Your scar on the left is soft."]


def test_a_part_of_the_body_is_no_complaint() -> None:
    """ "Right-sided low back" without what is felt there is said by nobody; "low back pain" is."""
    note = read_note(
        "n", "HISTORY OF PRESENT ILLNESS\nHe reports right-sided low back. He has low back pain.\n", Terminology.load()
    )
    said = [say([fact], View("patient", "male", 50), random.Random(0)) for fact in note.facts]
    (line,) = [one.text for one in said if one is not None]
    assert "low back pain" in line
