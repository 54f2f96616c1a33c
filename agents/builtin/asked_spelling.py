"""Slips of the keys and of a learner in a typed question: a word that no dictionary has, put as the one word it can have been.

The dictionary is that of the tagger with the words of the terminology and of the tables of questions; what it does not have is
replaced only by a word that questions are about, one letter away, and only where it is clear which."""

import re
import string
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

from bedside.agents.text.tagger import vocabulary
from bedside.knowledge.terminology import Terminology

_WORD = re.compile(r"(?<![\w'’-])[^\W\d_]{5,}(?![\w'’-])")
_TABLES = ("asked_named", "asked_topics", "asked_sides", "asked_same", "asked_aims", "asked_told")


@lru_cache(maxsize=512)
def spelled(text: str) -> str:
    """The text with its slips mended; capitals inside a sentence are names and stay."""
    out, at = [], 0
    for found in _WORD.finditer(text):
        word = found.group()
        if word != word.casefold() and found.start() and text[found.start() - 2] not in ".?!":
            continue
        better = _mended(word.casefold(), text[: found.start()], text[found.end() :])
        if better:
            out += [text[at : found.start()], better]
            at = found.end()
    return "".join((*out, text[at:]))


def _mended(word: str, before: str, after: str) -> str:
    """The word that was meant; "" for one that is known, and where it is not clear which was meant."""
    if word in vocabulary() or word in _asked_words():
        return ""
    near = sorted({one for one in _one_off(word) if one in _asked_words()})
    if len(near) < 2:
        return "".join(near)
    terms = Terminology.load()
    heard = [
        one for one in near if len(terms.find(f"{before}{one}{after}")) > len(terms.find(f"{before}{word}{after}"))
    ]
    return heard[0] if len(heard) == 1 else ""


def _one_off(word: str) -> Iterator[str]:
    """What is one letter away: left out, put in, another, or two that changed places."""
    halves = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    for left, right in halves:
        if right:
            yield left + right[1:]
        if len(right) > 1:
            yield left + right[1] + right[0] + right[2:]
        for letter in string.ascii_lowercase:
            yield left + letter + right
            if right:
                yield left + letter + right[1:]


@cache
def _asked_words() -> frozenset[str]:
    """The words that questions are about: of the terminology's everyday names, and of the tables."""
    terms = Terminology.load()
    said = [form for concept in terms.concepts() for form in (terms.name(concept), *terms.forms(concept))]
    said += [Path(__file__).with_name(f"{name}.tsv").read_text(encoding="utf-8") for name in _TABLES]
    return frozenset(word for text in said for word in re.findall(r"[^\W\d_]{3,}", text.casefold()))
