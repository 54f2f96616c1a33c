"""What stands around a stretch of text: the words and concepts by which two stretches are known to speak of one thing.

Law of the file: words that say nothing, and those that any sentence may have, do not count.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from bedside.agents.checks.amounts import TIMED, family
from bedside.agents.checks.assertions import Assertion, Reading, Sentence
from bedside.agents.text.quantities import FoundQuantity
from bedside.knowledge.terminology import reduced, words

Context = dict[str, int]  # reduced word, "=" and a concept id, "#" and a number -> how many words away

EMPTY = frozenset(
    "a an the of in my your his her with to on at and or is was for some any this that it its i you he she like from when our there been have has had "
    "are be were feel get bit little lot of very really kind sort not no yourself himself herself myself themselves".split()
)
_SAID_OFTEN = frozenset(
    reduced(word)
    for word in (
        "milligrams milligram percent day days week weeks month months year years hour hours left right both go going want you'll you're i'd i'll let's think "
        "take taking today time times once twice every each daily one two three four five six seven eight nine ten about around then patient reports states notes per now okay"
    ).split()
)
_PARTING = re.compile(r"[,;]|\b(?:but|while|whereas|and (?=(?:there|it|the|your|my|his|her|you|i)\b))", re.IGNORECASE)
_WINDOW = 9
_EVERYWHERE = (0, 1 << 30)


class Surroundings:
    """What stands around the stretches of one reading."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.mentions: dict[int, list[Assertion]] = defaultdict(list)
        for item in reading.assertions:
            self.mentions[item.sentence].append(item)
        self.numbers: dict[int, list[FoundQuantity]] = defaultdict(list)
        for found, sentence in reading.quantities:
            if found.value > 1:
                self.numbers[sentence].append(found)
        self._words: dict[int, tuple[list[int], list[str]]] = {}
        self._known: dict[tuple[int, int, int], Context] = {}

    def of(self, sentence: int, start: int, end: int) -> Context:
        """The content words, concepts and numbers that stand within nine words of a stretch, inside its sentence."""
        known = self._known.get((sentence, start, end))
        if known is None:
            known = self.within(sentence, start, end, _EVERYWHERE) if sentence < len(self.reading.sentences) else {}
            self._known[(sentence, start, end)] = known
        return known

    def of_number(self, sentence: int, found: FoundQuantity) -> Context:
        """What stands around a number; around a time, up to the comma that parts it from another time."""
        known = self._known.get((sentence, found.start, found.end))
        if known is None:
            kind = family(found)
            if kind not in TIMED:
                return self.of(sentence, found.start, found.end)
            others = [
                (other.start, other.end)
                for other in self.numbers.get(sentence, ())
                if other.key != found.key and family(other) == kind
            ]
            known = {}
            if sentence < len(self.reading.sentences):
                bounds = clause(self.reading.sentences[sentence], (found.start, found.end), others)
                known = self.within(sentence, found.start, found.end, bounds)
            self._known[(sentence, found.start, found.end)] = known
        return known

    def within(self, sentence: int, start: int, end: int, bounds: tuple[int, int]) -> Context:
        """The same, of what stands between two places of the text."""
        places, keys = self._words_of(sentence)
        first, last = bisect_left(places, start), bisect_left(places, end)
        least, most = bisect_left(places, bounds[0]), bisect_left(places, bounds[1])
        out: Context = {}
        for far, key in enumerate(reversed(keys[max(least, first - _WINDOW) : first])):
            if key:
                out[key] = min(out.get(key, _WINDOW), far)
        for far, key in enumerate(keys[last : min(most, last + _WINDOW)]):
            if key:
                out[key] = min(out.get(key, _WINDOW), far)
        for item in self.mentions.get(sentence, ()):
            if not (item.start >= start and item.end <= end) and bounds[0] <= item.start < bounds[1]:
                self._mark(out, "=" + item.concept, places, (item.start, item.end), (start, end))
        for found in self.numbers.get(sentence, ()):
            if (found.end <= start or found.start >= end) and bounds[0] <= found.start < bounds[1]:
                self._mark(out, f"#{found.value:g}", places, (found.start, found.end), (start, end))
        return out

    @staticmethod
    def _mark(out: Context, key: str, places: Sequence[int], one: tuple[int, int], stretch: tuple[int, int]) -> None:
        """Add what stands at ``one``, as many words away from the stretch as stand between."""
        if one[0] >= stretch[1]:
            between = bisect_left(places, one[0]) - bisect_left(places, stretch[1])
        else:
            between = max(0, bisect_left(places, stretch[0]) - bisect_left(places, one[1]))
        if between <= _WINDOW:
            out[key] = min(out.get(key, _WINDOW), between)

    def _words_of(self, sentence: int) -> tuple[list[int], list[str]]:
        known = self._words.get(sentence)
        if known is None:
            whole = self.reading.sentences[sentence]
            spots = list(words(whole.text))
            known = ([whole.start + spot.start() for spot in spots], [content_key(spot.group()) for spot in spots])
            self._words[sentence] = known
        return known


def clause(sentence: Sentence, stretch: tuple[int, int], others: Iterable[tuple[int, int]]) -> tuple[int, int]:
    """ "The left in 1999, the right in 2014": what stands beyond a comma that parts two like things goes with the
    other. Returns the start and end of what goes with ``stretch``."""
    low, high = sentence.start, sentence.end
    for other in others:
        first, last = (other, stretch) if other[0] < stretch[0] else (stretch, other)
        cuts = list(_PARTING.finditer(sentence.text, first[1] - sentence.start, last[0] - sentence.start))
        if cuts and first is other:
            low = max(low, sentence.start + cuts[-1].start())
        elif cuts:
            high = min(high, sentence.start + cuts[-1].start())
    return low, high


@lru_cache(maxsize=4096)
def surroundings(reading: Reading) -> Surroundings:
    """The surroundings of a reading, kept as long as readings are."""
    return Surroundings(reading)


@lru_cache(maxsize=16384)
def content_key(word: str) -> str:
    """The key of a word in a context; "" for one that says nothing."""
    key = reduced(word)
    return "" if key in EMPTY or key.isdigit() or len(key) < 3 or key in _SAID_OFTEN else key


def closeness(said: Context, noted: Context, weights: Mapping[str, float]) -> float:
    """How much two contexts share: what tells things apart counts more, and more the nearer it stands."""
    score = 0.0
    for key, far in said.items():
        other = noted.get(key)
        if other is not None:
            score += weights.get(key, 1.0) / (1 + 0.12 * (far + other))
    return score
