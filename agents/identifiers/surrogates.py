"""Made-up identifiers in the place of real ones: the same one in one note gets the same, a name a name of the same sex, a number
one of as many digits, a birth date another day of the same year.

Law of the file: what is chosen depends on the whole note and the identifier alone, so the same note is always answered with the
same text, and one person in two notes is two.
"""

import hashlib
import random
import re
from collections import Counter
from functools import cache

from bedside.agents.identifiers.find import identifiers
from bedside.agents.identifiers.identifier import Identifier
from bedside.agents.identifiers.names import given_names, surnames

_MONTHS = "January February March April May June July August September October November December".split()
_STREETS = "Maple Oak Cedar Birch Chestnut Walnut Juniper Aspen Hawthorn Poplar".split()
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_KEPT = frozenset("van von de del della da di der den la le bin al el ten ter zu".split())


def deidentified(text: str) -> tuple[str, dict[str, int]]:
    """The text with made-up identifiers in the place of those that are found, and how many there were of each kind."""
    found = identifiers(text)
    if not found:
        return text, {}
    chosen = _Chosen(text)
    out: list[str] = []
    at = 0
    for one in found:
        out += [text[at : one.span.start], chosen.instead_of(one, text[one.span.start : one.span.end])]
        at = one.span.end
    return "".join([*out, text[at:]]), dict(Counter(one.kind for one in found))


class _Chosen:
    """The surrogates of one note."""

    def __init__(self, text: str) -> None:
        self._seed = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        self._there = {word.casefold() for word in _WORD.findall(text)}
        self._names: dict[str, str] = {}

    def instead_of(self, one: Identifier, words: str) -> str:
        rng = random.Random(f"{self._seed}/{one.kind}/{' '.join(words.split()).casefold()}")
        match one.kind:
            case "name":
                return _WORD.sub(lambda found: self._name(found[0]), words)
            case "birth date":
                return _date(words, rng)
            case "telephone number":
                return _telephone(words, rng)
            case "social security number":
                return re.sub(r"^\w{3}", "000", _coded(words, rng))
            case "record number":
                return _coded(words, rng)
            case "e-mail address":
                return f"person{rng.randrange(100, 1000)}@example.org"
            case "web address":
                return f"https://example.org/{rng.randrange(100, 1000)}"
            case "address":
                return f"{rng.randrange(1, 200)} {rng.choice(_STREETS)} Street"

    def _name(self, word: str) -> str:
        """A part of a name: another of its kind, and the same wherever it stands in the note."""
        key = word.casefold()
        if key in _KEPT:
            return word
        if key not in self._names:
            rng = random.Random(f"{self._seed}/name/{key}")
            plain = word.capitalize()
            women, men = _listed("female"), _listed("male")
            pool = women if plain in women else men if plain in men else tuple(sorted(surnames()))
            free = [name for name in pool if name.casefold() not in self._there and name not in self._names.values()]
            self._names[key] = rng.choice(free)[:1] if len(word) == 1 else rng.choice(free)
        made = self._names[key]
        return made.upper() if word.isupper() else made.lower() if word.islower() else made


@cache
def _listed(sex: str) -> tuple[str, ...]:
    return tuple(sorted(given_names()[sex]))


def _date(words: str, rng: random.Random) -> str:
    """Another day of the same year, written in the same way."""
    groups = list(re.finditer(r"\d+", words))
    year = next((found for found in groups if len(found[0]) == 4), groups[-1])

    def other(found: re.Match[str]) -> str:
        if found.start() == year.start():
            return found[0]
        return str(rng.randrange(1, 13)).zfill(len(found[0]))

    named = re.sub(r"[^\W\d_]{3,}", lambda found: _month(found[0], rng), words)
    return re.sub(r"\d+", other, named)


def _month(word: str, rng: random.Random) -> str:
    made = rng.choice(_MONTHS)
    return made[:3] if len(word) == 3 else made


def _telephone(words: str, rng: random.Random) -> str:
    """Digits for digits; of ten that North America dials, the last seven are of those kept for fiction (555-01..)."""
    count = sum(sign.isdigit() for sign in words)
    made = [str(rng.randrange(2, 10)) for _ in range(count)]
    if count in (7, 10, 11):
        made[-7:] = [*"55501", *made[-2:]]
    digits = iter(made)
    return "".join(next(digits) if sign.isdigit() else sign for sign in words)


def _coded(words: str, rng: random.Random) -> str:
    """Other digits and other capitals."""
    return "".join(
        str(rng.randrange(1, 10))
        if sign.isdigit()
        else rng.choice("ABCDEFGHJKLMNPRSTUVWXYZ")
        if sign.isupper()
        else sign
        for sign in words
    )
