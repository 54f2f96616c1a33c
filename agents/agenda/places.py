"""What a physician asks for, by where a statement stands and not by what it says.

A heading ("Surgical history") or a habit's name is a subject one may ask about without knowing the answer."""

import re
from collections.abc import Sequence

from bedside.scenarios.note import Fact, Note

F = re.IGNORECASE

_PAST: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (aspect, re.compile(pattern, F))
    for aspect, pattern in (
        ("surgery", r"surg|operat|\bpsh"),
        ("immunizations", r"immuni[sz]|vaccin|\bshots?\b"),
        ("pregnancies", r"gyn|obstet|menstr|\bob\b|pregnan"),
        ("birth", r"birth|neonat|perinatal"),
        ("nerves", r"psych|mental"),
        ("hospital", r"hospitali[sz]"),
    )
)
_SOCIAL: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (aspect, re.compile(pattern, F))
    for aspect, pattern in (
        ("smoking", r"smok|tobacco|cigar|nicotine|\bpacks?\b|chew|vap(?:es|ing)"),
        ("drinking", r"alcohol|drink|beer|wine|etoh|liquor|sober"),
        ("drugs", r"drug|marijuana|cannabis|cocaine|heroin|illicit|substance|methamphet|\bneedles?\b"),
        ("work", r"\bwork|\bjob\b|employ|retire|occupation|school|college|student|\bgrade\b|disab|military|veteran|\bcareer|profession"),
        ("home", r"\bliv(?:es|ed|ing)?\b|married|\bsingle\b|divorc|widow|\bwife|husband|child|\bkids?\b|roommate|\balone\b|partner|relationship|resid|\bhome\b|\bborn\b|raised|\bsons?\b|daughters?"),
        ("exercise", r"exercis|\bwalks?\b|\bgym\b|\bdiet|caffeine|coffee|sedentary|\bactive\b"),
        ("travel", r"travel"),
    )
)  # fmt: skip
HABITS = frozenset(("smoking", "drinking", "drugs"))


def heading_of(note: Note, fact: Fact) -> str:
    """The words a statement stands under: its own sub-heading, else the heading of its section."""
    if fact.group:
        return fact.group
    return next((s.heading for s in note.sections if s.span.start <= fact.span.start < s.span.end), "")


def past_aspect(note: Note, facts: Sequence[Fact]) -> str:
    """What of the past these facts answer: "surgery", "immunizations", "pregnancies", ... or "past"."""
    under = heading_of(note, facts[0])
    for aspect, pattern in _PAST:
        if pattern.search(under):
            return aspect
    if any(fact.role == "clause" for fact in facts):
        return "past"
    named = [{m.kind for m in fact.mentions} & {"procedure", "disorder", "symptom", "drug", "test"} for fact in facts]
    return "surgery" if all(kinds == {"procedure"} for kinds in named) else "past"


def social_aspect(facts: Sequence[Fact]) -> str:
    """What of life and habits these facts answer; "habits" for several habits at once, "social" if none is recognised."""
    found = {next((aspect for aspect, pattern in _SOCIAL if pattern.search(f"{f.frame} {f.text} {f.group}")), "social") for f in facts}  # fmt: skip
    if len(found) == 1:
        return found.pop()
    if found <= HABITS:
        return "habits"
    return next((aspect for aspect, _ in _SOCIAL if aspect in found), "social")
