"""Whether a line says what a statement of the note says, by the words of both: for what no terminology names."""

import re
from collections.abc import Collection, Iterable
from functools import lru_cache

from bedside.agents.checks.context import content_key
from bedside.agents.text.quantities import find_quantities
from bedside.knowledge.terminology import words
from bedside.scenarios.note import Fact

_SAYING = frozenset(
    content_key(word)
    for word in (
        "reports report reported complains notes noted also says states has had have having feels felt describes was were mentions order ordered start "
        "started begin repeat refer return schedule continue take daily since because last year more other there's there"
    ).split()
) | {""}
_ENDING = re.compile(r"'\w+$")
SEEN = frozenset({"examination", "vitals", "results", "assessment", "plan", "procedure", "course"})
TOLD = frozenset({"history", "review", "complaint", "past", "family", "social"})


@lru_cache(maxsize=4096)  # several metrics ask of the same lines and statements
def content(text: str) -> frozenset[str]:
    """What a text speaks of: its words by stem, without those that any sentence may have."""
    plain = text.replace("’", "'")
    keys = (content_key(_ENDING.sub("", match.group())) for match in words(plain))
    return frozenset(key for key in keys if not key.isdigit()) - _SAYING


def retells(said: frozenset[str], noted: frozenset[str]) -> bool:
    """Whether so much of a statement is said that it is told: all of two words, three quarters of more."""
    shared = len(said & noted)
    return shared >= 2 and shared >= 0.75 * len(noted)


def values(text: str) -> frozenset[float]:
    """The numbers of a text that are no times and no counts of one."""
    return frozenset(
        found.value
        for found in find_quantities(text)
        if found.value > 1
        and found.kind not in ("ordinal", "label", "year", "date", "clock", "frequency", "interval")
        and found.unit not in ("day", "week", "month", "year", "hour", "minute", "time")
    )


def of_sections(facts: Iterable[Fact], sections: Collection[str]) -> list[Fact]:
    """The statements that stand in these sections."""
    return [fact for fact in facts if fact.section in sections]
