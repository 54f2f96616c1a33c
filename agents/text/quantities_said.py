"""Quantities said the way a person says them. Whatever ``say`` returns is read back as the same value, top and unit."""

import random
from collections.abc import Callable

from bedside.agents.text.dates import date_parts
from bedside.agents.text.number_words import MONTH_NAMES, ONES
from bedside.agents.text.quantities import find_quantities
from bedside.agents.text.quantity import FoundQuantity
from bedside.agents.text.units import say_unit

__all__ = ["say", "say_number", "say_unit"]

_TENS = ["", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ONES = list(ONES)


def say_number(value: float, *, short: bool = False) -> str:
    """``value`` in words. ``short`` gives the clipped form of three digits ("one eighty five")."""
    if value < 0 or value >= 1_000_000:
        return digits_of(value)
    whole = int(value)
    if whole != value:
        if short and value - whole == 0.5 and 0 < whole < 10:
            return f"{_ONES[whole]} and a half"
        decimals = digits_of(value).split(".")[1]
        return f"{say_number(whole)} point {' '.join(_ONES[int(digit)] for digit in decimals)}"
    if whole < 100:
        return _under_hundred(whole)
    if whole < 1000:
        return _under_thousand(whole, short)
    thousands, rest = divmod(whole, 1000)
    if thousands >= 100 or rest >= 100:
        return str(whole)
    return f"{_under_hundred(thousands)} thousand" + (f" {_under_hundred(rest)}" if rest else "")


def digits_of(value: float) -> str:
    """A number in digits: "5", "0.125"."""
    return str(int(value)) if float(value).is_integer() else f"{value:.4f}".rstrip("0")


def _under_hundred(number: int) -> str:
    if number < 20:
        return _ONES[number]
    tens, ones = divmod(number, 10)
    return _TENS[tens] + (f" {_ONES[ones]}" if ones else "")


def _under_thousand(number: int, short: bool) -> str:
    hundreds, rest = divmod(number, 100)
    if short and rest:
        return f"{_ONES[hundreds]} {_under_hundred(rest)}" if rest >= 10 else f"{_ONES[hundreds]} oh {_ONES[rest]}"
    return f"{_ONES[hundreds]} hundred" + (f" and {_under_hundred(rest)}" if rest else "")


def say(found: FoundQuantity, rng: random.Random) -> str:
    """One spoken form of a quantity, in digits or words, that reads back to the same value, top and unit."""
    said = ""
    for wordy in (rng.random() < 0.5, False):
        said = _Saying(found, rng, wordy).say()
        back = find_quantities(said)
        if back and all(item.unit == found.unit for item in back) and any(item.key == found.key for item in back):
            return said
    return said


class _Saying:
    """One way to say one quantity."""

    def __init__(self, found: FoundQuantity, rng: random.Random, wordy: bool) -> None:
        self.value, self.high, self.unit, self.kind = found.value, found.high, found.unit, found.kind
        self.rng = rng
        self.wordy = wordy

    def say(self) -> str:
        kinds: dict[str, Callable[[], str | None]] = {
            "date": self._date, "year": self._year, "clock": self._clock, "ordinal": lambda: _nth(int(self.value)),
            "money": lambda: f"${digits_of(self.value)}", "label": self._label, "frequency": self._frequency, "interval": self._interval,
            "pair": self._pair, "score": self._score, "age": self._age, "vague": self._vague,
        }  # fmt: skip
        said = kinds[self.kind]() if self.kind in kinds else None
        return said if said is not None else self._amount()

    def _speak(self, number: float) -> str:
        return say_number(number, short=self.rng.random() < 0.6) if self.wordy else digits_of(number)

    def _range(self) -> str:
        low = self._speak(self.value)
        return low if self.high is None else f"{low} to {self._speak(self.high)}"

    def _date(self) -> str:
        year, month, day = date_parts(self.value)
        if not 1 <= month <= 12:
            return digits_of(self.value)
        return (
            MONTH_NAMES[month - 1] + (f" {_nth(day)}" if day else "") + (f"{',' if day else ''} {year}" if year else "")
        )

    def _year(self) -> str | None:
        if self.high is not None:
            return None
        year = int(self.value)
        if not self.wordy or (year % 100 < 10 and not 2000 <= year < 2010):
            return digits_of(self.value)
        if 2000 <= year < 2010:
            return "two thousand" + (f" {_ONES[year - 2000]}" if year > 2000 else "")
        return f"{_under_hundred(year // 100)} {_under_hundred(year % 100)}"

    def _clock(self) -> str:
        hour = int(self.value)
        return f"{hour}:{round((self.value - hour) * 60):02d}"

    def _label(self) -> str | None:
        return f"{self.unit} {self._speak(self.value)}" if self.unit else None

    def _frequency(self) -> str | None:
        if not self.unit:
            return None
        period = self.unit.removeprefix("per ")
        article = "an" if period == "hour" else "a"
        if self.high is not None:
            return f"{self._range()} times a {period}"
        if self.value == 1:
            return self.rng.choice([f"once {article} {period}", f"every {period}"])
        return f"twice {article} {period}" if self.value == 2 else f"{self._speak(self.value)} times {article} {period}"

    def _interval(self) -> str | None:
        if not self.unit:
            return None
        if self.value == 2 and self.high is None and self.rng.random() < 0.5:
            return f"every other {self.unit}"
        return f"every {self._range()} {say_unit(self.unit, self.high or self.value)}"

    def _pair(self) -> str:
        return f"{self._speak(self.value)} over {self._speak(self.high or 0)}" + (
            " mmhg" if self.unit == "mmhg" else ""
        )

    def _score(self) -> str | None:
        return f"{self._range()} out of {self._speak(float(self.unit[1:]))}" if self.unit else None

    def _age(self) -> str | None:
        if not self.unit or self.high is not None:
            return None
        return f"{self._speak(self.value)} {say_unit(self.unit, self.value)} old"

    def _vague(self) -> str | None:
        if self.high is not None or self.value != 2:
            return None
        return "a couple" + (f" of {say_unit(self.unit)}" if self.unit else "")

    def _amount(self) -> str:
        if self.high is not None:
            joint = self.rng.choice(["to", "or"]) if self.high == self.value + 1 else "to"
            body = f"{self._speak(self.value)} {joint} {self._speak(self.high)}"
        elif self.value == 0.5 and self.unit and self.wordy:
            return f"half {'an' if self.unit == 'hour' else 'a'} {say_unit(self.unit, 1)}"
        elif self.unit is None and self.value in (0, 1):
            body = digits_of(self.value)  # a lone "one" is not read as a number
        else:
            body = self._speak(self.value)
        return (
            body
            if self.unit is None
            else f"{body} {say_unit(self.unit, self.high if self.high is not None else self.value)}"
        )


def _nth(number: int) -> str:
    if 10 <= number % 100 <= 20:
        return f"{number}th"
    return f"{number}" + {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
