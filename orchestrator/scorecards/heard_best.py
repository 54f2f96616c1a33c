"""What readers mark as making no sense, as far as a metric hears it: the one that tells such turns best, beside people's.

Law of the file: which metric it is, and how well it tells, was measured on marked turns (``benchmarks/marks.py``), not on which set is to come out
ahead. It hears little: no count of marked turns is made of it.
"""

from collections.abc import Sequence
from typing import Any

Json = dict[str, Any]
BEST = "answer_fits"
AREA = 0.64  # of marked and passed turns of about the same length, how often the marked one is bound less to its question; 0.5 is chance


def heard_best(rows: Sequence[Json]) -> Json | None:
    """The metric with its value and people's, and how it stands: ``below`` people's, ``not below``, or ``not told apart`` where the intervals
    meet. None where one of the two has no interval."""
    row = next((row for row in rows if row["metric"] == BEST), {})
    beside = row.get("reference") or {}
    if row.get("low") is None or beside.get("low") is None:
        return None
    stands = (
        "below" if row["high"] < beside["low"] else "not below" if row["low"] >= beside["value"] else "not told apart"
    )
    keys = ("value", "low", "high")
    return {
        "metric": BEST,
        "area": AREA,
        "stands": stands,
        **{key: row[key] for key in keys},
        "people": {key: beside[key] for key in keys},
    }


def heard_text(heard: Json) -> str:
    """The same in a sentence."""
    ours, theirs = (f"{of['value']:.3f} [{of['low']:.3f}, {of['high']:.3f}]" for of in (heard, heard["people"]))
    told = {
        "below": "below people's: expect readers to mark more turns than of people",
        "not below": "not below people's",
        "not told apart": "not told apart from people's by so many dialogues",
    }
    return (
        f"Turns that readers mark as making no sense are heard best by {heard['metric']} ({heard['area']:.2f} of pairs; 0.5 is chance): "
        f"{ours}, people {theirs}: {told[heard['stands']]}. Most of them nothing here hears: read aloud."
    )
