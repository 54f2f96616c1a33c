"""Which language a text is in: by py3langid over the languages that models fall into, with a quick look before it.

Law of the file: a wrong verdict sends a right line back, so a language is named only where the next is far behind; a word
or two is in none. Measured by ``benchmarks/languages.py``.
"""

import math
import re
from functools import cache, lru_cache
from typing import Any

from bedside.agents.languages.language import base, load_language, shipped

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_SAMPLE = 2_000  # characters
_WORDS, _LETTERS = 4, 16  # a text with fewer, in a script that many languages share, is in none: names of drugs and
# conditions are the same in half of Europe
_SURE = 0.9  # the share of belief that a language needs
_QUICK = 0.45  # the share of commonest words at which a text is taken for its language without a second look

# What a model that was asked for another language may answer in; with the shipped ones and the one asked for.
_NEIGHBOURS = ("it", "pt", "pl", "tr", "sv", "da", "fi", "ru", "uk", "el", "he", "fa", "ja", "ko", "hi", "vi", "cs", "hu", "ro")  # fmt: skip
_ONE = 2  # letters of a script of its own that are enough


def detect(text: str, expected: str = "en") -> str | None:
    """The code of the language that ``text`` is surely in; None if it is too short or unclear. ``expected`` is among the
    languages that are thought of."""
    return _detect(text[:_SAMPLE], base(expected))


@lru_cache(maxsize=4096)
def _detect(text: str, expected: str) -> str | None:
    letters = sum(sign.isalpha() for sign in text)
    own_script = sum(sign.isalpha() and sign > "\u02af" for sign in text)
    if own_script < max(_ONE, letters // 3) and (letters < _LETTERS or len(_WORD.findall(text)) < _WORDS):
        return None
    if _reads_as(text, expected):
        return expected
    ranked: list[tuple[str, float]] = _identifier().rank(text)
    thought_of = {*shipped(), *_NEIGHBOURS, expected}
    beliefs = [(code, float(value)) for code, value in ranked if code in thought_of]
    top = beliefs[0][1]
    total = sum(math.exp(value - top) for _, value in beliefs)
    return beliefs[0][0] if 1 / total >= _SURE else None


def _reads_as(text: str, code: str) -> bool:
    """Whether the commonest words of a language make up so much of a text that no other is to be thought of."""
    common = load_language(code).common if code in shipped() else frozenset[str]()
    words: list[str] = _WORD.findall(text.casefold().replace("’", "'"))
    return bool(common) and len(words) > 3 and sum(word in common for word in words) >= _QUICK * len(words)


def share_of_common(text: str, code: str) -> float:
    """The share of the words of a text that are among the commonest of a shipped language."""
    words: list[str] = _WORD.findall(text.casefold().replace("’", "'"))
    return sum(word in load_language(code).common for word in words) / len(words) if words else 0.0


@cache
def _identifier() -> Any:
    """The model, which takes most of a second to load: only where a text is not what was expected at first sight."""
    from importlib.resources import as_file, files

    from py3langid.langid import LanguageIdentifier

    with as_file(files("py3langid").joinpath("data", "model.npz.xz")) as path:
        return LanguageIdentifier.from_model_file(str(path))
