"""Which numbers a text has, and for what.

Law of the file: a number is borne out by the same number for the same thing. A number that the text has for something
else is no support: where the text speaks of the same thing and has another number of the same family, that is the one.
"""

import re
from collections import defaultdict

from bedside.agents.checks.amounts import DAYS, TIMED, family, owners, same_quantity, taker
from bedside.agents.checks.assertions import Reading
from bedside.agents.checks.context import Context, closeness, surroundings
from bedside.agents.text.quantities import FoundQuantity

Key = tuple[float, float | None, str | None]
_ENOUGH = 0.8  # about one rare word and one concept close by
_ENOUGH_FOR_TIMES = 0.7  # about one word close by that stands beside no other number
_RATIO = 0.75
_COMMON = 0.35  # how much less a word counts for each further quantity it stands beside
_OTHER_UNIT = 0.6  # another unit of time is a rival only where the contexts agree well
_CROSSING = ("age", "length")  # families whose members can be the same quantity, see same_quantity
_RATES = ("frequency", "interval")


class NumbersNoted:
    """The quantities of a text, each with what stands around it and the drug or test it belongs to."""

    def __init__(self, reading: Reading, low: str) -> None:
        self.low = low
        self.quantities = tuple(found for found, _ in reading.quantities)
        self.values: dict[float, list[FoundQuantity]] = defaultdict(list)
        self.owned: dict[str, list[FoundQuantity]] = defaultdict(list)
        self.owner_at: dict[int, str] = {}
        for owner, found in owners(reading):
            self.owned[owner.concept].append(found)
            self.owner_at[found.start] = owner.concept
        around = surroundings(reading)
        for found, sentence in reading.quantities:
            drug = taker(found, around.mentions.get(sentence, ()))
            if drug is not None:
                self.owner_at[found.start] = drug.concept
        self.around: dict[int, Context] = {}
        self.families: dict[str, list[FoundQuantity]] = defaultdict(list)
        beside: dict[str, set[tuple[str, float]]] = defaultdict(set)
        for found, sentence in reading.quantities:
            self.values[found.value].append(found)
            if found.high is not None:
                self.values[found.high].append(found)
            if found.kind == "ordinal":
                continue
            there = self.around[found.start] = around.of_number(sentence, found)
            kind = family(found)
            self.families[kind].append(found)
            for key in there:
                beside[key].add((kind, found.value))
        self.weights = {
            key: (1.5 if key[0] == "=" else 1.0 / (1 + _COMMON * (len(these) - 1))) for key, these in beside.items()
        }

    def other_in_place(
        self, found: FoundQuantity, said: Context, owner: str | None, beside: frozenset[Key] = frozenset()
    ) -> FoundQuantity | None:
        """The number that the text has where it speaks of the same thing, if that is not ``found``. Numbers of another
        drug or test than ``owner`` are no rivals, nor are numbers in another unit that are said ``beside`` it."""
        best = matching = 0.0
        expected: FoundQuantity | None = None
        kind = family(found)
        for noted in self._alike(found, kind):
            if same_quantity(found, noted):
                matching = max(matching, closeness(said, self.around[noted.start], self.weights))
        for noted in self.families.get(kind, ()):
            if noted.unit != found.unit and noted.key in beside:
                continue  # the other one is said as well, in its own place
            if not same_quantity(found, noted) and (owner is None or self.owner_at.get(noted.start, owner) == owner):
                close = closeness(said, self.around[noted.start], self.weights)
                if found.unit in DAYS and noted.unit != found.unit:
                    close *= _OTHER_UNIT
                if close > best:
                    best, expected = close, noted
        enough = _ENOUGH_FOR_TIMES if kind in TIMED else _ENOUGH
        return expected if best >= enough and matching < _RATIO * best else None

    def _alike(self, found: FoundQuantity, kind: str) -> list[FoundQuantity]:
        """Every quantity that may be the same as ``found``."""
        kinds = next((group for group in (_CROSSING, _RATES) if kind in group), (kind,))
        out = [noted for one in kinds for noted in self.families.get(one, ())]
        return out + [noted for noted in self.values.get(found.value, ()) if noted.kind != "ordinal"]

    def has(self, found: FoundQuantity) -> bool:
        """Whether the text has a quantity, for whatever it may be."""
        if any(same_quantity(found, noted) for noted in self.values.get(found.value, ())):
            return True
        low = self.low
        if found.kind == "vague" or (found.value == 2 and found.kind == "amount" and found.unit in DAYS):
            if re.search(r"\b(?:couple|few|several)\b", low):
                return True
        if found.kind in ("frequency", "interval", "date", "year", "age", "amount", "vague", "number", "pair"):
            if any(same_quantity(found, noted) for noted in self.quantities):
                return True
        if found.unit == "per day" and found.value == 1:
            return (
                re.search(
                    r"\b(?:daily|night(?:ly|s)?|bedtime|qhs|hs|morning|every day|each day|a day|per day|am|pm|od|mane|nocte)\b",
                    low,
                )
                is not None
            )
        if found.value == 1 and found.unit in ("week", "month", "year", "day"):
            return re.search(rf"\b(?:a|one|last|next|past|per|each|every) {found.unit}\b", low) is not None
        if found.value == 0.5 and "half" in low:
            return True
        return found.kind == "number" and found.value in (0.0, 1.0)
