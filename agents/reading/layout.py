"""A note laid out: its parts under headings, and in each part its records. Pure and total: no text raises, and every word is
in a heading, a label, a record or the notes of a part."""

from collections import deque
from collections.abc import Iterator
from dataclasses import replace

from bedside.agents.reading import audience, grid
from bedside.agents.reading.administrative import is_administrative
from bedside.agents.reading.asides import Asides
from bedside.agents.reading.headings import Heading, given, spoken
from bedside.agents.reading.hearing import scopes
from bedside.agents.reading.labels import first_label, is_system, is_work
from bedside.agents.reading.lines import Line, lines, signs
from bedside.agents.reading.making import Making, pieces
from bedside.agents.reading.openings import Opening, at_start, letters, within
from bedside.agents.reading.part import Part, Record, Tick
from bedside.agents.reading.placing import (
    BRIEF,
    CASE,
    LIST,
    bracket,
    intends,
    kind_here,
    opens,
    opens_within,
    private,
    style,
    tells_on,
    unknown,
)
from bedside.agents.reading.records import Under, cut
from bedside.agents.reading.sentences import sentences
from bedside.agents.reading.straying import strays
from bedside.agents.reading.titles import is_action, is_subheading, is_taking, is_title, orders, setting, slipped
from bedside.agents.reading.turning import turns
from bedside.agents.reading.unheaded import goes_on, parted, unheaded
from bedside.agents.reading.visits import visits
from bedside.scenarios.note import SectionKind
from bedside.scenarios.span import Span

_ORDERED = ("number", "hash")
_BOXES = "[☐☑☒"
_AHEAD = 16  # characters before a heading in which "private" stands
_MOST_LETTERS = 40  # of a note in S, O, A and P: more are no headings


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
        self.style = style(text)
        self.asides = Asides()
        self.visits = visits(text)
        self.unheaded: dict[int, SectionKind] | None = None if section is None else {}
        self.headed, self.before = False, "history"  # of sentences that no heading sorts
        self.names: dict[int, Opening | None] = {}
        self.done: list[Part] = []
        heading = given(section, self.language) or Heading("history")
        self.part = Making(heading.kind, (section or "").strip(), 0, heading.mixed)

    def parts(self) -> tuple[Part, ...]:
        """The parts, the first without a heading of its own unless it has words."""
        ticks = signs(self.lines)
        for i, line in enumerate(self.lines):
            if line.blank:
                self._after_blank(line, i > 0 and self.lines[i - 1].mark in LIST)
            if line.empty or grid.is_rule(self.text, line.body, line.end):
                self.asides.rule(line)
                continue
            self._line(i, line, ticks.get(i, ""))
        self._close(len(self.text))
        return tuple(self.done)

    # Parts

    def _close(self, end: int) -> None:
        part = self.part.closed(self.text, end)
        if not self.part.empty:
            self.done.append(part)

    def _start(self, part: Making) -> None:
        self._close(part.start)
        self.part = part

    def _open(self, opening: Opening, start: int) -> None:
        heading, kind = opening.heading, kind_here(opening, self.part, self.done)
        self.style.saw(opening)
        self.headed = self.headed or opening.bare
        self.asides.heading()
        self._start(Making(kind, opening.name, start, heading.mixed, written=True, inline=not opening.bare))
        before = self.text[max(0, opening.start - _AHEAD) : opening.start].rpartition("\n")[2]  # "Private plan:"
        whole = before.split()[-1] + " " if before.split() else ""
        whole = (whole if audience.confidential(whole) else "") + self.text[opening.start : opening.body]
        if audience.confidential(whole):
            found = audience.cue(whole)
            self.part.confidential, self.part.audience = True, (found[1] if found else ()) or audience.EVERYBODY

    def _after_blank(self, line: Line, listed: bool) -> None:
        """An empty line ends a copied paragraph, a problem without a number, and what a sub-heading stood over unless nothing
        was said yet."""
        self.asides.copied = False
        part = self.part
        if (listed or not part.ordered) and not line.mark:
            label = first_label(self.text, line.body, line.end)
            if label is None or not is_work(label.name):
                part.problem = ""
        last = part.records[-1] if part.records else None
        said = part.label_span is None or (last is not None and last.span.start > part.label_span.start)
        if said and (part.kind not in CASE or line.mark not in LIST):
            part.leave_sub(self.text)

    # Lines

    def _line(self, i: int, line: Line, sign: Tick) -> None:
        if line.start in self.visits:
            self.asides.earlier = self.visits[line.start]
            self._start(Making("history", "", line.start))
            self.part.notes.append(self.text[line.start : line.end])
            return
        start = self.asides.copy_mark(self.text, line, line.body, self.part)
        if start >= line.end or self.asides.set_aside(self.text, line, start, self.part):
            return
        if self._columns(i, start):
            return
        if not i and (titled := self._entitled(start, line)):
            self._body(i, titled, sign)
            return
        opening = self._opening(i, start)
        if is_action(self.part.label) and not line.indent and i and self.lines[i - 1].indent:
            self.part.leave_sub(self.text)  # below the entries of "START"
        if opening is None:
            if tells_on(self.text, line, self.part):
                self._start(
                    Making("history", "", start)
                )  # "SH: lives alone", and after an empty line the story goes on
            if self._stands_over(i, start):
                return
            self._body(i, start, sign)
            return
        copied = self.asides.copy_mark(self.text, line, bracket(self.text, opening), self.part)
        if copied > bracket(self.text, opening):
            return  # "Subjective [carried forward: ...]"
        listed = line.mark in LIST and not opening.bare
        outer = self.part.outer or self.part if listed else None
        self._open(opening, start)
        self.part.outer = outer
        self._body(i, opening.body, sign)
        if self.part.outer is not None and self._list_goes_on(i):
            self._start(self.part.outer.resumed(line.end))

    def _entitled(self, start: int, line: Line) -> int:
        """Where a note begins behind its title, which is put aside; 0 where it has none."""
        titled = setting(self.text, start, line.end) if not self.part.heading else start
        if titled == start or (titled >= line.end and len(self.lines) == 1):
            return 0
        self.part.notes.append(self.text[start:titled].strip())
        return titled

    def _body(self, i: int, start: int, sign: Tick) -> None:
        """What a line holds behind its heading, with headings further on in it."""
        line = self.lines[i]
        for inner in self._within(start, line.end):
            if inner.start < start:
                continue
            self._emit(line, start, inner.start, sign)
            self._open(inner, inner.start)
            start = self._brief(line, inner, sign) or inner.body
        late = slipped(self.text, start, line.end) if self.part.kind in ("examination", "review") else None
        if late is not None and i + 1 < len(self.lines) and self.lines[i + 1].mark:
            self._emit(line, start, late, sign)
            self.part.sub(self.text, late, line.end)
        else:
            self._emit(line, start, line.end, sign)

    def _brief(self, line: Line, opening: Opening, sign: Tick) -> int:
        """Where the story goes on behind shorthand without a sign in a run of sentences, "Meds salbutamol. Last ate 1800",
        whose part is one sentence; 0 where the part goes on."""
        if opening.signed or self.part.kind not in (*BRIEF, "complaint"):
            return 0
        first = sentences(self.text, opening.body, line.end)[0].end
        if first >= line.end:
            return 0
        self._emit(line, opening.body, first, sign)
        self._start(Making("history", "", first))
        return first

    def _list_goes_on(self, i: int) -> bool:
        """Whether a heading in a list was one entry of it: the entries before and after it are bulleted and head nothing."""
        if i + 1 >= len(self.lines) or i == 0:
            return False
        mark, after = self.lines[i].mark, self.lines[i + 1]
        return self.lines[i - 1].mark == after.mark == mark and self._opening(i + 1, after.body) is None

    # Headings

    def _opening(self, i: int, start: int) -> Opening | None:
        """The heading with which a line begins, if it opens a part here."""
        line, part = self.lines[i], self.part
        if letter := self.letters.get(start):
            return letter
        found = self._named(line, start) or private(self.text, line, start, part)
        if found is not None and part.kind == "medications" and is_taking(found.name):
            return None  # "STOP taking these medications", under a heading for all
        if found is None:
            return unknown(self.text, line, start, self.style)
        final = i + 1 >= len(self.lines)
        return found if opens(found, line, part, self.style, final=final, first=not self.done) else None

    def _named(self, line: Line, start: int) -> Opening | None:
        """The name with which a line begins, if it may head a part. Lines are looked at more than once."""
        if start not in self.names:
            self.names[start] = at_start(self.text, line, start, self.language)
        return self.names[start]

    def _within(self, start: int, end: int) -> list[Opening]:
        """Headings further on in a line."""
        found = [o for o in within(self.text, start, end, self.language) if opens_within(o, self.part)]
        found = [o for o in found if not (o.heading.kind == "plan" and intends(self.text, start, o.start))]
        if 0 < len(self.letters) < _MOST_LETTERS:
            found += [letter for at, letter in self.letters.items() if start <= at < end]
        return sorted(found, key=lambda opening: opening.start)

    def _stands_over(self, i: int, start: int) -> bool:
        """Titles of problems and sub-headings; True where the line was one."""
        line, part = self.lines[i], self.part
        if i + 1 < len(self.lines) and self._opening(i + 1, self.lines[i + 1].body) is not None:
            return False
        words = self.text[start : line.end]
        if orders(self.text, self.lines, i, start):
            if part.kind not in ("plan", "medications", "instructions"):
                self._start(Making("plan", "", start))
            self.part.sub(self.text, start, line.end)
            return True
        if part.kind in CASE and is_title(self.text, self.lines, i, start, part.kind):
            bare = words.rstrip(" :.*_")
            if not is_system(bare) or part.kind == "assessment":
                self._title(start, start + len(bare), line)
                return True
        if self._names_more(i, start):
            part.sub(self.text, start, line.end)
            return True
        if words.count(":") > 1 or not is_subheading(self.text, self.lines, i, start, part.kind):
            return False
        if is_administrative(words):
            return False
        part.sub(self.text, start, line.end)
        return True

    def _names_more(self, i: int, start: int) -> bool:
        """Whether a name alone on its line, which opens no part here, stands over the next: "Physical exam" in an
        examination."""
        line = self.lines[i]
        if i + 1 >= len(self.lines) or line.last or line.mark in LIST or self.part.kind in (*CASE, "complaint"):
            return False
        found = self._named(line, start)
        return found is not None and found.bare and found.heading.kind != "other"

    def _columns(self, i: int, start: int) -> bool:
        """Whether a line names the columns of a table, which nobody says."""
        if i + 1 >= len(self.lines):
            return False
        end, below = self.lines[i].end, self.lines[i + 1]
        single = self.part.kind in BRIEF and below.mark in LIST  # "Diagnosis" over a list of them
        if not grid.names_columns(self.text, start, end, (below.body, below.end), single=single):
            return False
        words = self.text[start:end].strip()
        kind = grid.kind_of(words)
        if kind is not None and (self.part.kind in ("history", "complaint", "other") or not self.part.heading):
            self._start(Making(kind, "", start))
        self.part.notes.append(words)
        return True

    # Records

    def _emit(self, line: Line, start: int, end: int, sign: Tick) -> None:
        """The records of a stretch of a line."""
        while start < end and self.text[start].isspace():
            start += 1
        if start >= end:
            return
        if start == line.body:
            self._follow(start, end)
        if self.part.kind == "vitals" and self.part.strayed is None:
            self._examined(start, end)
        opens = start == line.body or (self.part.inline and not self.part.records)  # "A/P: UTI: Bactrim"
        if self.part.kind == "assessment" and opens:
            start = self._title_by_label(line, start, end)
        if line.mark == "box" and start == line.body:  # the box is read with those after it
            start = next(at for at in range(line.start, start) if self.text[at] in _BOXES)
        part = self.part
        self.asides.told = True
        under = Under(part.kind, part.label, part.label_span, part.problem, self.asides.source, sign)
        made = cut(self.text, start, end, under)
        part.used = part.used or any(record.label.startswith(part.label) for record in made.records)
        notes = deque(sorted(made.notes, key=lambda span: span.start))
        for record in made.records:
            while notes and notes[0].start < record.span.start:
                self._note(notes.popleft())
            for told in self._told(record):
                self._keep(told)
        for span in notes:
            self._note(span)

    def _keep(self, record: Record) -> None:
        """A record, cut where the author turns from the story to what is to be done."""
        home = self.part.strayed or self.part
        record, cuts = self._sequenced(record)
        cuts = cuts or turns(self.text, record, home.kind, headed=bool(home.heading))
        if not cuts:
            self.part.records.append(record)
            return
        first = 0
        for piece in pieces(record, list(cuts)):
            home = self.part.strayed or self.part
            kind = cuts.get(first)
            if kind is not None and kind != self.part.kind:
                begin = self.part.beginning(piece)
                self._start(home.resumed(begin) if kind == home.kind else Making(kind, "", begin, strayed=home))
            self.part.records.append(piece)
            first += len(piece.sentences)

    def _sequenced(self, record: Record) -> tuple[Record, dict[int, SectionKind]]:
        """A record and, by the number of a sentence, the kind of part that begins with it, as long as no heading stood on a line of
        its own: names within a line say what their own sentence is ("ECG: LBBB. Likely angina. Refer.")."""
        if self.unheaded is None and not self.headed:
            self.unheaded = unheaded(self.text)
        if self.headed or not self.unheaded:
            return record, {}
        record = replace(record, sentences=tuple(p for whole in record.sentences for p in parted(self.text, whole)))
        found: dict[int, SectionKind] = {}
        now = self.part.kind
        for number, sentence in enumerate(record.sentences):
            kind = self.unheaded.get(sentence.start)
            new = kind != self.before or not self.style.counts
            if kind is not None and new and goes_on(now, kind, mixed=self.part.mixed):
                found[number] = now = kind
            self.before = kind or self.before
        return record, found

    def _note(self, span: Span) -> None:
        self.part.notes.append(self.text[span.start : span.end])

    def _follow(self, start: int, end: int) -> None:
        """A line of another kind than the part it stands in is a part of its own; behind such lines that part goes on."""
        home = self.part.strayed or self.part
        kind = strays(self.text, start, end, home.kind, headed=bool(home.heading))
        if kind is None and self.part is not home:
            self._start(home.resumed(start) if home.kind != "complaint" else Making("history", "", start))
        elif kind is not None and kind != self.part.kind:
            self._start(Making(kind, "", start, strayed=home))

    def _examined(self, start: int, end: int) -> None:
        """An organ system among the vital signs: the examination goes on without a heading of its own."""
        label = first_label(self.text, start, end)
        if label is not None and is_system(label.name) and not label.name.lower().startswith("vital"):
            self._start(Making("examination", "", start))

    def _title(self, start: int, end: int, line: Line) -> None:
        self.part.title(self.text, start, end, ordered=line.mark in _ORDERED, source=self.asides.source)

    def _title_by_label(self, line: Line, start: int, end: int) -> int:
        """The title of a problem before a colon, "2. Gout: stable"; where what is said of it begins."""
        label = first_label(self.text, start, end)
        if label is None or label.body >= end or is_administrative(self.text[start:end]):
            return start
        part = self.part
        if is_work(label.name):
            if label.name.lower().startswith("patient agreement"):
                part.problem = ""
                part.leave_sub(self.text)
            return start
        stands_under = part.problem and line.mark not in _ORDERED and not line.blank
        if line.mark in LIST or stands_under or part.label:
            return start
        self._title(label.start, label.end, line)
        return label.body

    def _told(self, record: Record) -> Iterator[Record]:
        """A record, cut where somebody goes out or comes back and around what is kept from somebody; each is another part."""
        heard = scopes(self.text, record, alone=self.part.confidential, people=self.part.audience)
        self.part.audience = tuple(dict.fromkeys((*self.part.audience, *heard.whole)))
        for start, end in heard.stage:
            self._note(Span(start=start, end=end))
        first = 0
        for piece in pieces(heard.record, list(heard.turns)):
            if first in heard.turns:
                out, people = heard.turns[first]
                begin = self.part.beginning(piece) if first == 0 else piece.span.start
                self._start(self.part.turned(begin, alone=out, people=people))
            first += len(piece.sentences)
            yield piece
