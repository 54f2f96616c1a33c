"""Where sentences end."""

import pytest

from bedside.agents.reading.sentences import sentences


@pytest.mark.parametrize(
    "text",
    [
        "He saw Dr. Bell.|It helped.",
        "Zinc 20 mg b.i.d. with food.|Then stop.",
        "Take it p.r.n.|Call us.",
        "Use a splint, e.g. a soft one.|Rest.",
        "Given her fall. it may swell.|Rest.",
        "She rested.|she then left.",
        "T 37.9 P 88.|Looks well.",
        "? fracture.|Rest.",
        "Itchy... but better.|Rest.",
        "Itchy...|But better.",
        "Lesion vs. scar.|Biopsy.",
        "Lives on St. James Road.|Works.",
        "Rash resolved.|She is well.",
        "1. Rest.|2. Ice.",
        "Type A.|Next.",
        "Has it spread?|No.",
        "Seen at 5 p.m. today.|Left.",
        'He said "it hurts."|Then left.',
    ],
)
def test_ends(text: str) -> None:
    whole = text.replace("|", " ")
    found = [whole[span.start : span.end] for span in sentences(whole, 0, len(whole))]
    assert found == text.split("|")


def test_no_space_after_a_stop() -> None:
    whole = "Rash resolved.She is well."
    assert len(sentences(whole, 0, len(whole))) == 2
