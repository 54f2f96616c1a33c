"""Runs, and the dialogues of a run, as rows of words."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from bedside.orchestrator.runs.dialogue_list import DialogueRow
from bedside.orchestrator.runs.run_list import RunRow
from bedside.orchestrator.views.terminal_text import columns, harmless, padded, short, wrapped

RUN_HEAD = ("run", "written", "command", "dialogues", "players", "size", "state")
DIALOGUE_HEAD = ("id", "turns", "ended", "understood", "faults", "begins")


def run_cells(row: RunRow) -> tuple[str, ...]:
    """A run as cells under ``RUN_HEAD``."""
    when = datetime.fromtimestamp(row.at).strftime("%Y-%m-%d %H:%M")
    state = "version 0.1.0" if row.version == 1 and row.state in ("closed", "stopped") else row.state
    if row.problem:
        state = f"{row.state}: {row.problem}"
    return (row.name, when, _command(row), _counts(row), row.players, _size(row.size), state)


def dialogue_cells(row: DialogueRow) -> tuple[str, ...]:
    """A dialogue as cells under ``DIALOGUE_HEAD``."""
    if row.status == "failed":
        tries = f" ({row.attempts} attempts)" if row.attempts > 1 else ""
        return (row.id, str(row.turns), f"failed: {row.stop}{tries}", "", "", row.failure)
    ended = row.stop if row.status == "finished" else row.status
    share = f"{row.understood:.0%}" if row.understood is not None else ""
    return (row.id, str(row.turns), ended, share, ", ".join(row.faults), short(row.begins, 60))


def text_table(head: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    """The lines of a table for a terminal of so many columns. The first column, which names things, is never cut; the last
    goes on below itself; others are cut where they are long."""
    cells = [[row[0], *(short(cell, 28) for cell in row[1:-1]), row[-1]] for row in (head, *rows)]
    cells = [[harmless(cell) for cell in row] for row in cells]
    widths = [max(columns(row[n]) for row in cells) for n in range(len(head) - 1)]
    before = sum(widths) + 2 * len(widths)
    for row in cells:
        first = "".join(padded(cell, size + 2) for cell, size in zip(row, widths, strict=False))
        last = wrapped(row[-1], max(20, width - before))
        yield (first + last[0]).rstrip()
        yield from (" " * before + part for part in last[1:])


def _command(row: RunRow) -> str:
    """The command, with the last name of whatever it was given."""
    given = next((word for word in row.arguments[1:] if not word.startswith("-")), "")
    return " ".join([*row.arguments[:1], *([given.rsplit("/", 1)[-1]] if given else [])])


def _counts(row: RunRow) -> str:
    """``12 of 15, 1 failed``: finished, of those asked for, and what else there is."""
    counts = row.counts
    if not counts:
        return ""
    said = f"{counts['finished'] or 0:,}" + (f" of {counts['requested']:,}" if counts["requested"] is not None else "")
    others = [f"{counts[name]:,} {name}" for name in ("failed", "filtered", "pending") if counts[name]]
    return ", ".join([said, *others])


def _size(size: int) -> str:
    for unit, scale in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if size >= scale:
            return f"{size / scale:.1f} {unit}"
    return f"{size} B"
