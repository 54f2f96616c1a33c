"""Membership and attribute inference from the dialogues alone, by what the attacker knows, with intervals.

*Membership*: of two people, of whom one has a note among the sources, whose is it? The attacker takes the one whose known words
are nearer to a dialogue; the area under the curve is how often that is right, 0.5 by chance. *Attribute*: one disease or drug is
kept from the attacker, who reads it out of the dialogue that is nearest to the rest. What that gets right for sources *beyond* what
it gets right for the hold-out is told by the set; the rest is medicine.
"""

import hashlib
import random
from collections.abc import Sequence
from dataclasses import dataclass

from bedside.evaluation.privacy.attackers import TIERS, AttackedNote, attacked
from bedside.evaluation.privacy.boilerplate import Words
from bedside.evaluation.privacy.exact import area, difference
from bedside.evaluation.privacy.material import Material
from bedside.evaluation.privacy.nearness import DialogueSpace

MOST = 500  # notes of a side that are attacked
FEWEST = 20


@dataclass(frozen=True)
class Membership:
    """The area under the curve of one tier, over so many notes of each side."""

    tier: str
    area: float
    low: float
    high: float
    sources: int
    holdout: int


@dataclass(frozen=True)
class AttributeGain:
    """How often the hidden disease or drug was read out right, of sources and of the hold-out, and the difference."""

    tier: str
    sources: float
    holdout: float
    gain: float
    low: float
    high: float
    n: int


class Attacks:
    """Both attacks on one set. Raises nothing: with fewer than 20 notes of a side a tier is left out."""

    def __init__(self, material: Material, space: DialogueSpace) -> None:
        self._material, self._space = material, space
        count = len(material.sources)
        self._sources = self._attacked(range(count))
        self._holdout = self._attacked(range(count, len(material.notes)))

    def _attacked(self, numbers: range) -> list[AttackedNote]:
        drawn = random.Random(self._material.seed).sample(numbers, min(MOST, len(numbers)))
        given = self._material
        return [attacked(given.notes[n], given.note_words[n], given.covered[n]) for n in sorted(drawn)]

    def membership(self) -> list[Membership]:
        """A row a tier."""
        rows: list[Membership] = []
        for tier in TIERS:
            sides = [[w for one in side if (w := one.known(tier))] for side in (self._sources, self._holdout)]
            if min(map(len, sides)) < FEWEST:
                continue
            scores = [self._space.near(side).most.tolist() for side in sides]
            rows.append(Membership(tier, *area(*scores), len(sides[0]), len(sides[1])))
        return rows

    def attributes(self) -> list[AttributeGain]:
        """A row for the attacker who knows the other conditions, and one for the attacker with a fragment."""
        said = [{word for turn in talk for word in turn} for talk in self._material.turn_words]
        rows: list[AttributeGain] = []
        for tier in ("conditions", "fragment"):
            right = [self._read_out(side, tier, said) for side in (self._sources, self._holdout)]
            if min(map(len, right)) < FEWEST:
                continue
            hits = [sum(side) for side in right]
            found = difference(hits[0], len(right[0]), hits[1], len(right[1]))
            rows.append(
                AttributeGain(
                    tier, hits[0] / len(right[0]), hits[1] / len(right[1]), *found, len(right[0]) + len(right[1])
                )
            )
        return rows

    def _read_out(self, side: Sequence[AttackedNote], tier: str, said: Sequence[set[str]]) -> list[bool]:
        """For each note with something to hide, whether the nearest dialogue says it."""
        asked: list[tuple[Words, Words]] = []
        for one in side:
            known = one.fragment if tier == "fragment" else ()
            hidden = [name for name in one.conditions if not set(name) <= set(known)]
            if not hidden or (tier == "conditions" and len(one.conditions) < 2):
                continue
            wanted = hidden[_draw(one.own) % len(hidden)]
            rest = tuple(word for name in one.conditions if name != wanted for word in name if word not in wanted)
            asked.append((known or one.demographics + rest, wanted))
        if not asked:
            return []
        nearest = self._space.near([known for known, _ in asked]).nearest
        return [set(wanted) <= said[int(talk)] for (_, wanted), talk in zip(asked, nearest, strict=True)]


def _draw(words: Words) -> int:
    return int.from_bytes(hashlib.sha256(f"hidden/{' '.join(words)}".encode("utf-8", "surrogatepass")).digest()[:8])
