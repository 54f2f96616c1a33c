"""How far a set is from people, group by group: the metrics whose interval and the reference's do not meet.

Two intervals of 95 % that do not meet are apart more surely than at 95 %, so a set of people beside others of their kind is
seldom unlike them; but one measure in many is, by chance alone, and people of another corpus often are.

Law of the file: people are the measure of how a set talks. What it says has the note for a measure, and a fault is one by itself: a set
that says less of what the note does not bear out than people do, or leaves a question unanswered less often, is no worse for that. In
grounding and coherence a metric that has a better side counts on the other alone.
"""

from collections.abc import Sequence
from typing import Any

Json = dict[str, Any]
COMPARED = ("grounding", "disclosure", "coherence", "realism", "diversity", "shape")
ONE_SIDED = frozenset({"grounding", "coherence"})  # better than people is no fault


def unlike_people(rows: Sequence[Json]) -> Json:
    """By group: how many metrics were compared, and which of them are unlike the reference's (in ``ONE_SIDED``: worse). A metric of which
    one side has no interval is not compared."""
    found: Json = {}
    for group in COMPARED:
        compared = [row for row in rows if row["group"] == group and _both(row)]
        apart = [row["metric"] for row in compared if _apart(row, row.get("reference") or {})]
        if compared:
            found[group] = {"compared": len(compared), "unlike": apart}
    return found


def _both(row: Json) -> bool:
    """Whether there is an interval to compare, and something to compare it with."""
    beside = row.get("reference") or {}
    return row.get("low") is not None and (row.get("goal") is not None or beside.get("low") is not None)


def _apart(ours: Json, theirs: Json) -> bool:
    if ours.get("goal") is not None:
        return ours["low"] > ours["goal"]
    if ours.get("compares"):  # a distance from people, which can only be too large
        return ours["low"] > theirs["high"]
    above, below = ours["low"] > theirs["high"], ours["high"] < theirs["low"]
    if ours["group"] in ONE_SIDED and ours["better"] != "none":
        return above if ours["better"] == "lower" else below
    return above or below
