"""Tables with a row a day: what was measured goes from value to value, and a medicine is taken as its last row says."""

import re

from bedside.knowledge.terminology import Terminology

_ROW = re.compile(r"^[ \t]*\|(?P<cells>[^\n]+)\|[ \t]*$")
_RULE = re.compile(r"^[ \t|:+-]+$")
_DAY = re.compile(
    r"\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?|\d{4}-\d{2}-\d{2}|(?:day|wk|week) ?\d{1,3}|today", re.IGNORECASE
)
_DAYS = frozenset(("date", "day", "when", "visit", "time", "week"))
_VALUE = re.compile(r"\d[\d.,]*(?:/\d+)?(?: ?[A-Za-z%]{1,6})?")
_SIGNS = frozenset("bp wt weight hr pulse temp t ht height rr spo2 bmi".split())
_LEAST = 2  # days


def in_sentences(text: str) -> str:
    """The text with such tables as lines of their parts at its end; as it is, without one."""
    lines = text.split("\n")
    kept: list[str] = []
    added: list[str] = []
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and (
            _ROW.match(lines[end]) or (end > at and _RULE.match(lines[end]) and "|" in lines[end])
        ):
            end += 1
        found = _columns(lines[at:end])
        if found:
            added += _lines(found)
            at = end
            continue
        kept.append(lines[at])
        at += 1
    return "\n".join((*kept, "", *added, "")) if added else text


def _columns(lines: list[str]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The columns behind the first, each with its name and its cells with their days; none for another table."""
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines if not _RULE.match(line)]
    if len(rows) < _LEAST + 1 or rows[0][0].lower() not in _DAYS or any(len(row) != len(rows[0]) for row in rows):
        return []
    if not all(_DAY.fullmatch(row[0]) for row in rows[1:]):
        return []
    return [
        (name, [(row[0], row[at]) for row in rows[1:] if row[at]]) for at, name in enumerate(rows[0]) if at and name
    ]


def _lines(columns: list[tuple[str, list[tuple[str, str]]]]) -> list[str]:
    results: list[str] = []
    signs: list[str] = []
    drugs: list[str] = []
    terms = Terminology.load()
    for name, cells in columns:
        concept = terms.concept(name)
        values = [value for _, value in cells if _VALUE.fullmatch(value)]
        if concept is not None and terms.kind(concept) in ("drug", "substance"):
            drugs += [f"{name} {value}" for value in values[-1:]]
            drugs += [
                f"{name} held on {day}" for day, value in cells if value.lower().startswith(("held", "hold", "skip"))
            ]
        elif values and name.lower() in _SIGNS:
            signs.append(f"{name} {values[-1]}")
        elif values:
            results.append(f"{name} {' -> '.join(values)}.")
    parts = (("Vitals:", signs), ("Results:", results), ("Medications:", drugs))
    return [line for head, found in parts if found for line in (head, *found)]
