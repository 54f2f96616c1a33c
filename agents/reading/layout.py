"""A note laid out: its parts under headings, and in each part its records. Pure and total: no text raises, and every word is
in a heading, a label, a record or the notes of a part."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from bedside.agents.reading import audience, grid
from bedside.agents.reading.administrative import is_administrative, is_administrative_label
from bedside.agents.reading.headings import Heading, given, spoken
from bedside.agents.reading.labels import first_label, is_system, is_work
from bedside.agents.reading.lines import Line, lines
from bedside.agents.reading.openings import Opening, at_start, letters, within
from bedside.agents.reading.part import Part, Record, Tick
from bedside.agents.reading.records import Under, cut
from bedside.agents.reading.sentences import sentences
from bedside.agents.reading.titles import is_subheading, is_title, slipped
from bedside.scenarios.note import SectionKind
from bedside.scenarios.span import Span

_LIST = ("dot", "dash")
_CASE: frozenset[SectionKind] = frozenset(("assessment", "plan"))
_BRIEF: frozenset[SectionKind] = frozenset(("past", "medications", "allergies", "family", "social"))
_CLOSINGS = ("yours", "sincerely", "best regards", "kind regards", "with kind regards", "regards", "with best wishes")
_DRAWN = re.compile(r"[-=_*]{3,}\s*[A-Za-z][^\n]{3,80}?\s*[-=_*]{3,}$|>{1,3} |-{2,} ?(?:Original|Forwarded)")
_COPIED = ("copied from", "copied forward", "copy forward", "carried forward", "imported from", "pulled forward")


@dataclass(slots=True)
class _Open:
    """A part in the making, and what its next line stands under."""

    kind: SectionKind
    heading: str
    start: int
    mixed: bool = False
    written: bool = False  # its heading stands in the note
    confidential: bool = False
    audience: tuple[str, ...] = ()
    records: list[Record] = field(default_factory=list[Record])
    notes: list[str] = field(default_factory=list[str])
    problem: str = ""
    ordered: bool = False  # the problem has a number
    label: str = ""
    label_span: Span | None = None
    inline: bool = False  # its first words stand on the line of its heading
    used: bool = True  # something was said under the label
    outer: "_Open | None" = None  # what a heading within a list interrupts

    def closed(self, text: str, end: int) -> Part:
        while end > self.start and text[end - 1].isspace():
            end -= 1
        span = Span(start=self.start, end=max(end, self.start))
        return Part(
            self.kind, self.heading, span, tuple(self.records), self.confidential, self.audience, tuple(self.notes)
        )


def layout(text: str, section: str | None = None, language: str | None = None) -> tuple[Part, ...]:
    """The parts of a note in order. ``section`` names the kind of a note that is one bare part; ``language`` is that of its
    headings, besides English; None for that in which most of them are."""
    return _Layout(text, section, language).parts()


class _Layout:
    def __init__(self, text: str, section: str | None, language: str | None) -> None:
        self.text = text
        self.lines = lines(text)
        self.language = language or spoken(text[line.body : line.body + 60] for line in self.lines[:400])
        self.letters = letters(text)
        self.done: list[Part] = []
        opened = given(section, self.language) or Heading("history")
        self.part = _Open(opened.kind, (section or "").strip(), 0, opened.mixed)
        self.copied = False
        self.quoted = False  # within a letter or a report that was put into the note
        self.shouted = _shouted(text)
        self.styles: Counter[tuple[bool, bool, bool]] = Counter()  # how the headings of this note are written
        self.ended = False  # a letter has been closed: names follow

    def parts(self) -> tuple[Part, ...]:
        """The parts, the first without a heading of its own unless it has words."""
        ticks = _signs(self.lines)
        for i, line in enumerate(self.lines):
            if line.blank:
                self._after_blank(i)
            if line.empty or grid.is_rule(self.text, line.body, line.end):
                self.quoted = self.quoted and line.end - line.start < 3
                continue
            self._line(i, ticks.get(i, ""))
        self._close(len(self.text))
        return tuple(self.done)

    def _close(self, end: int) -> None:
        self._leave_sub()
        if self.part.records or self.part.notes or self.part.written:
            self.done.append(self.part.closed(self.text, end))

    def _open(self, opening: Opening, start: int) -> None:
        self._close(start)
        heading = opening.heading
        self.styles[opening.bare, opening.capitals, opening.signed] += 1
        self.ended = False
        self.part = _Open(heading.kind, opening.name, start, heading.mixed, written=True, inline=not opening.bare)
        whole = self.text[opening.start : opening.body]
        if audience.confidential(whole):
            found = audience.cue(whole)
            self.part.confidential, self.part.audience = True, found[1] if found else ()

    def _after_blank(self, i: int) -> None:
        """An empty line ends a copied paragraph, and what a sub-heading stood over unless nothing was said yet."""
        self.copied = False
        line = self.lines[i]
        if not self.part.ordered and not line.mark:
            label = first_label(self.text, line.body, line.end)
            if label is None or not is_work(label.name):
                self.part.problem = ""
        last = self.part.records[-1] if self.part.records else None
        said = self.part.label_span is None or (last is not None and last.span.start > self.part.label_span.start)
        if said and (self.part.kind not in _CASE or self.lines[i].mark not in _LIST):
            self._leave_sub()

    # One line

    def _line(self, i: int, sign: Tick) -> None:
        line = self.lines[i]
        start = self._copy_mark(line, line.body)
        if start >= line.end or self._set_aside(line, start):
            return
        opening = self._opening(i, start)
        if opening is None and line.blank and not line.mark and self.part.inline and self.part.kind in _BRIEF:
            self._close(start)  # "SH: lives alone", and after an empty line the story goes on
            self.part = _Open("history", "", start)
        if opening is None and self._stands_over(i, start):
            return
        if opening is None and self._header(i, start):
            return
        listed = opening is not None and line.mark in _LIST and not opening.bare
        if opening is not None:
            outer = self.part.outer or self.part if listed else None
            self._open(opening, start)
            self.part.outer = outer
            start = opening.body
        for inner in self._within(start, line.end):
            if inner.start < start:
                continue
            self._emit(i, start, inner.start, sign)
            self._open(inner, inner.start)
            start = inner.body
        late = slipped(self.text, start, line.end) if self.part.kind in ("examination", "review") else None
        if late is not None and i + 1 < len(self.lines) and self.lines[i + 1].mark:
            self._emit(i, start, late, sign)
            self._sub(late, line.end)
        else:
            self._emit(i, start, line.end, sign)
        if listed and self.part.outer is not None and self._list_goes_on(i):
            kept = self.part.outer
            self._close(line.end)
            self.part = _Open(kept.kind, "", line.end, kept.mixed, problem=kept.problem, ordered=kept.ordered)

    def _set_aside(self, line: Line, start: int) -> bool:
        """Whether a whole line is for the author alone: an identifier, a signature, the names below a letter."""
        words = self.text[start : line.end]
        if _DRAWN.match(words):  # "----- Forwarded from another hospital -----"
            self.quoted = True
            self.part.notes.append(words)
            return True
        below = self.ended and len(words.split()) <= 8 and not line.mark
        bare = words.rstrip().endswith(":") and is_administrative_label(words.strip()[:-1])
        if not below and not bare and not is_administrative(words):
            return False
        low = words.lower()
        self.quoted = (self.quoted or (low.startswith("dear ") and bool(self.part.heading))) and not low.startswith(
            _CLOSINGS
        )
        self.ended = self.ended or low.startswith(_CLOSINGS)
        self.part.notes.append(words)
        return True

    def _list_goes_on(self, i: int) -> bool:
        """Whether a heading in a list was one entry of it: the entries before and after it are bulleted and head nothing."""
        if i + 1 >= len(self.lines) or i == 0:
            return False
        mark, after = self.lines[i].mark, self.lines[i + 1]
        return self.lines[i - 1].mark == after.mark == mark and self._opening(i + 1, after.body) is None

    def _copy_mark(self, line: Line, start: int) -> int:
        """Where the words begin behind a mark such as "[Copied from 12/01/2024 note]"."""
        opener = self.text[start : start + 1]
        if opener not in ("[", "(", "*", "-", "<") and not self.text[start : start + 8].lower().startswith("cop"):
            return start
        low = self.text[start : start + 40].lower()
        if not any(mark in low for mark in _COPIED):
            return start
        closer = self.text.find({"[": "]", "(": ")", "<": ">"}.get(opener, ":"), start, min(line.end, start + 160))
        end = closer + 1 if closer >= 0 else line.end
        self.part.notes.append(self.text[start:end].strip())
        self.copied = True
        while end < line.end and self.text[end] in " \t:-*":
            end += 1
        return end

    # Headings

    def _opening(self, i: int, start: int) -> Opening | None:
        """The heading with which a line begins, if it opens a part here."""
        line = self.lines[i]
        if letter := self.letters.get(start):
            return letter
        found = at_start(self.text, line, start, self.language) or self._private(line, start)
        if found is None:
            return self._unknown(i, start)
        return found if self._opens(found, i) else None

    def _opens(self, opening: Opening, i: int) -> bool:
        line, part = self.lines[i], self.part
        if opening.heading.kind == "other":  # what kind of note it is stands at its head
            return opening.bare and not self.done and not part.records and not part.heading and not line.mark
        inside = part.kind if part.heading else ""  # what stands before any heading is of no kind yet
        strong = opening.bare and opening.capitals and not self.shouted and line.mark not in _LIST
        if strong and (line.blank or inside not in opening.heading.under):
            return True
        if part.kind == "assessment" and opening.heading.kind in ("plan", "instructions") and self._closes(line):
            return True
        if inside in opening.heading.under:
            return self._in_style(opening, line)
        if line.mark and line.mark not in ("hash", "number") and opening.bare and not opening.signed:
            return False
        if line.mark in _LIST and opening.heading.kind == part.kind:
            return False
        if part.kind == "assessment" and part.mixed and part.problem and opening.heading.kind in _CASE and not strong:
            return False
        if opening.bare and not opening.signed and not opening.capitals:
            return (
                i + 1 < len(self.lines)
                and (part.kind != "complaint" or bool(part.records))
                and opening.name[0].isupper()
            )
        return True

    def _in_style(self, opening: Opening, line: Line) -> bool:
        """Whether a name that may be a label stands as the headings of this note do."""
        if not (opening.bare and opening.signed and line.blank) or line.mark or opening.heading.kind == self.part.kind:
            return False
        return self.part.kind not in _CASE or self.styles[opening.bare, opening.capitals, opening.signed] > 1

    def _closes(self, line: Line) -> bool:
        """Whether a word that is often a label under a problem closes an assessment here: it stands under no problem."""
        return not self.part.mixed and not self.part.problem and not line.mark

    def _private(self, line: Line, start: int) -> Opening | None:
        """A line such as "Confidential history (father out of the room)", whatever its other words."""
        whole = self.text[start : line.end]
        if len(whole) > 90 or whole.rstrip().endswith((".", "?", "!")) or len(whole.split()) > 10:
            return None
        if not audience.confidential(whole):
            return None
        name = whole.strip(" \t:*_#=-–—,")
        begin = start + whole.index(name)
        return Opening(begin, begin + len(name), line.end, name, Heading(self._told()), bare=True)

    def _told(self) -> SectionKind:
        return self.part.kind if self.part.kind in ("history", "social", "review") else "history"

    def _unknown(self, i: int, start: int) -> Opening | None:
        """A line of capitals between empty lines heads a part of an unknown kind."""
        line = self.lines[i]
        name = self.text[start : line.end].strip(" \t:*_#=-–—")
        if not line.blank or line.mark or self.shouted or not name.isupper() or not 6 <= len(name) <= 60:
            return None
        if not (line.last or line.end - start > len(name)):
            return None
        plain = name.replace(" ", "").replace("&", "").replace("/", "").replace("-", "")
        if not plain.isalpha() or is_system(name) or len(name.split()) > 6 or name.endswith("."):
            return None
        if self.text[line.end - 1] == ".":
            return None
        begin = self.text.index(name, start)
        return Opening(begin, begin + len(name), line.end, name, Heading("other"), bare=True, capitals=True)

    def _within(self, start: int, end: int) -> list[Opening]:
        """Headings further on in a line."""
        found = [o for o in within(self.text, start, end, self.language) if self._opens_within(o)]
        lettered = [o for at, o in self.letters.items() if start <= at < end] if len(self.letters) < 40 else []
        return sorted([*found, *lettered], key=lambda o: o.start)

    def _opens_within(self, opening: Opening) -> bool:
        part = self.part
        if (
            opening.heading.kind == "other"
            or (part.heading and part.kind in opening.heading.under)
            or (part.kind == "assessment" and part.problem)
        ):
            return False
        return not (part.kind in _CASE and opening.heading.kind in ("results", "medications", "procedure"))

    # What stands under headings

    def _stands_over(self, i: int, start: int) -> bool:
        """Titles of problems and sub-headings; True where the line was one."""
        line, part = self.lines[i], self.part
        if i + 1 < len(self.lines) and self._opening(i + 1, self.lines[i + 1].body) is not None:
            return False
        if part.kind in _CASE and is_title(self.text, self.lines, i, start, part.kind):
            bare = self.text[start : line.end].rstrip(" :.*_")
            if not is_system(bare) or part.kind == "assessment":
                self._title(start, start + len(bare), line)
                return True
        if self.text[start : line.end].count(":") > 1 or not is_subheading(self.text, self.lines, i, start, part.kind):
            return False
        if is_administrative(self.text[start : line.end]):
            return False
        self._sub(start, line.end)
        return True

    def _sub(self, start: int, end: int) -> None:
        self._leave_sub()
        self.part.used = False
        self.part.label, self.part.label_span = self.text[start:end].strip(" :*_"), Span(start=start, end=end)

    def _leave_sub(self) -> None:
        """What a sub-heading stood over is at an end. One that stood over nothing is a note."""
        part = self.part
        if not part.used and part.label_span is not None:
            part.notes.append(self.text[part.label_span.start : part.label_span.end])
        part.used, part.label, part.label_span = True, "", None

    def _title(self, start: int, end: int, line: Line) -> None:
        while start < end and self.text[start] in "*_ ":
            start += 1
        words = " ".join(self.text[start:end].split())
        self.part.problem, self.part.ordered = words, line.mark in ("number", "hash")
        self._leave_sub()
        span = Span(start=start, end=end)
        self.part.records.append(
            Record(span, sentences(self.text, start, end), problem=words, title=True, source=self._source())
        )

    def _source(self) -> str:
        return "copied" if self.copied else "quoted" if self.quoted else ""

    def _header(self, i: int, start: int) -> bool:
        """Whether a line names the columns of a table, which nobody says."""
        if i + 1 >= len(self.lines):
            return False
        row = grid.cells(self.text, start, self.lines[i].end)
        if len(row) < 2:
            return False
        after = self.lines[i + 1]
        ruled = grid.is_rule(self.text, after.body, after.end)
        if not ruled and not grid.is_header(self.text, row, grid.cells(self.text, after.body, after.end)):
            return False
        self.part.notes.append(self.text[start : self.lines[i].end].strip())
        return True

    def _emit(self, i: int, start: int, end: int, sign: Tick) -> None:
        """The records of a stretch of a line."""
        while start < end and self.text[start].isspace():
            start += 1
        if start >= end:
            return
        line = self.lines[i]
        if self.part.kind == "vitals":
            self._examined(start, end)
        if self.part.kind == "assessment" and start == line.body:
            start = self._title_by_label(line, start, end)
        part = self.part
        mark: Tick = sign
        if line.mark == "box" and start == line.body:
            start = next(
                at for at in range(line.start, line.body) if self.text[at] in "[☐☑☒"
            )  # read with those after it
        under = Under(part.kind, part.label, part.label_span, part.problem, self._source(), mark)
        made = cut(self.text, start, end, under)
        part.notes += made.notes
        part.used = part.used or any(record.label.startswith(part.label) for record in made.records)
        for record in made.records:
            for told in self._told_to(record):
                self.part.records.append(told)

    def _examined(self, start: int, end: int) -> None:
        """An organ system among the vital signs: the examination goes on without a heading of its own."""
        label = first_label(self.text, start, end)
        if label is not None and is_system(label.name) and not label.name.lower().startswith("vital"):
            self._close(start)
            self.part = _Open("examination", "", start)

    def _title_by_label(self, line: Line, start: int, end: int) -> int:
        """The title of a problem before a colon, "2. Gout: stable"; where what is said of it begins."""
        label = first_label(self.text, start, end)
        if label is None or label.body >= end or is_administrative(self.text[start:end]):
            return start
        part = self.part
        if is_work(label.name):
            if label.name.lower().startswith("patient agreement"):
                part.problem = part.label = ""
            return start
        numbered = line.mark in ("number", "hash")
        if line.mark in _LIST or (part.problem and not numbered and not line.blank) or part.label:
            return start
        self._title(label.start, label.end, line)
        return label.body

    def _told_to(self, record: Record) -> Iterator[Record]:
        """A record, parted where somebody goes out or comes back; what follows is another part."""
        begin = 0
        for i, sentence in enumerate(record.sentences):
            found = audience.cue(self.text[sentence.start : sentence.end])
            if found is None:
                continue
            kind, people = found
            if kind == "secret":
                self.part.audience = tuple(dict.fromkeys((*self.part.audience, *people)))
            elif (kind == "alone") != self.part.confidential:
                if i > begin:
                    yield _piece(record, begin, i)
                self._turn(kind == "alone", people, self._edge(record) if i == 0 else sentence.start)
                begin = i
        yield _piece(record, begin, len(record.sentences))

    def _edge(self, record: Record) -> int:
        """Where a record begins, with a label of its own."""
        label, before = record.label_span, self.part.records[-1].span.end if self.part.records else self.part.start
        return record.span.start if label is None or label.start < before else min(label.start, record.span.start)

    def _turn(self, alone: bool, people: tuple[str, ...], start: int) -> None:
        """Somebody went out, or came back."""
        self._close(start)
        self.part = replace(
            self.part,
            start=start,
            heading="",
            written=False,
            records=[],
            notes=[],
            confidential=alone,
            audience=people if alone else (),
        )


def _piece(record: Record, first: int, last: int) -> Record:
    """Some sentences of a record."""
    kept = record.sentences[first:last]
    return (
        record
        if len(kept) == len(record.sentences)
        else replace(record, span=Span(start=kept[0].start, end=kept[-1].end), sentences=kept)
    )


def _shouted(text: str) -> bool:
    """Whether a note is written in capitals throughout, which then say nothing."""
    sample = text[:20_000]
    upper, lower = sum(map(str.isupper, sample)), sum(map(str.islower, sample))
    return upper > 2 * lower


def _signs(found: list[Line]) -> dict[int, Tick]:
    """Ticks of lists in which "+" and "-" both stand before entries."""
    ticks: dict[int, Tick] = {}
    run: list[int] = []
    for i, line in enumerate([*found, None]):
        if line is not None and line.mark in ("plus", "dash") and not (line.blank and run):
            run.append(i)
            continue
        marks = {found[j].mark for j in run}
        if "plus" in marks:
            ticks |= {j: "yes" if found[j].mark == "plus" else "no" for j in run}
        run = [i] if line is not None and line.mark in ("plus", "dash") else []
    return ticks
