"""A line cut into sentences, words and marks with tags that are made when somebody asks for one, and rules that are asked at
their words."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bedside.agents.text.tagger import tags

_WORD = re.compile(r"[A-Za-z]+\d*(?:[-'][A-Za-z0-9]+)*|\d+(?:[.,/]\d+)*|[.,;:?!]")
_CONTRACTED = re.compile(r"(?i)(?<=[a-z])(n't|'(?:ve|s|m|re|ll|d))\b")
_ENDS = frozenset(".?!")


@dataclass(frozen=True, slots=True)
class GrammarFault:
    """What is wrong, in words, with the characters of the line where it is."""

    start: int
    end: int
    what: str


class _Tags:
    """The tags of a line, made when the first of them is asked for: most rules look at words alone."""

    __slots__ = ("_found", "_words")

    def __init__(self, words: Sequence[str]) -> None:
        self._words = words
        self._found: tuple[str, ...] = ()

    def at(self, place: int) -> str:
        if not self._found:
            self._found = tags(self._words)
        return self._found[place]


class GrammarWord(NamedTuple):
    """A word or a mark of a line in small letters, where it stands, and its tag (see ``agents.text.tagger``)."""

    text: str
    start: int
    end: int
    at: int
    of: _Tags

    @property
    def tag(self) -> str:
        return self.of.at(self.at)


GrammarLine = Sequence[GrammarWord]
GrammarRule = Callable[[GrammarLine, int], str | None]


class GrammarRules:
    """Rules, each with the words at which it is asked; one without words is asked at every word."""

    def __init__(self, rules: Sequence[tuple[GrammarRule, frozenset[str]]]) -> None:
        self._everywhere = tuple(rule for rule, words in rules if not words)
        self._at: dict[str, tuple[GrammarRule, ...]] = {}
        for rule, words in rules:
            for word in words:
                self._at[word] = (*self._at.get(word, ()), rule)

    def applied(self, sentence: GrammarLine) -> tuple[GrammarFault, ...]:
        """What they find in a sentence, in the order in which it stands."""
        found: list[GrammarFault] = []
        for at, word in enumerate(sentence):
            for rule in self._at.get(word.text, ()) + self._everywhere:
                if what := rule(sentence, at):
                    found.append(GrammarFault(word.start, sentence[min(at + 1, len(sentence) - 1)].end, what))
        return tuple(found)


def grammar_sentences(text: str) -> list[GrammarLine]:
    """The sentences of a line as words and marks; a contraction is two words."""
    return list(_sentences(_words(text)))


def _words(text: str) -> list[GrammarWord]:
    text = text.replace("’", "'")
    parts: list[tuple[str, int, int]] = []
    for match in _WORD.finditer(text):
        start = match.start()
        for piece in _pieces(match.group()):
            parts.append((piece, start, start + len(piece)))
            start += len(piece)
    found = _Tags([piece for piece, _, _ in parts])
    return [GrammarWord(piece.lower(), start, end, at, found) for at, (piece, start, end) in enumerate(parts)]


def _pieces(word: str) -> list[str]:
    split = _CONTRACTED.search(word) if "'" in word else None
    return [word[: split.start()], word[split.start() :]] if split and split.start() else [word]


def _sentences(words: Sequence[GrammarWord]) -> Iterator[list[GrammarWord]]:
    sentence: list[GrammarWord] = []
    for word in words:
        sentence.append(word)
        if word.text in _ENDS:
            yield sentence
            sentence = []
    if sentence:
        yield sentence
