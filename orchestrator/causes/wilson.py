"""How sure a share is that was counted a few times: the score interval of Wilson.

E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal of the American Statistical
Association 22 (158), 1927, 209-212. It does not leave [0, 1] and holds for a handful of tries, also where all or none
of them came out.
"""

import math
from dataclasses import dataclass

Z95 = 1.959963984540054  # standard normal quantile of 0.975


@dataclass(frozen=True)
class Rate:
    """``hits`` of ``tries``, with the bounds of its 95 % interval."""

    hits: int
    tries: int

    @property
    def share(self) -> float | None:
        """The share, or None where nothing was tried."""
        return self.hits / self.tries if self.tries else None

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval, (0, 1) where nothing was tried."""
        return wilson(self.hits, self.tries)

    def above(self, other: "Rate") -> bool:
        """Whether this rate is the higher one for sure: its whole interval lies above the other's."""
        return self.interval[0] > other.interval[1]

    def __str__(self) -> str:
        low, high = self.interval
        return f"{self.hits}/{self.tries} ({low:.2f}-{high:.2f})"


def wilson(hits: int, tries: int, z: float = Z95) -> tuple[float, float]:
    """The score interval of ``hits`` of ``tries`` at ``z`` standard deviations. Raises ``ValueError`` for more hits than
    tries or a negative count."""
    if not 0 <= hits <= tries:
        raise ValueError(f"{hits} of {tries} is no share")
    if tries == 0:
        return 0.0, 1.0
    share, square = hits / tries, z * z
    scale = 1 + square / tries
    middle = (share + square / (2 * tries)) / scale
    half = z * math.sqrt(share * (1 - share) / tries + square / (4 * tries * tries)) / scale
    low = 0.0 if hits == 0 else max(0.0, middle - half)
    high = 1.0 if hits == tries else min(1.0, middle + half)
    return low, high
