"""Whether a statement may be said back: whole, short, plain, and made of words that everybody knows. What was read wrongly must not
be repeated in the physician's mouth."""

import re
from functools import cache
from itertools import pairwise

from bedside.agents.builtin.tables import words
from bedside.agents.speaking.nouns import PREPOSITIONS
from bedside.agents.speaking.tables import listed
from bedside.agents.text.inflection import lemma
from bedside.agents.text.tagger import vocabulary
from bedside.knowledge.terminology import Terminology

_MOST = 16  # words of a statement that is said back
_OPEN = frozenset(
    "a an the my your his her their our and or but since because which that than to as if of most very more so".split()
)
_ODD = re.compile(
    r"[^A-Za-z0-9' ,.\-]|\b(?:none|nil|was|were) (?:none|nil|today)\b|\b(\w+) \1\b|\bwhich started\b|\bsince (?:your|my|his|her|their) \w+$|\b(?:flatus|stool|pus|phlegm|lochia)\b",
    re.I,
)
_BEFORE_DOING = frozenset(("in", "at", "to", "over", "under"))  # after which nobody says "radiating"
_LEADS = frozenset(
    ("up", "down", "out", "off", "because", "until", "since", "from")
)  # before another word of place or time


def is_clean(text: str) -> bool:
    """Whether one sentence can be said back as it is."""
    line = text.strip().rstrip(".")
    spoken = words(line)
    if not 2 < len(spoken) <= _MOST or ". " in line or _ODD.search(line) is not None:
        return False
    if (
        is_felt_once(line)
        or spoken[-1] in _OPEN
        or (spoken[-1] in PREPOSITIONS and spoken[-1] not in ("up", "down", "off", "out", "over"))
    ):
        return False
    return not any(_stumbles(a, b) for a, b in pairwise(spoken)) and all(is_ordinary(word) for word in spoken)


def _stumbles(word: str, after: str) -> bool:
    """Whether a word cannot stand before another: "in radiating", "about in"."""
    doing = word in _BEFORE_DOING and after.endswith("ing") and after not in ("morning", "evening")
    return doing or (word in PREPOSITIONS and after in PREPOSITIONS and word not in _LEADS)


@cache
def is_ordinary(word: str) -> bool:
    """Whether everybody knows a word, whole or in its parts."""
    low = word.removesuffix("'s")
    if "'" in low:
        return low.endswith("n't") or is_ordinary(low.split("'")[0])
    known = low in vocabulary() or lemma(low) in vocabulary() or lemma(low) in _lay()
    known = known or low in _lay() or low.isdigit() or low in PREPOSITIONS
    return known or ("-" in low and all(is_ordinary(part) for part in low.split("-") if part))


@cache
def _lay() -> frozenset[str]:
    terms = Terminology.load()
    return frozenset(word for one in terms.concepts() for form in terms.lay_forms(one) for word in words(form))


def is_felt_once(name: str) -> bool:
    """Whether a name is that of something heard or felt once, which nobody "has": "a pop"."""
    return name.casefold().split(" ")[-1] in listed("felt_once")
