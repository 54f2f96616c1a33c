"""Scores by subgroup: each group of dialogues beside all others, with the interval of the difference."""

from collections import Counter
from typing import TYPE_CHECKING, Any

from bedside.evaluation.bootstrap import estimates
from bedside.orchestrator.scorecards.scoring import ScoreTally

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Json = dict[str, Any]
LEAST = 5  # dialogues of a group, and of the others, below which no difference is given
MOST = 12  # groups of one key, the largest
SHOWN = (  # metrics that are compared by subgroup
    "unsupported",
    "unsupported_grave",
    "coverage",
    "concept_f1",
    "three_or_more",
    "first_two",
    "beside_question",
    "asked_again",
    "patient_register",
    "turns",
    "patient_words",
)


def subgroups(tally: ScoreTally) -> list[Json]:
    """For each key (age, sex, condition, ...) its groups: how many dialogues and what share of all, and for each metric of
    ``SHOWN`` the value of the group and how far it is from the others'. Groups of fewer than five have no differences."""
    if not tally.ids:
        return []
    columns = [number for number, metric in enumerate(tally.metrics) if metric.id in SHOWN]
    names = [tally.metrics[number].id for number in columns]
    values, weights = (table[:, columns] for table in tally.table())
    rows: list[Json] = []
    for key in dict.fromkeys(key for groups in tally.groups for key in groups):
        sizes = Counter(groups[key] for groups in tally.groups if key in groups)
        for group, count in sizes.most_common(MOST):
            inside = [groups.get(key) == group for groups in tally.groups]
            row: Json = {"key": key, "group": group, "dialogues": count, "share": count / len(tally.ids)}
            if count >= LEAST and len(inside) - count >= LEAST:
                row["metrics"] = _compared(names, values, weights, inside)
            rows.append(row)
    return rows


def _compared(
    names: list[str], values: "NDArray[np.float64]", weights: "NDArray[np.float64]", inside: list[bool]
) -> Json:
    import numpy as np

    mask = np.asarray(inside)
    ours = estimates(values[mask], weights[mask])
    others = estimates(values[~mask], weights[~mask])
    found: Json = {}
    for name, mine, theirs in zip(names, ours, others, strict=True):
        if mine.value is None or theirs.value is None or min(mine.dialogues, theirs.dialogues) < LEAST:
            continue
        spread = _spread(mine.low, mine.high, theirs.low, theirs.high)
        apart = mine.value - theirs.value
        found[name] = {
            "value": mine.value,
            "difference": apart,
            "low": None if spread is None else apart - spread,
            "high": None if spread is None else apart + spread,
        }
    return found


def _spread(*ends: float | None) -> float | None:
    """Half the interval of a difference of two independent means, from the half widths of theirs."""
    known = [end for end in ends if end is not None]
    if len(known) < len(ends):
        return None
    return (((known[1] - known[0]) / 2) ** 2 + ((known[3] - known[2]) / 2) ** 2) ** 0.5
