"""How far readers agree, beyond what chance would give, with intervals from drawing what they read again.

``cohen_kappa``: J. Cohen, "A Coefficient of Agreement for Nominal Scales", Educational and Psychological Measurement 20 (1960),
37-46. ``krippendorff_alpha``: K. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), sections C to E: any number of
readers, values that are missing, nominal and ordinal differences. ``gwet_ac1``: K. L. Gwet, "Computing inter-rater reliability and its
variance in the presence of high agreement", British Journal of Mathematical and Statistical Psychology 61 (2008), 29-48.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, Literal

Units = Mapping[tuple[int, ...], int]  # the values a unit was given, and how many units were given them
DRAWS = 1000
_FEWEST = 0.9  # of the draws must have a value, or there is no interval


def cohen_kappa(pairs: Sequence[tuple[Hashable, Hashable]]) -> float | None:
    """Of two readers' values for the same units. None where there is no unit, or where chance alone would agree always."""
    return kappa_of(Counter(pairs))


def kappa_of(units: Mapping[Any, int]) -> float | None:
    """The same of pairs that are counted by their values."""
    count = sum(units.values())
    if not count:
        return None
    one, other = Counter[Hashable](), Counter[Hashable]()
    for (first, second), times in units.items():
        one[first] += times
        other[second] += times
    seen = sum(times for (first, second), times in units.items() if first == second) / count
    chance = sum(one[value] * other[value] for value in one) / count**2
    return None if chance == 1 else (seen - chance) / (1 - chance)


def krippendorff_alpha(
    units: Sequence[Sequence[int]], level: Literal["nominal", "ordinal"] = "nominal"
) -> float | None:
    """Of the values that each unit was given, by however many readers; a unit with fewer than two says nothing. None where
    nothing can be paired, or where only one value was ever given."""
    return alpha_of(Counter(tuple(unit) for unit in units), level)


def alpha_of(units: Units, level: Literal["nominal", "ordinal"] = "nominal") -> float | None:
    """The same of units that are counted by their values."""
    weights: dict[tuple[int, int], float] = {}
    for values, times in units.items():
        if len(values) < 2:
            continue
        given = Counter(values)
        for first, count in given.items():
            for second, others in given.items():
                pairs = times * count * (others - (first == second))
                weights[first, second] = weights.get((first, second), 0.0) + pairs / (len(values) - 1)
    totals: dict[int, float] = {}
    for (first, _), weight in weights.items():
        totals[first] = totals.get(first, 0.0) + weight
    total = sum(totals.values())
    ranks = sorted(totals)

    def difference(first: int, second: int) -> float:
        if first == second:
            return 0.0
        if level == "nominal":
            return 1.0
        low, high = sorted((first, second))
        between = sum(totals[value] for value in ranks if low <= value <= high)
        return (between - (totals[low] + totals[high]) / 2) ** 2

    seen = sum(weight * difference(*pair) for pair, weight in weights.items())
    chance = sum(totals[one] * totals[two] * difference(one, two) for one in ranks for two in ranks)
    return None if chance == 0 else 1 - (total - 1) * seen / chance


def gwet_ac1(units: Sequence[Sequence[int]], categories: int) -> float | None:
    """AC1 over so many categories, by however many readers. None where nothing can be paired."""
    return ac1_of(Counter(tuple(unit) for unit in units), categories)


def ac1_of(units: Units, categories: int) -> float | None:
    """The same of units that are counted by their values."""
    paired = {values: times for values, times in units.items() if len(values) > 1}
    count = sum(paired.values())
    if not count or categories < 2:
        return None
    seen = 0.0
    shares: dict[int, float] = {}
    for values, times in paired.items():
        given = Counter(values)
        seen += times * sum(n * (n - 1) for n in given.values()) / (len(values) * (len(values) - 1))
        for value, n in given.items():
            shares[value] = shares.get(value, 0.0) + times * n / len(values)
    chance = sum(share / count * (1 - share / count) for share in shares.values()) / (categories - 1)
    return (seen / count - chance) / (1 - chance)


def drawn_interval(
    clusters: Sequence[Units], measure: Callable[[Units], float | None], seed: int = 0
) -> tuple[float, float] | None:
    """The 95 % interval of a measure, from drawing clusters (conversations, whose turns are alike) a thousand times; by percentiles.
    None for fewer than two clusters, or where one draw in ten or more has no value."""
    if len(clusters) < 2:
        return None
    import numpy as np

    kinds = sorted({values for cluster in clusters for values in cluster})
    table = np.asarray([[cluster.get(values, 0) for values in kinds] for cluster in clusters])
    times = np.random.default_rng(seed).multinomial(len(clusters), [1 / len(clusters)] * len(clusters), DRAWS)
    found: list[float] = []
    for drawn, often in zip(*np.unique(times @ table, axis=0, return_counts=True), strict=True):
        value = measure({values: int(count) for values, count in zip(kinds, drawn, strict=True) if count})
        if value is not None:
            found += [value] * int(often)
    if len(found) < _FEWEST * DRAWS:
        return None
    found.sort()
    return found[int(0.025 * (len(found) - 1))], found[int(0.975 * (len(found) - 1) + 0.999)]
