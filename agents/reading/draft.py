"""A statement in the making: what a reader of one kind of section hands over, before it has an id."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from bedside.agents.text.doc import Doc
from bedside.scenarios.note import Certainty, Polarity
from bedside.scenarios.span import Span
from bedside.scenarios.statement import Argument, Kind, Mark


@dataclass(frozen=True)
class Draft:
    """A typed statement. ``span`` is the stretch of the note that states it (its arguments lie inside, or before it where
    a list shares them); see ``bedside.scenarios.note.Fact`` for the other fields, which it shares."""

    kind: Kind
    span: Span
    arguments: tuple[Argument, ...] = ()
    polarity: Polarity = "present"
    certainty: Certainty = "certain"
    temporality: str = "current"  # current, past, future, hypothetical
    subject: str = "patient"
    speaker: str = ""
    sentence: Span | None = None
    marks: tuple[Mark, ...] = ()
    time: str | None = None
    group: str = ""
    problem: str = ""

    def but(self, **change: Any) -> "Draft":
        """The same statement with some fields changed."""
        return replace(self, **change)


def argument(doc: Doc, role: str, start: int, end: int, value: str | None = None) -> Argument:
    """An argument over these characters of the text."""
    span = Span(start=start, end=end)
    concept = next((m.concept for m in doc.mentioned(span)), None)
    return Argument(role=role, text=doc.slice(span), span=span, value=value, concept=concept)


def hull(spans: Sequence[Span]) -> Span:
    """The shortest stretch that holds all of these. Raises ``ValueError`` for none."""
    return Span(start=min(span.start for span in spans), end=max(span.end for span in spans))
