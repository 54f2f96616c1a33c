"""Which concepts of the open terminologies a note has and each turn names. The parts of the body alone are left out: they say
nothing of a patient by themselves.

The variant is named wherever such a number is shown: it is not UMLS, and numbers of the two cannot be compared.
"""

from dataclasses import dataclass

from bedside.agents.checks.noted import NoteIndex, index_note
from bedside.evaluation.english import english_noted
from bedside.evaluation.given import Given
from bedside.knowledge.terminology import Terminology
from bedside.scenarios.note import Note
from bedside.scenarios.record import Record

VARIANT = "open terminologies, without anatomy"
NO_CONCEPT = "no dialogue in English has a note with a concept"


@dataclass(frozen=True)
class ConceptsSaid:
    """``noted`` are the note's concepts; of each turn, ``named`` are those by the longest wording at each place and
    ``heard`` also those whose words stand apart ("pain in the right knee")."""

    record: Record
    note: Note
    index: NoteIndex
    noted: frozenset[str]
    named: tuple[frozenset[str], ...]
    heard: tuple[frozenset[str], ...]


def concepts_said(given: Given) -> list[ConceptsSaid]:
    """The concepts of each dialogue in English over a note in English. They are looked for once."""
    return given.once("concepts said", lambda: [_said(record, note) for record, note in english_noted(given)])


def _said(record: Record, note: Note) -> ConceptsSaid:
    finder = Terminology.load()
    named = tuple(_named(finder, turn.text) for turn in record.turns)
    heard = tuple(
        one | {mention.concept for mention in finder.find_gapped(turn.text) if mention.kind != "anatomy"}
        for one, turn in zip(named, record.turns, strict=True)
    )
    return ConceptsSaid(record, note, index_note(note.text, finder), _named(finder, note.text), named, heard)


def _named(finder: Terminology, text: str) -> frozenset[str]:
    return frozenset(mention.concept for mention in finder.find(text) if mention.kind != "anatomy")
