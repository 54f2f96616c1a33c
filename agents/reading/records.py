"""A stretch of a line becomes records: its labels, its tick, its cells; what only the author needs is put aside."""

import re
from dataclasses import dataclass, field, replace

from bedside.agents.reading import grid
from bedside.agents.reading.administrative import (
    is_administrative,
    is_administrative_label,
    templates,
    wholly_administrative,
)
from bedside.agents.reading.labels import (
    Label,
    first_label,
    inner_labels,
    is_general,
    is_system,
    sign_of_group,
    tick,
)
from bedside.agents.reading.part import Record, Tick
from bedside.agents.reading.sentences import sentences
from bedside.scenarios.note import SectionKind
from bedside.scenarios.span import Span

_CLOSE: frozenset[SectionKind] = frozenset(("vitals", "results", "review", "examination"))
_STORY: frozenset[SectionKind] = frozenset(("history", "complaint"))
_ROWS: frozenset[SectionKind] = frozenset(("medications", "allergies", "past"))
_NAMED_ONCE: frozenset[SectionKind] = frozenset(("history", "complaint", "social", "past", "family", "medications"))
_TELLERS = frozenset(("he", "she", "they", "patient", "pt", "i", "we"))
_TICK = re.compile(r"\[[ xX✓✔]?\]|[☐☑☒]|\([+–-]\)")
_ENTRY = re.compile(r"(?<![\w/.,(-])\(?(?P<number>\d{1,2})[.)]\s*(?=[A-Za-z?])")
_FIRST = re.compile(r"(?<!\w)\(?1[.)]\s*$")
_NUMBER = 6  # characters of the number of a line
_ANSWER = 16  # characters of an answer
_LEFT = " \t\r\n\v\f\u00a0\u200b\ufeff|,;:*"
_RIGHT = " \t\r\n\v\f\u00a0\u200b\ufeff|,;*"


@dataclass(frozen=True, slots=True)
class Under:
    """What a line stands under: the kind of its part, a sub-heading, a problem, where it came from, its tick."""

    kind: SectionKind
    label: str = ""
    label_span: Span | None = None
    problem: str = ""
    source: str = ""
    tick: Tick = ""


@dataclass(slots=True)
class Cut:
    """What came of a stretch: records in order, and words for the author alone."""

    records: list[Record] = field(default_factory=list[Record])
    notes: list[Span] = field(default_factory=list[Span])


def cut(text: str, start: int, end: int, under: Under) -> Cut:
    """The records of ``text[start:end]``, a line or a part of one. Every word of it is in a label, a record or a note."""
    out = Cut()
    if wholly_administrative(text, start, end):
        _note(text, start, end, out)
        return out
    entries = _entries(text, start, end)
    numbered = len(entries) > 2 or _FIRST.search(text, max(0, start - _NUMBER), start) is not None
    if entries != [(start, end)] and (under.kind not in _STORY or numbered):
        for first, last in entries:
            _labelled(text, first, last, under, out)
        return out
    if ticked := _ticked(text, start, end):
        for first, last, answer in ticked:
            _record(text, first, last, replace(under, tick=answer), out)
        return out
    row = grid.cells(text, start, end)
    if len(row) > 1 or row[0] != Span(start=start, end=end):
        _row(text, row, under, out)
    else:
        _labelled(text, start, end, under, out)
    return out


def _note(text: str, start: int, end: int, out: Cut) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        out.notes.append(Span(start=start, end=end))


def _row(text: str, row: list[Span], under: Under, out: Cut) -> None:
    """A row of a table: names and values by turns, or a name and what is said of it, or one record."""
    kept = grid.without_reference(text, row)
    for cell in row[len(kept) :]:
        _note(text, cell.start, cell.end, out)
    row = kept
    if both := grid.pairs(text, row):
        for name, value in both:
            _cell(text, name, value, under, out)
    elif len(row) > 1 and under.kind in _ROWS:
        _record(text, row[0].start, row[-1].end, under, out)
    elif (
        len(row) > 1 and not any(":" in text[cell.start : cell.end] for cell in row) and not grid.is_value(text, row[0])
    ):
        _cell(text, row[0], Span(start=row[1].start, end=row[-1].end), under, out)
    else:
        for cell in row:
            _labelled(text, cell.start, cell.end, under, out)


def _cell(text: str, name: Span, value: Span, under: Under, out: Cut) -> None:
    label = Label(name.start, name.end, value.start, text[name.start : name.end].strip(" :*"))
    _said(text, label, value.end, under, out)


def _labelled(text: str, start: int, end: int, under: Under, out: Cut) -> None:
    """A stretch with its labels, if it has any: each with what is said beside it."""
    found = _labels(text, start, end, under)
    edges = [label.start for label in found] + [end]
    _record(text, start, edges[0], under, out)
    for label, stop in zip(found, edges[1:], strict=True):
        _said(text, label, stop, under, out)


def _labels(text: str, start: int, end: int, under: Under) -> list[Label]:
    """The labels of a stretch; one that stands right behind another ("Echo: LEFT ATRIUM: mild") is joined to it."""
    first = first_label(text, start, end)
    found: list[Label] = []
    begin = start
    if first is not None and _is_label(first, under):
        nested = first_label(text, first.body, end)
        if nested is not None and _nests(nested):
            name = nested.name if is_system(nested.name) and is_system(first.name) else f"{first.name} / {nested.name}"
            first = Label(first.start, nested.end, nested.body, name)
        found, begin = [first], first.body
    close = under.kind in _CLOSE or (
        first is not None and (is_administrative_label(first.name) or _answers(text, first.body, end))
    )
    inner = inner_labels(text, begin, end, close=close)
    if under.kind not in _STORY or close or (found and len(inner) > 1) or any(sign_of_group(one.name) for one in inner):
        found += inner
    return found


def _answers(text: str, start: int, end: int) -> bool:
    """Whether what stands behind a label is an answer, up to the next mark: "Fever: no, cough: yes"."""
    stops = (at for mark in ",;." if (at := text.find(mark, start, min(end, start + _ANSWER))) >= 0)
    return bool(tick(text[start : min(stops, default=start)]))


def _said(text: str, label: Label, end: int, under: Under, out: Cut) -> None:
    """What is said beside a label, up to ``end``."""
    if not any(char.isalnum() for char in text[label.body : end]):
        asked = tick(text[label.body : end]) == "open"  # "Snoring: ?" says nothing
        _record(text, label.start, end, replace(under, tick="open") if asked else under, out)
        return
    if is_administrative_label(label.name) and is_administrative(text[label.start : end]):
        _note(text, label.start, end, out)
        return
    answered = text.find(";", label.body, min(end, label.body + _ANSWER))
    if answered > 0 and tick(text[label.body : answered]) and any(map(str.isalnum, text[answered:end])):
        _said(text, label, answered, under, out)
        _labelled(text, answered + 1, end, under, out)  # "Swelling: nil; toothache"
        return
    inside = replace(under, label=_joined(under.label, label.name), label_span=Span(start=label.start, end=label.end))
    edge = _told_on(text, label.body, end) if under.kind in _NAMED_ONCE else end
    before = len(out.records)
    whole = tick(text[label.body : edge]) or sign_of_group(label.name)
    for start, stop, answer in _ticked(text, label.body, edge) or [(label.body, edge, whole)]:
        _record(text, start, stop, replace(inside, tick=answer) if answer else inside, out)
    if len(out.records) == before:
        _note(text, label.start, label.end, out)
    _record(text, edge, end, under, out)


def _told_on(text: str, start: int, end: int) -> int:
    """Where a story goes on behind a labelled value: "Children: three. The patient lives at home"."""
    for sentence in sentences(text, start, end)[1:]:
        words = text[sentence.start : sentence.start + 40].lower().split()
        if words and (words[0] in _TELLERS or words[:2] in (["the", "patient"], ["the", "pt"])):
            return sentence.start
    return end


def _entries(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The entries of a list that is numbered within a line, "1. Migraine. 2. Tension headache", else the whole."""
    found = [
        match for match in _ENTRY.finditer(text, start, end) if start == match.start() or text[match.start()] != "."
    ]
    cuts: list[tuple[int, int]] = []
    first = (
        2 if _FIRST.search(text, max(0, start - _NUMBER), start) else 1
    )  # the number of the line is that of the list
    for match in found:
        if int(match["number"]) == len(cuts) + first:
            cuts.append((match.start(), match.end()))
    if first == 2 and cuts:
        edges = [*(cut[0] for cut in cuts[1:]), end]
        return [(start, cuts[0][0]), *((cut[1], edge) for cut, edge in zip(cuts, edges, strict=True))]
    if len(cuts) == 1 and cuts[0][0] == start:
        return [(cuts[0][1], end)]
    if len(cuts) < 2:
        return [(start, end)]
    edges = [*(cut[0] for cut in cuts[1:]), end]
    return [(start, cuts[0][0]), *((cut[1], edge) for cut, edge in zip(cuts, edges, strict=True))]


def _ticked(text: str, start: int, end: int) -> list[tuple[int, int, Tick]]:
    """The entries of a stretch in which a box or a sign stands before each: "[x] rash [ ] itch", "(-) fever, (+) cough"."""
    found = list(_TICK.finditer(text, start, end))
    if not found or text[start : found[0].start()].strip():
        return []
    edges = [*(match.start() for match in found[1:]), end]
    return [(match.end(), edge, _sign(match[0])) for match, edge in zip(found, edges, strict=True)]


def _sign(box: str) -> Tick:
    if any(char in "xX✓✔☑☒+" for char in box):
        return "yes"
    return "no" if "-" in box or "–" in box else "open"


def _joined(above: str, name: str) -> str:
    plain = " ".join(name.split())
    return plain if not above or (is_system(plain) and not is_general(plain)) else f"{above} / {plain}"


def _is_label(label: Label, under: Under) -> bool:
    words = label.name.split()
    if under.kind in _STORY:
        return len(words) <= 4 and (label.name[0].isupper() or len(words) <= 2)
    if under.kind == "medications":
        return not any(char.isdigit() for char in label.name)  # "Furosemide 80 mg Tablet Sig: one tablet twice a day"
    return True


def _nests(label: Label) -> bool:
    return label.name[0].isupper() and len(label.name.split()) <= 4 and ("," not in label.name or is_system(label.name))


def _record(text: str, start: int, end: int, under: Under, out: Cut) -> None:
    """One record, without the sentences and the unfilled places that only the author needs."""
    start, end = _trimmed(text, start, end, out)
    if start >= end:
        return
    kept: list[Span] = []
    for sentence in sentences(text, start, end):
        if is_administrative(text[sentence.start : sentence.end]):
            _flush(kept, under, out)
            kept = []
            _note(text, sentence.start, sentence.end, out)
        else:
            kept.append(sentence)
    _flush(kept, under, out)


def _flush(kept: list[Span], under: Under, out: Cut) -> None:
    if not kept:
        return
    span = Span(start=kept[0].start, end=kept[-1].end)
    out.records.append(
        Record(span, tuple(kept), under.label, under.label_span, under.tick, under.problem, source=under.source)
    )


def _trimmed(text: str, start: int, end: int, out: Cut) -> tuple[int, int]:
    """A stretch without spaces and without unfilled places at its ends, which become notes."""
    while start < end and (text[start] in _LEFT or (text[start] in "-–—" and text[start + 1 : start + 2].isspace())):
        start += 1
    while end > start and text[end - 1] in _RIGHT:
        end -= 1
    places = templates(text[start : min(end, start + 160)])
    if places and places[0][0] == 0 and (places[0][1] == end - start or text[start] in "@{<%"):
        _note(text, start, start + places[0][1], out)
        return _trimmed(text, start + places[0][1], end, out) if len(out.notes) < 50 else (start, end)
    if not any(text[i].isalnum() for i in range(start, end)):
        return end, end
    return start, end
