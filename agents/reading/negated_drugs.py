"""Drugs that a word before them denies: "clindamycin not cefazolin", "take no metformin", "apixaban - not held"."""

from bedside.agents.reading.draft import Draft
from bedside.agents.text.doc import Doc
from bedside.scenarios.span import Span

_NOT = frozenset(("not", "no", "never"))
_OVER = frozenset(("hold", "stop"))  # what goes on where it is denied
_BACK = 12  # characters before a word in which the one before it lies


def negated(draft: Draft, doc: Doc) -> Draft:
    """A drug whose name stands behind "not" or "no" is denied; one that is "not held" goes on."""
    if draft.kind != "drug" or draft.polarity != "present" or not draft.arguments:
        return draft
    name = draft.arguments[0]
    if name.role == "drug" and _is_denied(doc, name.span):
        return draft.but(polarity="denied")
    kept = tuple(
        a for a in draft.arguments if not (a.role == "action" and a.value in _OVER and _is_denied(doc, a.span))
    )
    span = draft.span
    words = doc.slice(span).split()
    if len(words) > 1 and words[-1].lower() in _NOT:  # "clindamycin not" before another drug
        span = doc.trimmed(span.start, span.end - len(words[-1]))
    return draft.but(arguments=kept, span=span)


def _is_denied(doc: Doc, span: Span) -> bool:
    before = doc.text[max(0, span.start - _BACK) : span.start]
    if "\n" in before[-2:] or not before[-1:].isspace():
        return False
    said = before.split()
    return bool(said) and said[-1].lower() in _NOT
