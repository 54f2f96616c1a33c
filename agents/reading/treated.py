"""An illness and what is taken for it in one breath: "hx HTN on nifedipine XL 30", "ADHD on lisdexamfetamine 40"."""

import re
from dataclasses import replace

from bedside.agents.reading.draft import Draft, argument
from bedside.agents.reading.medications import prescribed
from bedside.agents.reading.part import Part, Record
from bedside.agents.text.doc import Doc
from bedside.scenarios.span import Span

_ON = re.compile(
    r",?\s+(?:(?:currently|now|stable|controlled|well[- ]controlled|managed|treated) )?on\s+", re.IGNORECASE
)
_LED = re.compile(r"(?:\b(?:hx|h/o|history of|hx of|known|with|w/|has)\s+(?:of\s+)?)$", re.IGNORECASE)
_END = re.compile(r"[,;(\n]|\.(?!\d)|\s(?:[-=]*>|→)|\s-\s")
_STORY = ("history", "past", "complaint", "other")


def treated(record: Record, part: Part, doc: Doc) -> tuple[list[Draft], Record]:
    """The illnesses with their medicines that clauses of a record name, and the record without them."""
    found: list[Draft] = []
    rest: list[Span] = []
    for sentence in record.sentences if part.kind in _STORY else ():
        at = sentence.start
        for told, drafts in _clauses(sentence, doc):
            if told.start < at:
                continue
            found += drafts
            rest += _piece(doc, at, told.start)
            at = told.end
        rest += _piece(doc, at, sentence.end) if at > sentence.start else [sentence]
    return found, replace(record, sentences=tuple(rest)) if found else record


def _clauses(sentence: Span, doc: Doc) -> list[tuple[Span, list[Draft]]]:
    """The stretches of a sentence that name an illness on a medicine, each with its statements."""
    found: list[tuple[Span, list[Draft]]] = []
    mentioned = doc.mentioned(sentence)
    for ill in mentioned:
        on = _ON.match(doc.text, ill.span.end) if ill.kind == "disorder" else None
        if on is None or not any(one.kind == "drug" and one.span.start == on.end() for one in mentioned):
            continue
        led = _LED.search(doc.text, sentence.start, ill.span.start)
        start = led.start() if led else ill.span.start
        before = doc.text[sentence.start : start].rstrip()
        stop = _END.search(doc.text, on.end(), sentence.end)
        end = stop.start() if stop else sentence.end
        drugs = prescribed(doc, doc.trimmed(on.end(), end), listed=True) or []
        alone = (
            not before
            or before[-1] in ",;.:("
            or (led is not None and led[0].split()[0].lower() in ("with", "w/", "has"))
        )
        if alone and drugs and all(one.kind == "drug" for one in drugs):
            what = argument(doc, "what", ill.span.start, ill.span.end)
            found.append(
                (Span(start=start, end=end), [Draft("condition", ill.span, (what,), sentence=sentence), *drugs])
            )
    return found


def _piece(doc: Doc, start: int, end: int) -> list[Span]:
    """A stretch without the marks at its ends; none where nothing is left."""
    while start < end and doc.text[start] in ",;. \t":
        start += 1
    while end > start and doc.text[end - 1] in ",; \t":
        end -= 1
    return [Span(start=start, end=end)] if any(sign.isalnum() for sign in doc.text[start:end]) else []
