"""Whose an item is."""

import pytest

from bedside.agents.reading.experiencer import reporter, whose
from bedside.agents.text.doc import Doc
from bedside.scenarios.span import Span


def holder(text: str, item: str) -> str:
    """Whose ``item`` is in the last sentence of ``text`` that names it."""
    at = text.lower().rindex(item.lower())
    start = text.rfind(". ", 0, at) + 2 if ". " in text[:at] else 0
    end = text.find(".", at)
    return whose(Doc(text), Span(start=start, end=end if end > 0 else len(text)), Span(start=at, end=at + len(item)))


@pytest.mark.parametrize(
    ("text", "item", "who"),
    [
        ("Her daughter has scabies and she has an itchy scalp.", "scabies", "daughter"),
        ("Her daughter has scabies and she has an itchy scalp.", "itchy scalp", "patient"),
        ("mother with lupus, father had a stroke at 60, sister healthy", "lupus", "mother"),
        ("mother with lupus, father had a stroke at 60, sister healthy", "stroke", "father"),
        ("A liver was transplanted in 2018; the donor was hepatitis C positive.", "hepatitis C", "donor"),
        ("She was exposed to a roommate with measles.", "measles", "roommate"),
        ("Paternal uncle: melanoma.", "melanoma", "paternal uncle"),
        ("A 2-day-old boy who is jittery. Maternal asthma in pregnancy.", "asthma", "mother"),
        ("A 4-day-old boy. The mother reports that the cord is wet and that she herself had a rash.", "rash", "mother"),
        (
            "A 4-day-old boy. The mother reports that the cord is wet and that she herself had a rash.",
            "cord",
            "patient",
        ),
        ("The neighbour's cat has ringworm and two classmates have warts.", "ringworm", "cat"),
        ("The neighbour's cat has ringworm and two classmates have warts.", "warts", "classmates"),
        ("History of glaucoma in his brother and aunt.", "glaucoma", "brother and aunt"),
        ("No family history of glaucoma, but his niece had a cataract.", "glaucoma", "family"),
        ("No family history of glaucoma, but his niece had a cataract.", "cataract", "niece"),
        ("He lives with his son and has sciatica.", "sciatica", "patient"),
        ("She comes with her husband with a stiff neck.", "stiff neck", "patient"),
        ("Father reports that she has hives.", "hives", "patient"),
        ("The patient's sister has psoriasis.", "psoriasis", "sister"),
        ("Psoriasis (sister), hay fever", "Psoriasis", "sister"),
        ("Psoriasis (sister), hay fever", "hay fever", "patient"),
    ],
)
def test_whose(text: str, item: str, who: str) -> None:
    assert holder(text, item) == who


def test_who_says_so() -> None:
    for text, who in (("Father reports that she has hives.", "father"), ("She reports hives.", "")):
        assert reporter(Doc(text), Span(start=0, end=len(text))) == who
