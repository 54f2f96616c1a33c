"""How far readers agree, beyond what chance would give.

``cohen_kappa``: J. Cohen, "A Coefficient of Agreement for Nominal Scales", Educational and Psychological Measurement 20 (1960),
37-46. ``krippendorff_alpha``: K. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), sections C to E: any number of
readers, values that are missing, nominal and ordinal differences.
"""

from collections import Counter
from collections.abc import Hashable, Sequence
from typing import Literal


def cohen_kappa(pairs: Sequence[tuple[Hashable, Hashable]]) -> float | None:
    """Of two readers' values for the same units. None where there is no unit, or where chance alone would agree always."""
    if not pairs:
        return None
    one, other = Counter(first for first, _ in pairs), Counter(second for _, second in pairs)
    seen = sum(first == second for first, second in pairs) / len(pairs)
    chance = sum(one[value] * other[value] for value in one) / len(pairs) ** 2
    return None if chance == 1 else (seen - chance) / (1 - chance)


def krippendorff_alpha(
    units: Sequence[Sequence[int]], level: Literal["nominal", "ordinal"] = "nominal"
) -> float | None:
    """Of the values that each unit was given, by however many readers; a unit with fewer than two says nothing. None where
    nothing can be paired, or where only one value was ever given."""
    weights: dict[tuple[int, int], float] = {}
    for values in units:
        if len(values) < 2:
            continue
        given = Counter(values)
        for first, count in given.items():
            for second, others in given.items():
                pairs = count * (others - (first == second))
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
