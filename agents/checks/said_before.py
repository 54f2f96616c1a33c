"""What either side has said so far: it bears a later line out.

Law of the file: a question bears out a no and an unsettled word, never a yes; what was stated bears out the same polarity.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from bedside.agents.checks.amounts import same_quantity
from bedside.agents.checks.assertions import Assertion, Polarity, Reading
from bedside.agents.checks.context import Context, surroundings
from bedside.agents.text.quantities import FoundQuantity
from bedside.knowledge.terminology import reduced, words

_BARE = 8  # words up to which a number is all that a line says
_JUST_NOW = 3  # lines in which a bare answer is taken up

_AGO = re.compile(r"\W*(?:ago|now|already)\b", re.IGNORECASE)
_SINCE = re.compile(r"\b(?:last|past|since|about|been|for(?: the| about| like)?|over(?: the)?)\W*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Number:
    """A number that was said: what stood around it, in which line, whether it was all of the line, who said it, and
    whether it is a time that has passed."""

    found: FoundQuantity
    around: Context
    line: int
    bare: bool
    speaker: str
    passed: bool


class SaidBefore:
    """The concepts, numbers and named times of the lines so far."""

    def __init__(self) -> None:
        self._stated: dict[str, set[Polarity | None]] = defaultdict(set)
        self._asked: set[str] = set()
        self._numbers: list[_Number] = []
        self._lines = 0
        self._text = ""

    def take(self, speaker: str, text: str, reading: Reading) -> None:
        """Remember a line."""
        self._text += " " + text.lower()
        for item in reading.assertions:
            for key in _keys(item):
                if item.mood == "asked":
                    self._asked.add(key)
                else:
                    self._stated[key].add(item.polarity)
        self._lines += 1
        bare = len(text.split()) <= _BARE
        around = surroundings(reading)
        for found, sentence in reading.quantities:
            there = around.of_number(sentence, found)
            self._numbers.append(_Number(found, there, self._lines, bare, speaker, _has_passed(text, found)))

    def affirm(self, items: Iterable[Assertion], polarity: Polarity) -> None:
        """Remember what a yes or a no said of what was asked."""
        for item in items:
            for key in _keys(item):
                self._stated[key].add(polarity)

    def bears_out(self, concept: str, form: str, polarity: Polarity | None) -> bool:
        """Whether a concept was said with this polarity, or was asked about and is not affirmed."""
        for key in (concept, _worded(form)):
            if polarity != "present" and (key in self._asked or key in self._stated):
                return True
            if self._stated.get(key, set[Polarity | None]()) & {polarity, None}:
                return True
        return False

    def has(self, speaker: str, found: FoundQuantity, around: Context) -> bool:
        """Whether a number was said of the same thing: beside a word that stands beside it now, or just now, as a bare
        answer or by the other side, which is taken up."""
        for one in self._numbers:
            just_now = self._lines - one.line < _JUST_NOW and (one.bare or one.speaker != speaker)
            if (just_now or not one.around.keys().isdisjoint(around)) and same_quantity(found, one.found):
                return True
        return False

    def has_in_place(self, speaker: str, found: FoundQuantity, around: Context, text: str) -> bool:
        """Whether a number was said of the same thing for sure: beside the same concept and a word more; and of a
        time that has passed, as one that the patient's side says has passed, where the physician says it back."""
        passed = speaker == "physician" and _has_passed(text, found)
        for one in self._numbers:
            shared = one.around.keys() & around.keys()
            alike = len(shared) > 1 and any(key[0] == "=" for key in shared)
            if (alike or (passed and one.passed and one.speaker != speaker)) and same_quantity(found, one.found):
                return True
        return False

    def named(self, words_said: str) -> bool:
        """Whether these very words, a weekday or "last week", were said."""
        return re.search(rf"\b{re.escape(words_said.lower())}", self._text) is not None


def _has_passed(text: str, found: FoundQuantity) -> bool:
    """Whether a length of time is one that has passed: "for the last three days", "three days ago"."""
    after, before = text[found.end : found.end + 12], text[max(0, found.start - 24) : found.start]
    return _AGO.match(after) is not None or _SINCE.search(before) is not None


def _keys(item: Assertion) -> tuple[str, str]:
    return item.concept, _worded(item.form)


def _worded(form: str) -> str:
    return " ".join(reduced(match.group()) for match in words(form))
