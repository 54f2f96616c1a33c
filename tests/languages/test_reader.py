"""Notes in seven languages become facts: what stands in the golden file, and laws that hold for any text."""

from pathlib import Path

import pytest
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from bedside.agents.languages.language import shipped
from bedside.agents.languages.lexicon import has_lexicon, load_lexicon
from bedside.agents.multilingual.reader import read
from bedside.scenarios.note import Note

NOTES = Path(__file__).parent / "notes"
GOLDEN = Path(__file__).parent / "facts.txt"
LANGUAGES = [code for code in shipped() if code != "en"]


def shown(note: Note) -> str:
    """A note's facts, one a line."""
    lines = [f"== {note.language}: age {note.age}, {note.sex}, with {', '.join(note.companions) or 'nobody'}"]
    for fact in note.facts:
        values = " ".join(f"{q.value:g}{q.unit or ''}" for q in fact.quantities)
        marks = [
            fact.side,
            fact.time and f"time {fact.time}",
            values and f"values {values}",
            fact.frame and f"under {fact.frame}",
        ]
        marks += [
            fact.subject if fact.subject != "patient" else "",
            fact.certainty if fact.certainty != "certain" else "",
        ]
        marks += [
            f"group {fact.group}" if fact.group else "",
            f"terms {' '.join(m.form for m in fact.mentions)}" if fact.mentions else "",
        ]
        tail = "; ".join(mark for mark in marks if mark)
        lines.append(
            f"{fact.section} | {fact.role} | {fact.polarity} | {' '.join(fact.text.split())}{' | ' + tail if tail else ''}"
        )
    return "\n".join(lines) + "\n"


def all_shown() -> str:
    """The golden text; ``python -m pytest`` compares it, ``python tests/languages/test_reader.py`` writes it."""
    notes = [(NOTES / f"{code}.txt").read_text(encoding="utf-8") for code in LANGUAGES]
    return "\n".join(shown(read("n", text, load_lexicon(code))) for code, text in zip(LANGUAGES, notes, strict=True))


def test_facts_of_seven_languages() -> None:
    """Sections, polarity, numbers in units, sides, times, terms, age and sex, as read from notes written for it."""
    assert all_shown() == GOLDEN.read_text(encoding="utf-8")


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_with_prompts_has_a_lexicon(code: str) -> None:
    """And each knows the headings that a plan is made from."""
    assert has_lexicon(code)
    kinds = {*load_lexicon(code).headings.values()}
    assert {"complaint", "history", "past", "medications", "allergies", "examination", "assessment", "plan"} <= kinds


@settings(max_examples=examples(50))
@given(
    st.text(
        alphabet=st.sampled_from("abcÄöß 0123456789.,:;-\n()/%°无，。؟ال ") | st.characters(codec="utf-8"), max_size=300
    ),
    st.sampled_from([*LANGUAGES, "sv"]),
)
def test_any_text_is_read_and_every_fact_is_a_slice_of_it(text: str, code: str) -> None:
    """Spans lie inside the text, in order, one beside the other, and hold the words of their facts."""
    note = read("n", text, load_lexicon(code))
    at = 0
    for fact in note.facts:
        assert fact.text == text[fact.span.start : fact.span.end]
        assert fact.text.strip()
        assert fact.span.start >= at
        at = fact.span.end
        for quantity in fact.quantities:
            assert fact.span.start <= quantity.span.start < quantity.span.end <= fact.span.end


def test_headings_say_what_nothing_else_does() -> None:
    """The same words under another heading are another kind of fact, known to others."""
    lexicon = load_lexicon("de")
    past, plan = (read("n", f"{head}: Ramipril 5 mg.", lexicon).facts[0] for head in ("Medikamente", "Therapie"))
    assert (past.section, past.knower, past.established) == ("medications", "both", "before")
    assert (plan.section, plan.knower, plan.established) == ("plan", "physician", "visit")


if __name__ == "__main__":
    GOLDEN.write_text(all_shown(), encoding="utf-8")
