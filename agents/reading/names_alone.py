"""Names of drugs and conditions without what was taken for a part of them: "not taking [aspirin]", "[ibuprofen] prn"."""

from itertools import pairwise

from bedside.agents.reading import medications
from bedside.agents.reading.draft import Draft, argument
from bedside.agents.reading.part import Record
from bedside.agents.text.doc import Doc
from bedside.scenarios.span import Span
from bedside.scenarios.statement import Argument

_HEDGES = frozenset({"likely", "possible", "probable", "suspected", "?", "query"})
_TAKING = frozenset({"taking", "using", "on"})
_NEAR = 12  # characters before a drug in which "not taking" stands


def named_alone(draft: Draft, record: Record, doc: Doc) -> Draft:
    """A draft whose first argument is a name and no more: "not taking [aspirin]", "[ibuprofen] prn", "[pneumonia] likely"."""
    name = draft.arguments[0] if draft.arguments and draft.kind in ("drug", "condition") else None
    if name is not None and draft.kind == "drug" and _is_left(name, draft, doc):
        draft = draft.but(polarity="denied")
    words = doc.tagged(name.span) if name is not None else ()
    if name is None or len(words) < 2:
        return draft
    if draft.kind == "condition":
        if words[-1].lower not in _HEDGES:
            return draft
        return draft.but(arguments=(argument(doc, name.role, name.span.start, words[-2].end), *draft.arguments[1:]))
    first = 1 if words[0].lower in _TAKING else 0
    span = Span(start=words[first].start, end=name.span.end)
    found = medications.prescribed(doc, span, listed=True, record=record) or []
    if len(found) != 1 or not found[0].arguments or found[0].arguments[0].role != "drug":
        return draft.but(arguments=(argument(doc, name.role, span.start, span.end), *draft.arguments[1:]))
    return draft.but(arguments=(*found[0].arguments, *draft.arguments[1:]))


def _is_left(name: Argument, draft: Draft, doc: Doc) -> bool:
    """Whether "not taking" stands before a drug or begins its name."""
    if draft.sentence is None:
        return False
    words = [w.lower for w in doc.tagged(draft.sentence) if name.span.start - _NEAR <= w.start < name.span.end]
    return any(before in ("not", "n't", "never") and taken in _TAKING for before, taken in pairwise(words))
