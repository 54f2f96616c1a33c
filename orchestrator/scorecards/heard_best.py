"""What readers mark as making no sense, as far as a metric hears it: the one that tells such turns best, beside people's.

Law of the file: which metric it is, and how well it tells, was measured on marked turns (``benchmarks/marks.py``), not on which set is to come out
ahead. It hears little: no count of marked turns is made of it.
"""

from collections.abc import Sequence
from typing import Any

Json = dict[str, Any]
BEST = (  # the best first, with the area (of marked and passed turns of a length, how often it tells which is which) and the side of a marked turn
    ("surprise_in_talk", 0.71, "above"),  # by ``--lm`` alone
    ("answer_fits", 0.64, "below"),
)


def heard_best(rows: Sequence[Json]) -> Json | None:
    """The best metric that has an interval beside people's, with its value and theirs, and how the set stands: ``worse`` than people, ``no worse``,
    or ``not told apart`` where the intervals meet. None where there is no such metric."""
    by = {row["metric"]: row for row in rows}
    for name, area, side in BEST:
        row: Json = by.get(name, {})
        beside: Json = row.get("reference") or {}
        if row.get("low") is None or beside.get("low") is None:
            continue
        sign = 1 if side == "above" else -1
        nearest, furthest = sorted((sign * row["low"], sign * row["high"]))
        worst = max(sign * beside["low"], sign * beside["high"])
        stands = "worse" if nearest > worst else "no worse" if furthest <= sign * beside["value"] else "not told apart"
        keys = ("value", "low", "high")
        found = {key: row[key] for key in keys} | {"people": {key: beside[key] for key in keys}}
        return {"metric": name, "area": area, "marked": side, "stands": stands, **found}
    return None


def heard_text(heard: Json) -> str:
    """The same in a sentence."""
    ours, theirs = (f"{of['value']:.3f} [{of['low']:.3f}, {of['high']:.3f}]" for of in (heard, heard["people"]))
    told = {
        "worse": "worse than people's, so expect readers to mark more turns than of people",
        "no worse": "no worse than people's",
        "not told apart": "not told apart from people's by so many dialogues",
    }
    return (
        f"Turns that readers mark as making no sense are heard best by {heard['metric']} ({heard['area']:.2f} of pairs, 0.5 is chance; marked "
        f"turns lie {heard['marked']}): {ours}, people {theirs}: {told[heard['stands']]}. Most of them nothing here hears: read aloud."
    )
