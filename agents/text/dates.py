"""Dates, as numbers: 11/03/2019 and "November 3rd, 2019" are 20191103, "July 8" is 708, "March 2020" 20200300."""

import re

from bedside.agents.text.number_words import MONTHS, ORDINALS, SHORT_MONTHS, TENS
from bedside.agents.text.numbers import Words
from bedside.agents.text.units import unit_at

_ALSO_WORDS = frozenset({"may", "march", "mar", "jan", "sep", "dec"})


def date_parts(value: float) -> tuple[int, int, int]:
    """Year, month and day of a ``date`` quantity; a part that was not said is 0."""
    number = int(value)
    return number // 10000, number // 100 % 100, number % 100


def written(word: str) -> float | None:
    """The value of a date in digits; None for one that is none."""
    parts = [int(part) for part in re.split(r"[/-]", word)]
    if len(parts) == 2:  # 03/2021
        month, year = parts
        return float(year * 10000 + month * 100) if 1 <= month <= 12 else None
    if "-" in word and len(word.split("-")[0]) == 4:
        year, month, day = parts
    else:
        month, day, year = parts
        if month > 12:
            month, day = day, month
        if year < 100:
            year += 2000 if year < 50 else 1900
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return float(year * 10000 + month * 100 + day)


def named(words: Words, i: int) -> tuple[float, int] | None:
    """The date that begins with a month at word ``i``, and the word after it."""
    word = words.words[i]
    after = i + 2 if words.at(i + 1) == "." and word in SHORT_MONTHS else i + 1
    day, after = _day(words, after)
    if day > 31:
        return None
    year, end = year_after(words, after)
    if not day and not year:
        return None
    return float(year * 10000 + MONTHS[word] * 100 + day), end


def day_of(words: Words, i: int, day: float) -> tuple[float, int] | None:
    """ "the 8th of July": ``i`` is the day's word."""
    if words.at(i + 1) != "of" or words.at(i + 2) not in MONTHS or not 1 <= day <= 31:
        return None
    year, after = year_after(words, i + 3)
    return year * 10000 + MONTHS[words.at(i + 2)] * 100 + day, after


def year_after(words: Words, i: int) -> tuple[int, int]:
    """The year at word ``i`` (0 if there is none) and the word after it."""
    number = words.number(i + 1 if words.at(i) in (",", "of") else i)
    if number is not None and number.value.is_integer() and 1900 <= number.value < 2100:
        return int(number.value), number.after
    return 0, i


def _day(words: Words, i: int) -> tuple[int, int]:
    word = words.at(i)
    if i < len(words.sorts) and words.sorts[i] == "ordinal":
        return int(re.sub(r"\D", "", word)), i + 1
    if word in ORDINALS:
        return ORDINALS[word], i + 1
    if word in ("twenty", "thirty"):
        k = i + 2 if words.at(i + 1) == "-" else i + 1
        if words.at(k) in ORDINALS:
            return TENS[word] + ORDINALS[words.at(k)], k + 1
    number = words.number(i)
    if number is None or not number.value.is_integer() or not 1 <= number.value <= 31:
        return 0, i
    if unit_at(words.words, number.after, digits=True) is not None:
        return 0, i
    return int(number.value), number.after
