"""The words of a prescription and the numbers among them."""

from bedside.agents.reading import sig_words
from bedside.agents.reading.sig_units import parted
from bedside.agents.reading.tables import plains
from bedside.agents.text.doc import Doc
from bedside.agents.text.number_words import NUMBERS
from bedside.scenarios.span import Span


class Numbered:
    """The words of one sentence, in which numbers, ranges and times are found."""

    def __init__(self, doc: Doc, span: Span) -> None:
        self.doc = doc
        self.span = span
        self.tokens = parted(doc.tagged(span))
        self.words = plains(self.tokens)

    def at(self, i: int) -> str:
        """The word at ``i``, "" outside."""
        return self.words[i] if 0 <= i < len(self.words) else ""

    def _number(self, i: int) -> int:
        """The word after the number at ``i``; 0 if there is none."""
        word = self.at(i)
        if not word:
            return 0
        if word == "." and self.at(i + 1)[:1].isdigit() and self._touch(i):
            return i + 2
        if word[0].isdigit():
            if self.at(i + 1) == "." and self.at(i + 2)[:1].isdigit() and self._touch(i) and self._touch(i + 1):
                return i + 3
            if self.at(i + 1) == "/" and self.at(i + 2) in ("2", "4", "3") and word == "1" and self._touch(i):
                return i + 3
            return i + 1
        if word in "½¼¾":
            return i + 1
        if word in NUMBERS or word == "half":
            after = i + 1
            if self.at(after) == "(" and self.at(after + 1)[:1].isdigit() and self.at(after + 2) == ")":
                return after + 3
            if word == "half" and self.at(after) in ("a", "an"):
                return after + 1
            return after
        return 0

    def _touch(self, i: int) -> bool:
        return i + 1 < len(self.tokens) and self.tokens[i].end == self.tokens[i + 1].start

    def _range(self, i: int) -> int:
        """The word after a number, a range or a pair of them at ``i``."""
        after = self._number(i)
        while after and self.at(after) in sig_words.SPREAD and self._number(after + 1):
            after = self._number(after + 1)
        return after

    def _year(self, i: int) -> bool:
        return len(self.at(i)) == 4 and self.at(i).isdigit() and self.at(i)[:2] in ("19", "20")

    def _slashed_time(self, i: int) -> bool:
        """Whether "3/7", "2/52" or "6/12" stands here: days, weeks, months."""
        return bool(self._number(i)) and self.at(i + 1) == "/" and self.at(i + 2) in ("7", "52", "12")
