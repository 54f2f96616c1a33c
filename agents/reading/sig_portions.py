"""Portions of a prescription: how many of a strength are taken, a part of a tablet, and what something is taken in."""

from collections.abc import Sequence

from bedside.agents.reading.sig_units import UNITS
from bedside.agents.reading.tables import phrases

_DRINKS = frozenset("water juice milk fluid liquid".split())
_WHOLES = frozenset("tablet tab pill patch capsule cap".split())
_NEAR = 5  # words in which a portion ends


def counted(words: Sequence[str], at: int, after: int, strength: bool) -> bool:
    """Whether the number that ends before ``after`` is how many are taken: "450 mg 1 qAM, 2 qHS". ``strength``: one stands before."""
    if not after or after >= len(words) or not strength or at == 0:
        return False
    found = phrases("sig").at(words, after)
    return found is not None and found[0][0] == "frequency" and words[after] not in ("a", "per", "/")


def halved(words: Sequence[str], at: int) -> int:
    """The word after "half a 50 mg tablet", a dose with its strength inside; 0 where none stands."""
    if words[at] not in ("half", "quarter", "½") or not {"a", "an", "of"} & set(words[at + 1 : at + 3]):
        return 0
    inside = next((i for i in range(at + 1, min(at + 4, len(words))) if words[i][:1].isdigit()), 0)
    units = (UNITS.at(words, i) for i in range(inside + 1, min(inside + 4, len(words))) if inside)
    after = next((unit[1] for unit in units if unit is not None), 0)
    return after + 1 if after and after < len(words) and words[after].rstrip("s") in _WHOLES else 0


def mixed(words: Sequence[str], at: int) -> int:
    """The word after "in 8 oz of water", what something is taken in; 0 where none stands."""
    if words[at] not in ("in", "with", "into") or not words[at + 1 : at + 2] or not words[at + 1][:1].isdigit():
        return 0
    return next((i + 1 for i in range(at + 2, min(at + 2 + _NEAR, len(words))) if words[i] in _DRINKS), 0)
