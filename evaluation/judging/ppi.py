"""A mean from many judged and few human ratings, whose interval is right however wrong the judge is.

A. N. Angelopoulos and others, "Prediction-powered inference", Science 382 (2023) 669-674, for a mean; the weight of the judge is tuned as
in "PPI++" (Angelopoulos, Duchi and Zrnic, arXiv 2311.01453). With few human ratings the quantile is Student's, not the normal one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from bedside.evaluation.intervals import t_quantile

FEWEST = 5  # human ratings


@dataclass(frozen=True)
class PoweredMean:
    """The mean that people would give all, and its 95 % interval. ``weight`` is how far the judge was believed, 0 to 1; ``judge`` the
    judge's own mean, ``people`` that of the human ratings alone, with ``people_half`` half the width of their interval."""

    value: float
    low: float
    high: float
    weight: float
    judge: float
    people: float
    people_half: float
    rated: int
    judged: int


def powered_mean(people: Sequence[float], judged: Sequence[float], others: Sequence[float]) -> PoweredMean | None:
    """``people`` and ``judged`` are ratings of the same dialogues, pair by pair; ``others`` the judge's of dialogues that nobody rated.
    None with fewer than five pairs."""
    n, more = len(people), len(others)
    if n < FEWEST:
        return None
    pooled = [*judged, *others]
    spread = _variance(pooled)
    shared = _covariance(people, judged)
    weight = min(1.0, max(0.0, shared / ((1 + n / more) * spread))) if more and spread > 0 else 0.0
    off = [person - weight * judge for person, judge in zip(people, judged, strict=True)]
    value = _mean(off) + weight * (_mean(others) if more else _mean(judged))
    # The weight was found on the same ratings, which costs a degree of freedom.
    spent = 1 + (weight > 0)
    variance = _variance(off) * (n - 1) / (n - spent) / n + (weight**2 * _variance(others) / more if more > 1 else 0.0)
    half = t_quantile(n - spent) * sqrt(variance)
    own = t_quantile(n - 1) * sqrt(_variance(people) / n)
    return PoweredMean(value, value - half, value + half, weight, _mean(pooled), _mean(people), own, n, n + more)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _variance(values: Sequence[float]) -> float:
    return _covariance(values, values)


def _covariance(one: Sequence[float], other: Sequence[float]) -> float:
    first, second = _mean(one), _mean(other)
    return (
        sum((a - first) * (b - second) for a, b in zip(one, other, strict=True)) / (len(one) - 1)
        if len(one) > 1
        else 0.0
    )
