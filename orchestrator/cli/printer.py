"""A conversation on the terminal, line by line as events arrive. Colour only on a terminal and without NO_COLOR."""

import os
import shutil
import sys
from collections.abc import Mapping, Sequence

from bedside.orchestrator.cli.output import print_out
from bedside.orchestrator.runs.entry import Entry
from bedside.orchestrator.runs.events import Dropped, Edited, Event, Inserted, Revised, Spoke, sealed
from bedside.orchestrator.runs.fold import fact_spans
from bedside.orchestrator.views.reason_rows import Quote, reason_rows
from bedside.orchestrator.views.terminal_text import harmless, isolated, short, wrapped
from bedside.scenarios.note import Note, Span
from bedside.scenarios.turn import Reason, Turn

_COLOURS = {"physician": "36", "patient": "33"}
_DIM, _BOLD, _REVISED = "2", "1", "35"
_MARGIN = 11  # columns for the speaker's name


class Printer:
    """Shows events. With ``trace`` each line has its reason under it; with ``json`` events are printed as they are."""

    def __init__(self, *, trace: bool = False, json: bool = False, quiet: bool = False) -> None:
        self.trace = trace
        self.json = json
        self.quiet = quiet
        self.note: Note | None = None
        self.given: str | None = None  # the note's text, where it is known
        self.colour = coloured()
        self.width = min(shutil.get_terminal_size((100, 24)).columns, 110)
        self._spoken: dict[str, Turn] = {}
        self._spans: dict[str, Span] = {}

    def __call__(self, entry: Entry) -> None:
        """Show one event."""
        if self.json:
            self._out(entry.line.decode().rstrip("\n"))
        elif entry.event is not None:
            self._show(entry.event)

    def show_log(self, events: Sequence[Event]) -> None:
        """Show the events of a log."""
        for event in events:
            self(Entry(event.dialogue, event.id, sealed(event)[1], event))

    def _show(self, event: Event) -> None:
        if isinstance(event, Spoke | Inserted):
            after = self._after(event) if isinstance(event, Inserted) else ""
            self._spoken[event.turn.id] = event.turn
            self._line(event.turn.speaker, event.turn.text, after)
            if self.trace:
                self._why(event.reason, event.fault if isinstance(event, Inserted) else None)
        elif isinstance(event, Revised):
            self._revised(event)
        elif isinstance(event, Edited):
            self._edited(event)
        elif isinstance(event, Dropped) and event.turn in self._spoken:
            gone = self._spoken[event.turn]
            self._line(gone.speaker, gone.text, "(taken back) ")

    def _revised(self, event: Revised) -> None:
        old = self._spoken.get(event.turn)
        text = event.text if event.text is not None else old.text if old else ""
        if event.reason is None or (old is not None and text == old.text and not self.trace):
            return  # only the record of it changed
        speaker = old.speaker if old else event.by
        mark = _instead(old)
        self._spoken[event.turn] = Turn(id=event.turn, speaker=speaker, text=text)
        self._line(speaker, text, mark)
        if self.trace:
            self._why(event.reason, event.fault)

    def _edited(self, event: Edited) -> None:
        """The words that a person, or the case, gave to a turn that had been said otherwise."""
        old = self._spoken.get(event.turn)
        speaker = old.speaker if old else event.by
        self._spoken[event.turn] = Turn(id=event.turn, speaker=speaker, text=event.text)
        self._line(speaker, event.text, _instead(old))
        if self.trace:
            why = f"written by {event.by.removeprefix('person:')}" + (f": {event.why}" if event.why else "")
            self._out(" " * (_MARGIN + 2) + self._paint(harmless(why), _DIM))

    def know(self, note: Note) -> None:
        """Remember the note, whose words a trace shows."""
        self.note = note
        self.know_places(fact_spans(note), note.given)

    def know_places(self, places: Mapping[str, Span], given: str | None) -> None:
        """Remember where facts stand in the note, and its text as it was given, if that is known."""
        self.given = given
        self._spans = dict(places)

    def show_turns(self, turns: Sequence[Turn], reasons: Sequence[Reason]) -> None:
        """Show a dialogue of which no log is kept, as it ended; ``reasons`` may be fewer."""
        for index, turn in enumerate(turns):
            self._line(turn.speaker, turn.text, "")
            if self.trace and index < len(reasons):
                self._why(reasons[index], None)

    def say(self, text: str) -> None:
        """A remark beside the conversation, on standard error."""
        if not self.quiet:
            print(self._paint(text, _DIM) if self.colour else text, file=sys.stderr, flush=True)

    def _after(self, event: Inserted) -> str:
        before = self._spoken.get(event.after or "")
        return f"(after “{short(before.text)}”) " if before else "(first) "

    def _line(self, speaker: str, text: str, mark: str) -> None:
        name = speaker.upper() if len(speaker) < _MARGIN else speaker[: _MARGIN - 2].upper() + "."
        head = harmless(name).ljust(_MARGIN)
        lines = [isolated(line) for line in wrapped(harmless(mark + text), max(self.width - _MARGIN, 30))]
        if mark:
            lines[0] = lines[0].replace(mark.strip(), self._paint(mark.strip(), _REVISED), 1)
        painted = self._paint(head, f"{_BOLD};{_COLOURS.get(speaker, '32')}")
        self._out(painted + f"\n{' ' * _MARGIN}".join(lines))

    def _why(self, reason: Reason, fault: str | None) -> None:
        spans = {**dict(zip(reason.facts, reason.spans, strict=False)), **self._spans}
        for row in reason_rows(reason, fault, lambda name: self._fact(name, spans.get(name))):
            for line in wrapped(harmless(row), max(self.width - _MARGIN - 2, 30), "  "):
                self._out(" " * (_MARGIN + 2) + self._paint(line, _DIM))

    def _fact(self, name: str, span: Span | None) -> str:
        words = self.given[span.start : span.end] if span is not None and self.given is not None else None
        quote = Quote(name, span, words)
        return f"{quote.place} “{isolated(quote.said)}”" if words is not None else quote.place

    def _paint(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour and text else text

    def _out(self, text: str) -> None:
        print_out(text)


def coloured() -> bool:
    """Whether what is printed may have colours."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def _instead(old: Turn | None) -> str:
    """Which line a revision takes the place of, by its first words."""
    words = old.text.split() if old else []
    return f"(says instead of “{' '.join(words[:6])}{'…' if len(words) > 6 else ''}”) " if words else "(says instead) "
