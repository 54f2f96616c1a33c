"""Exact tests and intervals for counts: small numbers decide here, so nothing is approximated."""

from math import comb, sqrt

from bedside.evaluation.intervals import wilson as wilson_share

Z = 1.959964  # 95 %


def hypergeometric_tail(hits: int, drawn: int, marked: int, total: int) -> float:
    """The chance of ``hits`` marked ones or more among ``drawn`` out of ``total`` of which ``marked`` are marked (Fisher's
    exact test, one-sided)."""
    ways = comb(total, drawn)
    return sum(comb(marked, k) * comb(total - marked, drawn - k) for k in range(hits, min(marked, drawn) + 1)) / ways


def wilson(hits: int, of: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a count out of others. Raises ``ZeroDivisionError`` for none."""
    return wilson_share(hits / of, of)


def difference(hits: int, of: int, others: int, of_others: int) -> tuple[float, float, float]:
    """A share less another, with its 95 % interval (R. G. Newcombe, Statistics in Medicine 17 (1998) 873-890, method 10)."""
    one, two = hits / of, others / of_others
    (low_1, high_1), (low_2, high_2) = wilson(hits, of), wilson(others, of_others)
    apart = one - two
    return (
        apart,
        apart - sqrt((one - low_1) ** 2 + (high_2 - two) ** 2),
        apart + sqrt((high_1 - one) ** 2 + (two - low_2) ** 2),
    )


def area(positives: list[float], negatives: list[float]) -> tuple[float, float, float]:
    """The area under the curve (how often a positive has the greater score, ties by half), with its 95 % interval: R. G.
    Newcombe, Statistics in Medicine 25 (2006) 559-573, method 5, which holds also near 0 and 1."""
    from bisect import bisect_left, bisect_right

    ranked = sorted(negatives)
    total = sum((bisect_left(ranked, one) + bisect_right(ranked, one)) / 2 for one in positives)
    m, n = len(positives), len(negatives)
    found = total / (m * n)
    return found, _bound(found, m, n, -1), _bound(found, m, n, 1)


def _bound(found: float, m: int, n: int, side: int) -> float:
    """Where the true area would be just that far from the one that was found; by halving."""
    size = (m + n) / 2 - 1
    near, far = found, 1.0 if side > 0 else 0.0
    for _ in range(60):
        middle = (near + far) / 2
        spread = 1 + size * ((1 - middle) / (2 - middle) + middle / (1 + middle))
        if abs(middle - found) < Z * sqrt(middle * (1 - middle) * spread / (m * n)):
            near = middle
        else:
            far = middle
    return near
