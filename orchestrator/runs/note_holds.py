"""What a dialogue's note holds that nobody says, counted by kind: instructions to a machine, identifiers of real people."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import orjson

from bedside.orchestrator.runs.events import Started
from bedside.orchestrator.runs.files import whole_lines

KEY = "note_holds"  # of a line of dialogues.jsonl, and of a record's meta
_MARK = f'"{KEY}"'.encode()


def note_holds(started: Started | None) -> dict[str, int]:
    """How many stretches of each kind the note has; empty for a note without any."""
    asides = (started.note or {}).get("asides", ()) if started else ()
    return dict(Counter(str(one["kind"]) for one in asides))


def notes_that_hold(dialogues: Path) -> dict[str, int]:
    """How many of the dialogues of a ``dialogues.jsonl`` have a note with at least one stretch of each kind."""
    notes: Counter[str] = Counter()
    for _, line in whole_lines(dialogues):
        if _MARK in line:
            notes.update(orjson.loads(line).get(KEY, {}).keys())
    return dict(notes)


def split(holds: Mapping[str, int]) -> tuple[int, dict[str, int]]:
    """Instructions, and identifiers by kind."""
    return holds.get("instruction", 0), {kind: count for kind, count in holds.items() if kind != "instruction"}
