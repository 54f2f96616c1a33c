"""What a pane shows: styled text, never markup, and the place in it that should be in sight."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from rich.console import Console
from rich.text import Text

STRONG, FAINT, TOLD, CHOSEN = "bold", "dim", "underline", "bold reverse"  # attributes alone: seen without colours, too


@dataclass(frozen=True)
class PaneText:
    """``at`` is how many characters stand before what should be in sight; ``hang`` how many columns further in a long line
    goes on than it began."""

    text: Text = field(default_factory=Text)
    at: int = 0
    hang: int = 2

    def wrapped(self, console: Console, width: int) -> tuple[Text, int]:
        """The text in lines of ``width`` columns, and the row in which ``at`` is."""
        rows: list[Text] = []
        begun, row = 0, 0
        for line in self.text.split("\n", allow_blank=True):
            if begun <= self.at:
                word = (line.plain + " ").find(" ", self.at - begun)  # up to its end: it may not fit on the row
                before = line[: word if word >= 0 else len(line)]
                row = len(rows) + len(_hung(console, before, width, self.hang)) - 1
            rows += _hung(console, line, width, self.hang)
            begun += len(line) + 1
        return Text("\n", no_wrap=True).join(rows), row


def _hung(console: Console, line: Text, width: int, hang: int) -> list[Text]:
    """One line in several, those after the first further in."""
    first, *more = line.wrap(console, width) or [Text()]
    if not more:
        return [first]
    inside = len(line.plain) - len(line.plain.lstrip())
    inside = inside + hang if inside + hang < width // 2 else hang
    start = len(first.plain)
    start += len(line.plain[start:]) - len(line.plain[start:].lstrip())
    return [first, *(Text(" " * inside).append_text(one) for one in line[start:].wrap(console, width - inside))]


def in_lines(lines: Iterable[str], *, first: str = "") -> PaneText:
    """Plain lines, the first one in the style ``first``."""
    text = Text()
    for n, line in enumerate(lines):
        text.append(f"\n{line}" if n else line, first if n == 0 else "")
    return PaneText(text)
