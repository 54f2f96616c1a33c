"""A note cut at its headings, of every kind that a lexicon knows.

Law of the file: nothing of the note is left out; what stands before the first heading is story.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bedside.agents.languages.lexicon import Lexicon
from bedside.agents.languages.words import size
from bedside.agents.multilingual.sentences import TRIM
from bedside.scenarios.note import SectionKind

_HEADING = re.compile(r"^[ \t]*(?P<name>[^\W\d_][^:：.。\n]{0,48}?)\.?[ \t]*(?:[:：][ \t]*|[ \t]*$)", re.MULTILINE)
_LISTED = re.compile(r"[\d,]")  # what no sub-heading has
_NAME = 5  # words of a sub-heading
_ASIDE = frozenset({"medications", "allergies", "family", "social", "past"})
_SEEN = frozenset({"vitals", "examination", "results"})


@dataclass(frozen=True)
class Part:
    """A stretch of the note under one heading."""

    kind: SectionKind
    heading: str
    start: int
    end: int
    group: str = ""


def parts_of(text: str, lexicon: Lexicon, section: str | None) -> Iterator[Part]:
    """The note cut at its headings. Under one heading, a line that names its own subject ("Lunge: frei") is a group."""
    given = (section or "").casefold()
    kinds: set[str] = set(lexicon.headings.values())
    kind: SectionKind = lexicon.headings.get(given) or (given if given in kinds else "history")  # pyright: ignore[reportAssignmentType]
    found = [
        match
        for match in _HEADING.finditer(text)
        if match["name"].strip().casefold() in lexicon.headings
        or (match[0].rstrip()[-1:] in ":：" and match.end() > match.start())
    ]
    found += [
        match
        for match in lexicon.inline_headings.finditer(text)
        if not any(one.start() <= match.start() < one.end() for one in found)
    ]
    found.sort(key=lambda match: match.start())
    means = _scheme([match["name"].strip().casefold() for match in found], lexicon)
    current = Part(kind, section or "", 0, 0)
    edges: list[tuple[int, int, str]] = [(m.start(), m.end(), m["name"].strip()) for m in found]
    start = 0
    for at, after, name in edges:
        yield from _told(text, replace(current, start=start, end=at))
        known = means.get(name.casefold()) or lexicon.headings.get(name.casefold())
        seen = not known and current.kind in _ASIDE and _place(f"{name}: ", lexicon)
        if known:
            shown = name if name.casefold() in lexicon.words("named") else ""
            current = Part(known, name, after, after, group=shown)
        elif seen:
            current = Part("history", "", at, at)
            after = at
        elif size(name) <= _NAME and not _LISTED.search(name):
            current = replace(current, group=name)
        else:
            after = at
        start = after
    yield from _told(text, replace(current, start=start, end=len(text)))


def _scheme(names: Sequence[str], lexicon: Lexicon) -> dict[str, SectionKind]:
    """What letters mean that stand beside certain others."""
    for scheme in lexicon.data.get("schemes") or ():
        if {*scheme["beside"]} <= {*names} and not {*scheme["unless"]} & {*names}:
            return scheme["means"]
    return {}


def _told(text: str, part: Part) -> Iterator[Part]:
    """A part that holds words. Of a reason for the visit the first line is the reason, the rest the story."""
    line = text.find("\n", part.start, part.end)
    if (
        part.kind == "complaint"
        and line >= 0
        and text[part.start : line].strip(TRIM)
        and text[line : part.end].strip(TRIM)
    ):
        yield replace(part, end=line)
        part = Part("history", "", line, part.end)
    if text[part.start : part.end].strip(TRIM):
        yield part


def _place(words: str, lexicon: Lexicon) -> bool:
    """Whether a line that begins so tells what was found, as one does that names a part of the body."""
    return any(kind in _SEEN and pattern.match(words) for kind, pattern in lexicon.places)
