"""Words that the tagger takes for another part of speech than they have in a clinical note."""

from collections.abc import Sequence

_UNITS = frozenset("g mg mcg kg ml l cm mm lb lbs iu".split())
_NOUN_OF = {"VVZ": "NN2", "VVB": "NN1"}


def retagged(words: Sequence[str], tags: Sequence[str], at: int, *, named: bool) -> str | None:
    """The tag of a word where the tagger's is wrong, else None. ``named``: it ends the name of an illness ("muscle aches")."""
    word, tag = words[at].lower(), tags[at]
    if named and at and tag in _NOUN_OF:
        return _NOUN_OF[tag]
    if word == "ca" and tag == "VM0" and not (at + 1 < len(words) and words[at + 1].lower().startswith("n't")):
        return "NN1"  # cancer, calcium
    if word in _UNITS and tag.startswith("V") and at and tags[at - 1] == "CRD":
        return "NN0"
    return None
