"""How near notes are to dialogues, by the words they share that are rare among notes (TF-IDF, cosine), boilerplate taken out.

Law of the file: weights come from source notes and hold-out together, so that no side is known better than the other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bedside.evaluation.privacy.boilerplate import Words
from bedside.evaluation.privacy.material import Material

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_BLOCK = 200  # notes whose nearness to all dialogues is held at once
TOP = 3


@dataclass(frozen=True)
class Nearness:
    """Of every candidate: the greatest nearness to a dialogue, the mean of the three greatest and of all, and the number of
    the nearest dialogue; all of shape (candidates,)."""

    most: "NDArray[np.float64]"
    top: "NDArray[np.float64]"
    mean: "NDArray[np.float64]"
    nearest: "NDArray[np.int64]"


class DialogueSpace:
    """The dialogues of a set, as vectors over the words of its notes. Raises ``ValueError`` where no note has a word of its own."""

    def __init__(self, material: Material) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer

        whole: Any = _as_they_are  # its types know no analyzer that is a function
        self._vectorizer: Any = TfidfVectorizer(analyzer=whole, sublinear_tf=True)
        self.notes: Any = self._vectorizer.fit_transform(material.own)
        self.talks: Any = self._vectorizer.transform(material.own_said)

    def near(self, candidates: Sequence[Words]) -> Nearness:
        """How near each of these bags of words is to the dialogues."""
        import numpy as np

        given: Any = self._vectorizer.transform(candidates)
        most, top, mean, nearest = [], [], [], []
        for begin in range(0, given.shape[0], _BLOCK):
            block = (given[begin : begin + _BLOCK] @ self.talks.T).toarray()
            last = min(TOP, block.shape[1])
            most.append(block.max(axis=1))
            top.append(np.partition(block, -last, axis=1)[:, -last:].mean(axis=1))
            mean.append(block.mean(axis=1))
            nearest.append(block.argmax(axis=1))
        return Nearness(*(np.concatenate(parts) for parts in (most, top, mean, nearest)))

    def nearest_other_notes(self, own: Sequence[frozenset[int]]) -> "NDArray[np.int64]":
        """For every dialogue the note that is nearest among those that are not its own; -1 where it is near to none."""
        import numpy as np

        found: list[int] = []
        for begin in range(0, self.talks.shape[0], _BLOCK):
            block = (self.talks[begin : begin + _BLOCK] @ self.notes.T).toarray()
            for row, mine in zip(block, own[begin : begin + _BLOCK], strict=True):
                row[list(mine)] = 0
                found.append(int(row.argmax()) if row.max() > 0 else -1)
        return np.asarray(found, dtype=np.int64)


def _as_they_are(words: Sequence[str]) -> Sequence[str]:
    return words
