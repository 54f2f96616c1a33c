"""Numbers as they are written and said: "12", "two hundred and five", "1 1/2", "point five", "one oh five"."""

from collections.abc import Sequence
from dataclasses import dataclass

from bedside.agents.text.number_words import FRACTIONS, HALVES, ONES, TENS

_SCALES = {"hundred": 100.0, "thousand": 1000.0, "k": 1000.0, "million": 1e6, "billion": 1e9}
_ZEROES = frozenset({"oh", "o"})


@dataclass(frozen=True, slots=True)
class Number:
    """A number, the word after it, and whether it is written in digits."""

    value: float
    after: int
    digits: bool


class Words:
    """The words of a text in small letters, with their places and the sort of each (see ``lexing.py``)."""

    __slots__ = ("ends", "sorts", "starts", "words")

    def __init__(self, found: Sequence[tuple[str, int, int, str]]) -> None:
        self.words, self.starts, self.ends, self.sorts = (
            map(list, zip(*found, strict=True)) if found else ([], [], [], [])
        )

    def at(self, i: int) -> str:
        """The word at ``i``, "" outside."""
        return self.words[i] if 0 <= i < len(self.words) else ""

    def touch(self, i: int) -> bool:
        """Whether word ``i`` stands at the end of the word before it."""
        return 0 < i < len(self.words) and self.starts[i] == self.ends[i - 1]

    def number(self, i: int) -> Number | None:
        """The number that starts at word ``i``."""
        if not 0 <= i < len(self.words):
            return None
        if self.sorts[i] == "number":
            return self._written(i)
        word = self.words[i]
        if word == "half" and self.words[i : i + 3] == ["half", "a", "dozen"]:
            return Number(6.0, i + 3, False)
        if word == "point" and 0 <= ONES.get(self.at(i + 1), 10) < 10:
            digits, after = self._spoken(i + 1)
            return Number(float("0." + digits), after, False)
        small = (1, i + 1) if word in ("a", "an") and self.at(i + 1) in (*_SCALES, "dozen") else self._small(i)
        if small is None:
            return None
        value, after = self._magnitude(float(small[0]), small[1])
        if self.at(after) == "point":
            digits, end = self._spoken(after + 1)
            if digits:
                value, after = float(f"{int(value)}.{digits}"), end
        return self._and_half(value, after, digits=False)

    # -- in digits ----------------------------------------------------------------------------------------------------
    def _written(self, i: int) -> Number:
        word = self.words[i]
        after = i + 1
        if word in FRACTIONS:
            return Number(FRACTIONS[word], after, True)
        value = float(word.replace(",", ""))
        if self.at(after) in FRACTIONS:
            return Number(value + FRACTIONS[self.at(after)], after + 1, True)
        part = self._part(i, value)
        if part is not None:
            return part
        if self.at(after) == "point" and value.is_integer():
            digits, end = self._spoken(after + 1)
            if digits:
                return Number(float(f"{int(value)}.{digits}"), end, True)
        scale = _SCALES.get(self.at(after))
        if scale is not None and value < 1000:
            if self.at(after) == "k" and not self.touch(after):
                return Number(value, after, True)
            value, after = value * scale, after + 1
        return self._and_half(value, after, digits=True)

    def _part(self, i: int, value: float) -> Number | None:
        """1-1/2, 1 1/2, 1/2."""
        after = i + 1
        if not value.is_integer():
            return None
        k = after + 1 if self.at(after) == "-" else after
        if self.at(k) in ("1", "3") and self.at(k + 1) == "/" and self.at(k + 2) in ("2", "4"):
            part = HALVES.get((int(self.at(k)), int(self.at(k + 2))))
            if part is not None:
                return Number(value + part, k + 3, True)
        below = self.at(after + 1)
        if self.at(after) == "/" and below.isdigit() and len(below) < 3 and self.sorts[after + 1] == "number":
            part = HALVES.get((int(value), int(below)))
            if part is not None and self.at(after + 2) != "/":
                return Number(part, after + 2, True)
        return None

    # -- in words -----------------------------------------------------------------------------------------------------
    def _small(self, i: int) -> tuple[int, int] | None:
        """One to ninety-nine."""
        word = self.at(i)
        if word in TENS:
            after = i + 2 if self.at(i + 1) == "-" else i + 1
            ones = ONES.get(self.at(after), 0)
            return (TENS[word] + ones, after + 1) if 0 < ones < 10 else (TENS[word], i + 1)
        return (ONES[word], i + 1) if word in ONES else None

    def _magnitude(self, value: float, after: int) -> tuple[float, int]:
        word = self.at(after)
        if word == "dozen":
            return value * 12, after + 1
        if word == "hundred" and value < 100:
            value, after = self._and_small(value * 100, after + 1)
            if self.at(after) != "thousand":
                return value, after
            word = "thousand"
        if word in ("thousand", "million"):
            return self._thousands(value * _SCALES[word], after + 1)
        return self._paired(value, after) if value < 100 else (value, after)

    def _thousands(self, value: float, after: int) -> tuple[float, int]:
        rest = self._small(after + 1 if self.at(after) == "and" else after)
        if rest is None:
            return value, after
        part, end = float(rest[0]), rest[1]
        if self.at(end) == "hundred":
            part, end = self._and_small(part * 100, end + 1)
        return value + part, end

    def _paired(self, value: float, after: int) -> tuple[float, int]:
        """ "One twenty seven", "nineteen eighty five", "two oh five"."""
        word = self.at(after)
        paired = value in (19, 20) or 1 <= value <= 9
        if not paired:
            return value, after
        if word in TENS or 10 <= ONES.get(word, 0) < 20:
            rest = self._small(after)
            if rest is not None:
                return value * 100 + rest[0], rest[1]
        if word in _ZEROES and 0 < ONES.get(self.at(after + 1), 0) < 10:
            return value * 100 + ONES[self.at(after + 1)], after + 2
        return value, after

    def _and_small(self, value: float, after: int) -> tuple[float, int]:
        """ "... and five" after a hundred."""
        rest = self._small(after + 1 if self.at(after) == "and" else after)
        return (value + rest[0], rest[1]) if rest is not None else (value, after)

    def _spoken(self, i: int) -> tuple[str, int]:
        """Digits said one by one after "point"."""
        digits = ""
        while True:
            word = self.at(i)
            if 0 <= ONES.get(word, 10) < 10:
                digits += str(ONES[word])
            elif word in _ZEROES:
                digits += "0"
            elif word.isdigit() and len(word) <= 3 and word.isascii():
                digits += word
            else:
                return digits, i
            i += 1

    def _and_half(self, value: float, after: int, *, digits: bool) -> Number:
        if value.is_integer() and self.at(after) == "and":
            for more in (["a", "half"], ["half"]):
                if self.words[after + 1 : after + 1 + len(more)] == more:
                    return Number(value + 0.5, after + 1 + len(more), digits)
        return Number(value, after, digits)
