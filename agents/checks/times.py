"""Times that are named rather than counted: weekdays, months, "yesterday", "last spring".

Law of the file: a named time is borne out where the note names it too, or gives a date or a number of days that
amounts to it.
"""

import re
from collections.abc import Iterator, Sequence

from bedside.agents.checks.amounts import same_quantity
from bedside.agents.extraction.quantities import Found, date_parts

_WEEKDAYS = re.compile(r"\b(mon|tues?|wednes|wed|thurs?|fri|satur|sat|sun)(?:day)?s?\b", re.IGNORECASE)
_SPOKEN_DAY = re.compile(r"\b(mon|tues|wednes|thurs|fri|satur|sun)days?\b", re.IGNORECASE)
_MONTH_WORD = re.compile(
    r"\b(?:(?:in|since|last|this|of|until|by|around|early|late|mid|through|before|after|back in)[ -])"
    r"(january|february|march|april|may|june|july|august|september|october|november|december)\b(?! i\b)",
    re.IGNORECASE,
)
_MONTHS: Sequence[str] = "january february march april may june july august september october november december".split()
_RELATIVE = re.compile(
    r"\b(yesterday|last night|(?:last|next|this past|the past) (?:week|month|year|summer|winter|fall|spring|autumn))\b",
    re.IGNORECASE,
)


class TimesNoted:
    """The named times of a text, and its ``quantities``, which may amount to one."""

    def __init__(self, text: str, quantities: tuple[Found, ...]) -> None:
        self.low = text.lower().replace("\u2019", "'")
        self.quantities = quantities
        self.weekdays = {match.group(1).lower()[:3] for match in _WEEKDAYS.finditer(text)}
        self.months = {
            number
            for number, name in enumerate(_MONTHS, 1)
            if name in self.low or re.search(rf"\b{name[:3]}\b", self.low)
        }
        self.months |= {date_parts(found.value)[1] for found in quantities if found.kind == "date"}


def named_times(text: str) -> Iterator[re.Match[str]]:
    """Where a text names a time."""
    for pattern in (_SPOKEN_DAY, _MONTH_WORD, _RELATIVE):
        yield from pattern.finditer(text)


def names_time(noted: TimesNoted, said: re.Match[str]) -> bool:
    """Whether the note names the time of ``said`` (from :func:`named_times`), or has what amounts to it."""
    word = said.group(1).lower()
    if said.re is _SPOKEN_DAY:
        return word[:3] in noted.weekdays
    if said.re is _MONTH_WORD:
        return _MONTHS.index(word) + 1 in noted.months
    return _relative(noted, word)


def _relative(noted: TimesNoted, said: str) -> bool:
    low = noted.low
    if said in low or said.replace("this past", "last").replace("the past", "last") in low:
        return True
    unit = said.split()[-1]
    if unit in ("yesterday", "night"):
        return (
            re.search(r"\b(?:yesterday|last night|last evening|(?:1|one|a) day|24 hours|overnight)\b", low) is not None
        )
    if unit in ("week", "month", "year"):
        one = Found(1.0, None, unit, 0, 1, "amount")
        return re.search(rf"\b(?:last|past|next|this|a|one|per|recent) {unit}\b", low) is not None or any(
            same_quantity(one, other) for other in noted.quantities
        )
    return unit in low
