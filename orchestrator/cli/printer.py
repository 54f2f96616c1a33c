"""A conversation on the terminal, line by line as events arrive. Colour only on a terminal and without NO_COLOR."""

import os
import shutil
import sys
import textwrap
from typing import Any
from unicodedata import bidirectional, east_asian_width

import orjson

from bedside.orchestrator.failures import StorageProblem
from bedside.orchestrator.runs.events import Event
from bedside.scenarios.note import Note

_COLOURS = {"physician": "36", "patient": "33"}
_DIM, _BOLD, _REVISED = "2", "1", "35"
_NOT_FIRST = frozenset("，。、；：？！）」』”’,.;:?!)")
_MARGIN = 11  # columns for the speaker's name


class Printer:
    """Shows events. With ``trace`` each line has its reason under it; with ``json`` events are printed as they are."""

    def __init__(self, *, trace: bool = False, json: bool = False, quiet: bool = False) -> None:
        self.trace = trace
        self.json = json
        self.quiet = quiet
        self.note: Note | None = None
        self.colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        self.width = min(shutil.get_terminal_size((100, 24)).columns, 110)
        self._spoken: dict[str, Any] = {}

    def __call__(self, event: Event) -> None:
        """Show one event."""
        if self.json:
            line = orjson.dumps(event, option=orjson.OPT_SORT_KEYS).decode()
            self._out(line)
            return
        kind = event["event"]
        if kind in ("turn", "insert", "revise"):
            turn = event["turn"]
            if kind == "revise" and turn["text"] == self._spoken.get(turn["id"], {}).get("text") and not self.trace:
                return  # only the record of it changed
            mark = self._instead(event) if kind == "revise" else self._after(event) if kind == "insert" else ""
            self._spoken[turn["id"]] = turn
            self._line(turn["speaker"], turn["text"], mark)
            if self.trace:
                self._why(event["reason"], event.get("fault"))
        elif kind == "drop":
            gone = self._spoken.get(event["turn"], {"speaker": "?", "text": ""})
            self._line(gone["speaker"], gone["text"], "(taken back) ")

    def know(self, note: Note) -> None:
        """Remember the note, whose words a trace shows."""
        self.note = note

    def say(self, text: str) -> None:
        """A remark beside the conversation, on standard error."""
        if not self.quiet:
            print(self._paint(text, _DIM) if self.colour else text, file=sys.stderr, flush=True)

    def _instead(self, event: Event) -> str:
        """Which line a revision takes the place of, by its first words."""
        old = self._spoken.get(event["turn"]["id"], {"text": ""})["text"]
        words = old.split()
        return (
            f"(says instead of “{' '.join(words[:6])}{'…' if len(words) > 6 else ''}”) " if words else "(says instead) "
        )

    def _after(self, event: Event) -> str:
        before = self._spoken.get(event["after"] or "")
        return f"(after “{_short(before['text'])}”) " if before else "(first) "

    def _line(self, speaker: str, text: str, mark: str) -> None:
        name = speaker.upper() if len(speaker) < _MARGIN else speaker[: _MARGIN - 2].upper() + "."
        head = name.ljust(_MARGIN)
        lines = [isolated(line) for line in wrapped(mark + text, max(self.width - _MARGIN, 30))]
        if mark:
            lines[0] = lines[0].replace(mark.strip(), self._paint(mark.strip(), _REVISED), 1)
        painted = self._paint(head, f"{_BOLD};{_COLOURS.get(speaker, '32')}")
        self._out(painted + f"\n{' ' * _MARGIN}".join(lines))

    def _why(self, reason: dict[str, Any], fault: str | None) -> None:
        rows = [f"{reason['act']} · {reason['topic']} · {reason['step']}"]
        if fault:
            rows.append(f"repair: {fault}")
        if reason["thought"]:
            rows.append(f"thought: {reason['thought']}")
        rows += [f"fact {self._fact(i, span)}" for i, span in zip(reason["facts"], reason["spans"], strict=False)]
        rows += [f"withheld: {', '.join(reason['withheld'])}"] if reason["withheld"] else []
        rows += [f"cites {name}" for name in reason["passages"]]
        found = [name for name in reason.get("evidence", []) if name not in reason["passages"]]
        rows += [f"found {', '.join(found)}"] if found else []
        model = reason.get("model") or {}
        if model.get("asked"):
            rows.append(f"asked {model['asked']} with {model['prompt']} version {model['version']}")
        elif model.get("line"):
            rows.append(f"{model['line']} line" + (f": the model failed ({model['why']})" if model.get("why") else ""))
        for row in rows:
            for line in wrapped(row, max(self.width - _MARGIN - 2, 30), "  "):
                self._out(" " * (_MARGIN + 2) + self._paint(line, _DIM))

    def _fact(self, fact: str, span: dict[str, int]) -> str:
        words = self.note.given[span["start"] : span["end"]] if self.note else ""
        return f"{fact} [{span['start']}:{span['end']}] “{isolated(_short(words, 160))}”"

    def _paint(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour and text else text

    def _out(self, text: str) -> None:
        try:
            print(text, flush=True)
        except BrokenPipeError:  # nobody reads any more, which is no trouble
            raise
        except OSError as error:
            raise StorageProblem(
                f"Standard output cannot be written ({error.strerror}): give it room, then run the same command again."
            ) from error


def wrapped(text: str, width: int, indent: str = "") -> list[str]:
    """The lines of a text that fit into so many columns, those after the first with ``indent`` before them. A Chinese sign
    takes two columns and needs no space to break at."""
    if text.isascii() or not any(east_asian_width(sign) in "WF" for sign in text):
        return textwrap.wrap(text, width, subsequent_indent=indent) or [""]
    from rich.cells import chop_cells

    room = width - len(indent) - 2  # for a mark that may not begin a line
    lines = chop_cells(" ".join(text.split()), room)
    for at in range(1, len(lines)):
        if lines[at] and lines[at][0] in _NOT_FIRST:
            lines[at - 1], lines[at] = lines[at - 1] + lines[at][0], lines[at][1:]
    kept = [line.strip() for line in lines if line.strip()]
    return [*kept[:1], *(indent + line for line in kept[1:])]


def isolated(text: str) -> str:
    """A line that runs from right to left between marks that keep it so beside what runs the other way (Unicode's
    isolates); another line as it is. For the eye alone: no record has the marks."""
    strong = next((bidirectional(sign) for sign in text if bidirectional(sign) in ("L", "R", "AL")), "L")
    return text if strong == "L" else f"\u2067{text}\u2069"


def _short(text: str, most: int = 40) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1] + "…"
