"""Which notes make up a sample with given quotas: how many of each kind of note to take, so that every quota is kept.

A kind is a combination of values, one of each axis. The table of kinds is raked to the quotas (iterative proportional fitting,
Deming and Stephan 1940), which keeps how the axes go together among the notes there are. Of all whole tables that take as many
notes as any can without going over a quota, the one nearest to the raked table is taken: an integer programme.
"""

from collections.abc import Mapping, Sequence
from typing import Any

Kind = tuple[str, ...]
Quotas = Sequence[Mapping[str, int]]  # one mapping an axis
_ROUNDS = 200
_EVEN = 1e-6  # what prefers one of two tables that are equally near, by their order


def filled(available: Mapping[Kind, int], quotas: Quotas) -> dict[Kind, int]:
    """How many of each kind to take: no more than there are, no more of a value than its quota, and as many as can be."""
    kinds = [kind for kind in sorted(available) if all(kind[at] in quota for at, quota in enumerate(quotas))]
    if not kinds:
        return {}
    most = _solved(kinds, available, quotas, None, None)
    best = sum(most.values())
    return _solved(kinds, available, quotas, best, raked({kind: available[kind] for kind in kinds}, quotas)) or most


def possible(available: Mapping[Kind, int], shares: Sequence[Mapping[str, float]]) -> int:
    """The most notes of which every value can have just its share, before rounding."""
    from scipy.optimize import linprog

    kinds = [kind for kind in sorted(available) if all(kind[at] in one for at, one in enumerate(shares))]
    if not kinds:
        return 0
    rows = [
        [*(float(kind[at] == value) for kind in kinds), -share]
        for at, one in enumerate(shares)
        for value, share in one.items()
    ]
    bounds = [*((0, available[kind]) for kind in kinds), (0, None)]
    solve: Any = linprog
    made = solve([0.0] * len(kinds) + [-1.0], A_eq=rows, b_eq=[0.0] * len(rows), bounds=bounds)
    return int(made.x[-1] + 1e-6) if made.success else 0


def raked(available: Mapping[Kind, int], quotas: Quotas) -> dict[Kind, float]:
    """The table of what there is, scaled axis by axis until each value has its quota, as far as it comes to that."""
    table = {kind: float(count) for kind, count in available.items()}
    for _ in range(_ROUNDS):
        for at, quota in enumerate(quotas):
            sums: dict[str, float] = {}
            for kind, count in table.items():
                sums[kind[at]] = sums.get(kind[at], 0.0) + count
            for kind in table:
                if sums[kind[at]]:
                    table[kind] *= quota[kind[at]] / sums[kind[at]]
    return table


def _solved(
    kinds: Sequence[Kind],
    available: Mapping[Kind, int],
    quotas: Quotas,
    total: int | None,
    near: Mapping[Kind, float] | None,
) -> dict[Kind, int]:
    """The whole table with the most notes; or, of those with ``total``, the one with the least distance from ``near``."""
    import numpy as np
    from scipy import optimize

    count = len(kinds)
    width = count if near is None else 3 * count  # the table; how far above and below it is
    limits = [
        (np.array([float(kind[at] == value) for kind in kinds] + [0.0] * (width - count)), 0.0, float(most))
        for at, quota in enumerate(quotas)
        for value, most in quota.items()
    ]
    costs = np.array([-1.0] * count)
    upper = np.array([float(available[kind]) for kind in kinds] + [np.inf] * (width - count))
    if near is not None:
        assert total is not None
        limits.append((np.array([1.0] * count + [0.0] * (width - count)), float(total), float(total)))
        for at, kind in enumerate(kinds):
            row = np.zeros(width)
            row[at], row[count + at], row[2 * count + at] = 1.0, -1.0, 1.0
            limits.append((row, near[kind], near[kind]))
        costs = np.array([_EVEN * at / count for at in range(count)] + [1.0] * (2 * count))
    rows, lows, highs = zip(*limits, strict=True)
    whole = np.array([1] * count + [0] * (width - count))
    solver: Any = optimize  # its types know no arrays of limits
    made = solver.milp(
        costs,
        integrality=whole,
        bounds=solver.Bounds(np.zeros(width), upper),
        constraints=solver.LinearConstraint(np.array(rows), np.array(lows), np.array(highs)),
    )
    if made.x is None:
        return {}
    return {kind: round(float(made.x[at])) for at, kind in enumerate(kinds)}
