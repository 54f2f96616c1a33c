"""Rows of tables: cells between pipes, tabs or wide gaps."""

import re
from functools import cache

from bedside.agents.reading.tables import rows
from bedside.scenarios.note import SectionKind
from bedside.scenarios.span import Span

_GAP = re.compile(r"[ ]*\|+[ ]*|[ ]*\t+[ ]*|(?<![: ])[ ]{3,}")
_KINDS: tuple[SectionKind, ...] = ("medications", "results", "vitals", "allergies", "family")
_DOSED = frozenset(("dose", "dosage", "freq", "frequency", "route", "sig", "strength"))
_CELL = 80  # characters of a cell
_FLAGS = frozenset("h l hh ll a n c high low normal abnormal crit critical wnl final".split()) | {""}
_RANGE = re.compile(r"(?:[<>≤≥]=?\s*\d[\d.,]*|\d[\d.,]*\s*[-–]\s*\d[\d.,]*)(?:\s*[A-Za-zµμ%/^0-9]{1,12})?")
_UNIT = re.compile(r"%|[A-Za-zµμ]{1,6}(?:/[A-Za-z0-9µμ.^]{1,8}){1,2}|(?:mm|fl|fL|pg|sec|s|ratio|U|IU|mmHg|kU)")
_NUMBER = re.compile(r"(?<![A-Za-z0-9])\d")
_DIGIT = re.compile(r"\d")


@cache
def column_names() -> dict[str, str]:
    """Names of columns, and the kind of part that a table makes whose first column has it ("" for none)."""
    return {row[0]: row[-1] if len(row) > 1 else "" for row in rows("columns")}


def cells(text: str, start: int, end: int) -> list[Span]:
    """The cells of a line, one for a line that is no row of a table."""
    whole = [Span(start=start, end=end)]
    if "|" not in text[start:end] and "\t" not in text[start:end] and "   " not in text[start:end]:
        return whole
    found: list[Span] = []
    begin = start
    for gap in [*(match.span() for match in _GAP.finditer(text, start, end)), (end, end)]:
        if gap[0] > begin and text[begin : gap[0]].strip():
            found.append(Span(start=begin, end=gap[0]))
        begin = gap[1]
    piped = text[start:end].count("|") > 1
    if len(found) < 2 or any(cell.end - cell.start > _CELL for cell in found):
        return found if piped and found and len(found) == 1 else whole
    spaced = not piped and "\t" not in text[start:end]
    if spaced and (";" in text[start:end] or any(text[cell.end - 1] in ".?!" for cell in found[:-1])):
        return whole  # gaps between sentences, or in a list
    return found


def is_rule(text: str, start: int, end: int) -> bool:
    """Whether a line is drawn: nothing but marks."""
    return not any(text[i].isalnum() for i in range(start, min(end, start + 400))) and end - start < 400


def is_words_of_columns(line: str) -> bool:
    """Whether a line is names of columns, one after the other: "Component Value Date"."""
    words = line.lower().split()
    return 2 < len(words) <= 6 and all(word in column_names() for word in words)


def names_columns(text: str, start: int, end: int, below: tuple[int, int], *, single: bool) -> bool:
    """Whether a line names the columns of the lines below it, the first of which is ``below``. ``single``: one name may do."""
    row = cells(text, start, end)
    if len(row) > 1:
        return (
            is_rule(text, *below) or is_words_of_columns(text[start:end]) or _is_header(text, row, cells(text, *below))
        )
    words = text[start:end].lower().split()
    if single and len(words) == 1:
        return words[0].strip(":") in column_names()
    return 2 < len(words) <= 6 and all(word in column_names() for word in words)  # "Component Value Date"


def _is_header(text: str, row: list[Span], below: list[Span]) -> bool:
    if len(below) < 2:
        return False
    names = [" ".join(text[cell.start : cell.end].lower().split()).strip(" :*") for cell in row]
    if all(name in column_names() for name in names):
        return True
    piped = text.find("|", row[0].end, row[1].start) >= 0
    values = any(is_value(text, cell) for cell in below)
    return piped and len(row) == len(below) and values and not any(is_value(text, cell) for cell in row)


def kind_of(line: str) -> SectionKind | None:
    """The kind of part that a table with these columns makes, by the first of them."""
    names = [name.strip(" :*") for name in re.split(r"[|\t]| {2,}", line.lower().strip(" |*:"))]
    first = names[0]
    if not column_names().get(first) and _DOSED & set(names[1:]):
        return "medications"  # "Name | Dose | Freq"
    return next((kind for kind in _KINDS if kind == column_names().get(first)), None)


def is_header(text: str, row: list[Span], below: list[Span]) -> bool:
    """Whether a row names the columns of the rows below it."""
    if len(row) < 2 or len(below) < 2:
        return False
    names = [" ".join(text[cell.start : cell.end].lower().split()).strip(" :*") for cell in row]
    if all(name in column_names() for name in names):
        return True
    piped = text.find("|", row[0].end, row[1].start) >= 0
    return (
        piped
        and len(row) == len(below)
        and not any(_DIGIT.search(text, cell.start, cell.end) for cell in row)
        and any(_DIGIT.search(text, cell.start, cell.end) for cell in below)
    )


def is_value(text: str, cell: Span) -> bool:
    """Whether a cell holds a number, so that it names nothing; "HbA1c" and "B12" are names."""
    return _NUMBER.search(text, cell.start, cell.end) is not None


def without_reference(text: str, row: list[Span]) -> list[Span]:
    """A row of a test and its value without the cells behind them that only judge the value: "H", "12-16", "< 5.7", "mg/dL"."""
    if len(row) < 3 or is_value(text, row[0]) or not is_value(text, row[1]):
        return row
    if all(_judges(text[cell.start : cell.end]) for cell in row[2:]):
        return row[:2]
    return row


def _judges(cell: str) -> bool:
    plain = cell.strip(" *()[]")
    return plain.lower() in _FLAGS or _RANGE.fullmatch(plain) is not None or _UNIT.fullmatch(plain) is not None


def pairs(text: str, row: list[Span]) -> list[tuple[Span, Span]] | None:
    """A row of names and values by turns ("BP | 120/80 | HR | 72"), or None."""
    if len(row) < 4 or len(row) % 2:
        return None
    both = list(zip(row[::2], row[1::2], strict=True))
    named = all(not is_value(text, name) for name, _ in both)
    return both if named and all(_DIGIT.search(text, value.start, value.end) for _, value in both) else None
