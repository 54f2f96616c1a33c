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


@pytest.mark.parametrize(
    ("low", "high", "stands"), [(0.1, 0.3, "below"), (0.3, 0.5, "not told apart"), (0.55, 0.7, "not below")]
)
def test_what_readers_mark_is_named_with_the_metric_that_hears_it_best(low: float, high: float, stands: str) -> None:
    """Beside people's interval a set is below, or not, or neither can be told; and the sentence says which, with both values."""
    value = {"value": (low + high) / 2, "reference": PEOPLE | {"value": 0.5}}
    heard = heard_best([row("other", "coherence", "none", 0, 1), row(BEST, "coherence", "none", low, high) | value])
    assert heard is not None and heard["stands"] == stands
    assert f"{value['value']:.3f}" in heard_text(heard) and "people 0.500" in heard_text(heard)


def test_nothing_is_said_of_readers_without_people() -> None:
    """Without a reference, or with too little to judge, the card does not speak of what readers mark."""
    assert heard_best([row(BEST, "coherence", "none", 0.1, 0.2) | {"value": 0.15, "reference": None}]) is None
    assert heard_best([row("other", "coherence", "none", 0.1, 0.2)]) is None
