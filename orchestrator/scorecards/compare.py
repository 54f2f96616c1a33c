"""The scores of two runs of the same notes, note by note.

Law of the file: dialogues are compared where their notes are the same, by digest; those without a pair are counted and not
compared. Scores of two versions of a metric are never set side by side.
"""

from collections import Counter
from typing import TYPE_CHECKING, Any

from bedside.evaluation.bootstrap import PairedDifference, differences
from bedside.evaluation.metrics.registry import metrics
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.scorecards.score_file import ScoredDialogue, ScoreFile

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Json = dict[str, Any]
Pair = tuple[ScoredDialogue, ScoredDialogue]


def compare(a: ScoreFile, b: ScoreFile, name_a: str, name_b: str) -> Json:
    """Both sides, their difference and its interval, for every metric that both have. Raises ``Problem`` where no note is in
    both, or a metric was scored by two versions."""
    _same_versions(a, b, name_a, name_b)
    pairs, remarks = _pairs(a, b, name_a, name_b)
    names = [name for name in a.versions if name in b.versions]
    only = sorted(a.versions.keys() ^ b.versions.keys())
    if only:
        remarks.append(f"Scored on one side only, and not compared: {', '.join(only)}.")
    known = metrics()
    found = differences(_table(pairs, 0, names), _table(pairs, 1, names))
    rows = [
        _row(name, a.versions[name], one, pairs) | _about(known.get(name))
        for name, one in zip(names, found, strict=True)
    ]
    return {"form": 1, "a": name_a, "b": name_b, "pairs": len(pairs), "remarks": remarks, "metrics": rows}


def _same_versions(a: ScoreFile, b: ScoreFile, name_a: str, name_b: str) -> None:
    apart = [name for name, version in a.versions.items() if b.versions.get(name, version) != version]
    if apart:
        older = name_a if a.versions[apart[0]] < b.versions[apart[0]] else name_b
        told = ", ".join(f"{name} ({a.versions[name]} and {b.versions[name]})" for name in apart[:5])
        raise Problem(
            "input",
            f"Scored by different versions of {told}: run bedside evaluate {older} again, nothing is generated.",
        )


def _pairs(a: ScoreFile, b: ScoreFile, name_a: str, name_b: str) -> tuple[list[Pair], list[str]]:
    sides = [by_note(side) for side in (a, b)]
    pairs = [(one, sides[1][key]) for key, one in sides[0].items() if key in sides[1]]
    remarks: list[str] = []
    other = {one.id: one.note for one in b.dialogues}
    changed = sum(one.id in other and other[one.id] != one.note for one in a.dialogues)
    if changed:
        remarks.append(f"{changed:,} have the same id and another note: they are not compared.")
    if not pairs:
        told = f" {remarks[0]}" if remarks else ""
        raise Problem("input", f"{name_a} and {name_b} have no note in common, so nothing can be compared.{told}")
    for name, side in ((name_a, a), (name_b, b)):
        alone = len(side.dialogues) - len(pairs)
        if alone:
            remarks.append(f"{alone:,} of {name} have no pair and are not compared.")
        if side.left_out:
            remarks.append(f"{side.left_out:,} of {name} were not scored.")
    return pairs, remarks


def by_note(side: ScoreFile) -> dict[tuple[str, str], ScoredDialogue]:
    """The dialogues by note; where several are of one note, by note and id."""
    count = Counter(one.note for one in side.dialogues)
    return {(one.note, one.id if count[one.note] > 1 else ""): one for one in side.dialogues if one.note}


def _table(pairs: list[Pair], side: int, names: list[str]) -> "tuple[NDArray[np.float64], NDArray[np.float64]]":
    import numpy as np

    scores = [[pair[side].scores.get(name, (0.0, 0)) for name in names] for pair in pairs]
    table = np.asarray(scores, dtype=np.float64).reshape(len(pairs), len(names), 2)
    return table[:, :, 0], table[:, :, 1]


def _row(name: str, version: int, found: PairedDifference, pairs: list[Pair]) -> Json:
    values: list[float | None] = [None, None]
    if found.value is not None:
        both = [pair for pair in pairs if name in pair[0].scores and name in pair[1].scores]
        for side in (0, 1):
            scored = [pair[side].scores[name] for pair in both]
            values[side] = sum(value * n for value, n in scored) / sum(n for _, n in scored)
    row: Json = {"metric": name, "version": version, "a": values[0], "b": values[1], "difference": found.value}
    return row | {"low": found.low, "high": found.high, "effect": found.effect, "pairs": found.pairs}


def _about(metric: Any) -> Json:
    if metric is None:
        return {"group": "other", "better": "none", "unit": ""}
    return {"group": metric.group, "better": metric.direction, "unit": metric.unit}


def verdict(row: Json) -> str:
    """What the difference comes to, in a word or two: only where its interval does not hold 0."""
    low, high = row["low"], row["high"]
    if low is None or low <= 0 <= high:
        return ""
    if row["better"] == "none":
        return "differs"
    return "b better" if (row["difference"] > 0) == (row["better"] == "higher") else "a better"
