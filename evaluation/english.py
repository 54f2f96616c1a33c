"""Which records the checks of English words can be put to. What they cannot read is not scored, never scored badly."""

from collections.abc import Iterator

from bedside.agents.languages.detect import detect
from bedside.evaluation.given import Given
from bedside.scenarios.note import Note
from bedside.scenarios.record import Record

NONE = "no dialogue is in English"


def in_english(record: Record) -> bool:
    """Whether nothing speaks against it: a dialogue of a few words may be in any language."""
    return detect(" ".join(turn.text for turn in record.turns), "en") in (None, "en")


def english(given: Given) -> Iterator[Record]:
    """The records in English, in order."""
    told = given.once("english", lambda: [in_english(record) for record in given.records])
    return (record for record, english in zip(given.records, told, strict=True) if english)


def english_noted(given: Given) -> Iterator[tuple[Record, Note]]:
    """The records in English over a note in English, in order, each with its note."""
    for record in english(given):
        note = given.notes.get(record.note_id)
        if note is not None and note.language == "en":
            yield record, note
