"""What people rated, from a file, to be joined with what a judge scored.

Form: JSON Lines. A row has ``id`` and any of the rubric's items with 1 to 5; ``rater`` says whose it is. Gaps are allowed.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from bedside.evaluation.judging.rubric import HIGHEST, ITEMS, LOWEST
from bedside.orchestrator.failures import Problem

_ALIKE = 20  # ratings that are all the same, from which on it is said


@dataclass(frozen=True)
class HumanRatings:
    """By item and dialogue the mean of those who rated it, and what must be known of the raters."""

    by_item: dict[str, dict[str, float]]
    remarks: tuple[str, ...]


def read_ratings(path: Path) -> HumanRatings:
    """Read a file. Raises ``Problem`` that names the line for one that cannot be."""
    try:
        lines = [line for line in path.read_bytes().splitlines() if line.strip()]
    except OSError as error:
        raise Problem("input", f"--human-ratings {path} cannot be read ({error.strerror}): check its path.") from None
    given: dict[str, dict[str, list[float]]] = {item: defaultdict(list) for item in ITEMS}
    raters: dict[str, Counter[float]] = defaultdict(Counter)
    for number, line in enumerate(lines, 1):
        row = _row(path, number, line)
        for item in ITEMS:
            value = row.get(item)
            if value is None:
                continue
            if isinstance(value, bool) or not isinstance(value, int | float) or not LOWEST <= value <= HIGHEST:
                raise Problem(
                    "input", f"{path}, line {number}: {item} is {value!r}, and no number from {LOWEST} to {HIGHEST}."
                )
            given[item][str(row["id"])].append(float(value))
            raters[str(row.get("rater", "a rater"))][float(value)] += 1
    if not raters:
        raise Problem("input", f"{path} holds no rating: a row has id and any of {', '.join(ITEMS)}.")
    alike = [name for name, values in raters.items() if len(values) == 1 and values.total() >= _ALIKE]
    remarks = tuple(f"{name} gave everything the same rating: it tells no dialogue from another." for name in alike)
    means = {item: {name: sum(values) / len(values) for name, values in of.items()} for item, of in given.items()}
    return HumanRatings(means, remarks)


def _row(path: Path, number: int, line: bytes) -> dict[str, Any]:
    try:
        row: Any = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise Problem("input", f"{path}, line {number} is no JSON ({error.msg}): a row a line.") from None
    if not isinstance(row, dict) or not isinstance(row.get("id"), str | int):
        raise Problem("input", f"{path}, line {number} has no id: it names the dialogue that was rated.")
    return row
