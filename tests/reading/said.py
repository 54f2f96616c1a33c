"""Statements of a section as one line each, as tests of the readers of lists write them down:
``drug drug=Lisinopril dose=5 mg``, ``condition what=gout @mother past denied``."""

from functools import cache
from importlib import import_module

from bedside.agents.reading.draft import Draft
from bedside.agents.reading.part import Part, Record
from bedside.agents.text.doc import Doc
from bedside.knowledge.terminology import Terminology
from bedside.scenarios.note import SectionKind
from bedside.scenarios.span import Span

_KINDS: dict[str, SectionKind] = {"measurements": "vitals", "identity": "history"}


@cache
def terms() -> Terminology:
    """The shipped terminology, read once."""
    return Terminology.load()


def said(reader: str, *sentences: str, label: str = "", heading: str = "") -> list[str]:
    """What a reader makes of one record of these sentences, in order."""
    body = " ".join(sentences)
    text = f"{label}: {body}" if label else body
    at = len(text) - len(body)
    spans: list[Span] = []
    for sentence in sentences:
        spans.append(Span(start=at, end=at + len(sentence)))
        at += len(sentence) + 1
    named = Span(start=0, end=len(label)) if label else None
    record = Record(Span(start=spans[0].start, end=spans[-1].end), tuple(spans), label=label, label_span=named)
    kind = _KINDS.get(reader, reader)
    part = Part(kind, heading, Span(start=0, end=len(text)), (record,))  # type: ignore[arg-type]
    doc = Doc(text, terms())
    read = import_module(f"bedside.agents.reading.{reader}").read
    return [line(draft) for draft in read(record, part, doc)]


def line(draft: Draft) -> str:
    """A statement as one line."""
    words = [draft.kind, *(f"{argument.role}={argument.text}" for argument in draft.arguments)]
    if draft.subject != "patient":
        words.append(f"@{draft.subject}")
    if draft.temporality != "current":
        words.append(draft.temporality)
    if draft.certainty != "certain":
        words.append(draft.certainty)
    if draft.polarity != "present":
        words.append(draft.polarity)
    return " ".join(words)
