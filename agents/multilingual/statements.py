"""A sentence becomes statements: cut at the commas between things, each with what denies it, doubts it or governs it.

Law of the file: a denial reaches as far as its list goes; "but", a verb, a number or a denial of each thing's own end it.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from bedside.agents.languages.lexicon import Lexicon
from bedside.agents.languages.words import flat, size
from bedside.agents.multilingual.placing import Places
from bedside.agents.multilingual.sections import Part
from bedside.agents.multilingual.sentences import inside_brackets, sentences, trimmed
from bedside.scenarios.note import SectionKind, Span

ORDERED = ("plan", "instructions")
STORY = ("complaint", "history", "other")
_COMMA = re.compile(r"[,،，、](?!\d)\s*")
_ITEM = 3  # words of one thing in a list


@dataclass(frozen=True)
class Piece:
    """A statement before it becomes a fact: where it stands, in which sentence and section, and what governs it."""

    start: int
    end: int
    sentence: Span
    denied: bool = False
    frame: str = ""
    kind: SectionKind = "history"
    hedged: bool = False


def pieces(
    text: str, part: Part, lexicon: Lexicon, headed: frozenset[str], signed: Collection[int] = ()
) -> Iterator[Piece]:
    """The statements of a part. ``headed`` are the kinds of sections with a heading of their own in the note, ``signed`` the places where
    a sign beside a thing, and not a word before a list, denies it."""
    places = Places(lexicon, headed, part.kind)
    for start, end in sentences(text, part.start, part.end, lexicon):
        if lexicon.pattern("formality").match(text[start:end]):
            continue
        begins_line = not text[text.rfind("\n", 0, start) + 1 : start].strip()
        kind = places.sentence(text[start:end], begins_line=begins_line)
        for piece in _statements(text, start, end, kind, lexicon, signed):
            words = text[piece.start : piece.end]
            kind = places.statement(words)
            stopped = kind not in STORY and bool(lexicon.pattern("stopped").search(words))
            borne = kind != "allergies" or not lexicon.pattern("not_borne").search(words)
            yield replace(piece, kind=kind, denied=(piece.denied or stopped) and borne)


def _statements(
    text: str, start: int, end: int, kind: SectionKind, lexicon: Lexicon, signed: Collection[int]
) -> Iterator[Piece]:
    """One sentence as statements, in order."""
    sentence = Span(start=start, end=end)
    frame, denied, start = _frame(text, start, end, kind, lexicon)
    who = lexicon.pattern("age_subject").match(text[start:end])
    if who and not frame:
        yield Piece(start, start + who.end(), sentence)
        start, _ = trimmed(text, start + who.end(), end)
        after = lexicon.pattern("frame").match(text[start:end])
        frame = after[0].strip() if after else ""
        start += after.end() if after else 0
    last = lexicon.pattern("denied_last").search(text, start, end) or (
        lexicon.pattern("frame_tail").search(text, start, end) if frame else None
    )
    if last and last.end() == end:
        denied = denied or lexicon.pattern("denied_last").search(text, start, end) is not None
        end = last.start()
    scope = _Scope(lexicon, denied)
    for at, until in _cut(text, start, end, kind, denied, lexicon):
        turned = lexicon.pattern("contrast").match(flat(text[at:until]))
        at += turned.end() if turned else 0
        alone = at in signed and not _goes_on_joined(text[until:end], lexicon)
        negative, hedged = scope.reaches(flat(text[at:until]), turned=turned is not None, signed=alone)
        at, until = trimmed(text, at, until)
        if at < until and any(sign.isalnum() for sign in text[at:until]):
            yield Piece(at, until, sentence, negative, frame, hedged=hedged)


def _goes_on_joined(rest: str, lexicon: Lexicon) -> bool:
    """Whether what stands behind a part is joined to it: both are denied by the one sign."""
    return rest.split(maxsplit=1)[:1] in [[word] for word in lexicon.words("joins")]


def _frame(text: str, start: int, end: int, kind: SectionKind, lexicon: Lexicon) -> tuple[str, bool, int]:
    """What governs a whole sentence, whether it denies, and where what it governs begins."""
    frames = [("denying_frame", True), ("frame", False), *([("narrator", False)] if kind in STORY else [])]
    for name, denies in frames:
        match = lexicon.pattern(name).match(text[start:end])
        if match:
            return match[0].strip(), denies, start + match.end()
    return "", False, start


class _Scope:
    """How far what denies or doubts one part of a sentence reaches into the next."""

    def __init__(self, lexicon: Lexicon, denied: bool) -> None:
        self._lexicon = lexicon
        self._all = self._carried = denied
        self._own, self._hedged = 0, False

    def reaches(self, words: str, *, turned: bool, signed: bool) -> tuple[bool, bool]:
        """Whether a part is denied, and whether it is doubted. ``turned``: "but" stands before it."""
        lexicon = self._lexicon
        whole = lexicon.pattern("whole_denial").match(words.strip())
        own = lexicon.pattern("leading_denial").match(words) if not whole else None
        if turned:
            self._carried = self._all = False
        if signed and not self._all:
            self._carried = False
        elif own:
            self._carried, self._own = True, self._own + 1
        elif not self._all and (self._own > 1 or self._stands_alone(words)):
            self._carried = False
        denial = lexicon.pattern("denial").search(_main(words, lexicon))
        doubt = bool(lexicon.pattern("possible").match(words))
        self._hedged = doubt or (self._hedged and not own and size(words) <= _ITEM)
        return bool(whole) or self._carried or bool(denial), self._hedged

    def _stands_alone(self, words: str) -> bool:
        """Whether a part after a denied one is affirmed again: it has a verb, a number, or more than a name's words."""
        told = self._lexicon.pattern("finite").search(words) or self._lexicon.pattern("affirmed").search(words)
        return size(words) > _ITEM or bool(told) or any(sign.isdigit() for sign in words)


def _main(words: str, lexicon: Lexicon) -> str:
    """The part of a statement before what only hangs on it: "pain, that does not spread" is no denial."""
    for match in _COMMA.finditer(words):
        if _goes_on(words[match.end() :], lexicon):
            return words[: match.start()]
    return words


def _goes_on(rest: str, lexicon: Lexicon) -> bool:
    low = rest.casefold()
    return any(
        low.startswith(word) and not low[len(word) : len(word) + 1].isalpha() for word in lexicon.words("continues")
    )


def _cut(
    text: str, start: int, end: int, kind: SectionKind, denied: bool, lexicon: Lexicon
) -> Iterator[tuple[int, int]]:
    """A sentence at the commas between statements, and what is denied in a row at its "and" and "or" too."""
    edges = [start]
    for match in _COMMA.finditer(text, start, end):
        left, right = text[edges[-1] : match.start()], text[match.end() : end]
        if not inside_brackets(text, start, match.start()) and _parts(left, right, kind, denied, lexicon):
            edges += [match.start(), match.end()]
    edges.append(end)
    for at, until in zip(edges[::2], edges[1::2], strict=True):
        yield from _joined(text, at, until, denied, lexicon)


def _parts(left: str, right: str, kind: SectionKind, denied: bool, lexicon: Lexicon) -> bool:
    """Whether the comma between ``left`` and ``right`` parts two statements."""
    item, nearest = lexicon.pattern("item"), _COMMA.split(right, 1)[0]
    sentence = lexicon.pattern("finite").search(left)
    if kind in ORDERED:
        order = _parts_orders(flat(left), flat(right), flat(nearest), lexicon)
        if order is not None:
            return order
    if lexicon.pattern("contrast").match(flat(right)) and not lexicon.pattern("finite").search(right):
        return True
    if lexicon.pattern("frequency").match(right):
        return False
    if kind in (*STORY, "social", "past") and _begins_with_verb(right, lexicon) and not sentence:
        return True
    if _goes_on(right, lexicon) or not item.search(nearest) or not item.search(left):
        return False
    return kind in lexicon.words("list_sections") or denied or not sentence  # a list, not a sentence


def _begins_with_verb(words: str, lexicon: Lexicon) -> bool:
    return words.split(" ", 1)[0].casefold() in lexicon.verbs or lexicon.pattern("impersonal").match(words) is not None


def _parts_orders(left: str, right: str, nearest: str, lexicon: Lexicon) -> bool | None:
    """The same of a plan: what to do when something happens is an order of its own; None where that does not decide."""
    turns = lexicon.pattern("advice_turns")
    if turns.match(right):
        return True
    if turns.match(left) and size(nearest) <= _ITEM - 1:
        return False
    return True if lexicon.pattern("infinitive").search(nearest) else None


def _joined(text: str, at: int, until: int, denied: bool, lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    """What is denied in a row, at its "and" and "or"."""
    item = lexicon.pattern("item")
    joins = "|".join(re.escape(word) for word in lexicon.words("joins"))
    words = flat(text[at:until])
    negative = denied or lexicon.pattern("leading_denial").match(words)
    split = re.compile(rf"\s+(?:{joins})\s+") if joins and " " in words else re.compile(joins or r"(?!)")
    if not (joins and negative) or lexicon.pattern("finite").search(words):
        yield at, until
        return
    begin = at
    for join in split.finditer(text, at, until):
        after = text[join.end() : until]
        if item.search(after) and size(split.split(after, 1)[0]) <= _ITEM:
            yield begin, join.start()
            begin = join.end()
    yield begin, until
