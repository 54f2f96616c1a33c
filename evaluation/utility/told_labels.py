"""Labels that a model has told, against the true ones: accuracy, macro F1, balanced accuracy of any drawing of them."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Measured = Callable[[NDArray[np.intp]], float]


def label_measures(truth: Sequence[str], told: Sequence[str]) -> "dict[str, Measured]":
    """The measures of so many labels, each of indices into them. F1 and balanced accuracy are means over the labels that
    ``truth`` has; one that a drawing lacks is left out of its mean."""
    import numpy as np

    names = sorted({*truth, *told})
    real = np.asarray([name in set(truth) for name in names])
    right, guess = (np.asarray([names.index(one) for one in side]) for side in (truth, told))
    size = len(names)

    def counts(at: "NDArray[np.intp]") -> "NDArray[np.float64]":
        pairs = right[at] * size + guess[at]
        return np.bincount(pairs, minlength=size * size).reshape(size, size).astype(np.float64)

    def accuracy(at: "NDArray[np.intp]") -> float:
        return float((right[at] == guess[at]).mean())

    def macro_f1(at: "NDArray[np.intp]") -> float:
        table = counts(at)
        both = table.sum(axis=0) + table.sum(axis=1)
        seen = real & (both > 0)
        return float((2 * np.diag(table)[seen] / both[seen]).mean())

    def balanced_accuracy(at: "NDArray[np.intp]") -> float:
        table = counts(at)
        there = table.sum(axis=1)
        seen = there > 0
        return float((np.diag(table)[seen] / there[seen]).mean())

    return {"accuracy": accuracy, "macro_f1": macro_f1, "balanced_accuracy": balanced_accuracy}
