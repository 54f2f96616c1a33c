"""When two quantities are the same, and to what a quantity belongs.

Law of the file: it compares numbers with units and knows no text. Equal numbers in equal or convertible units are the
same; an end of a range bears out the number alone; a dose belongs to the nearest drug, a result to the nearest test.
"""

from collections import defaultdict
from collections.abc import Sequence

from bedside.agents.checks.assertions import Assertion, Reading
from bedside.agents.text.quantities import FoundQuantity, date_parts

TIME_UNITS = frozenset({"year", "month", "week", "day", "night", "hour", "minute", "second", "date", "clock"})
DAYS = {"day": 1.0, "night": 1.0, "week": 7.0, "month": 30.0, "year": 360.0, "hour": 1 / 24, "minute": 1 / 1440}
_REACH = 60  # characters from a drug or test to its number, at most
_CALENDAR = 0.025  # by how much lengths of time that are called the same may differ
DOSE_UNITS = frozenset(
    {"mg", "mcg", "g", "ml", "unit", "tablet", "puff", "spray", "drop", "patch", "meq", "mg/kg", "mg/ml", "liter"}
)
TIMED = ("length", "named time")  # families of times, see family
_SAME = {
    "f": "degree", "c": "degree", "beer": "drink", "glass": "drink", "bottle": "drink", "can": "drink", "night": "day",
    "breath/min": "bpm", "pill": "tablet", "mmhg": "mmhg", "stair": "step",
}  # fmt: skip


def family(found: FoundQuantity) -> str:
    """What kind of thing a quantity says: within one family one can be a mistake for another."""
    if found.kind in ("date", "year"):
        return "named time"
    if found.kind in ("frequency", "interval", "pair", "score", "label", "ordinal"):
        return found.kind
    if found.unit in DAYS:
        return "age" if found.kind == "age" else "length"
    return _SAME.get(found.unit or "", found.unit or "")


def owners(reading: Reading) -> list[tuple[Assertion, FoundQuantity]]:
    """Which drug a dose, and which test a value, belongs to: the nearest fitting concept of the sentence, before the
    number if there is one, else right after it."""
    out: list[tuple[Assertion, FoundQuantity]] = []
    by_sentence: dict[int, list[Assertion]] = defaultdict(list)
    for item in reading.assertions:
        if item.kind in ("drug", "test", "measurement", "substance"):
            by_sentence[item.sentence].append(item)
    last: tuple[int, FoundQuantity] | None = None
    for found, sentence in reading.quantities:
        earlier = last[1] if last is not None and last[0] == sentence else None
        last = (sentence, found)
        candidates = by_sentence.get(sentence)
        if not candidates:
            continue
        owner = owner_of(found, candidates, earlier)
        if owner is not None:
            out.append((owner, found))
    return out


def owner_of(
    found: FoundQuantity, candidates: Sequence[Assertion], earlier: FoundQuantity | None = None
) -> Assertion | None:
    """The drug or test among ``candidates`` (of one sentence) that a quantity belongs to. A test owns the first number
    after its name: where ``earlier``, the number before this one, stands between, this one is another's."""
    wanted = ("drug", "substance") if found.unit in DOSE_UNITS else ("test", "measurement") if _is_result(found) else ()
    before = [item for item in candidates if item.kind in wanted and item.end <= found.start]
    if (
        before
        and earlier is not None
        and earlier.start >= before[-1].end
        and before[-1].kind in ("test", "measurement")
    ):
        return None
    if before:
        return before[-1] if found.start - before[-1].end < _REACH else None
    # "4.4, and your creatinine 1.1": what begins anew is another's
    reach = 12 if found.unit in DOSE_UNITS else 4
    after = [item for item in candidates if item.kind in wanted and found.end <= item.start <= found.end + reach]
    return after[0] if after else None


def taker(found: FoundQuantity, candidates: Sequence[Assertion]) -> Assertion | None:
    """The drug of a sentence that is taken as often as a frequency says: the nearest before it."""
    if found.kind not in ("frequency", "interval"):
        return None
    before = [item for item in candidates if item.kind in ("drug", "substance") and item.end <= found.start]
    return before[-1] if before and found.start - before[-1].end < _REACH else None


def _is_result(found: FoundQuantity) -> bool:
    if found.kind in (
        "pair",
        "score",
        "dimension",
        "ordinal",
        "label",
        "date",
        "year",
        "clock",
        "age",
        "frequency",
        "interval",
        "vague",
    ):
        return False
    return found.unit not in TIME_UNITS and found.unit not in ("time", "pack", "pack-year", "mile", "block")


def same_quantity(said: FoundQuantity, noted: FoundQuantity) -> bool:
    """Whether a quantity said is one the note has: equal numbers, equal or convertible units, equal dates as far as
    both give them. An end of a range bears out the number alone."""
    if said.kind == "date" or noted.kind == "date":
        return _same_date(said, noted)
    if said.kind in ("frequency", "interval") or noted.kind in ("frequency", "interval"):
        if _rate(said) is not None and _rate(said) == _rate(noted):
            return True
        if said.kind == "frequency" or noted.kind == "frequency":
            alike = said.unit == noted.unit or noted.unit in ("time", None) or said.unit in ("time", None)
            return said.value == noted.value and said.high == noted.high and alike
    unit, other = said.unit, noted.unit
    if unit in DAYS or other in DAYS:
        return _same_time(said, noted)
    if unit is not None and other is not None and _SAME.get(unit, unit) != _SAME.get(other, other):
        return False
    if unit is None and other is not None and said.kind in ("pair", "year"):
        return (said.value, said.high) == (noted.value, noted.high)
    if said.kind == "pair" or noted.kind == "pair":
        return (said.value, said.high) == (noted.value, noted.high) or (
            said.high is None and said.value in (noted.value, noted.high)
        )
    if said.high is not None:
        return (said.value, said.high) == (noted.value, noted.high)
    return said.value in (noted.value, noted.high)


def _same_time(said: FoundQuantity, noted: FoundQuantity) -> bool:
    factor, other = DAYS.get(said.unit or ""), DAYS.get(noted.unit or "")
    if factor is None:  # "about three", answered to "how many days"
        return said.unit is None and said.kind == "number" and said.value in (noted.value, noted.high)
    if other is None:
        return False
    tops = {noted.value * other} | ({noted.high * other} if noted.high is not None else set())
    mine = {said.value * factor} | ({said.high * factor} if said.high is not None else set())
    return all(any(_as_long(a, said.unit, b, noted.unit) for b in tops) for a in mine)


def _as_long(days: float, unit: str | None, others: float, other: str | None) -> bool:
    """Twelve months are a year and 26 weeks six months, as near as calendars go; four weeks are called a month too."""
    if unit == other or not others:
        return days == others
    if abs(days / others - 1) <= _CALENDAR:
        return True
    months, rest = (days, others) if unit == "month" else (others, days)
    return "month" in (unit, other) and {unit, other} & {"week", "day"} != set() and rest * 30 == months * 28


def _same_date(said: FoundQuantity, noted: FoundQuantity) -> bool:
    if said.kind == "year" or noted.kind == "year":
        year = said.value if said.kind == "year" else noted.value
        other = noted if said.kind == "year" else said
        return other.kind == "date" and date_parts(other.value)[0] == year
    if said.kind != "date" or noted.kind != "date":
        return False
    return all(a == b or not a or not b for a, b in zip(date_parts(said.value), date_parts(noted.value), strict=True))


def _rate(found: FoundQuantity) -> float | None:
    """How often a day, for frequencies and intervals."""
    if found.high is not None:
        return None
    if found.kind == "frequency" and found.unit:
        return round(found.value / DAYS.get(found.unit.removeprefix("per "), 1.0), 4)
    if found.kind == "interval" and found.unit in DAYS and found.value:
        return round(1 / (found.value * DAYS[found.unit]), 4)
    return None
