"""Formal words of clauses as a patient would put them, from a table of words whose form and sense fit wherever they stand."""

from functools import cache

from bedside.agents.speaking.nouns import an
from bedside.agents.speaking.tables import rows
from bedside.agents.text.tagger import tags

_LONGEST = 8  # words of a phrase of the table


@cache
def _table() -> dict[str, tuple[str, str]]:
    return {row[0]: (row[1] if len(row) > 1 else "", row[2] if len(row) > 2 else "") for row in rows("plainer")}


@cache
def _opening() -> frozenset[str]:
    """The first words of the phrases of the table."""
    return frozenset(phrase.split(" ", 1)[0] for phrase in _table())


def is_bookish(text: str) -> bool:
    """Whether a phrase of the table stands in ``text``."""
    text = text.lower()
    if _opening().isdisjoint(text.split(" ")):
        return False
    return any(f" {phrase} " in f" {text} " for phrase in _table())


def plainer(text: str) -> str:
    """``text`` with each phrase of the table exchanged where its tag fits; numbers, names and polarity stay."""
    words = text.split(" ")
    found = tags([word.strip(",;") for word in words])
    out: list[str] = []
    at = 0
    while at < len(words):
        taken = _taken(words, found, at)
        if out and out[-1] in ("a", "an") and taken[1] and taken[1] != " ".join(words[at : at + taken[0]]):
            out[-1] = an(taken[1]).split(" ")[0]
        out += [word for word in taken[1].split(" ") if word]
        at += taken[0]
    return " ".join(out).strip(" ,")


def _taken(words: list[str], found: tuple[str, ...], at: int) -> tuple[int, str]:
    """How many words are exchanged here, and for what."""
    for count in range(min(_LONGEST, len(words) - at), 0, -1):
        phrase = " ".join(words[at : at + count])
        comma = "," if phrase.endswith(",") else ""
        plain, tag = _table().get(phrase.removesuffix(",").lower(), ("", "?"))
        if tag != "?" and found[at].startswith(tag):
            return count, f"{plain}{comma}" if plain else ""
    return 1, words[at]
