"""What an attacker may know of a patient, in tiers: age and sex; with them diseases and drugs; a fragment of the note; the whole note.

After "Clinically grounded privacy" (arXiv 2606.09590, by its abstract). Source notes and hold-out are read by the same rules, so that whatever
these miss is missed on both sides.
"""

import hashlib
import re
from dataclasses import dataclass

from bedside.evaluation.privacy.boilerplate import Words, own_words, words_of
from bedside.knowledge.terminology import Terminology

TIERS = ("demographics", "conditions", "fragment", "note")
FRAGMENT = 12  # words
_AGE = re.compile(r"\b(\d{1,3})[- ](?:year|month|week|day)s?[- ]old\b", re.IGNORECASE)
_SEX = re.compile(r"\b(?:(female|woman|girl|lady|she|her)|(male|man|boy|gentleman|he|his|him))\b", re.IGNORECASE)
_KINDS = frozenset({"disorder", "drug"})


@dataclass(frozen=True)
class AttackedNote:
    """What of a note each tier knows. ``conditions`` are the diseases and drugs it names, in its own words, each once."""

    demographics: Words
    conditions: tuple[Words, ...]
    fragment: Words
    own: Words

    def known(self, tier: str) -> Words:
        """The words that a tier knows."""
        if tier == "note":
            return self.own
        if tier == "fragment":
            return self.fragment
        more = tuple(word for name in self.conditions for word in name) if tier == "conditions" else ()
        return self.demographics + more


def attacked(text: str, words: Words, covered: bytes) -> AttackedNote:
    """A note as attackers know it; ``words`` and ``covered`` are those of ``text`` (``boilerplate``)."""
    age, sex = _AGE.search(text), _SEX.search(text)
    about = [age[1]] if age else []
    if sex:
        about.append("woman" if sex[1] else "man")
    found = {
        mention.concept: words_of(text[mention.start : mention.end])
        for mention in Terminology.load().find(text)
        if mention.kind in _KINDS
    }
    return AttackedNote(tuple(about), tuple(found.values()), _fragment(words, covered), own_words(words, covered))


def _fragment(words: Words, covered: bytes) -> Words:
    """Twelve words in a row without boilerplate, drawn by the note itself; fewer where there is no such stretch."""
    starts = [at for at in range(len(words) - FRAGMENT + 1) if 1 not in covered[at : at + FRAGMENT]]
    if not starts:
        return own_words(words, covered)[:FRAGMENT]
    draw = int.from_bytes(hashlib.sha256(" ".join(words).encode("utf-8", "surrogatepass")).digest()[:8])
    at = starts[draw % len(starts)]
    return words[at : at + FRAGMENT]
