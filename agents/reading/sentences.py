"""Where sentences end. Abbreviations, initials, list numbers and decimals end none; a wrong stop within a sentence neither."""

import re
from functools import cache

from bedside.agents.reading.tables import rows
from bedside.scenarios.span import Span

_STOP = re.compile(r"[.!?。؟]+[\"”’')\]]*(?=\s|$)|\.(?=[A-Z][a-z])|[.!?](?=\s*$)|。")
_LAST = re.compile(r"[^\s(\[\"“,;:]{1,40}$")
_DOSING = frozenset(
    "time times x tab tabs tablet tablets cap caps capsule capsules puff puffs mg ml mcg units per".split()
)
_SIDES = frozenset({"R", "L"})  # of the body
_LETTERED = 2  # letters of an abbreviation that may stand before a name
_SENTENCE = 6  # words of a sentence that may end with a measure
_NUMBERED_AFTER = ("vitamin", "hepatitis", "type", "grade", "stage", "class", "influenza", "group", "factor")


@cache
def _abbreviations() -> dict[str, bool]:
    """Abbreviations, and whether a capital after one begins a sentence."""
    return {row[0]: row[-1] == "soft" for row in rows("abbreviations")}


@cache
def _openers() -> frozenset[str]:
    return frozenset(row[0] for row in rows("sentence_openers"))


def sentences(text: str, start: int, end: int) -> tuple[Span, ...]:
    """The sentences of ``text[start:end]`` with their final marks, without the spaces between them; they leave out nothing
    else."""
    found: list[Span] = []
    begin = start
    for stop in _STOP.finditer(text, start, end):
        if stop.end() <= begin or not _ends(text, begin, stop, end):
            continue
        _add(text, begin, stop.end(), found)
        begin = stop.end()
    _add(text, begin, end, found)
    return tuple(found)


def _add(text: str, start: int, end: int, into: list[Span]) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end == start:
        return
    if into and not any(text[i].isalnum() for i in range(start, end)):  # marks alone belong to what is before them
        into[-1] = Span(start=into[-1].start, end=end)
        return
    into.append(Span(start=start, end=end))


def _ends(text: str, begin: int, stop: re.Match[str], end: int) -> bool:
    """Whether a sentence that begins at ``begin`` ends with this mark."""
    at, mark = stop.start(), text[stop.start() : stop.end()]
    if stop.end() >= end:
        return True
    if mark[0] == "?" and (at == begin or text[at - 1].isspace()):
        return False  # "? fracture" is a query
    if mark.startswith("..") or mark == "…":
        return _follows(text, stop.end(), end)[:1].isupper()
    if mark[0] != ".":
        return True
    found = _LAST.search(text, max(begin, at - 40), at)
    word = found[0] if found else ""
    follow = _follows(text, stop.end(), end)
    if not text[stop.end()].isspace():
        return (
            len(word) > 2 and word.isalpha() and not word.isupper() and word.lower() not in _abbreviations()
        )  # "resolved.She", but not "10.Mg" or "U.S.A"
    return not (
        _number(text, begin, at, word)
        or _abbreviated(text, begin, at, word, follow)
        or _broken(text, begin, at, follow)
    )


def _follows(text: str, start: int, end: int) -> str:
    """The first characters of what comes next."""
    return text[start : min(end, start + 12)].lstrip(" \t\r\n\"'“‘([")


def _number(text: str, begin: int, at: int, word: str) -> bool:
    """Whether the stop belongs to the number of a list entry."""
    return word.isdigit() and len(word) <= 2 and not text[begin : at - len(word)].strip()


def _abbreviated(text: str, begin: int, at: int, word: str, follow: str) -> bool:
    low = word.lower()
    if word.isupper() and len(word) > _LETTERED and follow[:1].isupper():
        return False  # "HIV positive on ART. Baby well"
    soft = _abbreviations().get(low)
    if low in ("sx", "symptoms") and follow.split(" ")[0].strip(".,;\n").lower() in ("worse", "better"):
        return True  # "moving makes sx. Worse"
    if soft is not None:
        return not soft or not (follow[:1].isupper() or _counts(text, begin, at - len(word), follow))
    if low == "no" and follow[:1].isdigit():
        return not word.isupper()
    if len(word) == 1 and word.isupper() and word not in _SIDES and follow[:1].islower():
        return True  # "H. pylori"
    if (
        len(word) == 1 and word.isupper() and word not in _SIDES and follow[:1].isupper()
    ):  # an initial, unless it counts something
        before = text[max(begin, at - 24) : at - 1].split()
        return not before or (before[-1].lower() not in _NUMBERED_AFTER and before[-1][:1].isupper())
    return False


def _counts(text: str, begin: int, at: int, follow: str) -> bool:
    """Whether a unit ends a sentence and the next begins with a number: "instead of 120 mL. 4 wet diapers today", but not
    "500 mg. 3 times a day"."""
    before, after = text[begin:at].split(), follow.split()
    counted = len(before) >= _SENTENCE and before[-1].isdigit() and after[:1] and after[0].isdigit()
    return bool(counted) and len(after) > 1 and after[1][:1].isalpha() and after[1].lower() not in _DOSING


def _broken(text: str, begin: int, at: int, follow: str) -> bool:
    """Whether the stop stands where a comma should: "Given her history. it may worsen"."""
    if not follow[:1].islower():
        return False
    before = text[begin:at][:200].split()
    return 0 < len(before) <= 12 and before[0].lower() in _openers() and "," not in text[begin:at]
