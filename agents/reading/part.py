"""A note laid out: parts under headings, and in them records, one a line, bullet, cell or list entry."""

from dataclasses import dataclass, field
from typing import Literal

from bedside.scenarios.note import SectionKind
from bedside.scenarios.span import Span

Tick = Literal["", "yes", "no", "open"]  # "+"/[x]/Yes, "-"/No, an unticked box


@dataclass(frozen=True)
class Record:
    """One line, bullet, cell or wrapped paragraph. Nothing in it is sorted, split or inherited from the line above.

    ``span`` is its body without bullet, number, label and tick. ``label`` is what stands before a colon or in a cell of its
    own ("Lungs", "Medical Reasoning", "BP"); ``problem`` the numbered or bare title of an assessment that it stands under;
    ``sentences`` cut its body (one or more; a wrapped line is one sentence)."""

    span: Span
    sentences: tuple[Span, ...]
    label: str = ""
    label_span: Span | None = None
    tick: Tick = ""
    problem: str = ""
    title: bool = False  # it is itself such a title
    source: str = ""  # "copied" for a paragraph copied from an earlier note, "quoted" for a letter within the note


@dataclass(frozen=True)
class Part:
    """A stretch of the note under one heading."""

    kind: SectionKind
    heading: str
    span: Span
    records: tuple[Record, ...] = ()
    confidential: bool = False  # told without a companion in the room
    audience: tuple[str, ...] = ()  # who must not hear it ("father"), where the note says so
    notes: tuple[str, ...] = field(default=())  # words that only the author needs: signatures, identifiers, time spent
