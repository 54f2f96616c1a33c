"""Numbers with what stands after them: a unit, a score, a pair, dimensions, an age, a clock, how often."""

import re

from bedside.agents.text.number_words import EVERY, PERIODS
from bedside.agents.text.numbers import Number, Words
from bedside.agents.text.quantity import FoundQuantity
from bedside.agents.text.units import TIMES, unit_at

GLUED = {"d": "day", "w": "week"}  # units only where they touch their number
_PICTURES = frozenset("echo echocardiogram ultrasound us ct mammogram mammography image images imaging".split())
_BORN = frozenset("born at delivered delivery term preterm birth gestation pregnant svd nvd lscs".split())
_SCORES = frozenset({3.0, 4.0, 5.0, 6.0, 9.0, 10.0, 15.0, 21.0, 27.0, 28.0, 30.0, 100.0})
_PARTS = {7.0: "day", 52.0: "week", 12.0: "month"}  # 3/7 is three days
_NO_PERIOD = frozenset({"time", "%", "bpm", "foot", "inch", "lb", "f", "c"}) | TIMES
TO = frozenset({"to", "or", "-", "–", "through"})
_BY = frozenset({"x", "by", "×"})


class Counting:
    """The words of one text and what was found in them so far."""

    def __init__(self, words: Words) -> None:
        self.w = words
        self.found: list[FoundQuantity] = []

    # -- help -----------------------------------------------------------------------------------------------------------
    def add(self, value: float, high: float | None, unit: str | None, first: int, after: int, kind: str) -> int:
        top = None if high is None else round(high, 4)
        span = (self.w.starts[first], self.w.ends[after - 1])
        self.found.append(FoundQuantity(round(value, 4), top, unit, *span, kind))
        return after

    def unit(self, i: int, *, digits: bool) -> tuple[str, int] | None:
        return unit_at(self.w.words, i, digits=digits)

    def top(self, number: Number, joints: frozenset[str]) -> Number | None:
        """The top of a range that begins with a number."""
        joint = self.w.at(number.after)
        more = self.w.number(number.after + 1) if joint in joints else None
        if more is None or more.value <= number.value or (joint == "or" and number.digits != more.digits):
            return None
        return more

    def period(self, i: int) -> tuple[str, int] | None:
        """ "a day", "per week", "/day", "daily": what a count repeats over."""
        word = self.w.at(i)
        if word in EVERY:
            return EVERY[word], i + 1
        k = i + 1
        if word == "in":
            if self.w.at(k) not in ("a", "the") or self.w.at(k + 1) not in ("day", "week"):
                return None
            k += 1
        elif word == "at":
            if self.w.at(k) != "bedtime":
                return None
        elif word not in ("a", "an", "per", "/", "each", "every", "x"):
            return None
        period = PERIODS.get(self.w.at(k))
        return ("per " + period, k + 1) if period is not None and self.w.at(k) != "days" else None

    def repeats(self, after: int, unit: str) -> int:
        """ "10 mg a day" also says once a day; "three months a year" says nothing of the kind."""
        if unit in _NO_PERIOD or self.w.at(after) not in ("a", "an", "per", "/", "each"):
            return after
        period = self.period(after)
        if period is None or period[0] == "per minute":
            return after
        return self.add(1, None, period[0], after, period[1], "frequency")

    # -- numbers --------------------------------------------------------------------------------------------------------
    def quantity(self, i: int) -> int | None:
        number = self.w.number(i)
        if number is None:
            return None
        top = self.top(number, TO)
        if top is not None:
            return self.finish(i, number.value, top.value, Number(top.value, top.after, top.digits or number.digits))
        joint = self.w.at(number.after)
        done: int | None = None
        if joint in _BY:
            done = self._dimensions(i, number)
        elif joint == "/" and number.digits:
            done = self._slash(i, number)
        elif joint == "over" and number.value > 9:
            done = self._over(i, number)
        return done if done is not None else self.finish(i, number.value, None, number)

    def _dimensions(self, i: int, first: Number) -> int | None:
        """0.4 by 2.0 by 3.0 cm."""
        parts, k, digits = [(first.value, i, first.after)], first.after, first.digits
        while self.w.at(k) in _BY and (more := self.w.number(k + 1)) is not None:
            parts.append((more.value, k + 1, more.after))
            k, digits = more.after, digits or more.digits
        unit = self.unit(k, digits=digits)
        if len(parts) < 2 or (unit is not None and unit[0] in TIMES and self.w.at(first.after) in ("x", "×")):
            return None  # "2 x 3 days"
        name, end = unit or (None, k)
        for value, start, after in parts:
            self.add(value, None, name, start, end if after == k else after, "dimension")
        return end

    def _slash(self, i: int, number: Number) -> int | None:
        below = self.w.number(number.after + 1)
        if below is None or not below.digits or self.w.at(below.after) == "/":
            return None
        value, after = number.value, below.after
        if (value, below.value) == (24, 7):
            return after
        if below.value in _PARTS and value.is_integer() and value <= 24:
            return self.add(value, None, _PARTS[below.value], i, after, "amount")
        if (
            re.fullmatch("0[1-9]", self.w.words[i])
            and self.w.at(i - 1) in ("on", "since", "dated")
            and 1 <= below.value <= 31
        ):
            return self.add(value * 100 + below.value, None, "date", i, after, "date")  # "on 04/10"
        if (
            below.value == 40
            and 22 <= value <= 42
            and (self.w.at(i - 1) in _BORN or self.w.at(after).startswith("gest"))
        ):
            return self.add(value, None, "week", i, after, "amount")
        return self._pair(i, value, below)

    def _pair(self, i: int, value: float, below: Number) -> int:
        unit = self.unit(below.after, digits=True)
        if value >= 20 and below.value >= 10:
            mercury = unit is not None and unit[0] == "mmhg"
            name, end = unit if unit is not None and mercury else (None, below.after)
            return self.add(value, below.value, name, i, end, "pair")
        if below.value in _SCORES and value <= below.value:
            return self.add(value, None, f"/{int(below.value)}", i, below.after, "score")
        name, end = unit or (None, below.after)
        return self.add(value, below.value, name, i, end, "pair")

    def _over(self, i: int, number: Number) -> int | None:
        """ "one twenty seven over eighty", "twelve over fifteen"."""
        below = self.w.number(number.after + 1)
        if below is None or below.value < 10:
            return None
        unit = self.unit(below.after, digits=below.digits)
        if unit is not None and unit[0] == "mmhg":
            return self.add(number.value, below.value, "mmhg", i, unit[1], "pair")
        if unit is not None:
            return None
        if number.value <= below.value in (10, 15, 21, 27, 28, 30):
            return self.add(number.value, None, f"/{int(below.value)}", i, below.after, "score")
        return self.add(number.value, below.value, None, i, below.after, "pair")

    def finish(self, i: int, value: float, high: float | None, last: Number) -> int:
        """Score, time, unit, age or frequency after the number or range that ends with ``last``."""
        for read in (self._out_of, self._at_clock, self._glued, self._with_unit, self._counted):
            done = read(i, value, high, last)
            if done is not None:
                return done
        if value.is_integer() and 1900 <= value < 2100 and (high is None or high < 2100):
            return self.add(value, high, None, i, last.after, "year")
        if not last.digits and high is None and value in (0.0, 1.0):
            return i + 1  # a lone "one" is nearly always a pronoun, a lone "zero" a figure of speech
        return self.add(value, high, None, i, last.after, "number")

    def _out_of(self, i: int, value: float, high: float | None, last: Number) -> int | None:
        if self.w.words[last.after : last.after + 2] == ["out", "of"]:
            of = self.w.number(last.after + 2)
            if of is not None and of.value.is_integer() and value <= of.value <= 100:
                return self.add(value, high, f"/{int(of.value)}", i, of.after, "score")
        if high is None or self.w.at(last.after) != "/" or not last.digits:
            return None
        of = self.w.number(last.after + 1)
        if of is None or not of.digits:
            return None
        if of.value in _PARTS:
            return self.add(value, high, _PARTS[of.value], i, of.after, "amount")
        if of.value.is_integer() and high <= of.value <= 100:
            return self.add(value, high, f"/{int(of.value)}", i, of.after, "score")
        return None

    def _at_clock(self, i: int, value: float, high: float | None, last: Number) -> int | None:
        word = self.w.at(last.after)
        if value > 12 or (high is not None and word != "o'clock"):
            return None
        if word in ("am", "pm"):
            return self.add(value % 12 + (12 if word == "pm" else 0), None, "clock", i, last.after + 1, "clock")
        return self.add(value, None, "clock", i, last.after + 1, "clock") if word == "o'clock" else None

    def _glued(self, i: int, value: float, high: float | None, last: Number) -> int | None:
        """Letters that touch their number: "23F" and "7d", but not "98.6F" and "2D echo"."""
        word, k = self.w.at(last.after), last.after
        if not last.digits or not self.w.touch(k):
            return None
        if word in ("m", "f") and self.w.sorts[k] == "word" and 0 < value < 95 and value.is_integer():
            return self.add(value, high, "year", i, k + 1, "age")
        if word in GLUED and self.w.at(k + 1) not in _PICTURES:
            return self.add(value, high, GLUED[word], i, k + 1, "amount")
        return None

    def _with_unit(self, i: int, value: float, high: float | None, last: Number) -> int | None:
        unit = self.unit(last.after, digits=last.digits)
        if unit is None:
            return None
        name, k = unit
        if name == "time":
            period = self.period(k)
            if period is not None:
                return self.add(value, high, period[0], i, period[1], "frequency")
            if self.w.at(k - 1) == "x" and self.w.number(k) is not None:
                return self.add(value, high, None, i, last.after, "number")
            return self.add(value, high, name, i, k, "amount")
        if name in ("year", "month", "week", "day"):
            old = k + 1 if self.w.at(k) == "-" else k
            if self.w.at(old) == "old":
                return self.add(value, high, name, i, old + 1, "age")
            if self.w.words[k : k + 2] == ["of", "age"]:
                return self.add(value, high, name, i, k + 2, "age")
        return self.repeats(self.add(value, high, name, i, k, "amount"), name)

    def _counted(self, i: int, value: float, high: float | None, last: Number) -> int | None:
        word, k = self.w.at(last.after), last.after
        if word in ("yo", "y/o", "yom", "yof"):
            return self.add(value, high, "year", i, k + 1, "age")
        if self.w.words[k : k + 3] == ["y", "/", "o"]:
            return self.add(value, high, "year", i, k + 3, "age")
        if word == "ppd":
            self.add(value, high, "pack", i, k, "amount")
            return self.add(1, None, "per day", k, k + 1, "frequency")
        if word in ("a", "per", "/") and high is None and value >= 2:
            period = self.period(k)
            if period is not None and period[0] in ("per day", "per week"):
                return self.add(value, high, period[0], i, period[1], "frequency")
        return None
