"""Dialogues that say nearly what another said: found by MinHash, and then compared word by word.

MinHash (Broder, "On the resemblance and containment of documents", 1997) only proposes; what is taken for a duplicate is
one by the Jaccard similarity of its shingles itself, so none is left out by chance.
"""

import re
from collections.abc import Callable
from importlib import import_module
from typing import Any

from bedside.orchestrator.failures import Problem

WORDS = 3  # in a shingle
_PERMUTATIONS = 128
_RECALL = (0.1, 0.9)  # a candidate too many costs a comparison, one too few is a duplicate that stays
_WORD = re.compile(r"\w+")


def shingles(text: str) -> frozenset[str]:
    """Every three words that follow one another, in lower case; of a shorter text, the text."""
    words = _WORD.findall(text.lower())
    return frozenset(" ".join(words[at : at + WORDS]) for at in range(max(1, len(words) - WORDS + 1)))


def similarity(one: frozenset[str], other: frozenset[str]) -> float:
    """Jaccard: what both have, of what either has."""
    return len(one & other) / len(one | other)


class NearDuplicates:
    """What was seen so far; ``text_of`` gives the words of a number again. Memory: some kilobytes a dialogue, whatever its
    length. Raises ``Problem`` for a threshold that is none, or where datasketch is not installed."""

    def __init__(self, threshold: float, text_of: Callable[[int], str]) -> None:
        if not 0 < threshold <= 1:
            raise Problem("usage", f"--near-duplicates {threshold:g} is no similarity: give one above 0, up to 1.")
        try:
            self._sketch: Any = import_module("datasketch")
        except ModuleNotFoundError:
            raise Problem(
                "usage",
                "--near-duplicates needs datasketch, which is not installed: pip install 'bedside[near-duplicates]'.",
            ) from None
        self.threshold = threshold
        self._text_of = text_of
        # At 1 the tables would be built for nothing but equal sketches, and no parameters fit.
        self._index: Any = self._sketch.MinHashLSH(
            threshold=min(threshold, 0.95), num_perm=_PERMUTATIONS, weights=_RECALL
        )

    def add(self, number: int, text: str) -> int | None:
        """The number of one seen before that says nearly the same; None if there is none, and from now on it is seen."""
        mine = shingles(text)
        sketch = self._sketch.MinHash(num_perm=_PERMUTATIONS)
        sketch.update_batch([one.encode("utf-8", "surrogatepass") for one in mine])
        for other in sorted(self._index.query(sketch)):
            if similarity(mine, shingles(self._text_of(other))) >= self.threshold:
                return int(other)
        self._index.insert(number, sketch)
        return None
