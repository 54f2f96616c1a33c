"""Words of notes, and which of them are boilerplate: stretches that stand in many notes, so that whoever says them gives nobody away.

Law of the file: a stretch is boilerplate by how many *notes* have it, never by how often one note has it.
"""

import re
from collections import Counter
from collections.abc import Sequence, Set
from sys import intern

STRETCH = 5  # words
LEAST_NOTES = 5  # as groups of five are asked for before counts of people are published
_WORD = re.compile(r"\w+(?:['’]\w+)*")

Words = tuple[str, ...]


def words_of(text: str) -> Words:
    """The words of a text as they are compared: in small letters, without punctuation."""
    return tuple(intern(word) for word in _WORD.findall(text.casefold().replace("’", "'")))


def common_stretches(notes: Sequence[Words]) -> frozenset[Words]:
    """Stretches of five words that stand in five notes or more. Notes with the same words count as one, so that a note that is
    there several times is no template."""
    counts: Counter[Words] = Counter()
    for words in set(notes):
        counts.update({words[at : at + STRETCH] for at in range(len(words) - STRETCH + 1)})
    return frozenset(stretch for stretch, count in counts.items() if count >= LEAST_NOTES)


def covered_by(words: Words, common: Set[Words]) -> bytes:
    """A byte a word, 1 where the word lies in one of these stretches."""
    covered = bytearray(len(words))
    for at in range(len(words) - STRETCH + 1):
        if words[at : at + STRETCH] in common:
            covered[at : at + STRETCH] = b"\1" * STRETCH
    return bytes(covered)


def boilerplate(notes: Sequence[Words]) -> tuple[bytes, ...]:
    """For each note a byte a word, 1 where the word is boilerplate."""
    common = common_stretches(notes)
    return tuple(covered_by(words, common) for words in notes)


def own_words(words: Words, covered: bytes) -> Words:
    """The words of a note, or a turn, that are no boilerplate."""
    return tuple(word for word, common in zip(words, covered, strict=True) if not common)
