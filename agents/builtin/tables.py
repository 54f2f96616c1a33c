"""Tables of words beside this file: a value, a tab, and the words that stand for it."""

from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path

_EDGES = ".,;:!?\"'()[]"


@cache
def table(name: str) -> tuple[tuple[str, frozenset[str]], ...]:
    """The rows of ``name``.tsv, in order. Raises ``FileNotFoundError``."""
    text = Path(__file__).with_name(f"{name}.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return tuple((value, frozenset(words.split())) for value, words in rows)


@lru_cache(maxsize=4096)
def words(text: str) -> tuple[str, ...]:
    """The words of a text in small letters, without marks at their edges."""
    return tuple(word for part in text.casefold().replace("’", "'").split() if (word := part.strip(_EDGES)))


def first(name: str, text: str) -> str:
    """The value of the first row that has a word of ``text``; "" if none has."""
    return _first(name, words(text))


def _first(name: str, spoken: Iterable[str]) -> str:
    found = frozenset(spoken)
    return next((value for value, row in table(name) if not row.isdisjoint(found)), "")


def beginning(name: str, text: str) -> str:
    """The value of the first row with a beginning of a word of ``text``; "" if none has."""
    spoken = words(text)
    return next((value for value, row in table(name) if any(w.startswith(tuple(row)) for w in spoken)), "")
