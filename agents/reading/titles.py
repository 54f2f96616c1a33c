"""Lines that stand over the lines below them: the problems of an assessment, the systems of an examination."""

import re
from collections.abc import Sequence
from functools import cache

from bedside.agents.reading.labels import first_label, is_clause, is_system, is_work
from bedside.agents.reading.lines import Line
from bedside.agents.reading.tables import rows
from bedside.scenarios.note import SectionKind

_INSIDE = re.compile(r":\s|[.!?]\s+[A-Z]")
_LIST = ("dot", "dash")
_ORDERED = ("number", "hash")
_TITLE = re.compile(r"(?P<words>[A-Za-z][^.:\n]*)(?P<stop>[.:]?)\s*")
_WIDEST_TITLE = 80  # characters
_LONGEST_TITLE = 6  # words of a title that stands before other words
_SYSTEMS: frozenset[SectionKind] = frozenset(("examination", "review", "vitals", "results"))


def is_subheading(text: str, lines: list[Line], i: int, start: int, kind: SectionKind) -> bool:
    """Whether line ``i`` from ``start`` on names what the next lines are about: "Neck", "Labs:"."""
    line = lines[i]
    bare = text[start : line.end].strip()
    if i + 1 >= len(lines) or not bare or len(bare) > 80 or bare.endswith((",", ";", "?")) or is_clause(bare):
        return False
    words = bare.rstrip(":").split()
    if bare.endswith(":"):
        return len(words) <= 6 and (line.mark not in _LIST or lines[i + 1].mark != "") and ":" not in bare[:-1]
    if bare.endswith(".") or ":" in bare or not bare[0].isupper():
        return False
    if kind in _SYSTEMS:
        if is_system(bare):
            return line.mark not in _LIST or lines[i + 1].indent > line.indent
        return len(words) <= 6 and not line.mark and line.blank and not line.last and lines[i + 1].mark in _LIST
    listed = line.blank or (kind == "social" and i > 0 and lines[i - 1].mark in (*_LIST, "") and len(words) <= 4)
    return len(words) <= 6 and not line.mark and not line.last and lines[i + 1].mark in _LIST and listed


def slipped(text: str, start: int, end: int) -> int | None:
    """Where the name of the next system stands that slipped onto the end of a line: "Clear bilaterally. Cardiovascular"."""
    tail = text[max(start, end - 60) : end]
    edge = max(tail.rfind(". "), tail.rfind(".\t"))
    name = tail[edge + 1 :].strip()
    if edge < 0 or len(name) < 5 or not name[0].isupper() or not is_system(name) or len(name.split()) > 4:
        return None
    return end - len(tail) + tail.rindex(name)


def is_title(text: str, lines: list[Line], i: int, start: int, kind: SectionKind) -> bool:
    """Whether line ``i`` of an assessment or a plan from ``start`` on is the title of a problem."""
    line = lines[i]
    bare = text[start : line.end].strip()
    words = bare.split()
    if i + 1 >= len(lines) or not 0 < len(words) <= 14 or bare.endswith((",", ";", "?")):
        return False
    if is_clause(bare.rstrip(":.")) or _INSIDE.search(bare[:-1]) or is_work(bare.rstrip(":.")):
        return False
    below = lines[i + 1]
    label = first_label(text, below.body, below.end)
    worked = (
        label is not None
        and is_work(label.name)
        and below.mark not in _ORDERED
        and (not line.last or line.blank or line.mark in _ORDERED)
    )
    if line.mark in _ORDERED:
        return worked or _numbered(line, below, bare, kind)
    if line.mark in _LIST:
        return worked or (bare.endswith(":") and below.mark in _LIST and kind == "assessment")
    if line.mark:
        return False
    if worked:
        return True
    if bare.endswith(":"):
        return len(words) <= 8 and kind == "assessment"
    return _over_text(line, below, bare, text[below.body : below.end].split())


def _numbered(line: Line, below: Line, bare: str, kind: SectionKind) -> bool:
    """Whether a numbered line is a title: something without a number stands right below it."""
    if line.mark == "hash" and kind == "assessment":
        return len(bare.split()) <= 10
    if below.mark in _LIST:
        return True
    if below.mark or line.last:
        return (
            below.mark == ""
            and line.last
            and below.end - below.body > 60
            and kind == "assessment"
            and len(bare.split()) <= 8
        )
    return len(bare.split()) <= 10 and (kind == "assessment" or below.end - below.body > 40 or bare.endswith(":"))


def _over_text(line: Line, below: Line, bare: str, follow: list[str]) -> bool:
    """Whether an unmarked line without a sign is a title by what stands around it."""
    if not line.blank or line.last or bare.endswith(".") or not bare[0].isupper() or len(bare.split()) > 10:
        return False
    if below.mark:
        return below.mark in _LIST
    told = len(follow) > 2 and follow[-1].endswith(".") and len(bare.split()) <= 6
    return told or len(follow) > max(6, len(bare.split()))


@cache
def _settings() -> frozenset[str]:
    return frozenset(row[0] for row in rows("settings"))


def setting(text: str, start: int, end: int) -> int:
    """Where the title of a note ends that says in which setting it was written, "GP F2F.", "ED triage 2210:", or is cried
    over it, "POST-HOSPITAL FOLLOW-UP"; ``start`` where no such title begins its first line."""
    match = _TITLE.match(text, start, min(end, start + _WIDEST_TITLE))
    words = match["words"].lower().split() if match else []
    if match is None or len(words) > _LONGEST_TITLE or not (match["stop"] or match.end() == end):
        return start
    if len(words) < 2 and match.end() < end:
        return start
    named = any(word in _settings() for word in words)
    plain = all(word in _settings() or word[0].isdigit() for word in words)
    shouted = match.end() == end and len(words) > 1 and match["words"].isupper() and words[-1] in _settings()
    return match.end() if named and (plain or shouted) else start


_ACTIONS = frozenset(
    """start started starting new begin stop stopped stopping discontinue discontinued hold held holding pause continue continued
    continuing unchanged change changed changes increase increased decrease decreased resume add added""".split()
)


def is_action(name: str) -> bool:
    """Whether a name says what is done with the drugs below it: "STOP", "Continue:", "New medications"."""
    words = name.lower().strip(" :*_-").split()
    drugs = {"medication", "medications", "meds", "medicines", "drugs", "taking", "these"}
    return bool(words) and words[0] in _ACTIONS and all(word in drugs for word in words[1:])


def is_taking(name: str) -> bool:
    """Whether a name says which drugs to take or not to: "STOP taking these medications"."""
    return is_action(name) and "taking" in name.lower()


def orders(text: str, lines: Sequence[Line], i: int, start: int) -> bool:
    """Whether a line of a word such as "START" stands over drugs: the next line is an entry below it."""
    line = lines[i]
    if i + 1 >= len(lines) or line.mark or not is_action(text[start : line.end]):
        return False
    below = lines[i + 1]
    return not below.blank and (below.indent > line.indent or bool(below.mark)) and not below.empty
