"""Which sentence of a note without a heading is of which part."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.agents.reading.layout import layout
from bedside.agents.reading.unheaded import KINDS, unheaded


def parts(text: str) -> list[tuple[str, str]]:
    """Each part's kind with its first words."""
    return [
        (part.kind, text[part.records[0].span.start :].split(".")[0].split(";")[0].strip())
        for part in layout(text)
        if part.records
    ]


@pytest.mark.parametrize(
    ("note", "begin"),
    [
        (
            "Back pain 2/52. No red flags. Physio. Naproxen 500 bd. RTC prn.",
            [("history", "Back pain 2/52"), ("plan", "Physio")],
        ),
        (
            "27F palpitations since Monday. ECG normal. Holter. TFTs. Avoid caffeine. Phone review in a week.",
            [("history", "27F palpitations since Monday"), ("results", "ECG normal"), ("plan", "Holter")],
        ),
        (
            "61M chest pain on exertion x 3 months. HTN. ECG: LBBB. Likely stable angina. Refer RACPC.",
            [
                ("history", "61M chest pain on exertion x 3 months"),
                ("results", "LBBB"),
                ("assessment", "Likely stable angina"),
                ("plan", "Refer RACPC"),
            ],
        ),
        (
            "Hoarse since June, smokes. Cords mobile on scope, no bruising; CT neck if not settling.",
            [("history", "Hoarse since June, smokes"), ("plan", "CT neck if not settling")],
        ),
        (
            "Mum worried re rash, began yesterday. She is feeding well. Viral exanthem likely. Return if worse.",
            [
                ("history", "Mum worried re rash, began yesterday"),
                ("assessment", "Viral exanthem likely"),
                ("plan", "Return if worse"),
            ],
        ),
    ],
)
def test_the_parts_of_a_telegram(note: str, begin: list[tuple[str, str]]) -> None:
    assert parts(note) == begin


@pytest.mark.parametrize(
    "note",
    [
        "He has had a cough since May. He sleeps badly. He stopped smoking last year.",
        "Stop of breath at night. Worse since Sunday.",
        "Sore knee for 2 weeks. PE in 2011. Takes warfarin 5 mg daily.",
    ],
)
def test_a_story_stays_one(note: str) -> None:
    assert {part.kind for part in layout(note)} == {"history"}


def test_a_heading_on_its_own_line_says_what_stands_below_it() -> None:
    text = "HISTORY\nCough for 3 days.\nChest x-ray.\nRTC if worse."
    assert {part.kind for part in layout(text) if part.records} == {"history"}


@given(
    st.lists(
        st.sampled_from(["Cough", "ECG", "?", "refer", "5 mg bd", ";", ".", "\n", "O/E", "likely gout", " "]),
        max_size=30,
    )
)
def test_any_text_is_sorted_at_its_sentences(words: list[str]) -> None:
    text = " ".join(words)
    for start, kind in unheaded(text).items():
        assert kind in KINDS
        assert not text[start].isspace()
