"""Notes of hard shapes: exports, tables, letters, dictation, telegram style, secrets, grief. What of each must be told, what must
never be said, and how much of that holds.

All notes are invented. A pattern that begins with ``^`` is looked for in a whole line, "speaker: text", any other in what was
said. ``python -m bedside.benchmarks.hard_shapes`` prints the counts and, with ``--lines``, every pattern that fails.
"""

import argparse
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from bedside.orchestrator.api.simulate_one import simulate
from bedside.orchestrator.failures import Failed
from bedside.scenarios.record import Record


@dataclass(frozen=True)
class HardShape:
    """A note and what is right about its conversation: patterns that are ``told``, those that are ``wanted`` and not told yet,
    and those that are ``never`` said. ``filtered``: too little of it is understood, so that there is no conversation."""

    id: str
    note: str
    language: str
    told: tuple[str, ...]
    wanted: tuple[str, ...]
    never: tuple[str, ...]
    filtered: bool


@cache
def shapes() -> tuple[HardShape, ...]:
    """The notes of ``planted/hard_shapes.jsonl``."""
    text = files("bedside.benchmarks").joinpath("planted/hard_shapes.jsonl").read_text(encoding="utf-8")
    return tuple(_shape(json.loads(line)) for line in text.splitlines())


def _shape(row: dict[str, Any]) -> HardShape:
    return HardShape(
        row["id"],
        row["note"],
        row.get("language", ""),
        tuple(row["told"]),
        tuple(row["wanted"]),
        tuple(row["never"]),
        row.get("filtered", False),
    )


def played(shape: HardShape, seed: int = 1) -> Record | None:
    """The conversation about a note; None where it was filtered."""
    try:
        return simulate(note=shape.note, seed=seed, language=shape.language or None)
    except Failed:
        return None


def is_said(pattern: str, record: Record) -> bool:
    """Whether a pattern is found in some line of a conversation."""
    whole = pattern.startswith("^")
    return any(re.search(pattern, f"{turn.speaker}: {turn.text}" if whole else turn.text) for turn in record.turns)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print how many notes were held, how many patterns are told, and how many are said that must never be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--lines", action="store_true", help="every pattern that fails")
    options = parser.parse_args(arguments)
    held = told = wanted = said = 0
    for shape in shapes():
        record = played(shape, options.seed)
        if record is None:
            continue
        held += 1
        expected = (*shape.told, *shape.wanted)
        missing = [pattern for pattern in expected if not is_said(pattern, record)]
        wrong = [pattern for pattern in shape.never if is_said(pattern, record)]
        wanted, told, said = wanted + len(expected), told + len(expected) - len(missing), said + len(wrong)
        if options.lines and (missing or wrong):
            print(f"{shape.id}: not told {missing}; said {wrong}")
    never = sum(len(shape.never) for shape in shapes())
    print(f"{held} of {len(shapes())} notes held; {told} of {wanted} told; {said} of {never} said that must never be")


if __name__ == "__main__":
    main()
