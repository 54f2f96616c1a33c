"""Which words of a reply go with which words of the question before it, as people's conversations have it.

The association of two words is their mutual information, counted over pairs of adjacent turns and shrunk towards none where
little was seen. A reply is as strongly bound to a question as its words are on the mean to the best word of the question.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence

SHORT = 3  # words that a reply has at least
_LONG = 30  # words of the end of a question and of the beginning of a reply that are read

Pair = tuple[Sequence[str], Sequence[str]]


class AnswerModel:
    """What goes with what, learnt from pairs of question and reply."""

    def __init__(self, pairs: Iterable[Pair]) -> None:
        self.pairs = 0
        self._asked: Counter[str] = Counter()
        self._said: Counter[str] = Counter()
        self._both: Counter[tuple[str, str]] = Counter()
        for question, reply in pairs:
            asked, said = _read(question, reply)
            self.pairs += 1
            self._asked.update(asked)
            self._said.update(said)
            self._both.update((one, other) for one in asked for other in said)

    def bond(self, question: Sequence[str], reply: Sequence[str]) -> float:
        """How strongly a reply is bound to a question, in nats a word; 0 for one that has nothing to do with it."""
        asked, said = _read(question, reply)
        best = (max((self._shared(one, other) for one in asked), default=0.0) for other in said)
        return sum(best) / len(said) if said else 0.0

    def _shared(self, asked: str, said: str) -> float:
        expected = self._asked[asked] * self._said[said] / self.pairs
        return math.log((self._both[asked, said] + 1) / (expected + 1)) if expected else 0.0


def _read(question: Sequence[str], reply: Sequence[str]) -> tuple[set[str], set[str]]:
    return set(question[-_LONG:]), set(reply[:_LONG])
