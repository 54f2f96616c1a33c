"""In what a set is unlike people: by their measure how it talks, by the note's what it says."""

from typing import Any

import pytest

from bedside.orchestrator.scorecards.beside_people import unlike_people
from bedside.orchestrator.scorecards.heard_best import BEST, heard_best, heard_text

Json = dict[str, Any]
PEOPLE = {"low": 0.4, "high": 0.6}


def row(metric: str, group: str, better: str, low: float, high: float) -> Json:
    """A metric beside people's from 0.4 to 0.6."""
    return {"metric": metric, "group": group, "better": better, "low": low, "high": high, "reference": PEOPLE}


@pytest.mark.parametrize("group", ["grounding", "coherence"])
@pytest.mark.parametrize(("better", "worse"), [("lower", (0.7, 0.8)), ("higher", (0.1, 0.2))])
def test_fewer_faults_than_people_have_are_no_fault(better: str, worse: tuple[float, float], group: str) -> None:
    """A note read out says nothing that the note has not: that is no fault of its grounding. How a set talks may differ either way."""
    right = (0.1, 0.2) if better == "lower" else (0.7, 0.8)
    found = unlike_people([row("a", group, better, *right), row("b", group, better, *worse)])
    assert found[group] == {"compared": 2, "unlike": ["b"]}
    found = unlike_people([row("a", "realism", better, *right), row("b", "realism", better, *worse)])
    assert found["realism"] == {"compared": 2, "unlike": ["a", "b"]}


def test_what_has_no_better_side_is_unlike_on_both() -> None:
    """A metric that is neither better high nor low compares with people alone; what meets their interval is like them."""
    found = unlike_people([row(str(low), "grounding", "none", low, low + 0.1) for low in (0.1, 0.35, 0.7)])
    assert found["grounding"] == {"compared": 3, "unlike": ["0.1", "0.7"]}


@pytest.mark.parametrize(("name", "sign"), [(name, 1 if side == "above" else -1) for name, _, side in BEST])
@pytest.mark.parametrize(
    ("near", "far", "stands"), [(0.2, 0.4, "worse"), (-0.2, 0.2, "not told apart"), (-0.4, -0.05, "no worse")]
)
def test_what_readers_mark_is_named_with_the_metric_that_hears_it_best(
    name: str, sign: int, near: float, far: float, stands: str
) -> None:
    """Beside people's interval a set is worse on the side where marked turns lie, or not, or neither can be told; and the sentence says both values."""
    low, high = sorted((0.5 + sign * near, 0.5 + sign * far))
    value = {"value": (low + high) / 2, "reference": PEOPLE | {"value": 0.5}}
    heard = heard_best([row("other", "coherence", "none", 0, 1), row(name, "coherence", "none", low, high) | value])
    assert heard is not None and (heard["metric"], heard["stands"]) == (name, stands)
    assert f"{value['value']:.3f}" in heard_text(heard) and "people 0.500" in heard_text(heard)


def test_the_better_ear_goes_before_and_nothing_is_said_without_people() -> None:
    """Where both listened the better one is named; without a reference, or with too little to judge, the card does not speak of what readers mark."""
    value = {"value": 0.5, "reference": PEOPLE | {"value": 0.5}}
    both = [row(name, "coherence", "none", 0.4, 0.6) | value for name, _, _ in reversed(BEST)]
    heard = heard_best(both)
    assert heard is not None and heard["metric"] == BEST[0][0]
    assert heard_best([one | {"reference": None} for one in both]) is None
    assert heard_best([row("other", "coherence", "none", 0.1, 0.2)]) is None
