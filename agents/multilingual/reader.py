"""A note in a language with a lexicon becomes facts: sections by heading, statements by sentence and comma.

Law of the file: every fact is a slice of the note; who can know it and when it was found follow from its section.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bedside.agents.languages.lexicon import Lexicon
from bedside.agents.languages.numbers import numbers
from bedside.agents.languages.words import size
from bedside.agents.multilingual.hearing import heard
from bedside.agents.multilingual.placing import Places
from bedside.agents.multilingual.shorthand import written_out
from bedside.scenarios.note import Fact, Mention, Note, Quantity, Section, SectionKind, Span

_VISIT = frozenset({"vitals", "examination", "results", "course", "procedure", "assessment", "plan", "instructions"})
_HEADING = re.compile(r"^[ \t]*(?P<name>[^\W\d_][^:：.。\n]{0,48}?)\.?[ \t]*(?:[:：][ \t]*|[ \t]*$)", re.MULTILINE)
_BULLET = re.compile(r"^\s*(?:[-*•·–]|\d{1,2}[.)])\s+")
_END = re.compile(r"[.!?](?=[\s\"”»)]|$)|[;；。！？؟؛]|\n")
_WRAPPED = 56  # characters from which a line that ends without a mark was only too long for the page
_COMMA = re.compile(r"[,،，、](?!\d)\s*")
_HEAD = re.compile(r"[,(]")  # what begins what is said beside a thing
_AMOUNT = re.compile(r"\d\s?[^\W\d_]$")  # an amount with a unit of one letter
_LISTED = re.compile(r"[\d,]")  # what no sub-heading has
_TRIM = " \t\r\n.,;:、，。؛؟-–•*"
_NAME = 5  # words of a sub-heading
_ORDERED = ("plan", "instructions")
_STORY = ("complaint", "history", "other")
_ITEM = 3  # words of one thing in a list
_BESIDE = 10  # words of who somebody is and who came along


@dataclass(frozen=True)
class _Piece:
    """A statement before it becomes a fact: where it stands, in which sentence, and what governs it."""

    start: int
    end: int
    sentence: Span
    denied: bool = False
    frame: str = ""
    kind: SectionKind = "history"
    hedged: bool = False


@dataclass
class _Part:
    """A stretch of the note under one heading."""

    kind: SectionKind
    heading: str
    start: int
    end: int
    group: str = ""
    pieces: list[_Piece] = field(default_factory=list[_Piece])


def read(note_id: str, text: str, lexicon: Lexicon, section: str | None = None) -> Note:
    """Read a note. ``section`` names its kind, or its heading, when the note is a single section."""
    written = written_out(text, lexicon)
    given, text = text, written.text
    parts = list(_parts(text, lexicon, section))
    headed = frozenset(part.kind for part in parts if part.heading)
    facts: list[Fact] = []
    for part in parts:
        for piece in _pieces(text, part, lexicon, headed):
            fact = _fact(f"f{len(facts) + 1:03d}", text, part, piece, lexicon)
            same = next((old.id for old in facts if _same(old, fact)), None)
            facts.append(replace_fact(fact, same_as=same) if same else fact)
    whole = text[:2000]
    age = lexicon.pattern("age").search(whole)
    years = None if age is None else _years(age)
    return Note(
        id=note_id,
        text=text,
        edits=written.edits,
        shorthand=given if written.edits else "",
        sections=tuple(Section(kind=p.kind, heading=p.heading, span=Span(start=p.start, end=p.end)) for p in parts),
        facts=tuple(heard(text, facts, lexicon)),
        age=years,
        sex=_sex(whole, lexicon),
        companions=tuple(name for name in lexicon.table("companions") if lexicon.companion(name).search(whole)),
        language=lexicon.code,
    )


def replace_fact(fact: Fact, **change: Any) -> Fact:
    """The fact with some fields changed."""
    return fact.model_copy(update=change)


def _same(one: Fact, other: Fact) -> bool:
    return one.same_as is None and one.polarity == other.polarity and _plain(one.text) == _plain(other.text)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def flat(text: str) -> str:
    """A text on one line: a note is wrapped where the page ends."""
    return " ".join(text.split())


def _years(match: re.Match[str]) -> float:
    found = match.groupdict()
    if found.get("n"):
        return float(_digits(found["n"]))
    return round(float(_digits(found["m"])) / 12, 2)


def _digits(text: str) -> str:
    return "".join(str(int(sign)) for sign in text if sign.isdecimal())


def _sex(text: str, lexicon: Lexicon) -> Any:
    counts = {sex: len(lexicon.pattern(sex).findall(text)) for sex in ("female", "male")}
    if counts["female"] == counts["male"]:
        return None
    return max(counts, key=lambda sex: counts[sex])


# -- sections --------------------------------------------------------------------------------------------------------


def _parts(text: str, lexicon: Lexicon, section: str | None) -> Iterator[_Part]:
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
    current = _Part(kind, section or "", 0, 0)
    edges: list[tuple[int, int, str]] = [(m.start(), m.end(), m["name"].strip()) for m in found]
    start = 0
    for at, after, name in edges:
        yield from _told(text, replace(current, start=start, end=at))
        known = means.get(name.casefold()) or lexicon.headings.get(name.casefold())
        if known:
            shown = name if name.casefold() in lexicon.words("named") else ""
            current = _Part(known, name, after, after, group=shown)
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


def _told(text: str, part: _Part) -> Iterator[_Part]:
    """A part that holds words. Of a reason for the visit the first line is the reason, the rest the story."""
    line = text.find("\n", part.start, part.end)
    if (
        part.kind == "complaint"
        and line >= 0
        and text[part.start : line].strip(_TRIM)
        and text[line : part.end].strip(_TRIM)
    ):
        yield replace(part, end=line)
        part = _Part("history", "", line, part.end)
    if text[part.start : part.end].strip(_TRIM):
        yield part


# -- statements ------------------------------------------------------------------------------------------------------


def _pieces(text: str, part: _Part, lexicon: Lexicon, headed: frozenset[str]) -> Iterator[_Piece]:
    places = Places(lexicon, headed, part.kind)
    for start, end in _sentences(text, part.start, part.end, lexicon):
        if lexicon.pattern("formality").match(text[start:end]):
            continue
        begins_line = not text[text.rfind("\n", 0, start) + 1 : start].strip()
        kind = places.sentence(text[start:end], begins_line=begins_line)
        for piece in _statements(text, start, end, kind, lexicon):
            words = text[piece.start : piece.end]
            kind = places.statement(words)
            stopped = kind not in _STORY and bool(lexicon.pattern("stopped").search(words))
            borne = kind != "allergies" or not lexicon.pattern("not_borne").search(words)
            yield replace(piece, kind=kind, denied=(piece.denied or stopped) and borne)


def _sentences(text: str, start: int, end: int, lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    short = {word.casefold() for word in lexicon.words("abbreviations")}
    begin = start
    for match in _END.finditer(text, start, end):
        at = match.start()
        if match[0] == ".":
            before = re.search(r"[\w.°/]+$", text[begin:at])
            word = before[0].casefold().strip(".") if before else ""
            follows = text[match.end() : match.end() + 2].strip()
            if word.isdigit() and lexicon.pattern("ordinal").search(text[begin:at]):
                continue
            if word.replace(".", "").isdigit() and "." in word and not follows[:1].isupper():
                continue  # a date
            if text.count("(", begin, at) > text.count(")", begin, at) and ")" in text[at:end]:
                continue
            if (
                word in short
                or (len(word) == 1 and word.isalpha() and not _AMOUNT.search(text[begin:at]))
                or (word.isdigit() and follows[:1].islower())
            ):
                continue
            if word.isdigit() and text[begin:at].strip() == word:
                continue  # the number of a list
        elif match[0] == "\n":
            line = text[text.rfind("\n", 0, at) + 1 : at].rstrip()
            rest = text[at + 1 : end]
            goes_on = rest.strip() and not _BULLET.match(rest) and rest[:1] != "\n"
            if (
                goes_on
                and line
                and line[-1] not in ".!?;:。；"
                and (len(line) >= _WRAPPED or rest.lstrip()[:1].islower())
            ):
                continue
        if text[begin:at].strip(_TRIM):
            yield _trimmed(text, begin, at)
        begin = match.end()
    if text[begin:end].strip(_TRIM):
        yield _trimmed(text, begin, end)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    bullet = _BULLET.match(text[start:end])
    start += bullet.end() if bullet else 0
    while start < end and text[start] in _TRIM:
        start += 1
    while end > start and text[end - 1] in _TRIM and not text[start:end].endswith("..."):
        end -= 1
    return start, end


def _statements(text: str, start: int, end: int, kind: SectionKind, lexicon: Lexicon) -> Iterator[_Piece]:
    """One sentence as statements, in order."""
    sentence = Span(start=start, end=end)
    frame, denied = "", False
    frames = [("denying_frame", True), ("frame", False)]
    if kind in _STORY:
        frames.append(("narrator", False))
    for name, denies in frames:
        match = lexicon.pattern(name).match(text[start:end])
        if match:
            frame, denied = match[0].strip(), denies
            start += match.end()
            break
    who = lexicon.pattern("age_subject").match(text[start:end])
    if who and not frame:
        yield _Piece(start, start + who.end(), sentence)
        start, _ = _trimmed(text, start + who.end(), end)
        after = lexicon.pattern("frame").match(text[start:end])
        frame = after[0].strip() if after else ""
        start += after.end() if after else 0
    last = lexicon.pattern("denied_last").search(text, start, end) or (
        lexicon.pattern("frame_tail").search(text, start, end) if frame else None
    )
    if last and last.end() == end:
        denied = denied or lexicon.pattern("denied_last").search(text, start, end) is not None
        end = last.start()
    carried, own_before, hedged = denied, 0, False
    for at, until in _cut(text, start, end, kind, denied, lexicon):
        words = flat(text[at:until])
        whole = lexicon.pattern("whole_denial").match(words.strip())
        own = lexicon.pattern("leading_denial").match(words) if not whole else None
        turned = lexicon.pattern("contrast").match(words)
        if turned:
            carried = denied = False
            at += turned.end()
            words = words[turned.end() :]
        if own:
            carried, own_before = True, own_before + 1
        elif not denied and (own_before > 1 or _starts_sentence_of_its_own(words, lexicon)):
            carried = False
        later = _main(words, lexicon)
        negative = bool(whole) or carried or bool(lexicon.pattern("denial").search(later))
        at, until = _trimmed(text, at, until)
        if at < until and any(sign.isalnum() for sign in text[at:until]):
            doubt = bool(lexicon.pattern("possible").match(words))
            hedged = doubt or (hedged and size(words) <= _ITEM)
            yield _Piece(at, until, sentence, negative, frame, hedged=hedged)


def _starts_sentence_of_its_own(words: str, lexicon: Lexicon) -> bool:
    """Whether a part after a denied one is affirmed again: it has a verb, a number, or more than a name's words."""
    told = lexicon.pattern("finite").search(words) or lexicon.pattern("affirmed").search(words)
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
    item = lexicon.pattern("item")
    edges = [start]
    for match in _COMMA.finditer(text, start, end):
        left, right = text[edges[-1] : match.start()], text[match.end() : end]
        nearest = _COMMA.split(right, 1)[0]
        if text.count("(", start, match.start()) > text.count(")", start, match.start()):
            continue
        if kind in _ORDERED and lexicon.pattern("advice_turns").match(flat(right)):
            edges += [match.start(), match.end()]
            continue
        if kind in _ORDERED and lexicon.pattern("advice_turns").match(flat(left)) and size(nearest) <= 2:
            continue
        turns = lexicon.pattern("contrast").match(flat(right)) and not lexicon.pattern("finite").search(right)
        if turns:
            edges += [match.start(), match.end()]
            continue
        first = right.split(" ", 1)[0].casefold()
        if lexicon.pattern("frequency").match(right):
            continue
        if kind in _ORDERED and lexicon.pattern("infinitive").search(flat(nearest)):
            edges += [match.start(), match.end()]
            continue
        if kind in (*_STORY, "social") and first in lexicon.verbs and not lexicon.pattern("finite").search(left):
            edges += [match.start(), match.end()]
            continue
        if _goes_on(right, lexicon) or not item.search(nearest) or not item.search(left):
            continue
        if kind not in lexicon.words("list_sections") and not denied and lexicon.pattern("finite").search(left):
            continue  # a sentence, not a list
        edges += [match.start(), match.end()]
    edges.append(end)
    joins = "|".join(re.escape(word) for word in lexicon.words("joins"))
    for at, until in zip(edges[::2], edges[1::2], strict=True):
        words = flat(text[at:until])
        negative = denied or lexicon.pattern("leading_denial").match(words)
        split = re.compile(rf"\s+(?:{joins})\s+") if joins and " " in words else re.compile(joins or r"(?!)")
        if not (joins and negative) or lexicon.pattern("finite").search(words):
            yield at, until
            continue
        begin = at
        for join in split.finditer(text, at, until):
            after = text[join.end() : until]
            if item.search(after) and size(split.split(after, 1)[0]) <= 3:
                yield begin, join.start()
                begin = join.end()
        yield begin, until


# -- facts -----------------------------------------------------------------------------------------------------------


def _fact(name: str, text: str, part: _Part, piece: _Piece, lexicon: Lexicon) -> Fact:
    start, end = piece.start, piece.end
    words = text[start:end]
    kind = piece.kind
    moved = kind != part.kind
    group = "" if moved else part.group
    role = _role(words, kind, lexicon)
    relative = _relative(words, kind, lexicon)
    visit = kind in _VISIT
    terms = [
        Mention(
            concept=f"{lexicon.code}:{term.lay.casefold()}",
            kind=term.kind,
            form=match[0],
            span=Span(start=start + match.start(), end=start + match.end()),
            polarity="denied" if piece.denied else "present",
        )
        for match in lexicon.any_term.finditer(words)
        for term in [lexicon.by_form[match[0].casefold()]]
    ]
    time = lexicon.pattern("time").search(words)
    return Fact(
        id=name,
        section=kind,
        text=words,
        span=Span(start=start, end=end),
        group=group,
        concept=terms[0].concept if terms else None,
        mentions=tuple(terms),
        quantities=tuple(
            Quantity(
                value=found.value,
                unit=lexicon.unit(found.unit),
                span=Span(start=start + found.start, end=start + found.end),
            )
            for found in numbers(words, lexicon.code)
            if words[: found.start].rstrip()[-1:] != "/" or found.value != 10  # the top of a scale is no finding
        ),
        polarity="denied" if piece.denied else "present",
        certainty="possible" if piece.hedged or lexicon.pattern("possible").search(_HEAD.split(words, maxsplit=1)[0]) else "certain",
        side=next((side for side in ("both", "left", "right") if lexicon.pattern(side).search(words)), None),
        time=time[0] if time else None,
        subject=relative or "patient",
        knower="physician" if visit else "both",
        established="visit" if visit else "before",
        frame=piece.frame,
        sentence=piece.sentence,
        role=role,
        problem=group if kind in ("assessment", "plan") else "",
        temporality="past" if kind not in _ORDERED and _over(words, piece.frame, lexicon) else "current",
    )


def _role(words: str, kind: SectionKind, lexicon: Lexicon) -> Any:
    if size(words) <= _NAME and any(lexicon.companion(who).search(words) for who in lexicon.table("companions")):
        return "idle"
    age = lexicon.pattern("age").search(words)
    beside = any(lexicon.companion(who).search(words) for who in lexicon.table("companions"))
    if age and kind in ("complaint", "history", "other") and size(words) <= (_BESIDE if beside else 6):
        return "age"
    if kind == "medications" or (kind == "plan" and lexicon.pattern("drug").search(words)):
        return "drug"
    return {"complaint": "reason", "assessment": "problem", "plan": "advice", "instructions": "advice"}.get(
        kind, "clause"
    )


def _over(words: str, frame: str, lexicon: Lexicon) -> bool:
    return any(lexicon.pattern("over").search(part) for part in (words, frame))


def _relative(words: str, kind: SectionKind, lexicon: Lexicon) -> str:
    """Whom a statement is about: under family anybody it names, else somebody whom it begins with."""
    if kind not in ("family", *_STORY):
        return ""
    first = words.split(" ", 1)[0]
    for name, source in lexicon.table("relatives").items():
        if re.search(rf"(?<!\w)(?:{source})", words if kind == "family" else first, re.IGNORECASE):
            return name
    return "family" if kind == "family" else ""
