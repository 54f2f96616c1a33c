"""Whatever is given: nothing raises, nothing is lost, no sentence crosses a record, and time grows with length."""

import re
import sys

import pytest
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from bedside.agents.reading.layout import layout
from bedside.agents.reading.part import Part

_MARK = re.compile(r"(?<!\w)(?:\(?#?\d{1,3}[.):]?|[a-h]\)|[xXoO]|[IVX]{1,4}[.)]|[A-H][.)])(?!\w)")
_PIECES = (
    "PMH", ": ", "\n", "\n\n", "Plan", "plan:", "CHIEF COMPLAINT", "No fever. ", "cough", ", ", ". ", "- ", "1. ", "2) ", "| ", "\t",
    "[x] ", "[ ] ", "+ ", "@ROS@", "{Time:1}", "[**Name**]", "___", "MRN: 123", "Dr. Bell", "b.i.d. ", "5.5 mg ", "Lungs: clear. ",
    "S: ", "O: ", "A: ", "P: ", "Medical Reasoning: ", "Mother left the room. ", "Yours sincerely", "Dear Ann,", "J. Low MD",
    "\r\n", "   ", "•", "He does not want his wife to know. ", "[Copied from old note] ", "#", "**", "Assessment/Plan", "\u2028", "é", "漢字",
)  # fmt: skip


def unread(text: str, parts: tuple[Part, ...]) -> str:
    """The words of a note that are in no heading, label, record or note of a part."""
    left: list[str] = []
    end = 0
    for part in parts:
        left.append(text[end : part.span.start])
        end = part.span.end
        rest = list(text[part.span.start : end])
        for record in part.records:
            for span in (record.span, record.label_span):
                if span and span.start >= part.span.start:
                    rest[span.start - part.span.start : span.end - part.span.start] = "\n" * (span.end - span.start)
        words = "".join(rest)
        for known in (
            part.heading,
            *part.notes,
            *(name for record in part.records for name in record.label.split(" / ")),
        ):
            words = words.replace(known, " ", 1) if known else words
        left.append(_MARK.sub(" ", words))
    left.append(text[end:])
    return " ".join("".join(left).split())


notes = st.lists(st.sampled_from(_PIECES) | st.text(max_size=6), max_size=40).map("".join)


@settings(max_examples=examples(100), deadline=None)
@given(notes)
def test_records_lie_in_their_parts_and_sentences_in_their_records(text: str) -> None:
    end = 0
    for part in layout(text):
        assert end <= part.span.start <= part.span.end
        end = part.span.end
        at = part.span.start
        for record in part.records:
            assert at <= record.span.start < record.span.end <= part.span.end
            at = record.span.end
            inside = record.span.start
            assert record.sentences
            for sentence in record.sentences:
                assert inside <= sentence.start < sentence.end <= record.span.end
                assert not any(char.isalnum() for char in text[inside : sentence.start])
                inside = sentence.end
            assert not any(char.isalnum() for char in text[inside : record.span.end])


@settings(max_examples=examples(100), deadline=None)
@given(notes)
def test_every_word_is_somewhere(text: str) -> None:
    parts = layout(text)
    assert not re.findall(r"[^\W_]{2,}", unread(text, parts))


@settings(max_examples=examples(66), deadline=None)
@given(st.text(max_size=200), st.sampled_from([None, "ROS", "PLAN", "anything", ""]))
def test_no_text_raises(text: str, section: str | None) -> None:
    layout(text, section)


_LONG = {
    "percent": "5% ",
    "colons": "a: ",
    "capitals": "PMH: ",
    "dots": "A. ",
    "spaces": "a    ",
    "bars": "|a",
    "brackets": "[** ",
    "numbers": "1. ",
    "commas": "x.,Y:,",
    "glucose": "07:00 142 ",
    "lines": "- a\n",
    "headings": "PLAN\n",
    "letters": "S: a. ",
    "braces": "{a ",
    "words": "word ",
    "underscores": "_ ",
    "queries": "? ",
    "quotes": '"a. ',
    "at": "@A",
    "leaving": "Mother left the room. ",
}


def _steps(text: str) -> int:
    """Lines of Python that reading a text runs: the same on every machine."""
    count = 0

    def line(*_: object) -> object:
        nonlocal count
        count += 1
        return line

    before = sys.gettrace()
    sys.settrace(line)  # pyright: ignore[reportArgumentType]
    try:
        layout(text)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.no_cover
@pytest.mark.parametrize("kind", list(_LONG))
def test_steps_grow_with_length(kind: str) -> None:
    layout(_LONG[kind])  # tables are loaded
    short, long = (_steps((_LONG[kind] * size)[:size]) for size in (1_000, 4_000))
    assert long < 6 * short + 20_000


@pytest.mark.parametrize(
    "kind",
    [
        "percent",
        *(pytest.param(kind, marks=pytest.mark.slow) for kind in ("glucose", "headings", "commas", "brackets")),
    ],
)
def test_a_hundred_thousand_characters(kind: str) -> None:
    assert _steps((_LONG[kind] * 100_000)[:100_000]) < 300 * 100_000
