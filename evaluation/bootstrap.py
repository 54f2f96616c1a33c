"""Intervals by resampling dialogues: a dialogue is drawn whole, since its turns are not independent of each other.

Law of the file: the same numbers and seed give the same interval; fewer than two dialogues give none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RESAMPLES = 1000
LEVEL = 0.95
_BLOCK = 50  # resamples that are held at once


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean weighted by ``n``, over ``dialogues`` of them, with its interval; ``low`` and ``high`` are None where there are
    too few to draw from."""

    value: float | None
    n: int
    dialogues: int
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class PairedDifference:
    """``value`` is B minus A over the ``pairs`` that both score. ``effect`` is the mean of the pairs' differences over their
    standard deviation (Cohen's d of paired samples), None where they do not differ among themselves."""

    value: float | None
    pairs: int
    low: float | None = None
    high: float | None = None
    effect: float | None = None


def estimates(values: "NDArray[np.float64]", weights: "NDArray[np.float64]", seed: int = 0) -> list[Estimate]:
    """One estimate a column of ``values`` and ``weights``, both of shape (dialogues, metrics); a weight of 0 is no score."""
    import numpy as np

    means = _means(values, weights)
    drawn = _resampled(values, weights, seed)
    out: list[Estimate] = []
    for column, mean in enumerate(means):
        n, dialogues = int(weights[:, column].sum()), int((weights[:, column] > 0).sum())
        if not dialogues:
            out.append(Estimate(None, 0, 0))
            continue
        low, high = _interval(drawn[:, column]) if dialogues > 1 else (None, None)
        out.append(Estimate(float(np.asarray(mean)), n, dialogues, low, high))
    return out


def differences(
    a: "tuple[NDArray[np.float64], NDArray[np.float64]]",
    b: "tuple[NDArray[np.float64], NDArray[np.float64]]",
    seed: int = 0,
) -> list[PairedDifference]:
    """One difference a column. ``a`` and ``b`` are values and weights of shape (pairs, metrics), row by row of the same
    note; a pair counts where both have a score, and is drawn as one."""
    import numpy as np

    both = (a[1] > 0) & (b[1] > 0)
    sides = [(values, np.where(both, weights, 0.0)) for values, weights in (a, b)]
    means = [_means(*side) for side in sides]
    drawn = [_resampled(*side, seed) for side in sides]  # the same draws for both
    out: list[PairedDifference] = []
    for column in range(both.shape[1]):
        pairs = int(both[:, column].sum())
        if not pairs:
            out.append(PairedDifference(None, 0))
            continue
        low, high = _interval(drawn[1][:, column] - drawn[0][:, column]) if pairs > 1 else (None, None)
        apart = (b[0] - a[0])[both[:, column], column]
        spread = float(apart.std(ddof=1)) if pairs > 1 else 0.0
        effect = float(apart.mean()) / spread if spread > 1e-12 else None
        out.append(PairedDifference(float(means[1][column] - means[0][column]), pairs, low, high, effect))
    return out


def interval_of(values: Sequence[float], seed: int = 0) -> tuple[float, float] | None:
    """The interval of the plain mean of numbers; None for fewer than two."""
    return ratio_interval([(value, 1) for value in values], seed)


def ratio_interval(parts: Sequence[tuple[float, int]], seed: int = 0) -> tuple[float, float] | None:
    """The interval of sums over counts, drawn part by part; None for fewer than two parts with a count."""
    import numpy as np

    known = [(total / count, float(count)) for total, count in parts if count]
    if len(known) < 2:
        return None
    values, weights = np.asarray(known).T
    found = estimates(values.reshape(-1, 1), weights.reshape(-1, 1), seed)[0]
    assert found.low is not None and found.high is not None
    return found.low, found.high


def _means(values: "NDArray[np.float64]", weights: "NDArray[np.float64]") -> "NDArray[np.float64]":
    import numpy as np

    total = weights.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(weights > 0, values * weights, 0.0).sum(axis=0) / total


def _resampled(values: "NDArray[np.float64]", weights: "NDArray[np.float64]", seed: int) -> "NDArray[np.float64]":
    """The weighted means of resamples, of shape (resamples, metrics). One draw of dialogues serves all metrics."""
    import numpy as np

    rng = np.random.default_rng(seed)
    count = len(values)
    weighted = np.where(weights > 0, values * weights, 0.0)
    blocks: list[NDArray[np.float64]] = []
    for begin in range(0, RESAMPLES, _BLOCK):
        draws = min(_BLOCK, RESAMPLES - begin)
        drawn = rng.integers(0, count, (draws, count)) + count * np.arange(draws)[:, None]
        times = np.bincount(drawn.ravel(), minlength=draws * count).reshape(draws, count).astype(np.float64)
        with np.errstate(invalid="ignore", divide="ignore"):
            blocks.append((times @ weighted) / (times @ weights))
    return np.concatenate(blocks)


def _interval(drawn: "NDArray[np.float64]") -> tuple[float | None, float | None]:
    import numpy as np

    known = drawn[np.isfinite(drawn)]
    if not len(known):
        return None, None
    low, high = np.quantile(known, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)
