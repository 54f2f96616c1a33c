"""A start that the same lines take back: "Start A 5 mg. Creatinine not back - hold until clarified". Nothing is started then."""

import re
from collections.abc import Sequence

from bedside.agents.reading.draft import Draft, argument
from bedside.agents.text.doc import Doc
from bedside.scenarios.span import Span

_HELD = re.compile(
    r"(?:^|[-–—;.,!(]\s*|\b(?:but|please|so)\s+)(?P<hold>hold(?: off)?|(?:do not|don't|not to) (?:start|give|begin)(?: yet)?|delay|defer|on hold|wait)"
    r"(?: (?:it|this|that|on this|start|starting))? (?:until|till|pending|for now)\b",
    re.IGNORECASE,
)
_STARTS = re.compile(r"(?:start|begin|initiate|add|trial of|rx|prescribe|give)\b", re.IGNORECASE)
_FAR = 240  # characters between the start and what takes it back


def taken_back(found: Sequence[Draft], doc: Doc) -> list[Draft]:
    """The drafts of one record, with what is to be started as what is held, where the words behind it say so of no drug of their own."""
    out = list(found)
    if not out:
        return out
    begin, end = min(one.span.start for one in out), max(one.span.end for one in out)
    for mark in _HELD.finditer(doc.text, begin, min(end + 1, len(doc.text))):
        sentence = doc.text.find(".", mark.end())
        rest = Span(start=mark.start(), end=min(sentence if sentence >= 0 else len(doc.text), end))
        if any(one.kind == "drug" for one in doc.mentioned(rest)):
            continue
        before = [at for at, one in enumerate(out) if _starts(one, doc) and 0 <= mark.start() - one.span.end < _FAR]
        if before:
            out[before[-1]] = _held(out[before[-1]], doc)
    return out


def _starts(draft: Draft, doc: Doc) -> bool:
    words = doc.slice(draft.span)
    return (
        draft.kind in ("drug", "advice", "order", "event")
        and _STARTS.match(words) is not None
        and _drug(draft, doc) is not None
    )


def _drug(draft: Draft, doc: Doc) -> Span | None:
    return next((one.span for one in doc.mentioned(draft.span) if one.kind == "drug"), None)


def _held(draft: Draft, doc: Doc) -> Draft:
    """The drug by its name alone, to be held off."""
    name = _drug(draft, doc) or draft.span
    verb = _STARTS.match(doc.slice(draft.span))
    start = draft.span.start
    action = argument(doc, "action", start, start + (verb.end() if verb else 0), "hold")
    drug = argument(doc, "drug", name.start, name.end)
    return draft.but(
        kind="drug",
        span=Span(start=start, end=name.end),
        arguments=(drug, action),
        marks=(),
        temporality="current",
        certainty="certain",
    )
