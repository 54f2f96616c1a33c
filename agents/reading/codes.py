"""Letter codes: each has a sense only where its section, its neighbours and its case decide one; else it has none.

The first row of ``codes.tsv`` whose every condition holds gives the sense."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from bedside.agents.reading.tables import plain, rows
from bedside.agents.text.doc import Doc, Token, tokens
from bedside.scenarios.note import SectionKind
from bedside.scenarios.span import Span
from bedside.scenarios.statement import Argument

_NEAR = 8  # words on either side that speak for a sense


@dataclass(frozen=True, slots=True)
class Code:
    """A letter code where it stands, and what it means there."""

    span: Span
    sense: str


@dataclass(frozen=True, slots=True)
class _Row:
    words: tuple[str, ...]
    exact: str  # how it is written, "" for any case
    sense: str
    sections: frozenset[str]
    before: frozenset[str]
    after: frozenset[str]
    near: frozenset[str]


def senses(doc: Doc, span: Span, section: SectionKind, sentence: Span | None = None) -> tuple[Code, ...]:
    """The codes in a stretch that have a sense there, by start. ``sentence`` holds the words around it."""
    around = sentence or span
    words = doc.tagged(around)
    low = [plain(token) for token in words]
    found: list[Code] = []
    at = next((i for i, token in enumerate(words) if token.start >= span.start), len(words))
    while at < len(words) and words[at].start < span.end:
        hit = _at(words, low, at, section)
        if hit is not None:
            found.append(Code(Span(start=words[at].start, end=words[hit[1] - 1].end), hit[0]))
            at = hit[1]
        else:
            at += 1
    return tuple(found)


def decoded(found: Argument, doc: Doc, section: SectionKind, sentence: Span | None = None) -> Argument:
    """An argument that is a letter code, with its sense there as value and concept; any other as it is."""
    meaning = sense(doc, found.span, section, sentence)
    if meaning is None or found.value is not None:
        return found
    concept = next(iter(doc.terms.find(meaning)), None) if doc.terms is not None else None
    return found.model_copy(update={"value": meaning, "concept": concept.concept if concept else found.concept})


def sense(doc: Doc, span: Span, section: SectionKind, sentence: Span | None = None) -> str | None:
    """The sense of a stretch that is one code; None for a code without one, and for other words."""
    found = senses(doc, span, section, sentence)
    return found[0].sense if len(found) == 1 and found[0].span == span else None


def _at(words: Sequence[Token], low: Sequence[str], at: int, section: str) -> tuple[str, int] | None:
    for row in _table().get(low[at], ()):
        end = at + len(row.words)
        if tuple(low[at:end]) == row.words and _written(row, words[at:end]) and _holds(row, low, at, end, section):
            return row.sense, end
    return None


def _written(row: _Row, words: Sequence[Token]) -> bool:
    """Whether it is one word of its own, in the case that its sense needs."""
    if any(one.end != two.start for one, two in itertools.pairwise(words)):
        return False
    return not row.exact or "".join(token.text for token in words) == row.exact


def _holds(row: _Row, low: Sequence[str], at: int, end: int, section: str) -> bool:
    if row.sections and section not in row.sections:
        return False
    if row.before and not _beside(row.before, low[at - 1] if at else ""):
        return False
    if row.after and not _beside(row.after, low[end] if end < len(low) else ""):
        return False
    return not row.near or not row.near.isdisjoint((*low[max(0, at - _NEAR) : at], *low[end : end + _NEAR]))


def _beside(wanted: frozenset[str], word: str) -> bool:
    return word in wanted or ("<n>" in wanted and word[:1].isdigit())


@cache
def _table() -> dict[str, tuple[_Row, ...]]:
    table: dict[str, list[_Row]] = {}
    for cells in rows("codes"):
        code, case, meaning = cells[:3]
        conditions = [*cells[3:], "", "", "", ""]
        words = tuple(plain(token) for token in tokens(code))
        sections, before, after, near = (frozenset(cell.split("|")) - {""} for cell in conditions[:4])
        row = _Row(words, code if case == "=" else "", meaning, sections, before, after, near)
        table.setdefault(words[0], []).append(row)
    return {first: tuple(found) for first, found in table.items()}
