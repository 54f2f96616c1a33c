"""Reads a plan, instructions, the course of a stay and procedures: orders, drugs, advice, what was done."""

import re
from collections.abc import Iterator
from dataclasses import replace

from bedside.agents.reading.by_content import dosed
from bedside.agents.reading.draft import Draft, argument
from bedside.agents.reading.drugs_under import labelled
from bedside.agents.reading.medications import prescribed
from bedside.agents.reading.part import Part, Record
from bedside.agents.reading.readings import opaque
from bedside.agents.reading.scene import Nature
from bedside.agents.reading.statements import read_record
from bedside.agents.text.doc import Doc
from bedside.scenarios.span import Span
from bedside.scenarios.statement import Kind

_AMOUNT = re.compile(r"[\d.]+ ?(?:cc|mls?)\b", re.IGNORECASE)
_DONE: dict[str, tuple[Nature, Kind]] = {"course": ("event", "event"), "procedure": ("procedure", "event")}


def read(record: Record, part: Part, doc: Doc) -> Iterator[Draft]:
    """The drafts of one record of a plan."""
    action = labelled(record, doc) if part.kind in ("plan", "instructions") else None
    if action is not None:
        for sentence in record.sentences:
            found = prescribed(doc, sentence, listed=True, action=action, record=record) or []
            if found and all(draft.kind == "drug" and draft.arguments[0].role == "drug" for draft in found):
                yield from (_now(draft) for draft in found)
            else:
                yield opaque(sentence)
        return
    if part.kind == "procedure":
        given = [sentence for sentence in record.sentences if _is_given(doc, sentence)]
        for sentence in given:
            yield from _given(doc, sentence, record)
        record = replace(record, sentences=tuple(one for one in record.sentences if one not in given))
    phrase, clause = _DONE.get(part.kind, ("item", "reasoning"))
    for draft in read_record(record, part, doc, phrase, clause):
        yield from [draft] if record.source == "copied" else dosed(draft, record, doc)


def _is_given(doc: Doc, sentence: Span) -> bool:
    """Whether a sentence of a procedure says what was injected: "1 cc Kenalog 40 + 4 cc 1% lidocaine"."""
    amount = _AMOUNT.match(doc.text, sentence.start, sentence.end)
    return amount is not None and any(one.kind == "drug" for one in doc.mentioned(sentence))


def _given(doc: Doc, sentence: Span, record: Record) -> Iterator[Draft]:
    """What was given by its names; how much is for the record."""
    for one in doc.mentioned(sentence):
        if one.kind == "drug":
            yield Draft(
                "drug",
                one.span,
                (argument(doc, "drug", one.span.start, one.span.end),),
                sentence=sentence,
                group=record.label,
            )


def _now(draft: Draft) -> Draft:
    """A drug of a list under "Start" or "Stop" as an order: what is given up has no dose any more."""
    draft = draft.but(group="", temporality="current")
    action = next((a.value for a in draft.arguments if a.role == "action"), "")
    if action not in ("stop", "hold", "finish"):
        return draft
    name = draft.arguments[0]
    words = name.text.lower().split()
    until = name.text.lower().find(" until ")
    if until > 0 and len(words) > 2:  # "potassium chloride until labs back"
        name = name.model_copy(
            update={"text": name.text[:until], "span": Span(start=name.span.start, end=name.span.start + until)}
        )
    kept = (name, *(a for a in draft.arguments if a.role == "action"))
    return draft.but(arguments=kept, span=name.span)
