"""What a pane shows: styled text, never markup, and the place in it that should be in sight."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from rich.text import Text

STRONG, FAINT, TOLD, CHOSEN = "bold", "dim", "underline", "bold reverse"  # attributes alone: seen without colours, too


@dataclass(frozen=True)
class Shown:
    """``at`` is how many characters stand before what should be in sight."""

    text: Text = field(default_factory=Text)
    at: int = 0


def in_lines(lines: Iterable[str], *, first: str = "") -> Shown:
    """Plain lines, the first one in the style ``first``."""
    text = Text()
    for n, line in enumerate(lines):
        text.append(f"\n{line}" if n else line, first if n == 0 else "")
    return Shown(text)
