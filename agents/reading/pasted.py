"""Stretches of a note that were pasted twice: lines in a row that stood before in the same order."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from bedside.scenarios.note import Fact
from bedside.scenarios.span import Span

_FEWEST = 3  # lines in a row that make a copy
_NEAR = 8  # facts that begin before a place and may reach over it
_SHORTEST = 60  # characters of them together


def pasted(text: str) -> list[tuple[Span, int]]:
    """The second copies in a note, each with how far before it the first stands, in characters. Linear in its length, as a
    line that stands more than once is compared with its first place only."""
    lines = list(_lines(text))
    first: dict[str, int] = {}
    origin: list[int | None] = []
    for i, (words, _) in enumerate(lines):
        origin.append(first.get(words))
        first.setdefault(words, i)
    found: list[tuple[Span, int]] = []
    begin = 0
    for i in range(1, len(lines) + 1):
        at, before = origin[i] if i < len(lines) else None, origin[i - 1]
        if at is not None and before is not None and at == before + 1:
            continue
        found += _copy(lines, origin, begin, i)
        begin = i
    return found


def _lines(text: str) -> Iterator[tuple[str, Span]]:
    at = 0
    for line in text.splitlines(keepends=True):
        words = " ".join(line.split()).casefold()
        if words:
            start = at + len(line) - len(line.lstrip())
            yield words, Span(start=start, end=at + len(line.rstrip()))
        at += len(line)


def _copy(
    lines: Sequence[tuple[str, Span]], origin: Sequence[int | None], begin: int, end: int
) -> list[tuple[Span, int]]:
    first = origin[begin] if begin < end else None
    if first is None or end - begin < _FEWEST or sum(len(words) for words, _ in lines[begin:end]) < _SHORTEST:
        return []
    return [(lines[i][1], lines[i][1].start - lines[first + i - begin][1].start) for i in range(begin, end)]


def told_before(text: str, facts: Sequence[Fact]) -> dict[str, str]:
    """For a fact of a second copy, the id of the one that the first copy gave for the same words. ``facts`` are in order."""
    same: dict[str, str] = {}
    starts = [fact.span.start for fact in facts]
    for span, back in pasted(text):
        for fact in facts[bisect_left(starts, span.start) : bisect_left(starts, span.end)]:
            start, end = fact.span.start - back, fact.span.end - back
            near = facts[max(0, bisect_left(starts, start) - _NEAR) : bisect_left(starts, end)]
            known = [one for one in near if start < one.span.end and one.id not in same]
            if known:
                same[fact.id] = max(known, key=lambda one: min(one.span.end, end) - max(one.span.start, start)).id
    return same
