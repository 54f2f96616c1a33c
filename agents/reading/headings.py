"""Names of the parts of a note, whatever their spelling, capitals, and the sign after them."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import get_args

from bedside.agents.reading.tables import rows
from bedside.agents.text.inflection import is_verb
from bedside.scenarios.note import SectionKind

_WORD = re.compile(r"[^\W_]+(?:['’._-][^\W_]+)*|[/&+]")
_JOINS = frozenset(("/", "&", "and", "+", "und", "y", "et", "en", "ja"))
_LONGEST = 8  # words of a heading
_WILD = 3  # words that a "*" stands for


@dataclass(frozen=True, slots=True)
class Heading:
    """What a name opens. ``under``: kinds of part in which the name is but a label; ``mixed``: two kinds in one."""

    kind: SectionKind
    under: frozenset[str] = frozenset()
    mixed: bool = False


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name in small letters; "/", "&" and "+" are words of their own."""
    return tuple(word.replace("’", "'") for word in _WORD.findall(name.lower().replace("-", " ").replace("_", "/")))


@cache
def _table(language: str) -> dict[tuple[str, ...], Heading]:
    found: dict[tuple[str, ...], Heading] = {}
    for row in rows("headings"):
        phrase, kind, _, under = (*row, "", "")[:4]
        if "*" in phrase:
            continue
        found[words_of(phrase)] = Heading(_kind(kind), frozenset(under.split(",")) if under else frozenset())
    for phrase, kind, spoken in rows("headings_other"):
        if spoken == language:
            found[words_of(phrase)] = Heading(_kind(kind))
    return found


@cache
def _foreign() -> dict[str, frozenset[tuple[str, ...]]]:
    """The names that only another language has, by its code."""
    found: dict[str, set[tuple[str, ...]]] = {}
    for phrase, _, spoken_in in rows("headings_other"):
        if (words := words_of(phrase)) not in _table("en"):
            found.setdefault(spoken_in, set()).add(words)
    return {code: frozenset(names) for code, names in found.items()}


def spoken(beginnings: Iterable[str]) -> str:
    """The language whose headings begin most of these lines, "en" where none does."""
    counts: Counter[str] = Counter()
    for beginning in beginnings:
        name = words_of(re.split("[:：\n]", beginning, maxsplit=1)[0])
        if name in _table("en"):
            counts["en"] += 1
        else:
            counts.update(code for code, names in _foreign().items() if name in names)
    best = counts.most_common(1)
    return best[0][0] if best and best[0][1] > counts["en"] else "en"


@cache
def _wild(language: str) -> tuple[tuple[tuple[str, ...], tuple[str, ...], Heading], ...]:
    """Names with a "*": the words before it, those after it."""
    found: list[tuple[tuple[str, ...], tuple[str, ...], Heading]] = []
    for row in rows("headings"):
        before, star, after = row[0].partition("*")
        if star:
            _, kind, _, under = (*row, "", "")[:4]
            known_under = frozenset(under.split(",")) if under else frozenset[str]()
            found.append((words_of(before), words_of(after), Heading(_kind(kind), known_under)))
    return tuple(found)


def _kind(name: str) -> SectionKind:
    kinds: dict[str, SectionKind] = {kind: kind for kind in get_args(SectionKind)}
    return kinds[name]


@cache
def codes() -> frozenset[str]:
    """Shorthand that heads a line without any sign after it, in exactly these capitals."""
    written = {row[2] for row in rows("headings") if len(row) > 2 and row[2]}
    return frozenset(
        written
        | {code.upper() for code in written}
        | {code.capitalize() for code in written if len(code) > 2 and not is_verb(code.lower())}  # "Ice it for a day"
    )


@cache
def _qualifiers() -> frozenset[str]:
    return frozenset(row[0] for row in rows("heading_qualifiers"))


@lru_cache(maxsize=8192)
def known(name: str, language: str = "en") -> Heading | None:
    """What this name opens, or None where it is no heading. Brackets in it are passed over."""
    if len(name) > 120:
        return None
    bare = re.sub(r"\([^()]*\)|\[[^\[\]]*\]", " ", name)
    return _looked_up(words_of(bare), language)


def _looked_up(words: tuple[str, ...], language: str) -> Heading | None:
    if not 0 < len(words) <= _LONGEST:
        return None
    found = _exact(words, language) or _joined(words, language)
    return found or _wildly(words, language)


def _exact(words: tuple[str, ...], language: str) -> Heading | None:
    """The words themselves, or without qualifiers at their ends; as few as may be are left out."""
    table, qualifiers = _table(language), _qualifiers()
    before = next((i for i, word in enumerate(words) if word not in qualifiers), len(words))
    after = next((i for i, word in enumerate(reversed(words)) if word not in qualifiers), len(words))
    cuts = [(first, len(words) - last) for first in range(before + 1) for last in range(after + 1)]
    for first, last in sorted(cuts, key=lambda cut: cut[0] - cut[1]):
        if found := table.get(words[first:last]):
            return found
    return None


def _joined(words: tuple[str, ...], language: str) -> Heading | None:
    """Two names in one: "Family and social history", "Impression/Plan"."""
    for i, word in enumerate(words):
        if word not in _JOINS:
            continue
        left, right = words[:i], words[i + 1 :]
        second = _exact(right, language)
        first = _exact(left, language) or (_exact((*left, right[-1]), language) if right else None)
        if first and second:
            return Heading(first.kind, first.under & second.under, mixed=first.kind != second.kind)
    return None


def _wildly(words: tuple[str, ...], language: str) -> Heading | None:
    for before, after, heading in _wild(language):
        between = len(words) - len(before) - len(after)
        if 0 < between <= _WILD and words[: len(before)] == before and (not after or words[-len(after) :] == after):
            return heading
    return None


def given(name: str | None, language: str = "en") -> Heading | None:
    """What a name handed in with a bare part of a note opens: a heading, a code of a corpus, or one of our kinds."""
    if not name or not name.strip():
        return None
    plain = name.strip().lower()
    if plain in get_args(SectionKind):
        return Heading(_kind(plain))
    return known(plain, language)
