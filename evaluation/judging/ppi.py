"""A mean from many judged and few human ratings, whose interval is right however wrong the judge is.

A. N. Angelopoulos and others, "Prediction-powered inference", Science 382 (2023) 669-674, for a mean; the weight of the judge is tuned as
in "PPI++" (Angelopoulos, Duchi and Zrnic, arXiv 2311.01453). Their interval is for many human ratings. With some thirty it is too narrow
where the judge errs most at one end of the scale, for two reasons, which are both mended here: the weight is found on the ratings that it
is then applied to, so the whole estimate is made again without each of them in turn (the jackknife takes the bias out and gives the
variance); and ratings on a short scale are skewed, which Student's quantile knows nothing of (P. Hall, JRSS B 54 (1992) 221-228).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cbrt, sqrt

from bedside.evaluation.intervals import t_quantile

FEWEST = 5  # human ratings
FEWEST_TO_TRUST = 20  # of which it can be told how far a judge is to be believed


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


@dataclass(frozen=True)
class _Others:
    """The judge's ratings of what nobody rated: how many, their mean, and sums of squares and cubes about it."""

    count: int
    mean: float
    squares: float
    cubes: float


def powered_mean(people: Sequence[float], judged: Sequence[float], others: Sequence[float]) -> PoweredMean | None:
    """``people`` and ``judged`` are ratings of the same dialogues, pair by pair; ``others`` the judge's of dialogues that nobody rated.
    None with fewer than five pairs; with fewer than twenty the judge has no weight."""
    n, more = len(people), len(others)
    if n < FEWEST:
        return None
    alone = _interval(_mean(people), _squares(people) / (n - 1) / n, _cubes(people) / n**3, n - 1)
    rest = _Others(more, _mean(others), _squares(others), _cubes(others)) if more else _Others(0, 0.0, 0.0, 0.0)
    value, weight, (low, high) = _mean(people), 0.0, alone
    if n >= FEWEST_TO_TRUST and more > 1:
        value, weight, (low, high) = _joined(people, judged, rest)
    own = _mean([*judged, *others])
    return PoweredMean(value, low, high, weight, own, _mean(people), (alone[1] - alone[0]) / 2, n, n + more)


def _joined(
    people: Sequence[float], judged: Sequence[float], others: _Others
) -> tuple[float, float, tuple[float, float]]:
    """The estimate with its bias taken out, the judge's weight, and the interval."""
    n = len(people)
    whole, weight = _estimate(people, judged, others)
    without = [
        _estimate([*people[:at], *people[at + 1 :]], [*judged[:at], *judged[at + 1 :]], others)[0] for at in range(n)
    ]
    single = [n * whole - (n - 1) * one for one in without]
    value = _mean(single)
    variance = _squares(single) / (n - 1) / n + weight**2 * others.squares / (others.count - 1) / others.count
    third = _cubes(single) / n**3 + weight**3 * others.cubes / others.count**3
    # The weight was found on the same ratings, which costs a degree of freedom.
    return value, weight, _interval(value, variance, third, n - 1 - (weight > 0))


def _estimate(people: Sequence[float], judged: Sequence[float], others: _Others) -> tuple[float, float]:
    """People's mean, put right by how much the judge gives the others more than what people rated; and the judge's weight in that."""
    n, more = len(people), others.count
    person, judge = _mean(people), _mean(judged)
    pooled = (n * judge + more * others.mean) / (n + more)
    spread = _squares(judged) + others.squares + n * (judge - pooled) ** 2 + more * (others.mean - pooled) ** 2
    if spread <= 0:
        return person, 0.0
    shared = sum((a - person) * (b - judge) for a, b in zip(people, judged, strict=True)) / (n - 1)
    weight = min(1.0, max(0.0, shared / ((1 + n / more) * spread / (n + more - 1))))
    return person + weight * (others.mean - judge), weight


def _interval(value: float, variance: float, third: float, degrees: int) -> tuple[float, float]:
    """Hall's interval: ``third`` is the third central moment of the estimate. Without skew it is Student's."""
    half = sqrt(max(0.0, variance))
    if half == 0:
        return value, value
    skew = third / half**3
    low, high = (_unskewed(side * t_quantile(degrees), skew) for side in (1, -1))
    return value - half * low, value - half * high


def _unskewed(quantile: float, skew: float) -> float:
    """Where the skewed statistic is when the one without skew is at ``quantile``."""
    if abs(skew) < 1e-6:
        return quantile
    return 3 / skew * (cbrt(1 + skew * (quantile - skew / 6)) - 1)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _squares(values: Sequence[float]) -> float:
    middle = _mean(values)
    return sum((one - middle) ** 2 for one in values)


def _cubes(values: Sequence[float]) -> float:
    middle = _mean(values)
    return sum((one - middle) ** 3 for one in values)
