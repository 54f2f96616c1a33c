"""Text for a terminal: in lines that fit, counted in columns, with what runs from right to left kept apart, and without what
a terminal would take for an order."""

import re
import textwrap
from unicodedata import bidirectional, east_asian_width

_ORDERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]")  # control characters and overrides of direction
_NOT_FIRST = frozenset("，。、；：？！）」』”’,.;:?!)")


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


def columns(text: str) -> int:
    """How many columns a line takes."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def padded(text: str, width: int) -> str:
    """A line with spaces after it, up to so many columns."""
    return text + " " * max(0, width - columns(text))


def isolated(text: str) -> str:
    """A line that runs from right to left between marks that keep it so beside what runs the other way (Unicode's
    isolates); another line as it is. For the eye alone: no record has the marks."""
    strong = next((bidirectional(sign) for sign in text if bidirectional(sign) in ("L", "R", "AL")), "L")
    return text if strong == "L" else f"\u2067{text}\u2069"


def short(text: str, most: int = 40) -> str:
    """The beginning of a text, on one line."""
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1] + "…"


def harmless(text: str) -> str:
    """A text without what a terminal obeys: a run folder may come from anywhere."""
    return _ORDERS.sub(" ", text)
