"""How people of one role talk, as an interpolated trigram model (Witten and Bell 1991) of a reference set: how surprising a turn
is beside what they say. Small and learnt on the spot, so nothing is fetched and nothing of a corpus is shipped."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence

from bedside.evaluation.style_fit import plain, words

_SIZE = 50_000  # words of the language, over which what was never heard is spread
_START = "<s>"
_END = "</s>"


def spoken_words(text: str) -> list[str]:
    """The words of a turn as the model counts them: lower case, contractions in one piece."""
    return words(plain(text))


class SpeechModel:
    """A model of turns."""

    def __init__(self, turns: Iterable[Sequence[str]]) -> None:
        """Learn turns given as words."""
        self._grams: list[Counter[tuple[str, ...]]] = [Counter(), Counter(), Counter()]
        self._after: list[Counter[tuple[str, ...]]] = [Counter(), Counter(), Counter()]  # how often a context was there
        self._kinds: list[Counter[tuple[str, ...]]] = [Counter(), Counter(), Counter()]  # how many words followed it
        for turn in turns:
            self._learn(turn)

    def _learn(self, turn: Sequence[str]) -> None:
        line = (_START, _START, *turn, _END)
        for at in range(2, len(line)):
            for n in range(3):
                gram = line[at - n : at + 1]
                self._after[n][gram[:-1]] += 1
                if gram not in self._grams[n]:
                    self._kinds[n][gram[:-1]] += 1
                self._grams[n][gram] += 1

    def bits(self, turn: Sequence[str]) -> float:
        """How surprising a turn is, in bits, its end included."""
        line = (_START, _START, *turn, _END)
        return -sum(math.log2(self._chance(line[at - 2 : at + 1])) for at in range(2, len(line)))

    def bits_a_word(self, turn: Sequence[str]) -> float | None:
        """The same a word and its end; None for a turn without words."""
        return self.bits(turn) / (len(turn) + 1) if turn else None

    def _chance(self, gram: tuple[str, ...]) -> float:
        chance = 1 / _SIZE
        for n in range(3):
            short = gram[2 - n :]
            kinds = self._kinds[n][short[:-1]]
            if kinds:
                chance = (self._grams[n][short] + kinds * chance) / (self._after[n][short[:-1]] + kinds)
        return chance
