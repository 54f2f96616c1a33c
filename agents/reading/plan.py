"""Reads a plan, instructions, the course of a stay and procedures: orders, drugs, advice, what was done."""

from collections.abc import Iterator

from bedside.agents.reading.by_content import dosed
from bedside.agents.reading.draft import Draft
from bedside.agents.reading.part import Part, Record
from bedside.agents.reading.scene import Nature
from bedside.agents.reading.statements import read_record
from bedside.agents.text.doc import Doc
from bedside.scenarios.statement import Kind

_DONE: dict[str, tuple[Nature, Kind]] = {"course": ("event", "event"), "procedure": ("procedure", "event")}


def read(record: Record, part: Part, doc: Doc) -> Iterator[Draft]:
    """The drafts of one record of a plan."""
    phrase, clause = _DONE.get(part.kind, ("item", "reasoning"))
    for draft in read_record(record, part, doc, phrase, clause):
        yield from dosed(draft, record, doc)
