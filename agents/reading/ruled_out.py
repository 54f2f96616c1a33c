"""Illnesses that a note rules out, doubts, or both has and denies, and what it asks and answers with no."""

import re

from bedside.agents.reading.whole_note import CONCLUDES, ILL, WholeNote, line_of
from bedside.scenarios.note import Fact, SectionKind

_BACKGROUND: frozenset[SectionKind] = frozenset(("past", "history", "social", "medications", "allergies", "other"))
_OUT_BEFORE = re.compile(
    r"\b(?:not (?:a |an |the |consistent with |due to |from )?|no (?:evidence|signs?) (?:of|for) |ruled out(?: for)? |excluded |excludes |less likely |unlikely (?:to be )?|"
    r"rather than |argues against |doubt )$",
    re.IGNORECASE,
)
_OUT_AFTER = re.compile(
    r"[ ,(:–-]*(?:(?:is|was|has|been|now|were|can|be|being|felt|thought|to|very|seems|therefore|then) )*(?:ruled out|excluded|unlikely|"
    r"less likely|not (?:likely|confirmed|the case|supported|seen|present))",
    re.IGNORECASE,
)
_DOUBT_BEFORE = re.compile(
    r"(?:\?+ ?|\b(?:possible|possibly|probable|rule out|r/o|ddx:?|dx vs\.?|differential(?: diagnos[ie]s)?(?: includes?| is)?:?|vs\.?|versus|suspect(?:ed)?|"
    r"concern(?:ed|ing)? (?:for|about)|query|presumed|consider(?:ing)?|may be|might be|could be|worr(?:y|ied) (?:for|about)|question of|to exclude|excluding|rule out for|ruling out) "
    r"(?:a |an |the |early |mild |acute |new )*)$",
    re.IGNORECASE,
)
_DOUBT_AFTER = re.compile(
    r" ?(?:\?+(?=\s*(?:$|[.,;)\n]))|vs\.?(?= )|versus\b)|[ ,(:–-]+(?:to be confirmed|(?:to )?rule[- ]out)\b",
    re.IGNORECASE,
)
_LISTED = re.compile(r"\b(?:ddx|differential(?: diagnos[ie]s)?)\b[^.\n]*$", re.IGNORECASE)
_ANSWERED_NO = re.compile(
    r"[^.;\n?]{0,12}\?+ ?[-–:]? ?(?:no|nope|nil|declined|not)\b(?! (?:change|side|issues?|problems?))", re.IGNORECASE
)
_NO_LAST = re.compile(r" ?[:–-] ?(?:no|nil|none|declined|refused)(?=\s*(?:$|[.;\n]))", re.IGNORECASE)
_SO_NO = re.compile(r"\s*[-–:(,][^.;\n]{0,40}\b(?:so|hence|therefore) (?:no|not)\b(?=\s*(?:$|[.,;)\n]))", re.IGNORECASE)


def _bare(fact: Fact) -> bool:
    return len(fact.arguments) == 1 and fact.temporality == "current" and fact.subject == "patient"


def both(fact: Fact, whole: WholeNote) -> str:
    """What is there and is denied, in two lines of the background: which of them is so, nobody can say."""
    if fact.kind not in ("condition", "diagnosis") or not _bare(fact) or fact.section not in _BACKGROUND:
        return ""
    head = fact.arguments[0]
    against = (
        other
        for other in whole.note.facts
        if other.kind in ILL and _bare(other) and other.section in _BACKGROUND and other.polarity != fact.polarity
    )
    alike = any(
        "unknown" not in (other.polarity, fact.polarity)
        and other.side == fact.side
        and other.arguments[0].concept == head.concept
        and other.arguments[0].text.casefold() == head.text.casefold()
        for other in against
    )
    return "both there and denied" if alike else ""


def ruled_out(fact: Fact, whole: WholeNote) -> str:
    """A diagnosis that the note rules out, there or later."""
    told = fact.kind == "diagnosis" and fact.polarity == "present" and fact.subject == "patient"
    named = fact.arguments[0].span if fact.arguments else fact.span
    concepts = {m.concept for m in fact.mentions if m.kind == "disorder" and named.start <= m.span.start < named.end}
    if not told or not concepts or fact.temporality == "past" or fact.section not in CONCLUDES:
        return ""
    text = whole.note.text
    for mention in whole.mentions:
        if mention.concept not in concepts or mention.span.start < fact.span.start:
            continue
        if len(concepts) > 1 and mention.span.start >= fact.span.end:
            continue  # of two, one is left
        start, end = line_of(text, mention.span.start)
        before, after = text[max(start, mention.span.start - 40) : mention.span.start], text[mention.span.end : end]
        if _OUT_BEFORE.search(before) or _OUT_AFTER.match(after):
            return "ruled out"
    return ""


def doubted(fact: Fact, whole: WholeNote) -> str:
    """A diagnosis with a word of doubt beside it, or in a list of what it may be."""
    told = fact.kind in ILL and fact.polarity == "present" and fact.certainty == "certain" and fact.subject == "patient"
    if not told or not fact.arguments or fact.temporality == "past":
        return ""
    text, span = whole.note.text, fact.arguments[0].span
    start, end = line_of(text, span.start)
    before, after = text[max(start, span.start - 60) : span.start], text[span.end : end]
    doubt = (
        _DOUBT_BEFORE.search(before)
        or _DOUBT_AFTER.match(after)
        or (fact.kind == "diagnosis" and _LISTED.search(text[start : span.start]))
    )
    return "in doubt" if doubt else ""


def answered(fact: Fact, whole: WholeNote) -> str:
    """What is asked and answered with no: "MRI? No need", "?PE - D-dimer negative so no"."""
    if fact.kind not in ("order", "drug", "diagnosis", "condition", "advice", "procedure") or not fact.arguments:
        return ""
    if fact.polarity != "present" or fact.subject != "patient":
        return ""
    text, end = whole.note.text, fact.arguments[0].span.end
    if _NO_LAST.match(text, end):
        return "answered with no"
    return "answered with no" if _ANSWERED_NO.match(text, end) or _SO_NO.match(text, end) else ""
