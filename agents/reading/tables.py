"""Tables of words beside the readers: tab-separated, ``#`` opens a comment, ``|`` separates wordings of one row."""

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from bedside.agents.text.doc import Token, tokens


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """The rows of ``name``.tsv, each as its cells. Raises ``FileNotFoundError``."""
    text = Path(__file__).with_name(f"{name}.tsv").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    return tuple(tuple(cell.strip() for cell in line.split("\t")) for line in lines)


def plain(token: Token) -> str:
    """A word as tables write it: small letters, no stops within (``q.i.d.`` is ``qid``)."""
    low = token.text.lower()
    if not low.isascii():
        low = low.replace("’", "'").replace("μ", "µ")
    return low.replace(".", "") if "." in low and len(low) > 1 and low[0].isalpha() else low


def plains(found: Sequence[Token]) -> list[str]:
    """The words of some tokens as tables write them."""
    return [plain(token) for token in found]


class Phrases:
    """Wordings with what they mean; the longest that begins at a word is found."""

    def __init__(self, entries: Iterable[tuple[str, Sequence[str]]]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
        for wording, cells in entries:
            words = tuple(plain(token) for token in tokens(wording))
            if words:
                self._by_first.setdefault(words[0], []).append((words, tuple(cells)))
        for found in self._by_first.values():
            found.sort(key=lambda entry: -len(entry[0]))

    def at(self, words: Sequence[str], i: int) -> tuple[tuple[str, ...], int] | None:
        """The cells of the longest wording at word ``i``, and the word after it."""
        for wording, cells in self._by_first.get(words[i], ()):
            if tuple(words[i : i + len(wording)]) == wording:
                return cells, i + len(wording)
        return None

    def ending(self, words: Sequence[str], end: int) -> tuple[tuple[str, ...], int] | None:
        """The cells of the longest wording that ends before word ``end``, and its first word."""
        for start in range(max(0, end - 6), end):
            found = self.at(words, start)
            if found and found[1] == end:
                return found[0], start
        return None

    def within(self, words: Sequence[str]) -> tuple[str, ...] | None:
        """The cells of the wording that is exactly these words."""
        found = self.at(words, 0) if words else None
        return found[0] if found and found[1] == len(words) else None


@cache
def phrases(name: str) -> Phrases:
    """The wordings of ``name``.tsv: the first cell holds wordings, the others are what they mean."""
    return Phrases((wording, row[1:]) for row in rows(name) for wording in row[0].split("|"))
