"""Overlap with what people said: scored where the libraries are, and with a reason where they are not."""

from importlib.util import find_spec

import pytest
from talks import record

from bedside.evaluation.given import Given
from bedside.evaluation.metrics.overlap import OVERLAP

SAID = record(("physician", "How long has the knee been swollen?"), ("patient", "About three weeks now, doctor."))
OTHER = record(("physician", "Any trouble with your breathing?"), ("patient", "No, none at all."))


@pytest.mark.parametrize("metric", OVERLAP, ids=lambda metric: metric.id)
def test_overlap_needs_a_reference_and_a_library(metric: object) -> None:
    """The same words are the most there is, other words less; a missing library is the reason, never a low score."""
    from bedside.evaluation.metric import Metric

    assert isinstance(metric, Metric)
    assert metric(Given(records=[SAID])).value is None
    same = metric(Given(records=[SAID], references={"x": SAID}))
    package = "rouge_score" if metric.id.startswith("rouge") else "sacrebleu"
    if find_spec(package) is None:
        assert same.value is None and "bedside[quality]" in same.reason
        return
    other = metric(Given(records=[OTHER], references={"x": SAID}))
    assert same.value == pytest.approx(1.0 if metric.unit == "share" else 100.0)
    assert other.value is not None and other.value < 0.4 * (same.value or 0)
