"""What is said of an item in a sentence: that it is so or not, how sure, when, and of whom.

The ConText algorithm (Harkema, Dowling, Thornblade and Chapman 2009): a modifier ("denies", "possible", "history of") reaches
over the words after or before it, up to a word or a clause that ends its scope. The table ``context.tsv`` holds the
modifiers, this file the scopes. Each word of a sentence is given its state once, so that a sentence costs its length.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from bedside.agents.reading.experiencer import whose
from bedside.agents.reading.modifier_table import (
    Cue,
    States,
    Word,
    cues,
    dated,
    plain,
    seen_there,
    sort_of,
    told_past,
    words_are_over,
)
from bedside.agents.reading.remembered import Remembered, within
from bedside.agents.reading.term_places import indices, named_ranges
from bedside.agents.text.doc import Doc, Token
from bedside.scenarios.note import Certainty, Polarity
from bedside.scenarios.span import Span

Temporality = Literal["current", "past", "future", "hypothetical"]

_DATE = 3  # words of a date behind an item
_REACH = 60  # words that a modifier reaches over at most
_FINITE_AUX = frozenset({"VBZ", "VBD", "VHZ", "VHD", "VDZ", "VDD", "VM0"})
_FINITE = _FINITE_AUX | {"VVZ", "VVD", "VVB", "VBB", "VHB", "VDB"}
_NOMINAL = frozenset({"NN0", "NN1", "NN2", "NP0", "PNP", "PNI", "EX0"})
_HARD = frozenset({";", ":", "."})
_FELT = frozenset({"symptom", "disorder", "finding"})
_TESTING = frozenset("test tests sign signs screen culture swab raise".split())  # of a test, which has an answer
_ALWAYS = frozenset({"no", "not", "denies", "denied", "without", "nil"})
_AGAINST = {"negated": "affirmed", "affirmed": "negated"}


@dataclass(frozen=True, slots=True)
class Modifiers:
    """What is said of an item."""

    polarity: Polarity = "present"
    certainty: Certainty = "certain"
    temporality: Temporality = "current"
    subject: str = "patient"


def modifiers(doc: Doc, sentence: Span, item: Span) -> Modifiers:
    """What the sentence says of an item in it."""
    words = doc.tagged(sentence)
    states = _states(Remembered(doc, sentence))
    inside = within(words, item)
    if not inside:
        return Modifiers(subject=whose(doc, sentence, item))
    at = next((i for i in inside if not states.cue[i] and words[i].tag not in ("AT0", "DT0", "PUN")), inside[-1])
    said = states.polarity[at]
    return Modifiers(
        polarity="denied" if said in ("negated", "doubted") else "unknown" if said == "unknown" else "present",
        certainty="possible" if states.possible[at] or said == "doubted" else "certain",
        temporality=_time(states, words, inside, at),
        subject=whose(doc, sentence, item),
    )


def _time(states: States, words: Sequence[Token], inside: Sequence[int], at: int) -> Temporality:
    said = states.time[at]
    if words[at].lower.startswith("ex-"):
        return "past"  # "ex-heroin user"
    if said in ("past", "hypothetical"):
        return "past" if said == "past" else "hypothetical"
    if words_are_over([plain(words[i]) for i in inside]) and (said == "history" or dated(words, inside)):
        return "past"
    return "current"


# -- scopes ----------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=256)
def _states(key: Remembered) -> States:
    """The state of each word of a sentence."""
    words = [(plain(word), word.tag) for word in key.words]
    signs = indices(key.doc, key.sentence, key.words, _FELT)
    felt = indices(key.doc, key.sentence, key.words, _FELT - {"finding"})
    return _Painter(words, named_ranges(key.doc, key.sentence, key.words), signs, felt).run()


class _Painter:
    """Gives the words of one sentence their states, cue by cue."""

    def __init__(
        self,
        words: Sequence[Word],
        names: Sequence[tuple[int, int]] = (),
        signs: frozenset[int] = frozenset(),
        felt: frozenset[int] = frozenset(),
    ) -> None:
        self.words = words
        self.signs = signs  # words that name a complaint, an illness or a finding
        self.felt = felt  # those that name no finding
        inside = {i for start, end in names for i in range(start, end)}
        size = len(words)
        self.states = States([""] * size, [False] * size, [""] * size, [False] * size)
        self.cues = [
            c for c in cues(words) if c.start not in inside or c.end - 1 not in inside or words[c.start][0] in _ALWAYS
        ]
        self.starts: dict[int, list[Cue]] = {}
        self.ends: dict[int, list[Cue]] = {}
        for cue in self.cues:
            self.starts.setdefault(cue.start, []).append(cue)
            self.ends.setdefault(cue.end, []).append(cue)

    def run(self) -> States:
        for cue in self.cues:
            if cue.category not in ("stop", "marked", "pseudo", "flip"):
                for i in range(cue.start, cue.end):
                    self.states.cue[i] = True
                direction = self._direction(cue)
                if direction in ("backward", "both") and not self._attributive(cue):
                    self._backward(cue)
                if direction in ("forward", "both"):
                    self._forward(cue)
            elif cue.category == "pseudo" and self.words[cue.start][0] == "no":
                self.states.cue[cue.start] = True
                changed = (*range(cue.start + 1, cue.end), *self._slashed(cue.end))
                for i in changed:  # "no change in": what is denied is the change
                    self.states.polarity[i] = "negated"
        told_past(self.words, self.starts, self.states.time)
        return self.states

    def _slashed(self, start: int) -> range:
        """The words of an item from its first stroke on: "No change in diet/sleep/increased stress"."""
        end = self._segment_end(start)
        return range(next((i for i in range(start, end) if self.words[i][0] == "/"), end), end)

    def _direction(self, cue: Cue) -> str:
        """Which way a modifier looks: "nil trauma", "trauma nil"."""
        if cue.direction in ("backward", "both") or (
            cue.direction == "forward" and self.words[cue.start][0] not in ("no", "not")
        ):
            return cue.direction
        after = cue.end < len(self.words) and self.words[cue.end][1] != "PUN" and self.words[cue.end][1] != "CJC"
        if after and not (
            cue.direction == "either" and self._after_be(cue) and self.words[cue.end][1] in ("PRP", "CJS", "AV0")
        ):
            return "forward"
        return "backward" if cue.start else "forward"

    def _after_be(self, cue: Cue) -> bool:
        return cue.start > 0 and self.words[cue.start - 1][1][:2] == "VB"

    def _forward(self, cue: Cue) -> None:
        category = cue.category
        limit = min(len(self.words), cue.end + _REACH)
        at = cue.end
        while at < limit:
            found = self.starts.get(at, [])
            kinds = {other.category for other in found}
            if "flip" in kinds and category in _AGAINST:
                category = _AGAINST[category]
                at = max(other.end for other in found)
                continue
            if self._ends_forward(cue, category, at, kinds):
                return
            self._paint(category, at)
            at += 1

    def _ends_forward(self, cue: Cue, category: str, at: int, kinds: set[str]) -> bool:
        adjacent = at == cue.end
        if self._crosses(category, kinds, at) and not adjacent:
            return True
        if "stop" in kinds and not adjacent and not self._parenthetical(at):
            return True
        word, tag = self.words[at]
        if word == ")" and not any(other == "(" for other, _ in self.words[cue.start : at]):
            return True
        if word in _HARD or (word in ("-", "–", "—") and self._spaced_dash(at)):
            return not adjacent
        if (
            category == "hypothetical"
            and word == ","
            and any(other.category == "negated" for other in self.starts.get(at + 1, ()))
        ):
            return True
        if category == "hypothetical":
            return word == "," and cue.start == 0 and self._clause_at(at + 1)
        if word == "," and self._of_adjective(cue):
            return True  # "not pregnant, pacemaker in situ"
        if word == "," and (category == "past" or self.words[cue.start][0] == "?"):
            return True  # "?stones, gout": a sign is of its own item
        if category == "past" and tag == "CJC":
            return True
        if word == "," and category == "negated" and self._unable(cue) and not self._closes_with_or(at + 1):
            return True  # "can't open wide, drooling"
        if word == "," or tag == "CJC":
            return self._new_item(cue, category, at + 1)
        return False

    def _unable(self, cue: Cue) -> bool:
        """Whether a modifier is "not" behind "can", "could", "will" or "would", or holds it."""
        near = [word for word, _ in self.words[max(0, cue.start - 1) : cue.end]]
        return any(word in ("ca", "can", "cannot", "could", "wo", "will", "would", "can't", "unable") for word in near)

    def _of_adjective(self, cue: Cue) -> bool:
        """Whether a modifier is "not" before an adjective, which reaches over no comma."""
        after = self.words[cue.end][1] if cue.end < len(self.words) else ""
        return self.words[cue.start][0] == "not" and cue.end == cue.start + 1 and after == "AJ0"

    def _crosses(self, category: str, kinds: set[str], at: int) -> bool:
        """Whether another modifier of the same sort begins here."""
        if sort_of(category) == "polarity":
            others = [other for other in self.starts.get(at, ()) if sort_of(other.category) == "polarity"]
            return any(
                self._direction(other) != "backward"
                for other in others
                if other.category in ("negated", "affirmed", "doubted", "unknown")
            )
        return category in kinds and category != "possible"

    def _attributive(self, cue: Cue) -> bool:
        """Whether an adjective belongs to the noun after it: "no problems on normal walking"."""
        after = cue.end < len(self.words) and self.words[cue.end][1].startswith("NN")
        return cue.category == "affirmed" and after and self.words[cue.start][1].startswith("AJ")

    def _parenthetical(self, at: int) -> bool:
        """Whether "however" stands between commas: "denies, however, any pain"."""
        around = [self.words[i][0] for i in (at - 1, at + 1) if 0 <= i < len(self.words)]
        return self.words[at][0] == "however" and around == [",", ","]

    def _spaced_dash(self, at: int) -> bool:
        return at > 0

    def _new_item(self, cue: Cue, category: str, at: int) -> bool:
        """Whether what stands after a comma or "and" is no longer reached."""
        if self._had_instead(cue, category, at):
            return True  # "without fever, with a cough"
        if category == "negated" and self._seen_there(cue, at):
            return True
        if at < len(self.words) and self.words[at][1] == "CJC":
            at += 1
        end = self._segment_end(at)
        if self._own_verb(at, end):
            return True
        if category not in ("negated", "doubted", "possible"):
            return False
        if any(
            other.category == "affirmed" and other.direction == "backward" and not self._attributive(other)
            for i in (end, end - 1)
            for other in self.ends.get(i, ())
        ):
            return True
        marked = any(other.category == "marked" for other in self.starts.get(at, ()))
        return (
            marked
            and self.words[cue.start][0] not in ("denies", "denied", "deny", "denying")
            and not self._closes_with_or(at)
        )

    def _had_instead(self, cue: Cue, category: str, at: int) -> bool:
        """Whether "with" and a complaint stand behind the comma of a list that "no" or "without" began."""
        if category != "negated" or self.words[cue.start][0] not in ("no", "without", "nil"):
            return False
        if at >= len(self.words) or self.words[at][0] != "with" or self.words[at - 1][0] not in (",", "but"):
            return False
        hard = (i for i in range(at + 1, len(self.words)) if self.words[i][0] in _HARD)
        return not self.felt.isdisjoint(range(at + 1, next(hard, len(self.words))))

    def _seen_there(self, cue: Cue, at: int) -> bool:
        """Whether the second of two items is one that was seen in its place: "no polyps, diverticula noted in the sigmoid"."""
        return seen_there(self.words, cue.end, at, self._segment_end(at)) and not self._closes_with_or(at)

    def _segment_end(self, at: int) -> int:
        end = at
        while (
            end < len(self.words)
            and self.words[end][0] not in (",", ";", ".", ":", "(")
            and self.words[end][1] != "CJC"
        ):
            end += 1
        return end

    def _closes_with_or(self, at: int) -> bool:
        """Whether the list goes on to an "or"."""
        for i in range(at, min(len(self.words), at + _REACH)):
            if self.words[i][0] in ("or", "nor"):
                return True
            if self.words[i][0] in (";", ".", ":", "but"):
                return False
        return False

    def _own_verb(self, start: int, end: int) -> bool:
        """Whether a stretch has a subject and a verb, or begins with a verb that has an object."""
        for i in range(start, min(end, start + 12)):
            tag = self.words[i][1]
            if tag in _FINITE_AUX or (tag in _FINITE and (i > start and self.words[i - 1][1] in _NOMINAL)):
                return True
            if i == start and tag in ("VVZ", "VVD") and end - start > 1 and self.words[i - 1][1] == "CJC":
                return True
            if self.starts.get(i) and any(cue.category == "stop" for cue in self.starts[i]):
                return False
        return False

    def _clause_at(self, at: int) -> bool:
        return (
            at < len(self.words)
            and self.words[at][1] not in ("CJC",)
            and (self.words[at][1] in ("PNP", "VVB", "VVI", "AV0", "VM0") or self._own_verb(at, self._segment_end(at)))
        )

    def _backward(self, cue: Cue) -> None:
        at = cue.start - 1
        limit = max(-1, at - _REACH)
        while at > limit:
            word, tag = self.words[at]
            if word in (";", ".", "("):
                return
            if any(other.category == "stop" and other.end <= cue.start for other in self.starts.get(at, ())):
                return
            status = word == "," and at == cue.start - 1 and self._whole(cue)
            if word == "," and not status and self._fresh(at, cue):
                return
            if any(
                sort_of(other.category) == sort_of(cue.category) and other.category != "marked"
                for other in self.ends.get(at + 1, ())
            ):
                if cue.category not in ("possible",):
                    return
            if tag == "CJC" and word == "but":
                return
            self._paint(cue.category, at)
            at -= 1

    def _whole(self, cue: Cue) -> bool:
        """Whether a modifier is all that stands between two marks: "delirium, now resolved"."""
        ahead = [tag for _, tag in self.words[cue.end : cue.end + _DATE]]
        return cue.category == "past" and ("PUN" in ahead or len(ahead) < _DATE)

    def _fresh(self, comma: int, cue: Cue) -> bool:
        """Whether what stands before a comma has been told apart: a verb, or a modifier of its own."""
        start = comma - 1
        while start >= 0 and self.words[start][0] not in (",", ";", "."):
            start -= 1
        if any(self.words[i][1] in _FINITE for i in range(max(start, 0), comma)):
            return True
        if self.words[cue.start][0] == "not" and self._predicated(start + 1, comma):
            return True  # "canal swollen, drum not seen"
        if cue.category == "negated" and self._tested_apart(start + 1, comma, cue):
            return True  # "spinal tenderness, straight leg raise negative"
        if cue.direction == "either" or cue.category == "negated":
            told = self.words[start + 1 : comma]
            if any(word == "ago" or (tag == "CRD" and word[0].isdigit()) for word, tag in told):
                return True  # "ROM 6 hours ago, GBS negative", "IOP 24, RAPD neg"
        return (
            any(
                sort_of(other.category) == sort_of(cue.category)
                for i in range(start + 1, comma)
                for other in self.starts.get(i, ())
            )
            or cue.category == "past"
        )

    def _tested_apart(self, start: int, comma: int, cue: Cue) -> bool:
        """Whether a sign stands before a comma and a test behind it, whose answer the modifier is."""
        before, own = range(start, comma), range(comma + 1, cue.start)
        if not own or any(self.words[i][1] == "NP0" or self.words[i][0] in _TESTING for i in before):
            return False
        return not self.signs.isdisjoint(before) and self.felt.isdisjoint(own)

    def _predicated(self, start: int, end: int) -> bool:
        """Whether a stretch says how something is: an adjective stands in it, with no noun right behind."""
        return any(
            self.words[i][1] in ("AJ0", "VVN")
            and (i + 1 == end or self.words[i + 1][1][:2] not in ("NN", "AJ", "VV", "NP"))
            for i in range(start, end)
        )

    def _paint(self, category: str, at: int) -> None:
        if category in ("negated", "affirmed", "unknown", "doubted"):
            self.states.polarity[at] = category
        elif category == "possible":
            self.states.possible[at] = True
        elif self.states.time[at] != "hypothetical":
            self.states.time[at] = category
