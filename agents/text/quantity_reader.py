"""The grammar of quantities: one walk over the words of a text (see ``quantities.py`` for what it finds)."""

import re
from collections.abc import Callable
from typing import Any, ClassVar

from bedside.agents.text import dates
from bedside.agents.text.counting import GLUED, TO, Counting
from bedside.agents.text.number_words import EVERY, LATIN, MONTHS, NUMBERS, ONES, ORDINALS, PERIODS
from bedside.agents.text.quantity import FoundQuantity
from bedside.agents.text.units import TIMES

_BEFORE_ARTICLE = frozenset(
    "for about almost over in within past last than nearly around after roughly approximately maybe like be once".split()
)
_AFTER_ARTICLE = frozenset("ago or now later and long prior before earlier back".split())
_ARTICLE_ALWAYS = frozenset({"pack", "pound", "mile", "block", "dose"})
_LABELS = frozenset("type stage grade class phase level category tier step".split())
_LIFE = frozenset({"living", "life", "activities", "activity", "routine", "basis"})  # "daily living"


_Step = Callable[[Any, int], int | None]  # a reader and a place; the word after what was read there


class Reader(Counting):
    """One pass over the words of one text."""

    def read(self) -> list[FoundQuantity]:
        """The quantities in order."""
        i = 0
        words, sorts = self.w.words, self.w.sorts
        while i < len(words):
            start = self.by_word.get(words[i]) if sorts[i] in ("word", "letters") else self.by_sort.get(sorts[i])
            i = max(start(self, i) or 0, i + 1) if start is not None else i + 1
        return self.found

    # -- by sort --------------------------------------------------------------------------------------------------------
    def _date(self, i: int) -> int:
        value = dates.written(self.w.words[i])
        return self.add(value, None, "date", i, i + 1, "date") if value else i + 1

    def _clock(self, i: int) -> int:
        hour, minute = (int(part) for part in self.w.words[i].split(":"))
        if hour > 24 or minute > 59:
            return i + 1
        value, half = hour + minute / 60, self.w.at(i + 1)
        if half in ("am", "pm"):
            value += 12 if half == "pm" and hour < 12 else -12 if half == "am" and hour == 12 else 0
            return self.add(value, None, "clock", i, i + 2, "clock")
        return self.add(value, None, "clock", i, i + 1, "clock")

    def _ordinal(self, i: int) -> int:
        return self._day(i, float(re.sub(r"\D", "", self.w.words[i])))

    def _day(self, i: int, value: float) -> int:
        dated = dates.day_of(self.w, i, value)
        if dated is not None:
            return self.add(dated[0], None, "date", i, dated[1], "date")
        return self.add(value, None, None, i, i + 1, "ordinal")

    def _mixed(self, i: int) -> int | None:
        return self._prefixed(i) if self.w.words[i] in ("q", "×") else i + 1

    def _mark(self, i: int) -> int | None:
        number = self.w.number(i + 1) if self.w.words[i] == "$" else None
        return self.add(number.value, None, "dollar", i, number.after, "money") if number else i + 1

    # -- by word --------------------------------------------------------------------------------------------------------
    def _month(self, i: int) -> int | None:
        dated = dates.named(self.w, i)
        return self.add(dated[0], None, "date", i, dated[1], "date") if dated else None

    def _latin(self, i: int) -> int | None:
        word = self.w.words[i]
        if word in ("od", "bd") and self.w.sorts[i] == "letters":
            return None
        return self.add(LATIN[word], None, "per day", i, i + 1, "frequency")

    def _qod(self, i: int) -> int:
        return self.add(2, None, "day", i, i + 1, "interval")

    def _adverb(self, i: int) -> int | None:
        if self.w.at(i + 1) in _LIFE:
            return None
        return self.add(1, None, EVERY[self.w.words[i]], i, i + 1, "frequency")

    def _times(self, i: int) -> int | None:
        word = self.w.words[i]
        period = self.period(i + 1)
        value = {"once": 1.0, "twice": 2.0, "thrice": 3.0}[word]
        every = word == "once" and self.w.at(i + 1) == "every" and period is None
        if period is not None and not every:
            return self.add(value, None, period[0], i, period[1], "frequency")
        if word == "once" or self.w.at(i + 1) == "as":
            return None
        return self.add(value, None, "time", i, i + 1, "amount")

    def _spoken_ordinal(self, i: int) -> int | None:
        word = self.w.words[i]
        if word == "second" and self.w.at(i - 1) in ("a", "per", "each", "every"):
            return None
        return self._day(i, float(ORDINALS[word]))

    def _aged(self, i: int) -> int | None:
        number = self.w.number(i + 2 if self.w.at(i + 1) in ("of", ":") else i + 1)
        if number is None or number.value > 120 or self.unit(number.after, digits=number.digits) is not None:
            return None
        first = i + 2 if self.w.at(i + 1) in ("of", ":") else i + 1
        return self.add(number.value, None, "year", first, number.after, "age")

    def _label(self, i: int) -> int | None:
        word = self.w.words[i]
        number = self.w.number(i + 1)
        if number is None or number.value > 10 or self.unit(number.after, digits=number.digits) is not None:
            return None
        if word == "grade" and self.w.at(number.after) in ("/", "out"):  # "grade 2/6" is a score
            return None
        return self.add(number.value, None, word, i, number.after, "label")

    def _between(self, i: int) -> int | None:
        low = self.w.number(i + 1)
        if low is None:
            return None
        unit = self.unit(low.after, digits=low.digits)
        k = unit[1] if unit else low.after
        top = self.w.number(k + 1) if self.w.at(k) == "and" else None
        return self.finish(i + 1, low.value, top.value, top) if top is not None and top.value > low.value else None

    def _repeated(self, i: int) -> int | None:
        return self._prefixed(i) if self.w.at(i - 1) != "a" else None

    def _prefixed(self, i: int) -> int | None:
        """q6h, q 4-6 h, x3 days, x 3."""
        number = self.w.number(i + 1)
        if number is None:
            return None
        top = self.top(number, frozenset({"-", "–", "to"}))
        last = top or number
        high = top.value if top else None
        unit = self.unit(last.after, digits=True)
        glued = GLUED.get(self.w.at(last.after))
        if self.w.words[i] == "q":
            if unit is not None and unit[0] in TIMES:
                return self.add(number.value, high, unit[0], i, unit[1], "interval")
            return self.add(number.value, high, glued, i, last.after + 1, "interval") if glued else None
        if unit is not None and unit[0] != "time":
            return self.add(number.value, high, unit[0], i, unit[1], "amount")
        if glued:
            return self.add(number.value, high, glued, i, last.after + 1, "amount")
        return self.add(number.value, high, "time", i, last.after, "amount")

    def _every(self, i: int) -> int | None:
        if self.w.words[i] != "q":
            j = i + 2 if self.w.at(i + 1) == "single" else i + 1
            if self.w.at(j) == "other" and self.w.at(j + 1) in PERIODS:
                return self.add(2, None, PERIODS[self.w.at(j + 1)], i, j + 2, "interval")
        else:
            j = i + 1
        if self.w.at(j) in PERIODS and self.w.at(j) not in ("days", "wk", "minute", "bedtime"):
            return self.add(1, None, "per " + PERIODS[self.w.at(j)], i, j + 1, "frequency")
        number = self.w.number(j)
        if number is None:
            return None
        top = self.top(number, TO - {"through"})
        last = top or number
        unit = self.unit(last.after, digits=last.digits)
        if unit is None or unit[0] not in TIMES:
            return None
        return self.add(number.value, top.value if top else None, unit[0], i, unit[1], "interval")

    def _half(self, i: int) -> int | None:
        if self.w.words[i : i + 3] == ["half", "a", "dozen"]:
            return self.quantity(i)
        unit = self.unit(i + 2 if self.w.at(i + 1) in ("a", "an") else i + 1, digits=False)
        if unit is None:
            return None
        return self.repeats(self.add(0.5, None, unit[0], i, unit[1], "amount"), unit[0])

    def _article(self, i: int) -> int | None:
        """ "a couple of days", "a week ago", "a pack", "a day or two"."""
        following = self.w.at(i + 1)
        if following == "couple":
            unit = self.unit(i + 3 if self.w.at(i + 2) == "of" else i + 2, digits=False)
            return self.add(2, None, unit[0] if unit else None, i, unit[1] if unit else i + 2, "vague")
        if following in ("hundred", "thousand", "dozen", "million"):
            return self.quantity(i)
        unit = self.unit(i + 1, digits=False) if following != "half" else None
        if unit is None or unit[0] == "time":
            return None
        name, after = unit
        half = self.w.words[after : after + 3]
        if half[:2] == ["and", "half"] or half == ["and", "a", "half"]:
            end = after + (2 if half[1] == "half" else 3)
            return self.repeats(self.add(1.5, None, name, i, end, "amount"), name)
        if self.w.at(after) == "or" and name in TIMES and self.w.at(after + 1) in ("two", "three"):
            return self.add(1, float(ONES[self.w.at(after + 1)]), name, i, after + 2, "amount")
        timed = name in TIMES and (self.w.at(i - 1) in _BEFORE_ARTICLE or self.w.at(after) in _AFTER_ARTICLE)
        if name not in _ARTICLE_ALWAYS and not timed:
            return None
        return self.repeats(self.add(1, None, name, i, after, "amount"), name)

    # What is read where a word of a sort stands, and where one of these words does.
    by_sort: ClassVar[dict[str, _Step]] = {
        "date": _date, "clock": _clock, "ordinal": _ordinal, "mixed": _mixed, "mark": _mark, "number": Counting.quantity,
    }  # fmt: skip
    by_word: ClassVar[dict[str, _Step]] = {
        **dict.fromkeys(MONTHS, _month), **dict.fromkeys(LATIN, _latin), **dict.fromkeys(EVERY, _adverb),
        **dict.fromkeys(ORDINALS, _spoken_ordinal), **dict.fromkeys(_LABELS, _label),
        **dict.fromkeys(("once", "twice", "thrice"), _times), **dict.fromkeys(("every", "each", "q"), _every),
        **dict.fromkeys(("a", "an"), _article), **dict.fromkeys(("age", "aged"), _aged), "qod": _qod,
        "half": _half, "between": _between, "x": _repeated, "point": Counting.quantity,
        **dict.fromkeys(NUMBERS, Counting.quantity),
    }  # fmt: skip


STARTERS = frozenset(Reader.by_word)
