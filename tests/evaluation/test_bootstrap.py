"""Intervals and paired differences: what many dialogues come to is the weighted mean of what each comes to."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from talks import record

from bedside.agents.reading.read import read_note
from bedside.evaluation.bootstrap import differences, estimates, interval_of
from bedside.evaluation.given import Given
from bedside.evaluation.metric import Metric
from bedside.evaluation.metrics.registry import OWN
from bedside.knowledge.terminology import Terminology

TERMS = Terminology.load()
NOTE = "HISTORY\n\nShe has had a cough for 3 days. She denies fever. Takes lisinopril 10 mg daily.\n"
TALKS = [
    record(
        ("physician", "What brings you in?", {"act": "ask"}),
        ("patient", "I have had a cough for three days and a headache.", {"act": "ask", "facts": ("f1",)}),
        ("physician", "Any fever?", {"act": "ask"}),
        ("patient", "No.", {"act": "ask", "facts": ("f2",)}),
        name="a",
    ),
    record(
        ("physician", "Hello. What do you take?", {"act": "ask"}),
        ("patient", "Lisinopril, 20 milligrams daily, for my blood pressure.", {"act": "ask", "facts": ("f3",)}),
        name="b",
    ),
]


@pytest.mark.parametrize("metric", OWN, ids=lambda metric: metric.id)
def test_a_metric_of_many_is_the_weighted_mean_of_each(metric: Metric) -> None:
    """So that a run can be scored dialogue by dialogue."""
    note = read_note("n", NOTE, TERMS)
    notes = {"a": note, "b": note}
    alone = [metric(Given(records=[talk], notes=notes)) for talk in TALKS]
    scored = [(score.value, score.n) for score in alone if score.value is not None]
    together = metric(Given(records=TALKS, notes=notes))
    if not scored:
        assert together.value is None
        return
    assert together.value == pytest.approx(sum(value * n for value, n in scored) / sum(n for _, n in scored))
    assert together.n == sum(n for _, n in scored)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.floats(0, 1), min_size=2, max_size=30))
def test_an_interval_holds_its_mean_and_is_the_same_again(values: list[float]) -> None:
    """The seed is fixed, and the ends lie within what was seen."""
    low, high = interval_of(values) or (1.0, 0.0)
    assert min(values) - 1e-9 <= low <= high <= max(values) + 1e-9
    assert interval_of(values) == (low, high)


def test_what_was_not_scored_weighs_nothing() -> None:
    """A weight of 0 leaves a dialogue out; one dialogue has no interval, none no value."""
    values = np.array([[0.2, 9.0, 9.0], [0.4, 0.5, 9.0]])
    weights = np.array([[1.0, 0.0, 0.0], [3.0, 1.0, 0.0]])
    first, second, third = estimates(values, weights)
    assert first.value == pytest.approx(0.35) and first.low is not None
    assert (second.value, second.dialogues, second.low) == (0.5, 1, None)
    assert (third.value, third.n) == (None, 0)


def test_a_difference_is_of_pairs() -> None:
    """A shift that every pair has is sure, though the two sides overlap; pairs that one side lacks are left out."""
    a = np.linspace(0, 1, 20).reshape(-1, 1)
    b = a + 0.1 + np.tile([0.01, -0.01], 10).reshape(-1, 1)
    full = np.ones_like(a)
    lacking = full.copy()
    lacking[:5] = 0
    (found,) = differences((a, full), (b, lacking))
    assert found.pairs == 15
    assert found.low is not None and found.low > 0.08
    assert found.effect is not None and found.effect > 5
    (same,) = differences((a, full), (a, full))
    assert (same.value, same.low, same.high, same.effect) == (0.0, 0.0, 0.0, None)


def test_intervals_cover_the_truth_about_as_often_as_they_say() -> None:
    """Of 100 samples of 40, 88 intervals or more hold the mean they were drawn around."""
    rng = np.random.default_rng(3)
    held = 0
    for _ in range(100):
        values = rng.beta(2, 5, 40)
        low, high = interval_of(list(values)) or (1.0, 0.0)
        held += low <= 2 / 7 <= high
    assert 88 <= held <= 100
