"""The words of a sentence as a key: what was found out of them once is kept for the next item of the sentence.

The words of a ``Doc`` are the same object each time that they are asked for, so that a key costs nothing to compare.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from bedside.agents.text.doc import Doc, Token
from bedside.scenarios.span import Span


class Remembered:
    """A sentence of a text; equal to another of the very same words."""

    __slots__ = ("doc", "sentence", "words")

    def __init__(self, doc: Doc, sentence: Span) -> None:
        self.doc = doc
        self.sentence = sentence
        self.words = doc.tagged(sentence)

    def __hash__(self) -> int:
        return id(self.words)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Remembered) and other.words is self.words


def within(words: Sequence[Token], span: Span) -> range:
    """The places of the words that a stretch touches."""
    first = bisect_right(words, span.start, key=lambda word: word.end)
    return range(first, max(first, bisect_left(words, span.end, key=lambda word: word.start)))
