"""What a patient of this age and sex can't have, do or be, and measurements that nobody of that age has (the unit or the number was
misread): periods of a man, tobacco of an infant, an adult of 2 kg."""

import re
from functools import cache

from bedside.agents.reading.tables import rows
from bedside.scenarios.note import Fact, Note

_OWN = frozenset(
    ("symptom", "complaint", "condition", "diagnosis", "status", "finding", "procedure", "drug", "order", "result")
)
_HABITS = frozenset(("tobacco", "alcohol", "drugs", "smoking", "vaping", "cannabis"))
_YOUNGEST_HABIT = 12
_YOUNGEST_WED = 12
_YOUNGEST_TRADE = 6
_WED = re.compile(
    r"\b(?:married|divorced|widow(?:ed|er)?|lives alone|(?:his|her|with) (?:husband|wife|spouse))\b", re.IGNORECASE
)
_TRADE = re.compile(r"\b(?:works? (?:as|at|in|for|from)|retired|employed|occupation|self-employed)\b", re.IGNORECASE)
_CHANGED = re.compile(
    r"\b(?:trans(?:gender|sexual)?|transition(?:ed|ing)?|intersex|non-?binary|gender|assigned|ftm|mtf)\b", re.IGNORECASE
)
_SPACE = re.compile(r"[^\w%/. ]+")
_PERIOD_OF = re.compile(
    r"\bperiods? of\b|\bperiods?,? (?:where|when|during|in which)|\b(?:time|long|short|brief|prolonged|rest|these|several) periods?\b",
    re.I,
)
_HALF_UNIT = {
    "kgs": "kg",
    "kilogram": "kg",
    "pound": "lb",
    "lbs": "lb",
    "celsius": "c",
    "fahrenheit": "f",
    "inch": "in",
    "°c": "c",
    "°f": "f",
}


def unfit(fact: Fact, note: Note) -> str:
    """Why a fact can't be of this patient; "" where it can."""
    if fact.subject != "patient":
        return ""
    if fact.kind == "measurement":
        return _beyond(fact, note)
    if (
        note.age is not None
        and fact.polarity == "present"
        and fact.kind in ("habit", "home", "work", "identity", "event")
    ):
        return _too_young(fact, note.age)
    return _of_others(fact, note) if fact.kind in _OWN else ""


def _too_young(fact: Fact, age: float) -> str:
    used = fact.kind == "habit" and fact.arguments and fact.arguments[0].value in _HABITS
    never = any(a.role == "status" and a.value == "never" for a in fact.arguments)
    if used and not never and age < _YOUNGEST_HABIT:
        return "a habit of grown people"
    if fact.kind in ("home", "identity") and age < _YOUNGEST_WED and _WED.search(fact.text):
        return "how grown people live"
    at_work = fact.kind == "work" or (fact.kind == "identity" and fact.argument("trade") is not None)
    return "a trade of grown people" if at_work and age < _YOUNGEST_TRADE and _TRADE.search(fact.text) else ""


@cache
def _table() -> tuple[tuple[re.Pattern[str], str, float, float], ...]:
    return tuple(
        (
            re.compile(rf"\b(?:{'|'.join(map(re.escape, words.split('|')))})\b", re.IGNORECASE),
            sex,
            float(low),
            float(high),
        )
        for words, sex, low, high in rows("of_age")
    )


def _of_others(fact: Fact, note: Note) -> str:
    if not fact.arguments:
        return ""
    said = f"{fact.arguments[0].text} {fact.arguments[0].value or ''}"
    for pattern, sex, youngest, oldest in _table():
        if pattern.search(said) is None or _PERIOD_OF.search(fact.text):
            continue
        other = sex != "-" and note.sex is not None and note.sex != sex
        if other and not _CHANGED.search(note.text):
            return f"of no {note.sex}"
        present = fact.polarity == "present" and fact.temporality != "past"
        if note.age is not None and present and not youngest <= note.age <= oldest:
            return f"at no age of {note.age:g}"
    return ""


def _beyond(fact: Fact, note: Note) -> str:
    """Why a value is none of this measurement."""
    name, value = fact.argument("what"), fact.argument("value")
    number = next(
        (q for q in fact.quantities if value is not None and value.span.start <= q.span.start < value.span.end), None
    )
    if name is None or number is None or note.age is None:
        return ""
    called = _SPACE.sub("", name.text).strip().lower()
    unit = _HALF_UNIT.get(number.unit or "", number.unit)
    fit = [
        (float(low), float(high))
        for names, of, since, till, low, high in rows("bounds")
        if called in names.split("|")
        and float(since) <= note.age < float(till)
        and of in (unit, "none" if unit in (None, "%", "mmhg", "bpm", "/min") else unit)
    ]
    most = number.value
    return "" if not fit or any(low <= most <= high for low, high in fit) else f"no {called} of {note.age:g} years"
