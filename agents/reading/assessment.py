"""Reads an assessment: diagnoses, how they do, why, and the orders that stand among them."""

from collections.abc import Iterator

from bedside.agents.reading.by_content import dosed
from bedside.agents.reading.draft import Draft
from bedside.agents.reading.part import Part, Record
from bedside.agents.reading.statements import read_record
from bedside.agents.text.doc import Doc


def read(record: Record, part: Part, doc: Doc) -> Iterator[Draft]:
    """The drafts of one record of an assessment."""
    for draft in read_record(record, part, doc, "diagnosis", "reasoning"):
        yield from dosed(draft, record, doc)
