"""Letter codes: each has a sense only where its section, its neighbours and its case decide one; else it has none.

The first row of ``codes.tsv`` whose every condition holds gives the sense."""

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from bedside.agents.reading.code_senses import settled
from bedside.agents.reading.part import Part
from bedside.agents.reading.tables import plain, rows
from bedside.agents.text.ambiguous import ambiguous
from bedside.agents.text.doc import Doc, FoundConcept, Token, tokens
from bedside.agents.text.shorthand import shorthand
from bedside.scenarios.note import Mention, SectionKind
from bedside.scenarios.span import Span
from bedside.scenarios.statement import Argument

_NEAR = 12  # words on either side that speak for a sense


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


def codes(doc: Doc, parts: Iterable[Part]) -> tuple[Code, ...]:
    """The letter codes of a note by start, each with its sense in its section and among the words beside it; a code of the
    table without one there has the sense "", and so have letters of several senses for which nothing in the note speaks."""
    found: dict[Span, Code] = {}
    said = frozenset(plain(token) for token in tokens(doc.text))
    for part in parts:
        heading = {plain(token) for token in tokens(part.heading)}
        for record in part.records:
            label = _words(doc, record.label_span) if record.label_span else []
            before: list[Token] = []
            for sentence in record.sentences:
                words = [*label, *_words(doc, sentence)]
                wide = frozenset(heading.union(plain(token) for token in before))
                for code in _codes(words, part.kind, wide, said, doc.text):
                    if code.sense or code.span not in found:
                        found[code.span] = code
                before = words
    return tuple(sorted(found.values(), key=lambda code: code.span.start))


def _words(doc: Doc, span: Span) -> list[Token]:
    return tokens(doc.text, span.start, span.end)


def _codes(
    words: Sequence[Token], section: SectionKind, wide: frozenset[str], said: frozenset[str], text: str
) -> Iterator[Code]:
    low = [plain(token) for token in words]
    at = 0
    while at < len(words):
        row, end = _at(words, low, at, section, wide)
        if end > at:
            span = Span(start=words[at].start, end=words[end - 1].end)
            sense = row.sense if row is not None else ""
            beside = row is not None and bool(row.before or row.after or row.near)
            headed = row is not None and bool(row.sections)
            letters = text[span.start : span.end]
            yield Code(span, settled(letters, sense, beside, headed, said))
        at = max(end, at + 1)


def decoded(found: Argument, doc: Doc, known: Sequence[Code]) -> Argument:
    """An argument that is or holds letter codes, with their senses there written out as its value; any other as it is."""
    first = bisect_left(known, found.span.start, key=lambda code: code.span.start)
    last = bisect_left(known, found.span.end, key=lambda code: code.span.start)
    inside = [code for code in known[first:last] if code.sense and code.span.end <= found.span.end]
    if not inside or found.value is not None:
        return found
    at, words = found.span.start, ""
    for code in inside:
        between = doc.text[at : code.span.start]
        words += "" if between == "/" and words.endswith(code.sense) else between + code.sense  # "ECG/EKG"
        at = code.span.end
    rest = doc.text[at : found.span.end]
    if rest.split()[:1] == [inside[-1].sense.split()[-1]]:
        rest = rest.lstrip()[len(rest.split()[0]) :]  # "PCP pneumonia"
    change = {"value": words + rest}
    if inside[0].span == found.span and (concept := _concept(doc, inside[0].sense)) is not None:
        change["concept"] = concept.concept
    return found.model_copy(update=change)


def meant(doc: Doc, known: Sequence[Code]) -> tuple[Mention, ...]:
    """The concepts of a text, where letter codes mean what they mean in their place, and nothing where nothing decides."""
    senses = {code.span: code.sense for code in known}
    kept = [mention for mention in doc.found if mention.span not in senses]
    ends = [mention.span.end for mention in kept]
    said: list[Mention] = []
    for span, sense in senses.items():
        concept = _concept(doc, sense) if sense else None
        over = bisect_right(ends, span.start)  # the first that ends behind the code's first letter
        free = over == len(kept) or kept[over].span.start >= span.end
        if concept is not None and free:
            said.append(Mention(concept=concept.concept, kind=concept.kind, form=doc.slice(span), span=span))
    return tuple(sorted((*kept, *said), key=lambda mention: mention.span.start))


def _concept(doc: Doc, sense: str) -> FoundConcept | None:
    return next(iter(doc.terms.find(sense)), None) if doc.terms is not None else None


def _at(
    words: Sequence[Token], low: Sequence[str], at: int, section: str, wide: frozenset[str]
) -> tuple[_Row | None, int]:
    """The row of the code at a word, None where nothing decides, and the word after it; the word itself where it is no code.

    ``wide`` are the words of the heading and of the sentence before, which speak where the sentence itself does not."""
    known = [row for row in _table().get(low[at], ()) if _is(row, words, low, at)]
    for other in (frozenset[str](), wide):
        for row in known:
            end = at + len(row.words)
            if _holds(row, low, at, end, section, other):
                return row, end
    return None, at + (len(known[0].words) if known else 0)


def _is(row: _Row, words: Sequence[Token], low: Sequence[str], at: int) -> bool:
    """Whether the code of a row stands here as one word of its own, in the case that its sense needs."""
    here = words[at : at + len(row.words)]
    if tuple(low[at : at + len(row.words)]) != row.words or any(a.end != b.start for a, b in itertools.pairwise(here)):
        return False
    return not row.exact or "".join(token.text for token in here) == row.exact


def _holds(row: _Row, low: Sequence[str], at: int, end: int, section: str, wide: frozenset[str]) -> bool:
    if row.sections and section not in row.sections:
        return False
    if row.before and not _beside(row.before, low[at - 1] if at else ""):
        return False
    if row.after and not _beside(row.after, low[end] if end < len(low) else ""):
        return False
    near = (*low[max(0, at - _NEAR) : at], *low[end : end + _NEAR])
    return not row.near or not (row.near.isdisjoint(near) and row.near.isdisjoint(wide))


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
    for letters, senses in ambiguous().items():  # those of no row there
        first = plain(tokens(letters)[0])
        if all("".join(row.words) != first or row.exact != letters for row in table.get(first, ())):
            nowhere = frozenset[str]()
            table.setdefault(first, []).extend(
                _Row((first,), letters, sense, nowhere, nowhere, nowhere, near) for sense, near in senses.items()
            )
    for short, word in shorthand().items():  # wherever it stands
        words = tuple(plain(token) for token in tokens(short))
        nowhere = frozenset[str]()
        table.setdefault(words[0], []).append(_Row(words, short, word, nowhere, nowhere, nowhere, nowhere))
    return {first: tuple(sorted(found, key=lambda row: -len(row.words))) for first, found in table.items()}
