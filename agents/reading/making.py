"""A part in the making, and what its next line stands under."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from bedside.agents.reading.part import Part, Record
from bedside.agents.reading.sentences import sentences
from bedside.scenarios.note import SectionKind
from bedside.scenarios.span import Span


@dataclass(slots=True)
class Making:
    """A part that lines are still added to."""

    kind: SectionKind
    heading: str
    start: int
    mixed: bool = False
    written: bool = False  # its heading stands in the note
    inline: bool = False  # its first words stand on the line of its heading
    confidential: bool = False
    audience: tuple[str, ...] = ()
    records: list[Record] = field(default_factory=list[Record])
    notes: list[str] = field(default_factory=list[str])
    problem: str = ""
    ordered: bool = False  # the problem has a number
    label: str = ""  # a sub-heading: "Neck"
    label_span: Span | None = None
    used: bool = True  # something was said under the sub-heading
    outer: "Making | None" = None  # what a heading within a list interrupts
    strayed: "Making | None" = None  # what its lines, which are of another kind, interrupt

    @property
    def empty(self) -> bool:
        """Whether there is nothing to keep of it."""
        return not (self.records or self.notes or self.written)

    def closed(self, text: str, end: int) -> Part:
        """The part, which ends before ``end``."""
        self.leave_sub(text)
        while end > self.start and text[end - 1].isspace():
            end -= 1
        span = Span(start=self.start, end=max(end, self.start))
        return Part(
            self.kind, self.heading, span, tuple(self.records), self.confidential, self.audience, tuple(self.notes)
        )

    def resumed(self, start: int) -> "Making":
        """The same kind of part, gone on with behind what interrupted it."""
        return Making(self.kind, "", start, self.mixed, problem=self.problem, ordered=self.ordered)

    def turned(self, start: int, *, alone: bool, people: tuple[str, ...]) -> "Making":
        """The part that follows when somebody goes out, or comes back."""
        return replace(
            self,
            start=start,
            heading="",
            written=False,
            records=[],
            notes=[],
            confidential=alone,
            audience=people,
        )

    def sub(self, text: str, start: int, end: int) -> None:
        """A sub-heading: the next lines stand under it."""
        self.leave_sub(text)
        self.used = False
        self.label, self.label_span = text[start:end].strip(" :*_"), Span(start=start, end=end)

    def leave_sub(self, text: str) -> None:
        """What a sub-heading stood over is at an end. One that stood over nothing is a note."""
        if not self.used and self.label_span is not None:
            self.notes.append(text[self.label_span.start : self.label_span.end])
        self.used, self.label, self.label_span = True, "", None

    def title(self, text: str, start: int, end: int, *, ordered: bool, source: str) -> None:
        """The title of a problem: the next lines stand under it."""
        self.leave_sub(text)
        while start < end and text[start] in "*_ ":
            start += 1
        words = " ".join(text[start:end].split())
        self.problem, self.ordered = words, ordered
        span = Span(start=start, end=end)
        self.records.append(Record(span, sentences(text, start, end), problem=words, title=True, source=source))

    def beginning(self, record: Record) -> int:
        """Where a record begins that is about to be added, with a label of its own."""
        label, before = record.label_span, self.records[-1].span.end if self.records else self.start
        return record.span.start if label is None or label.start < before else min(label.start, record.span.start)


def pieces(record: Record, cuts: list[int]) -> Iterator[Record]:
    """A record cut before the sentences with these numbers."""
    edges = [0, *(cut for cut in cuts if cut), len(record.sentences)]
    for first, last in pairwise(edges):
        kept = record.sentences[first:last]
        yield replace(record, span=Span(start=kept[0].start, end=kept[-1].end), sentences=kept) if cuts else record
