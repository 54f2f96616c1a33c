"""A note with what is asked of it for each of its statements: its terms, what it takes back, its sentences."""

from collections.abc import Sequence
from dataclasses import dataclass

from bedside.agents.reading.cancelled import Cancelled
from bedside.agents.text.doc import Doc
from bedside.scenarios.note import Mention, Note, SectionKind

CONCLUDES: frozenset[SectionKind] = frozenset(("assessment", "plan", "instructions", "course"))
ILL = frozenset(("condition", "diagnosis"))


@dataclass(frozen=True)
class WholeNote:
    """A note with what is asked of it for each of its facts."""

    note: Note
    doc: Doc
    taken: list[Cancelled]
    mentions: Sequence[Mention]
    planned: bool  # whether it has a plan


def line_of(text: str, at: int) -> tuple[int, int]:
    """The sentence or line that a character stands in."""
    start = max(text.rfind("\n", 0, at), text.rfind(". ", 0, at), text.rfind("; ", 0, at)) + 1
    ends = [end for mark in ("\n", ". ", "; ") if (end := text.find(mark, at)) >= 0]
    return start, min(ends, default=len(text))
