"""Many runs over the same cases in one table, each with its intervals.

Law of the file: only cases that all runs have are counted. Scores of two versions of a metric do not stand in one table. There is no
number over all metrics, so nobody is first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bedside.evaluation.bootstrap import Estimate, estimates
from bedside.evaluation.metrics.registry import metrics
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.scorecards.card import GROUPS
from bedside.orchestrator.scorecards.compare import by_note
from bedside.orchestrator.scorecards.score_file import ScoredDialogue, ScoreFile

Json = dict[str, Any]
FORM = 1
_NO_CARD = "the scorecard of the run is not beside its scores"


@dataclass(frozen=True)
class RankedRun:
    """One run: what it is called, its scores, and its scorecard where there is one."""

    name: str
    scores: ScoreFile
    card: Json | None = None


def leaderboard(entries: Sequence[RankedRun]) -> Json:
    """The table as JSON: ``runs``, and ``metrics`` with one score a run in that order. Raises ``Problem`` where a metric was scored
    by two versions, or no case is in all runs."""
    _same_versions(entries)
    sides = [by_note(entry.scores) for entry in entries]
    cases = [key for key in sides[0] if all(key in side for side in sides)]
    if not cases:
        names = ", ".join(entry.name for entry in entries)
        raise Problem(
            "input", f"{names} have no note that all of them have, so there is no table: score runs of one set."
        )
    whole = [len(cases) == len(entry.scores.dialogues) for entry in entries]
    references = {entry.card.get("reference") for entry in entries if entry.card is not None}
    same = len(references) == 1
    return {
        "form": FORM,
        "cases": len(cases),
        "reference": references.pop() if same else None,
        "remarks": _remarks(entries, len(cases), same),
        "runs": [
            {"name": entry.name, "dialogues": len(entry.scores.dialogues), "left_out": entry.scores.left_out}
            for entry in entries
        ],
        "unlike_people": _unlike(entries, whole, same),
        "metrics": [
            *_of_dialogues(entries, [[side[key] for key in cases] for side in sides], same),
            *_of_sets(entries, whole, same),
        ],
    }


def _same_versions(entries: Sequence[RankedRun]) -> None:
    """Refuse two versions of one metric, of a dialogue's or of a set's."""
    known: dict[str, tuple[int, str]] = {}
    for entry in entries:
        of_sets = {row["metric"]: row["version"] for row in (entry.card or {}).get("metrics", ())}
        for metric, version in (of_sets | entry.scores.versions).items():
            other, name = known.setdefault(metric, (version, entry.name))
            if other != version:
                older = name if other < version else entry.name
                raise Problem(
                    "input",
                    f"{metric} was scored by version {other} in {name} and {version} in {entry.name}: run bedside evaluate {older} again, nothing is generated.",
                )


def _remarks(entries: Sequence[RankedRun], cases: int, same: bool) -> list[str]:
    said: list[str] = []
    for entry in entries:
        alone = len(entry.scores.dialogues) - cases
        if alone:
            said.append(
                f"{alone:,} dialogues of {entry.name} are of notes that not all runs have: they are not counted."
            )
        if entry.scores.left_out:
            said.append(f"{entry.scores.left_out:,} of {entry.name} were not scored.")
        if entry.card is None:
            said.append(f"{entry.name}: {_NO_CARD}, so what is measured over a set is missing.")
    if not same and any(entry.card for entry in entries):
        said.append("The runs were scored beside different references: what compares with people is left out.")
    return said


def _of_dialogues(entries: Sequence[RankedRun], rows: Sequence[Sequence[ScoredDialogue]], same: bool) -> list[Json]:
    """The metrics of a dialogue, over the cases in common."""
    import numpy as np

    names = list(dict.fromkeys(name for entry in entries for name in entry.scores.versions))
    tables: list[list[Estimate]] = []
    for side in rows:
        scores = [[one.scores.get(name, (0.0, 0)) for name in names] for one in side]
        table = np.asarray(scores, dtype=np.float64).reshape(len(side), len(names), 2)
        tables.append(estimates(table[:, :, 0], table[:, :, 1]))
    known, beside = metrics(), _people(entries) if same else {}
    found: list[Json] = []
    for at, name in enumerate(names):
        metric = known.get(name)
        about = {
            "metric": name,
            "version": next(entry.scores.versions[name] for entry in entries if name in entry.scores.versions),
            "group": metric.group if metric else "other",
            "better": metric.direction if metric else "none",
            "measures": metric.measures if metric else "",
            "set": False,
        }
        found.append(about | {"scores": [_short(of[at]) for of in tables], "reference": beside.get(name)})
    return found


def _short(one: Estimate) -> Json:
    row: Json = {"value": one.value, "low": one.low, "high": one.high, "n": one.dialogues}
    return row if one.value is not None else row | {"reason": "no case was scored"}


def _people(entries: Sequence[RankedRun]) -> dict[str, Json]:
    """The reference's values, as the first run that has them tells."""
    card = next((entry.card for entry in entries if entry.card and entry.card.get("reference")), None)
    return {row["metric"]: row["reference"] for row in (card or {}).get("metrics", ()) if row.get("reference")}


def _of_sets(entries: Sequence[RankedRun], whole: Sequence[bool], same: bool) -> list[Json]:
    """What is measured over a set, from the scorecards: where a set is the cases in common and no others."""
    found: dict[str, Json] = {}
    for at, entry in enumerate(entries):
        for row in (entry.card or {}).get("metrics", ()):
            if "of" not in row:
                continue
            about = {key: row[key] for key in ("metric", "version", "group", "better", "measures")} | {"set": True}
            made = found.setdefault(row["metric"], about | {"scores": [_missing(one) for one in entries]})
            made["scores"][at] = _of_set(row, whole[at], same)
    beside = _people(entries) if same else {}
    return [made | {"reference": beside.get(name)} for name, made in found.items()]


def _missing(entry: RankedRun) -> Json:
    why = "not measured of this run" if entry.card else _NO_CARD
    return {"value": None, "low": None, "high": None, "n": 0, "reason": why}


def _of_set(row: Json, whole: bool, same: bool) -> Json:
    bare: Json = {"value": None, "low": None, "high": None, "n": row["n"]}
    if not whole:
        return bare | {"reason": "measured over more dialogues than the cases in common"}
    if not same and row.get("reference") is not None:
        return bare | {"reason": "measured beside another reference"}
    short = {key: row[key] for key in ("value", "low", "high", "n")}
    return short | ({"reason": row.get("reason", "")} if row["value"] is None else {})


def _unlike(entries: Sequence[RankedRun], whole: Sequence[bool], same: bool) -> Json:
    """By group: of each run in how many of how many metrics it is unlike people; None where that is not known."""
    cards = [
        (entry.card or {}).get("unlike_people", {}) if every and same else {}
        for entry, every in zip(entries, whole, strict=True)
    ]
    groups = [group for group in GROUPS if any(group in card for card in cards)]
    return {group: [_counted(card.get(group)) for card in cards] for group in groups}


def _counted(found: Json | None) -> Json | None:
    return None if found is None else {"unlike": len(found["unlike"]), "compared": found["compared"]}
