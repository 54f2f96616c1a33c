"""Units of measure: how each is written and said (``units.tsv``)."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

TIMES = frozenset({"year", "month", "week", "day", "night", "hour", "minute", "second"})
_LETTERS = frozenset({"f", "c", "l", "h", "g", "m", "x", "u"})  # units only beside digits
_ADJECTIVES = frozenset("more full whole extra other different straight additional separate good".split())


@cache
def _rows() -> tuple[tuple[str, ...], ...]:
    text = Path(__file__).with_suffix(".tsv").read_text(encoding="utf-8")
    return tuple(tuple(line.split("\t")) for line in text.splitlines() if line and not line.startswith("#"))


@cache
def _spellings() -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """Spellings with their unit, by their first word, the longest first."""
    table: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for unit, spellings, *_ in _rows():
        for spelling in spellings.split("|"):
            words = tuple(spelling.split())
            table.setdefault(words[0], []).append((words, unit))
    return {first: tuple(sorted(found, key=lambda row: -len(row[0]))) for first, found in table.items()}


@cache
def _said() -> dict[str, tuple[str, str]]:
    return {unit: (one, more) for unit, _, one, more in _rows()}


def say_unit(unit: str, value: float = 2) -> str:
    """How a unit is said: ``say_unit("mg") == "milligrams"``, ``say_unit("day", 1) == "day"``."""
    one, more = _said().get(unit, (unit, unit + "s"))
    return one if value == 1 else more


def unit_at(words: Sequence[str], at: int, *, digits: bool) -> tuple[str, int] | None:
    """The unit at word ``at`` and the word after it; an adjective or a hyphen may stand before it. ``digits``: the number
    before it is written in digits, so that a letter may be a unit."""
    for skip in (0, 1, 2):
        if skip == 1 and not (words[at : at + 1] == ["-"] or _ADJECTIVES.issuperset(words[at : at + 1] or [""])):
            return None
        if skip == 2 and list(words[at : at + 2]) != ["or", "so"]:
            return None
        found = _exactly(words, at + skip, digits)
        if found is not None and not (skip and words[at + skip] == "time" and words[at] != "-"):
            return found
    return None


def _exactly(words: Sequence[str], at: int, digits: bool) -> tuple[str, int] | None:
    if at >= len(words):
        return None
    for spelling, unit in _spellings().get(words[at], ()):
        if tuple(words[at : at + len(spelling)]) != spelling or (unit == "second" and spelling[0] == "second"):
            continue
        if len(spelling) == 1 and spelling[0] in _LETTERS and not digits:
            continue
        return unit, at + len(spelling)
    return None
