"""Times that are named rather than counted: weekdays, months, "yesterday", "last spring".

Law of the file: a named time is borne out where the note names it too, or gives a date or a number of days that
amounts to it; where the note names several, the one that stands beside the same things.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

from bedside.agents.checks.amounts import same_quantity
from bedside.agents.checks.assertions import Reading
from bedside.agents.checks.context import Context, closeness, surroundings
from bedside.agents.text.quantities import FoundQuantity, date_parts

_WEEKDAYS = re.compile(r"\b(mon|tues?|wednes|wed|thurs?|fri|satur|sat|sun)(?:day)?s?\b", re.IGNORECASE)
_SPOKEN_DAY = re.compile(r"\b(mon|tues|wednes|thurs|fri|satur|sun)days?\b", re.IGNORECASE)
_MONTH_WORD = re.compile(
    r"\b(?:(?:in|since|last|this|of|until|by|around|early|late|mid|through|before|after|back in)[ -])"
    r"(january|february|march|april|may|june|july|august|september|october|november|december)\b(?! i\b)",
    re.IGNORECASE,
)
_MONTHS: Sequence[str] = "january february march april may june july august september october november december".split()
_WRITTEN_MONTH = re.compile(
    r"\b((?:january|february|march|april|(?-i:May)|june|july|august|september|october|november|december)|(?-i:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec))\b",
    re.IGNORECASE,
)
_ENOUGH = 0.6  # as for sides
_RATIO = 0.75
_SHARED = 0.35
_RELATIVE = re.compile(
    r"\b(yesterday|last night|(?:last|next|this past|the past) (?:week|month|year|summer|winter|fall|spring|autumn))\b",
    re.IGNORECASE,
)


class TimesNoted:
    """The named times of a text, each with what stands around it, and its quantities, which may amount to one."""

    def __init__(self, reading: Reading, low: str) -> None:
        self.low = low
        self.quantities = tuple(found for found, _ in reading.quantities)
        self.named: dict[re.Pattern[str], list[tuple[str, Context]]] = {_SPOKEN_DAY: [], _MONTH_WORD: []}
        beside: dict[str, set[str]] = defaultdict(set)
        around = surroundings(reading)
        for number, sentence in enumerate(reading.sentences):
            for pattern, written in ((_SPOKEN_DAY, _WEEKDAYS), (_MONTH_WORD, _WRITTEN_MONTH)):
                for match in written.finditer(sentence.text):
                    there = around.of(number, sentence.start + match.start(), sentence.start + match.end())
                    name = match.group(1).lower()[:3]
                    self.named[pattern].append((name, there))
                    for key in there:
                        beside[key].add(name)
        self._weights = {
            key: (1.5 if key[0] == "=" else 1.0) * (1.0 if len(names) == 1 else _SHARED)
            for key, names in beside.items()
        }
        self.months = {name[:3] for name in _MONTHS if name in low or name[:3] in _month_words(low)}
        self.months |= {
            _MONTHS[date_parts(found.value)[1] - 1][:3]
            for found in self.quantities
            if found.kind == "date" and date_parts(found.value)[1]
        }

    def bears_out(self, said: re.Match[str], around: Context) -> bool:
        """Whether the text names the time of ``said`` (from :func:`named_times`), or has what amounts to it, and does
        not name another where it speaks of the same thing."""
        word = said.group(1).lower()
        named = self.named.get(said.re)
        if named is None:
            return _relative(self, word)
        mine = [there for name, there in named if name == word[:3]]
        if not mine:
            return said.re is _MONTH_WORD and word[:3] in self.months
        best = max((closeness(around, there, self._weights) for name, there in named if name != word[:3]), default=0.0)
        matching = max(closeness(around, there, self._weights) for there in mine)
        return best < _ENOUGH or matching >= _RATIO * best


def _month_words(low: str) -> set[str]:
    return set(re.findall(r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\b", low))


@lru_cache(maxsize=4096)  # a line is read when it is said and when the whole talk is checked, round by round
def named_times(text: str) -> tuple[re.Match[str], ...]:
    """Where a text names a time."""
    return tuple(found for pattern in (_SPOKEN_DAY, _MONTH_WORD, _RELATIVE) for found in pattern.finditer(text))


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
        one = FoundQuantity(1.0, None, unit, 0, 1, "amount")
        return re.search(rf"\b(?:last|past|next|this|a|one|per|recent) {unit}\b", low) is not None or any(
            same_quantity(one, other) for other in noted.quantities
        )
    return unit in low
