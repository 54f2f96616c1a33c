"""In what a set is unlike people: by their measure how it talks, by the note's what it says."""

from typing import Any

import pytest

from bedside.orchestrator.scorecards.beside_people import unlike_people

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
