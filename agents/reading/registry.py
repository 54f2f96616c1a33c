"""Readers that other readers hand a sentence to, by name, so that none of them imports what imports it: prose within a list
goes to the reader of histories, which itself hands lists on. ``bedside.agents.reading.read`` brings them all in."""

from collections.abc import Callable, Iterator

from bedside.agents.reading.draft import Draft
from bedside.agents.reading.part import Part, Record
from bedside.agents.text.doc import Doc
from bedside.scenarios.span import Span

SentenceReader = Callable[[Record, Span, Part, Doc], Iterator[Draft]]

_READERS: dict[str, SentenceReader] = {}


def registered(name: str) -> Callable[[SentenceReader], SentenceReader]:
    """Make a reader of one sentence known under a name."""

    def keep(reader: SentenceReader) -> SentenceReader:
        _READERS[name] = reader
        return reader

    return keep


def handed_on(name: str, record: Record, sentence: Span, part: Part, doc: Doc) -> Iterator[Draft]:
    """What the reader of that name makes of a sentence of a record. Raises ``KeyError`` where nobody brought it in."""
    return _READERS[name](record, sentence, part, doc)
