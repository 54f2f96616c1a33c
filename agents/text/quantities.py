"""Numbers with their units, read from notes and from speech. Written and spoken forms of one quantity give the same value:
"127/80" and "one twenty seven over eighty", "bid" and "twice a day", "3/7" and "three days".

Law of the file: ``find_quantities`` never raises, and its spans lie inside the text and do not overlap.

Values by kind:

=========== ===================================================== ======================= =====================
kind        example                                               value, high             unit
=========== ===================================================== ======================= =====================
amount      25 mg, three days, 3-5 days, a week ago               25 / 3 / 3, 5 / 1       mg / day / day / week
number      7.2, twelve, 96 (no unit)                             7.2                     None
vague       a couple of days                                      2                       day
age         50-year-old, age 50, 23F                              50                      year
pair        127/80, one twenty seven over eighty                  127, 80                 mmhg if said, else None
score       6/10, six out of ten, 5-6/10                          6 / 6 / 5, 6            /10
frequency   bid, twice a day, daily, three times a week           2 / 2 / 1 / 3           per day, per week
interval    q6h, every six hours, every 4-6 hours                 6 / 6 / 4, 6            hour
dimension   0.4 by 2.0 cm (one for each number)                   0.4                     cm
date        11/03/2019, July 8th, March 2020                      20191103, 708, 20200300 date
year        2019, nineteen eighty five                            2019                    None
clock       7:30, 8 pm                                            7.5, 20                 clock
money       $75                                                   75                      dollar
label       type 2, stage 3                                       2                       type, stage
ordinal     1st, second, "1." at the start of a list line         1                       None
=========== ===================================================== ======================= =====================
"""

import re
from dataclasses import replace
from functools import lru_cache

from bedside.agents.text.dates import date_parts
from bedside.agents.text.lexing import lex
from bedside.agents.text.numbers import Words
from bedside.agents.text.quantity import FoundQuantity
from bedside.agents.text.quantity_reader import STARTERS, Reader

__all__ = ["FoundQuantity", "date_parts", "find_quantities"]

_LIST_MARK = re.compile(r"(?m)^[ \t]*(\d{1,2})[.)](?=[ \t]+[A-Za-z])")
_REMEMBERED = 1000  # characters of a line that is read again: when it is said, answered and checked
_MAY_HOLD = re.compile(
    rf"[\d½¼¾$]|\b(?:{'|'.join(sorted(STARTERS))})\b|\b[a-z]\.[a-z]", re.IGNORECASE
)  # else there is none


def find_quantities(text: str) -> list[FoundQuantity]:
    """Every quantity of ``text`` in reading order. Never raises; spans do not overlap."""
    return list(_remembered(text) if len(text) <= _REMEMBERED else _last(text))


@lru_cache(maxsize=4096)
def _remembered(text: str) -> tuple[FoundQuantity, ...]:
    return tuple(_read(text))


@lru_cache(maxsize=16)  # a note is read, and then arranged for the checks
def _last(text: str) -> tuple[FoundQuantity, ...]:
    return tuple(_read(text))


def _read(text: str) -> list[FoundQuantity]:
    if _MAY_HOLD.search(text) is None:
        return []
    found = Reader(Words(lex(text))).read()
    marks = {match.start(1) for match in _LIST_MARK.finditer(text)}
    return [replace(item, kind="ordinal") if item.start in marks and item.unit is None else item for item in found]
