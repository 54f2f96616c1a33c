"""The line at the bottom, which takes every verb: with a history, and words that are completed."""

from collections.abc import Callable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

from bedside.orchestrator.debug.screen.history import History

Complete = Callable[[str], list[str]]


class CommandLine(Input):
    """Asks ``complete`` what the last word of a line may become, and remembers lines in ``history``."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "carry out"),
        Binding("tab", "complete", "complete"),
        Binding("up", "older", "earlier"),
        Binding("down", "newer", "later"),
        Binding("escape", "leave", "leave"),
    ]

    class Left(Message):
        """Whoever typed goes back to the conversation."""

    class Choices(Message):
        """The last word may become several."""

        def __init__(self, words: list[str]) -> None:
            super().__init__()
            self.words = words

    def __init__(self, complete: Complete, history: History) -> None:
        super().__init__(id="command", compact=True, select_on_focus=False, placeholder="a verb; help lists them")
        self._complete = complete
        self._history = history
        self._back = 0  # how far back in the history this line is, 0 for a new one
        self._draft = ""

    def take(self) -> str:
        """What was typed; the line is empty and the history has it."""
        line, self.value, self._back = self.value.strip(), "", 0
        self._history.add(line)
        return line

    def fill(self, line: str, cursor: int | None = None) -> None:
        """Put a line there to be gone on with."""
        self.value = line
        self.cursor_position = len(line) if cursor is None else cursor

    def action_older(self) -> None:
        """The line before this one in the history."""
        self._recall(self._back + 1)

    def action_newer(self) -> None:
        """The line after this one in the history, at last what had been begun."""
        self._recall(self._back - 1)

    def _recall(self, back: int) -> None:
        lines = self._history.lines
        if not 0 <= back <= len(lines):
            return
        if self._back == 0:
            self._draft = self.value
        self._back = back
        self.fill(lines[-back] if back else self._draft)

    def action_complete(self) -> None:
        """Complete the last word as far as it is certain; on an empty line, go to the next part of the screen."""
        if not self.value.strip():
            self.screen.focus_next()
            return
        line, rest = self.value[: self.cursor_position], self.value[self.cursor_position :]
        words = self._complete(line)
        if not words:
            return
        begun = line[: line.rfind(" ") + 1] + (f"{words[0]} " if len(words) == 1 else _common(words))
        self.fill(begun + rest, len(begun))
        if len(words) > 1:
            self.post_message(self.Choices(words))

    def action_leave(self) -> None:
        """Go back to the conversation; what was typed stays."""
        self.post_message(self.Left())


def _common(words: list[str]) -> str:
    """What all of them begin with."""
    first, last = min(words), max(words)
    return next((first[:n] for n, sign in enumerate(first) if last[n : n + 1] != sign), first)
