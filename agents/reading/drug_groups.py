"""Which drugs a word for a group of them means: "no beta blocker" forbids metoprolol, and an allergy to penicillin amoxicillin."""

import re
from collections.abc import Iterator
from functools import cache, partial
from typing import Any

from bedside.agents.reading.tables import rows


@cache
def _groups() -> tuple[tuple[re.Pattern[str], str, tuple[str, ...]], ...]:
    found: list[tuple[re.Pattern[str], str, tuple[str, ...]]] = []
    for words, named, drugs in rows("drug_groups"):
        said = "|".join(re.escape(word).replace(r"\ ", "[ -]") for word in sorted(words.split("|"), key=len)[::-1])
        found.append((re.compile(rf"(?<![\w-])(?:{said})(?![\w-])", re.IGNORECASE), named, tuple(drugs.split())))
    return tuple(found)


def groups_in(text: str, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """The groups named in a stretch of ``text``: where each stands, and its number."""
    for number, (pattern, _, _) in enumerate(_groups()):
        for found in pattern.finditer(text, start, end):
            yield found.start(), found.end(), number


def is_of(number: int, concept: str, terms: Any) -> bool:
    """Whether a drug is of a group."""
    _, named, drugs = _groups()[number]
    if any(map(partial(_fits, concept), drugs)):
        return True
    if named == "-" or not hasattr(terms, "drug_class"):
        return False
    try:
        return terms.drug_class(concept) == named
    except KeyError:
        return False


def _fits(concept: str, name: str) -> bool:
    if len(name) > 1 and name.startswith("-"):
        return concept.endswith(name[1:])
    if len(name) > 1 and name.endswith("-"):
        return concept.startswith(name[:-1])
    return concept == name
