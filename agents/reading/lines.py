"""The lines of a note as its author meant them: ends of any system, lines wrapped at the width of a page joined, lines of a
comma-for-newline export parted, bullets and numbers told from the words behind them."""

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache

from bedside.agents.reading.headings import known
from bedside.agents.reading.part import Tick
from bedside.agents.reading.tables import rows

_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]*(?:\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]|$)")
_BULLET = re.compile(
    r"[ \t\u00a0\u200b\ufeff]*(?:(?P<dot>[•●▪◦‣·∙○■□➢►✓>]{1,3}|\*(?!\*)|[o](?=[ \t]+[A-Z]))"
    r"|(?P<dash>[-–—]{1,2}(?=[ \tA-Za-z?\"(]|\d+-(?:day|week|month|year|hour)))"
    r"|(?P<plus>\+(?=[ \t]*[A-Za-z]))"
    r"|(?P<hash>#{1,4}(?=[ \tA-Z]))"
    r"|(?P<number>\(?\d{1,3}[.)](?=[ \t]|$|[A-Za-z?])|[(]?[a-h][)](?=[ \t])|#\d{1,2}[.:)]?(?=[ \t]))"
    r"|(?P<box>\[[ xX✓✔_-]?\]|☐|☑|☒))[ \t\u00a0]*"
)
_FRESH = re.compile(r"\s*(?:[•●▪*+–#|\[-]|\(?\d{1,3}[.)](?:\s|$|[A-Z])|[A-Z][\w '/&-]{0,40}:|$)")
_COMMA_LINE = re.compile(r"(?<=[.:;)])[ ]?,[ ]?(?=[A-Z0-9*(\[\"])|,(?=[ ]?[A-Z][A-Z /&]{3,40}:)")
_JOINING = frozenset(
    "for with without and but or of from in at by to the a an his her nor any does do has have had is was are were".split()
)
_HEAD = re.compile(r"(?P<name>[a-z][a-z ]{1,20}):")
_FOR_SO_LONG = re.compile(r"for \d")
_DENIES = re.compile(r"(?:,|\b(?:and|or|but|has|had|with|reports|there is)) no$")  # and no answer: "Fever: no"
_WIDEST = 140  # characters of a page
_NARROWEST = 40


@cache
def _unfinished() -> frozenset[str]:
    return frozenset(row[0] for row in rows("unfinished"))


@dataclass(frozen=True, slots=True)
class Line:
    """A line without the spaces at its ends. ``body`` is where its words begin, behind bullet or number (``mark``:
    dot, dash, plus, hash, number, box, or "" for none); ``blank`` says that an empty line, or nothing, stands before it;
    ``last`` that one follows; ``indent`` is its distance from the margin."""

    start: int
    end: int
    body: int
    mark: str = ""
    blank: bool = False
    last: bool = False
    indent: int = 0

    @property
    def empty(self) -> bool:
        return self.body >= self.end


def lines(text: str) -> list[Line]:
    """The lines of a note that hold anything, in order."""
    spans = _wrapped(text, _parted(text, [match.span() for match in _LINE.finditer(text) if match[0]]))
    found: list[Line] = []
    blank = True
    for start, end in spans:
        begin, stop = _trimmed(text, start, end)
        if begin >= stop:
            blank = True
            if found:
                found[-1] = _last(found[-1])
            continue
        found.append(_line(text, begin, stop, begin - start, blank))
        blank = False
    if found:
        found[-1] = _last(found[-1])
    return found


def _last(line: Line) -> Line:
    return Line(line.start, line.end, line.body, line.mark, line.blank, True, line.indent)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start].isspace() or text[start] in "\u200b\ufeff"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in "\u200b\ufeff"):
        end -= 1
    return start, end


def _line(text: str, start: int, end: int, indent: int, blank: bool) -> Line:
    match = _BULLET.match(text, start, end)
    if match is None:
        return Line(start, end, start, "", blank, False, indent)
    body, mark = match.end(), match.lastgroup or ""
    if mark in ("dot", "dash", "number"):
        inner = _BULLET.match(text, body, end)  # "- [x] cough", "• 1. rest"
        if inner and inner.lastgroup in ("box", "number", "dot"):
            body, mark = inner.end(), inner.lastgroup
    return Line(start, end, body, mark, blank, False, indent)


def _parted(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Lines of an export that put commas for line ends: "MEDICATIONS:,1.  Aspirin.,2.  Zocor.,ALLERGIES: , None." """
    found: list[tuple[int, int]] = []
    for start, end in spans:
        cuts = list(_COMMA_LINE.finditer(text, start, end)) if "," in text[start:end] else []
        if len(cuts) < 2 or not any(text[cut.start() - 1] in ".:" for cut in cuts):
            found.append((start, end))
            continue
        begin = start
        for cut in cuts:
            found.append((begin, cut.start()))
            begin = cut.end()
        found.append((begin, end))
    return found


def _wrapped(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Lines with those joined that the width of the page had parted."""
    width = _page_width(text, spans)
    found: list[tuple[int, int]] = []
    before = (0, 0)  # the physical line before
    for start, end in spans:
        if found and _goes_on(text, before, (start, end), width):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
        before = (start, end)
    return found


def _page_width(text: str, spans: list[tuple[int, int]]) -> int:
    """The width at which lines seem to have been wrapped, 0 for none: several lines end close below the longest."""
    lengths = sorted(len(text[start:end].rstrip()) for start, end in spans)
    if not lengths or not _NARROWEST < lengths[-1] <= _WIDEST:
        return 0
    close = len(lengths) - bisect_left(lengths, lengths[-1] - 14)
    return lengths[-1] if lengths[-1] >= 60 and close >= (2 if lengths[-1] >= 90 else 3) else 0


def _goes_on(text: str, before: tuple[int, int], after: tuple[int, int], width: int) -> bool:
    """Whether a line goes on in the next: it ends in mid-sentence, and the next begins with no sign of its own."""
    last = text[max(before[0], before[1] - 200) : before[1]].rstrip()
    start = text[after[0] : min(after[1], after[0] + 120)]
    if not last or last[-1] in ".:;!?|" or not start.strip() or _FRESH.match(start) or "\t" in start.strip():
        return False
    length = before[1] - before[0] - (len(text[max(before[0], before[1] - 200) : before[1]]) - len(last))
    first = start.strip()
    word = first.split()[0]
    head = _HEAD.match(first)
    if head is not None and known(head["name"]) is not None:
        return False  # "allergies: none"
    joined = (
        last.split()[-1] in _JOINING
        or _DENIES.search(last)
        or word in ("without", "together")
        or _FOR_SO_LONG.match(first)
    )
    if first[0].islower() and last[-1].islower() and joined:
        return True  # "has had a cough / for 3 days, but without / fever"
    if length >= 60 and first[0].islower():
        return True
    if length < _NARROWEST:
        return False
    if last[-1] == "," or last.split()[-1].lower() in _unfinished():
        return not first.isupper() or last.isupper()
    if width and length + 1 + len(word) > width:
        return True
    return first[0].islower() and not last.isupper()


def signs(found: list[Line]) -> dict[int, Tick]:
    """Ticks of lists in which "+" and "-" both stand before entries."""
    ticks: dict[int, Tick] = {}
    run: list[int] = []
    for i, line in enumerate([*found, None]):
        if line is not None and line.mark in ("plus", "dash") and not (line.blank and run):
            run.append(i)
            continue
        if any(found[j].mark == "plus" for j in run):
            ticks |= {j: "yes" if found[j].mark == "plus" else "no" for j in run}
        run = [i] if line is not None and line.mark in ("plus", "dash") else []
    return ticks
