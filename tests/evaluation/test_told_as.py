"""True words in the wrong place are found with their turn; the same words in their place are passed."""

import pytest
from talks import record

from bedside.agents.reading.read import read_note
from bedside.evaluation.given import Given
from bedside.evaluation.metrics.evidence import evidence
from bedside.evaluation.metrics.told_as import LOOKS
from bedside.knowledge.terminology import Terminology

TERMS = Terminology.load()
NOTE = """HISTORY OF PRESENT ILLNESS

She reports wheezing. She has had ringing in the left ear for two weeks. She was offered a colonoscopy and declined.

MEDICATIONS

Ibuprofen, stopped last month.

FAMILY HISTORY

Her mother has asthma.

PHYSICAL EXAM

Swelling of the left knee.

RESULTS

Hemoglobin 9.1.

PLAN

Start amoxicillin 500 mg twice a day.
"""
PLANTED = {
    "retracted_as_given": (
        ("physician", "I'll prescribe ibuprofen and you take it at night."),
        ("physician", "You stopped the ibuprofen, I see."),
    ),
    "history_as_examination": (
        ("physician", "When I listen, I hear wheezing."),
        ("physician", "On your exam I see swelling."),
    ),
    "known_by_physician": (
        ("physician", "You have had ringing in your left ear for two weeks."),
        ("physician", "Do you have any ringing in your left ear?"),
    ),
    "declined_as_given": (("patient", "I had the colonoscopy."), ("patient", "I didn't want the colonoscopy.")),
    "anothers_as_own": (("patient", "I have asthma."), ("patient", "My mother has asthma.")),
    "known_too_early": (("patient", "I take amoxicillin 500 mg."), ("patient", "I have a cough.")),
}


@pytest.mark.parametrize("name", LOOKS)
def test_what_is_misplaced_is_found_and_what_is_in_place_is_passed(name: str) -> None:
    """One planted turn is counted, with its words; its counterpart is not."""
    note = read_note("x", NOTE, TERMS)
    bad, good = PLANTED[name]
    look = LOOKS[name][0]
    found = look(record(("physician", "Hello."), bad), note)
    assert [turn for turn, _, _ in found.found] == [1], found
    passed = look(record(("physician", "Hello."), good), note)
    assert passed.found == ()


def test_evidence_can_be_shown_without_the_words_of_the_note() -> None:
    """Where a run keeps no text of its notes, a finding has the dialogue's words alone."""
    talk = record(("physician", "Hello."), PLANTED["anothers_as_own"][0])
    found = evidence(Given(records=[talk], notes={"x": read_note("x", NOTE, TERMS)}))
    mine = next(one for one in found if one.metric == "anothers_as_own")
    assert (mine.turn, mine.said, mine.severity) == (1, "I have asthma.", "grave")
    assert "against" in mine.shown(with_note=True) and "against" not in mine.shown(with_note=False)
