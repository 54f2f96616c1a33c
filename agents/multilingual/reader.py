"""A note in a language with a lexicon becomes facts: sections by heading, statements by sentence and comma.

Law of the file: every fact is a slice of the note; who can know it and when it was found follow from its section.
"""

import re
from collections.abc import Sequence
from typing import Any

from bedside.agents.languages.lexicon import Lexicon
from bedside.agents.languages.numbers import numbers
from bedside.agents.languages.words import size
from bedside.agents.multilingual.hearing import heard
from bedside.agents.multilingual.sections import Part, parts_of
from bedside.agents.multilingual.shorthand import WrittenOut, written_out
from bedside.agents.multilingual.statements import ORDERED, STORY, Piece, pieces
from bedside.scenarios.note import Fact, Mention, Note, Quantity, Section, SectionKind, Span

_VISIT = frozenset({"vitals", "examination", "results", "course", "procedure", "assessment", "plan", "instructions"})
_HEAD = re.compile(r"[,(]")  # what begins what is said beside a thing
_NAME = 5  # words of who came along
_BESIDE = 10  # words of who somebody is and who came along


def read(note_id: str, text: str, lexicon: Lexicon, section: str | None = None) -> Note:
    """Read a note. ``section`` names its kind, or its heading, when the note is a single section."""
    written = written_out(text, lexicon)
    given, text = text, written.text
    parts = list(parts_of(text, lexicon, section))
    headed = frozenset(part.kind for part in parts if part.heading)
    signed = _signed(written, given, lexicon)
    facts: list[Fact] = []
    for part in parts:
        for piece in pieces(text, part, lexicon, headed, signed):
            fact = _fact(f"f{len(facts) + 1:03d}", text, part, piece, lexicon)
            fact = _of_the_same(fact, facts)
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


def _of_the_same(fact: Fact, before: Sequence[Fact]) -> Fact:
    """A family fact that names nobody is about whom the one before it in its sentence named."""
    named = before and before[-1].sentence == fact.sentence and before[-1].section == "family"
    if named and fact.section == fact.subject == "family":
        return replace_fact(fact, subject=before[-1].subject)
    return fact


def _same(one: Fact, other: Fact) -> bool:
    return one.same_as is None and one.polarity == other.polarity and _plain(one.text) == _plain(other.text)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _signed(written: WrittenOut, given: str, lexicon: Lexicon) -> frozenset[int]:
    """Where a word that denies was written for a sign beside a thing: it denies that thing alone."""
    denial = lexicon.pattern("leading_denial")
    return frozenset(
        edit.start
        for edit in written.edits
        if denial.match(written.text[edit.start : edit.end + 1])
        and not denial.match(given[edit.given_start : edit.given_end + 1])
    )


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


# -- facts -----------------------------------------------------------------------------------------------------------


def _fact(name: str, text: str, part: Part, piece: Piece, lexicon: Lexicon) -> Fact:
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
        certainty="possible"
        if piece.hedged
        or lexicon.pattern("doubting_heading").match(part.heading)
        or lexicon.pattern("possible").search(_HEAD.split(words, maxsplit=1)[0])
        else "certain",
        side=next((side for side in ("both", "left", "right") if lexicon.pattern(side).search(words)), None),
        time=time[0] if time else None,
        subject=relative or "patient",
        knower="physician" if visit else "both",
        established="visit" if visit else "before",
        frame=piece.frame,
        sentence=piece.sentence,
        role=role,
        problem=group if kind in ("assessment", "plan") else "",
        temporality="past" if kind not in (*ORDERED, "allergies") and _over(words, piece.frame, lexicon) else "current",
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
    if kind not in ("family", *STORY):
        return ""
    if lexicon.pattern("narrator").match(words):
        return ""
    first = words.split(" ", 1)[0]
    for name, source in lexicon.table("relatives").items():
        if re.search(rf"(?<!\w)(?:{source})", words if kind == "family" else first, re.IGNORECASE):
            return name
    return "family" if kind == "family" else ""
