"""Intervals for shares of turns, where turns of one conversation are more alike than turns of two.

A Wilson interval (E. B. Wilson, JASA 22 (1927), 209-212) over the *effective* number of turns: the number divided by the design
effect of drawing conversations, and corrected for how few they are, as Korn and Graubard do for surveys (Survey Methodology 24
(1998), 193-201). With a share of 0 or 1 the effect cannot be seen; the correction still widens the interval.
"""

import math
from collections.abc import Sequence
from functools import cache

_SURE = 0.95


def clustered_share(clusters: Sequence[tuple[float, int]]) -> tuple[float, float, float] | None:
    """The share and its 95 % interval, from ``(hits, turns)`` of each conversation. None without a turn; with a single
    conversation nothing is known of others, and the interval is all there is."""
    clusters = [(hits, turns) for hits, turns in clusters if turns]
    turns = sum(of for _, of in clusters)
    if not turns:
        return None
    share = sum(hits for hits, _ in clusters) / turns
    if len(clusters) < 2:
        return share, 0.0, 1.0
    count = len(clusters)
    spread = sum((hits - share * of) ** 2 for hits, of in clusters) * count / (count - 1) / turns**2
    alone = share * (1 - share) / turns
    effect = max(1.0, spread / alone) if alone else 1.0
    small = (t_quantile(turns - 1) / t_quantile(count - 1)) ** 2 if turns > count else 1.0
    low, high = wilson(share, min(float(turns), turns / effect * small))
    return share, low, high


def wilson(share: float, count: float) -> tuple[float, float]:
    """Wilson's 95 % interval of a share of ``count`` draws, which need not be whole."""
    z2 = 1.959963984540054**2
    middle = (share + z2 / (2 * count)) / (1 + z2 / count)
    half = math.sqrt(z2 * (share * (1 - share) / count + z2 / (4 * count**2))) / (1 + z2 / count)
    return max(0.0, middle - half), min(1.0, middle + half)


@cache
def t_quantile(degrees: int) -> float:
    """Where 95 % of Student's t of so many degrees of freedom lie on either side of zero together (1.96 for many)."""
    if degrees > 500:
        return 1.96
    low, high = 1.9, 13.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _within(middle, degrees) < _SURE else (low, middle)
    return low


def _within(t: float, degrees: int) -> float:
    """P(|T| < t), by the finite sums of Abramowitz and Stegun 26.7.3 and 26.7.4."""
    angle = math.atan(t / math.sqrt(degrees))
    cosine, sine = math.cos(angle), math.sin(angle)
    if degrees == 1:
        return 2 * angle / math.pi
    odd = degrees % 2
    term = cosine if odd else 1.0
    total = term
    for k in range(2 if odd else 1, degrees - 1, 2):
        term *= k / (k + 1) * cosine**2
        total += term
    return 2 / math.pi * (angle + sine * total) if odd else sine * total
