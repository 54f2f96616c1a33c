"""The longest stretch of words that a line has in common with each of many texts, boilerplate taken out.

Law of the file: a stretch lies within one turn and one text, and no word of boilerplate is in it. Time grows with the words that
are read and the stretches that are shared, not with the number of texts.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bedside.evaluation.privacy.boilerplate import Words

SEED = 4  # words that must agree before a stretch is followed


@dataclass(frozen=True, slots=True)
class Shared:
    """A stretch that a turn has in common with a text: so many ``words``, ending before word ``end`` of the ``turn``."""

    words: int
    turn: int
    end: int


class TextIndex:
    """Where every four words stand in texts."""

    def __init__(self, texts: Sequence[Words], covered: Sequence[bytes] | None = None) -> None:
        self._at: dict[Words, list[tuple[int, int]]] = defaultdict(list)
        for number, words in enumerate(texts):
            common = covered[number] if covered is not None else bytes(len(words))
            for at in range(len(words) - SEED + 1):
                if 1 not in common[at : at + SEED]:
                    self._at[words[at : at + SEED]].append((number, at))

    def longest(self, turns: Iterable[Words]) -> dict[int, Shared]:
        """The longest stretch with each text that shares four words or more, by the number of the text."""
        found: dict[int, Shared] = {}
        for turn, words in enumerate(turns):
            running: dict[tuple[int, int], int] = {}
            for at in range(len(words) - SEED + 1):
                before, running = running, {}
                for number, place in self._at.get(words[at : at + SEED], ()):
                    length = before.get((number, place - 1), SEED - 1) + 1
                    running[number, place] = length
                    best = found.get(number)
                    if best is None or length > best.words:
                        found[number] = Shared(length, turn, at + SEED)
        return found
