"""How hard a text is to read: Flesch and Kincaid's grade level (1975), from words, sentences and syllables.

Syllables are counted by groups of vowels, with a silent final e: within a few per cent of a dictionary over a dialogue.
"""

import re

_WORD = re.compile(r"[A-Za-z]+(?:'[A-Za-z]+)?")
_VOWELS = re.compile(r"[aeiouy]+")


def syllables(word: str) -> int:
    """Syllables of an English word, at least one."""
    text = word.lower().split("'")[0]
    groups = len(_VOWELS.findall(text))
    if text.endswith("e") and not text.endswith(("le", "ee")) and groups > 1:
        groups -= 1
    return max(1, groups)


def grade_level(text: str) -> float | None:
    """Years of school needed to read ``text``; None where there is no word in it."""
    words = _WORD.findall(text)
    sentences = len([part for part in re.split(r"[.!?]+", text) if _WORD.search(part)])
    if not words or not sentences:
        return None
    return 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
