"""The ends of a name in a past history: a year, and the bracket that closes its own."""

from bedside.agents.reading.draft import argument
from bedside.agents.text.doc import Doc
from bedside.scenarios.span import Span
from bedside.scenarios.statement import Argument


def year_of(doc: Doc, span: Span) -> Argument | None:
    """A year at the end: "in 2016"."""
    words = doc.tagged(span)
    dated = any(q.end == span.end and q.kind in ("year", "date") and q.start == words[-1].start for q in doc.quantities)
    if not dated or len(words) < 3 or words[-2].lower not in ("in", "since", "on"):
        return None
    return argument(doc, "since", words[-2].start, words[-1].end)


def balanced(doc: Doc, span: Span) -> Span:
    """A stretch with the parenthesis that closes its own."""
    text = doc.slice(span)
    if text.count("(") > text.count(")") and doc.text[span.end : span.end + 1] == ")":
        return Span(start=span.start, end=span.end + 1)
    return span
