"""Whether there is a terminal on which the full-screen interface can be shown."""

import os
import sys

from bedside.orchestrator.failures import Problem

COLUMNS, LINES = 60, 16  # the least


def need_terminal() -> None:
    """Raises ``Problem`` where there is no terminal, or one that is too small. Falling back to lines would be another
    interface than was asked for, and a script would never learn of it."""
    # Textual draws on standard error, so that standard output may be a file.
    streams = (sys.__stdin__, sys.__stderr__)
    terminal = all(stream is not None and not stream.closed and stream.isatty() for stream in streams)
    if not terminal or os.environ.get("TERM", "") in ("", "dumb", "unknown"):
        raise Problem("usage", "--full-screen needs a terminal: leave it out, and the session is held line by line.")
    assert sys.__stderr__ is not None
    columns, lines = os.get_terminal_size(sys.__stderr__.fileno())  # not what a variable says: that may be of another
    if too_small(columns, lines):
        raise Problem("usage", f"{small_sentence(columns, lines)} or leave --full-screen out.")


def too_small(columns: int, lines: int) -> bool:
    """Whether the panes do not fit."""
    return columns < COLUMNS or lines < LINES


def small_sentence(columns: int, lines: int) -> str:
    """What to do about a terminal that is too small, without its end."""
    return f"The terminal has {columns} columns and {lines} lines: make it at least {COLUMNS} by {LINES}"
