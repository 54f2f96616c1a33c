"""Which side a note gives to what, and whether a side said is the other one.

Law of the file: where the note names one side of a part of the body, the other is wrong. Where it names both, what
stands around decides: the side is wrong if the note says much the same of the other side and much less of this one.
"""

import re
from collections import Counter, defaultdict

from bedside.agents.checks.assertions import Reading, Sentence
from bedside.agents.checks.context import Context, clause, closeness, content_key, surroundings
from bedside.agents.checks.sides import Laterality
from bedside.knowledge.terminology import words

_ENOUGH = 0.5  # about one word near by that the note has beside one side only
_RATIO = 0.8
_SHARED = 0.35  # the worth of a word that the note has beside both sides
_INHERITED = 4  # how far away the words of a sentence under "Left knee:" count
_FAR = 4  # how far away any number of the sentence counts
_UNDER = 12  # sentences that a heading may have under it
_NEAR = 30  # characters within which a heading has its colon
_SAME_WORDS = 0.6  # the share of the shorter sentence that two sentences about one thing have in common
_BOTH = re.compile(r"\b(?:either side|both sides|bilateral)", re.IGNORECASE)
_ABSENT = re.compile(r"(?: \w+)? (?:(?:is|was|are|were) )?(?:absent|negative)\b", re.IGNORECASE)


class SidesNoted:
    """The sides of a note, each with what stands around it."""

    def __init__(self, reading: Reading) -> None:
        self.parts: dict[str, set[str]] = defaultdict(set)
        self.named: set[str] = set()
        self.both = any(
            _BOTH.search(sentence.text) for sentence in reading.sentences
        )  # whatever the part: "no lumps on either side"
        self.around: list[tuple[Laterality, Context]] = []
        for item in reading.sides:
            self.named.add(item.side)
            if item.part:
                self.parts[item.part].add(item.side)
            self.around.append((item, side_context(reading, item)))
        self._inherit(reading)
        self._two_sided: list[tuple[Counter[str], frozenset[str]]] = []
        for number, sides in _by_sentence(reading).items():
            if len(sides) > 1:
                self._two_sided.append((sides, _bag(reading.sentences[number].text)))
        self._weights: dict[str, dict[str, float]] = {}

    def _inherit(self, reading: Reading) -> None:
        """ "Left knee: swollen. Tender." : what follows a heading with a side goes with it up to the next side."""
        sided = {item.sentence for item in reading.sides}
        for item, there in self.around:
            head = reading.sentences[item.sentence]
            if ":" not in head.text[item.end - head.start : item.end - head.start + _NEAR]:
                continue
            for number in range(item.sentence + 1, min(item.sentence + _UNDER, len(reading.sentences))):
                after = reading.sentences[number]
                if after.start - head.end > 3 or ":" in after.text or number in sided:
                    break
                head = after
                for key in {content_key(word.group()) for word in words(after.text)} - {""}:
                    there[key] = min(there.get(key, _INHERITED), _INHERITED)

    def expected(self, said: Laterality) -> set[str] | None:
        """The sides the note names for the part; None where it names none at all."""
        noted = self.parts.get(said.part) if said.part else None
        if noted is None:
            noted = self.named
            if not noted and not said.part:
                return None
        return noted

    def contradicts(self, said: Laterality, around: Context) -> bool:
        """Whether the note gives what stands around a side to the other one."""
        noted = self.expected(said)
        if noted is None or (said.side == "both" and not noted):
            return False
        if said.side == "both" and self.both and "!denied" in around:
            return False
        if said.side not in noted and "both" not in noted and not (said.side == "both" and {"left", "right"} <= noted):
            return True
        weights = self._weights_of(said.part)
        best = matching = 0.0
        for item, there in self.around:
            if said.part and item.part and item.part != said.part:
                continue
            close = closeness(around, there, weights)
            if item.side in (said.side, "both") or said.side == "both":
                matching = max(matching, close)
            else:
                best = max(best, close)
        return best >= _ENOUGH and matching < _RATIO * best

    def doubled(self, reading: Reading) -> list[Laterality]:
        """ "The left calf is bigger than the left": the second of two like sides in a sentence, where the note's
        sentence in much the same words has left and right."""
        out: list[Laterality] = []
        if not self._two_sided:
            return out
        for number, said in _by_sentence(reading).items():
            if len(said) != 1 or sum(said.values()) < 2:
                continue
            side = next(iter(said))
            bag = _bag(reading.sentences[number].text)
            best = max(self._two_sided, key=lambda one: _alike(bag, one[1]))
            if _alike(bag, best[1]) >= _SAME_WORDS and best[0][side] < said[side] and len(best[0]) > 1:
                out.append([item for item in reading.sides if item.sentence == number][-1])
        return out

    def _weights_of(self, part: str) -> dict[str, float]:
        """A word tells more where the note has it beside one side only."""
        known = self._weights.get(part)
        if known is None:
            beside: dict[str, set[str]] = defaultdict(set)
            for item, there in self.around:
                if not part or not item.part or item.part == part:
                    for key in there:
                        beside[key].update(("left", "right") if item.side == "both" else (item.side,))
            known = {
                key: (1.5 if key[0] == "=" else 1.0) * (1.0 if len(sides) == 1 else _SHARED)
                for key, sides in beside.items()
            }
            self._weights[part] = known
        return known


def side_context(reading: Reading, item: Laterality) -> Context:
    """What stands around a side, with all the numbers of its sentence and whether it is denied."""
    around = surroundings(reading)
    if item.sentence >= len(reading.sentences):
        return {}
    others = [
        (other.start, other.end) for other in reading.sides if other.sentence == item.sentence and other is not item
    ]
    bounds = clause(reading.sentences[item.sentence], (item.start, item.end), others)
    out = around.within(item.sentence, item.start, item.end, bounds)
    for found in around.numbers.get(item.sentence, ()):
        if bounds[0] <= found.start < bounds[1]:
            out.setdefault(f"#{found.value:g}", _FAR)
    sentence = reading.sentences[item.sentence]
    if sentence.polarity_at(item.start) == "denied":
        out["!denied"] = 0
    _deny(out, sentence, bounds)
    return out


def _deny(around: Context, sentence: Sentence, bounds: tuple[int, int]) -> None:
    """Tell what is denied beside a side from what is there: "no lump" on one side is no "lump" on the other."""
    for word in words(sentence.text):
        at = sentence.start + word.start()
        key = content_key(word.group())
        denied = sentence.polarity_at(at) == "denied" or _ABSENT.match(sentence.text, word.end())
        if key in around and bounds[0] <= at < bounds[1] and denied:
            around[f"-{key}"] = around.pop(key)


def _by_sentence(reading: Reading) -> dict[int, Counter[str]]:
    """How often each sentence says left and right."""
    out: dict[int, Counter[str]] = defaultdict(Counter)
    for item in reading.sides:
        if item.side != "both" and item.sentence < len(reading.sentences):
            out[item.sentence][item.side] += 1
    return out


def _bag(text: str) -> frozenset[str]:
    return frozenset(content_key(word.group()) for word in words(text)) - {""}


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(1, min(len(one), len(other)))
