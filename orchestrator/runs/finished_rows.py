"""What a run's log says of its finished dialogues: how they ended, how much of their notes was understood, what checks found."""

from collections import Counter
from collections.abc import Container, Mapping
from pathlib import Path
from typing import Any

import orjson

from bedside.orchestrator.runs.file_names import LOG
from bedside.orchestrator.runs.files import whole_lines

Json = dict[str, Any]


def finished_rows(folder: Path) -> dict[str, Json]:
    """The last row of each finished dialogue, by id: ``stop``, ``words`` (those understood, and all) and ``faults`` (the checks
    that found one). Rows of older runs have the first alone."""
    found: dict[str, Json] = {}
    for _, line in whole_lines(folder / LOG):
        try:
            row: Json = orjson.loads(line)
            if row["event"] == "finished":
                found[row["id"]] = row
        except (orjson.JSONDecodeError, KeyError, TypeError):
            continue
    return found


def faulty(rows: Mapping[str, Json], finished: Container[str]) -> tuple[int, Counter[str]]:
    """How many of the ``finished`` dialogues hold a fault, and how many of them one of each check."""
    faults = [row["faults"] for name, row in rows.items() if name in finished and row.get("faults")]
    return len(faults), Counter(check for checks in faults for check in checks)
