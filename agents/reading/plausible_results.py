"""Results of what is no test, and values that are times."""

import re

from bedside.agents.reading.admitted import as_kind
from bedside.agents.reading.draft import Draft, argument
from bedside.agents.reading.naming import Name, name_of
from bedside.agents.reading.result_values import OUTCOMES
from bedside.agents.reading.untyped import refused
from bedside.agents.text.doc import Doc
from bedside.scenarios.note import SectionKind
from bedside.scenarios.span import Span
from bedside.scenarios.statement import Argument, Kind

_EXAMINED = frozenset(("examination", "vitals", "results", "procedure"))
_TIME = re.compile(
    r"(?:x ?|for |in |about |approximately )?[\d/.,-]+ ?(?:days?|weeks?|wks?|months?|years?|yrs?|hours?|hrs?|minutes?|mins?|/day|/(?:7|52|12))\b"
    r"|x ?\d|\d{1,2}/(?:7|52|12)$|[0-2]\d{3}$",
    re.IGNORECASE,
)
_AGO = " ago"
_MEASURED = frozenset("test measurement procedure".split())
_SIGNS = frozenset(("+", "++", "+++", "-"))
_ALSO_ILL = frozenset(("positive", "negative", "pos", "neg"))  # "ulceration: negative" is no test
_ILL = frozenset("disorder symptom finding".split())


def result(draft: Draft, first: Argument, name: Name, section: SectionKind, doc: Doc) -> Draft | None:
    value = next((a for a in draft.arguments if a.role == "value"), None)
    if name.is_one_of("diagnosis_label") and len(name.words) == 1 and value is not None:
        return as_kind(draft, "diagnosis", value)
    known = not name.kinds.isdisjoint(_MEASURED) or name.is_one_of("test")
    if value is not None and _TIME.match(value.text) and (not known or "procedure" in name.kinds):
        return _timed(draft, first, name, value, doc) or refused(draft, doc)
    if value is not None and value.text.lower().removeprefix("not ") in (OUTCOMES - _ALSO_ILL) | _SIGNS:
        return draft  # "HIV nonreactive", "chlamydia NAAT not detected"
    if not name.kinds.isdisjoint(_ILL) and value is not None and name_of(doc, value.span).is_one_of("presence"):
        ill: Kind = "symptom" if "symptom" in name.kinds else "condition"  # "ulceration: not identified"
        return as_kind(draft, "finding" if section in _EXAMINED else ill, first)
    if not name.is_whole and not name.first.isdisjoint(_MEASURED):  # "X-ray of the"
        kept = next((m for m in doc.mentioned(first.span) if m.span.start == first.span.start), None)
        if kept is not None and kept.span.end < first.span.end:
            test = argument(doc, "test", kept.span.start, kept.span.end)
            return draft.but(arguments=tuple(test if a is first else a for a in draft.arguments))
    return None


def _timed(draft: Draft, first: Argument, name: Name, value: Argument, doc: Doc) -> Draft | None:
    """A value that is a time makes of a test an operation or a complaint: "knee replacement 15 days ago", "D+V 2/7"."""
    what = first.model_copy(update={"role": "what"})
    if name.is_whole and "procedure" in name.kinds:
        ago = doc.text[value.span.end : value.span.end + len(_AGO)] == _AGO
        end = value.span.end + (len(_AGO) if ago else 0)
        span = Span(start=draft.span.start, end=max(draft.span.end, end))
        told = (what, argument(doc, "when", value.span.start, end))
        return draft.but(kind="procedure", arguments=told, span=span, temporality="past") if ago else None
    if value.text.isdigit() and name.is_one_of("visit"):  # "f2f today 1640"
        here = Span(start=first.span.start, end=first.span.start)
        action = Argument(role="action", text="", span=here, value="follow_up")
        who = Argument(role="who", text="", span=here, value="patient")
        when = argument(doc, "when", first.span.end + 1, value.span.end)
        return draft.but(kind="order", arguments=(what, action, who, when))
    if not name.is_whole or not ("symptom" in name.kinds or name.is_one_of("complaint")):
        return None
    clock = value.text.isdigit()
    when = () if clock else (value.model_copy(update={"role": "duration"}),)
    return draft.but(kind="symptom", arguments=(what, *when))
