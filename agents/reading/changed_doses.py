"""A dose that an arrow changes: "furosemide 40 BID -> 40 daily". What stands behind the arrow is taken from now on; where that
is not understood, nothing is, since what stands before it is over."""

import re

from bedside.agents.reading.draft import Draft, argument
from bedside.agents.reading.sigs import Sig
from bedside.agents.reading.untyped import refused
from bedside.agents.text.doc import Doc
from bedside.scenarios.span import Span
from bedside.scenarios.statement import Argument

_ARROW = re.compile(r"\s*(?:[-=]*>|→|⇒)\s*")
_STOPPED = re.compile(r"\s*(?:[-=]*>|→|⇒|;)\s*(stop(?:ped)?|discontinued?)\b(?!\s+\w)", re.IGNORECASE)
_FROM_TO = re.compile(r"\S+(?: ?[a-zA-Z]+)? to (.+)$")
_CHANGED = re.compile(
    r"\b(?:(?:in|de)creased|reduced|changed|raised|lowered|titrated|went) (?:up |down )?from\s*$", re.IGNORECASE
)
_NOW = re.compile(r"\bnow\b", re.IGNORECASE)
_END = re.compile(r"[.;,(\n](?!\d)|$")
_REPLACED = ("dose", "frequency", "route", "duration")


def rearranged(draft: Draft, doc: Doc) -> Draft:
    """The drug with what is behind the arrow; the same draft where none follows it, opaque where that holds no dose and no
    frequency."""
    ended = _STOPPED.match(doc.text, draft.span.end)
    if ended is not None and draft.kind == "drug":
        kept = tuple(one for one in draft.arguments if one.role != "action")
        action = argument(doc, "action", ended.start(1), ended.end(1), "stop")
        return draft.but(span=Span(start=draft.span.start, end=ended.end(1)), arguments=(*kept, action))
    if draft.kind == "drug" and not any(one.role == "action" for one in draft.arguments):
        draft = _newest(draft, doc)
    arrow = _ARROW.match(doc.text, draft.span.end)
    if arrow is None or draft.kind != "drug":
        return draft
    end = next(found.start() for found in _END.finditer(doc.text, arrow.end()))
    new = _taken(Span(start=arrow.end(), end=end), doc) if arrow.end() < end else ()
    roles = {one.role for one in new}
    if not roles & {"dose", "frequency"}:
        return refused(draft, doc)
    kept = [one for one in draft.arguments if one.role not in _REPLACED]
    if "frequency" not in roles:
        kept += [one for one in draft.arguments if one.role == "frequency"]
    return draft.but(span=Span(start=draft.span.start, end=end), arguments=(*kept, *new))


def _newest(draft: Draft, doc: Doc) -> Draft:
    """A drug of a list with the dose that it has now: "increased from 10 mg to 20 mg", "500 mg, now 1000 mg"."""
    doses = [one for one in draft.arguments if one.role == "dose"]
    if not doses:
        return draft
    last = doses[-1]
    pair = _FROM_TO.match(last.text)
    if pair is not None and _CHANGED.search(doc.text[draft.span.start : last.span.start]):
        new = argument(doc, "dose", last.span.start + pair.start(1), last.span.end)
    elif len(doses) > 1 and _NOW.search(doc.text[doses[-2].span.end : last.span.start]):
        new = last
    else:
        return draft
    old = {one.span for one in doses}
    kept = [one for one in draft.arguments if one.span not in old and one.text.lower() != "now"]
    at = next((i for i, one in enumerate(kept) if one.span.start > new.span.start), len(kept))
    return draft.but(arguments=(*kept[:at], new, *kept[at:]))


def _taken(span: Span, doc: Doc) -> tuple[Argument, ...]:
    sig = Sig(doc, span)
    bits = [bit for bit in sig.bits() if bit.role not in ("glue", "separator")]
    if any(bit.role not in (*_REPLACED, "number") for bit in bits):
        return ()
    return tuple(
        argument(
            doc,
            "dose" if bit.role == "number" else bit.role,
            sig.tokens[bit.first].start,
            sig.tokens[bit.after - 1].end,
        )
        for bit in bits
    )
