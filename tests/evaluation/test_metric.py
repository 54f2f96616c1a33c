"""The contract of a metric: who measured is on the score, and what was not scored is None with the reason."""

from dataclasses import replace
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from talks import record

from bedside.evaluation.given import Given, Need
from bedside.evaluation.metric import Metric, Outcome, Score, mean
from bedside.evaluation.metrics.registry import OWN
from bedside.evaluation.scores import MixedVersions, side_by_side

TALK = record(("physician", "Any cough?", {}), ("patient", "No.", {}))


def counting(**changes: Any) -> Metric:
    """A metric that counts turns."""
    usual: dict[str, Any] = {"id": "turns_said", "measures": "turns", "direction": "none", "unit": "turns"}
    usual |= {"needs": {"record"}, "measure": lambda g: mean((len(r.turns) for r in g.records), "no record")}
    return Metric(**usual | changes)


def test_a_score_says_which_version_of_which_metric_made_it() -> None:
    """A score can be traced to the code that made it."""
    score = counting(version=3)(Given(records=[TALK]))
    assert (score.metric, score.version, score.value, score.n) == ("turns_said", 3, 2.0, 1)


@pytest.mark.parametrize("metric", OWN, ids=lambda metric: metric.id)
def test_nothing_is_scored_as_none(metric: Metric) -> None:
    """Of no record at all, and of a record that nobody speaks in and nothing else is known of, no metric makes a number:
    it says what was missing."""
    for nothing in (Given(records=[]), Given(records=[record()])):
        score = metric(nothing)
        assert (score.value, score.n) == (None, 0)
        assert score.reason


@pytest.mark.parametrize("need", get_args(Need))
def test_what_is_needed_and_not_given_is_named(need: Need) -> None:
    """A metric that lacks something is not asked, and its score says what it lacks."""
    never = counting(needs={need}, measure=lambda g: pytest.fail("it was asked"))
    score = never(Given(records=[]))
    assert score.value is None and need in score.reason


@given(st.lists(st.none() | st.floats(-1e6, 1e6)))
def test_a_mean_is_of_what_was_scored(values: list[float | None]) -> None:
    """What was not scored leaves the count; it never pulls the mean to 0."""
    scored = [value for value in values if value is not None]
    found = mean(values, "nothing")
    assert found.n == len(scored)
    if not scored:
        assert found == Outcome(None, 0, "nothing")
    else:
        assert found == mean(scored, "") and min(scored) - 1 <= (found.value or 0) <= max(scored) + 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"value": 0.0, "n": 0},
        {"value": None, "n": 0},
        {"value": float("nan"), "n": 1},
        {"value": 1.0, "n": -1},
    ],
)
def test_a_score_is_honest(wrong: dict[str, Any]) -> None:
    """No number over nothing, no silence about why there is none, no number that a file cannot hold."""
    with pytest.raises(ValidationError):
        Score(metric="x", version=1, **wrong)


@pytest.mark.parametrize("wrong", [{"id": "Two words"}, {"needs": {"luck"}}, {"direction": "up"}, {"version": 0}])
def test_a_metric_is_described_by_the_contract_s_words(wrong: dict[str, Any]) -> None:
    """An id is a plain name, a need is something that can be given, and versions begin at 1."""
    with pytest.raises(ValidationError):
        counting(**wrong)


def test_a_table_does_not_mix_versions_of_a_metric() -> None:
    """Two versions of one metric are two measures: side by side they would be read as one."""
    old, new = (counting(version=n)(Given(records=[TALK])) for n in (1, 2))
    other = counting(id="other", version=2)(Given(records=[TALK]))
    table = side_by_side({"ours": [old, other], "people": [old]})
    assert list(table) == ["turns_said", "other"] and list(table["turns_said"]) == ["ours", "people"]
    with pytest.raises(MixedVersions, match=r"versions 1 and 2"):
        side_by_side({"ours": [new], "people": [old]})
    with pytest.raises(MixedVersions, match="two scores"):
        side_by_side({"ours": [old, old]})


def test_a_note_is_found_by_its_record() -> None:
    """Records whose note was not given are passed over by what needs one."""
    assert list(replace(Given(records=[TALK]), notes={}).noted()) == []
