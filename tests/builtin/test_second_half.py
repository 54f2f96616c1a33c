"""The physician's second half of a visit, from the words of a note to what is said: findings, results, thoughts and plan."""

import pytest
from from_note import said_of

from bedside.agents.speaking.view import View

DOCTOR = View("physician", "male", 50)


@pytest.mark.parametrize(
    ("note", "lines"),
    [
        ("EXAM\nNeuro: Reflexes are 2+ and symmetric at the biceps.", ["Your reflexes are 2 plus.", "Your reflexes are symmetric at the biceps."]),
        ("EXAM\nMSK: 1+ nonpitting edema of the lower extremities.", ["There's mild nonpitting swelling in your legs."]),
        ("EXAM\nMSK: Trace to 1+ edema in the bilateral ankles.", ["There's mild swelling in both ankles."]),
        ("EXAM\nMSK: Pain to palpation at L5.", ["There's some pain when I press at L5."]),
        ("EXAM\nNeuro: Strength is 4/5 in the left leg.", ["Your strength is four out of five in your left leg."]),
        ("EXAM\nBilateral knees: No effusion.", ["There's no effusion in either knee."]),
    ],
)  # fmt: skip
def test_a_finding(note: str, lines: list[str]) -> None:
    """Strength and reflexes keep their noun, grades are words, and what is not there is in neither of two."""
    assert said_of(note, DOCTOR) == lines


@pytest.mark.parametrize(
    ("note", "line"),
    [
        ("RESULTS\n4 views of the right knee were taken.", "Four views of your right knee were taken."),
        ("RESULTS\nThe biopsy results are still pending.", "We're still waiting for the biopsy results."),
        ("RESULTS\nBlood cultures were sent.", "The blood cultures were sent."),
        ("PLAN\nPET scan pending.", "We're still waiting for the PET scan results."),
    ],
)
def test_a_test_that_was_done_is_no_order(note: str, line: str) -> None:
    assert said_of(note, DOCTOR) == [line]
