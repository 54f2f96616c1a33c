"""What is of a relative and not of the patient, and relatives who are dead: they are in no room."""

import re
from collections.abc import Sequence

from bedside.agents.reading.whole_note import CONCLUDES, ILL, WholeNote, line_of
from bedside.scenarios.note import Fact, Note
from bedside.scenarios.span import Span

_KIN = (
    r"(?:mother|father|mom|mum|dad|brother|sister|son|daughter|aunt|uncle|cousin|niece|nephew|grand(?:mother|father|ma|pa|parents?|son|daughter)|"
    r"sibling|parent|twin|husband|wife|spouse|partner)s?"
)
_OWNER = rf"(?:(?:his|her|the|their|a|an|both|maternal|paternal|older|younger|elder|twin|patient's|pt's|first) )*{_KIN}"
_KIN_HAS = re.compile(
    rf"\b{_KIN},? (?:(?:who|also|both|has|had|have|was|were|is|are|recently|each|then|previously|been) )*(?:has|had|have|with|dying|diagnosed|dx|"
    rf"suffers?|suffered|died (?:at \d+ )?(?:of|from|due)|passed away (?:from|of|due)|developed|positive)\b|\b{_KIN}(?:'s|’s|’|') |\b(?:in|of) {_OWNER}\b|"
    rf"(?<!to )\b{_KIN} ?:|\bfamil(?:y|ial) (?:history|hx|h/o)|\bfhx?\b",
    re.IGNORECASE,
)
_KIN_OWN = re.compile(rf"(?:\s+cancer)? (?:in|of) {_OWNER}\b|'s\b", re.IGNORECASE)
_KIN_DOES = re.compile(
    rf"\W*(?:his |her |the |patient's |baby's )?{_KIN},? (?:to (?:continue|start|take|stop)|(?:is |was )?on |takes|took|g\d|smok|drinks|has (?:a |had )?|had |was diagnosed|with )",
    re.IGNORECASE,
)
_KIN_TELLS = re.compile(
    r"\b(?:notic|report|said|says|stat|concern|worr|tried|giv|gave|here|present|brought|told|ask|think|describ|thought|seen|saw|help|call|been |had to|her\b|him\b|pain|with (?:her|him)\b)",
    re.IGNORECASE,
)
_DIED = r"(?:died|deceased|dead|passed(?: away| on)?\b|expired)"


def of_kin(fact: Fact, whole: WholeNote) -> str:
    """An illness that is named beside a relative only is not the patient's."""
    concept = fact.arguments[0].concept if fact.arguments else None
    own = (
        fact.temporality != "hypothetical"
        and fact.kind in ILL
        and fact.polarity == "present"
        and fact.subject == "patient"
        and fact.section != "family"
    )
    if (
        fact.kind == "diagnosis"
        and fact.subject != "patient"
        and fact.polarity == "present"
        and fact.section in CONCLUDES
    ):
        return "of a relative"
    if own and _KIN_OWN.match(whole.note.text, _end_of(concept, fact)):
        return "of a relative"
    if not own or concept is None or not _beside_kin(whole.note.text, fact.arguments[0].span):
        return ""
    others = [m for m in whole.mentions if m.concept == concept]
    family = [s.span for s in whole.note.sections if s.kind == "family"]
    return "" if any(not _is_kins(m.span, family, whole.note.text) for m in others) else "of a relative only"


def _end_of(concept: str | None, fact: Fact) -> int:
    """Where the name of an illness ends, without the words that its argument has behind it."""
    first = fact.arguments[0].span
    return next((m.span.end for m in fact.mentions if m.concept == concept and first.start <= m.span.start), first.end)


def _is_kins(span: Span, family: Sequence[Span], text: str) -> bool:
    return any(f.start <= span.start < f.end for f in family) or _beside_kin(text, span)


def _beside_kin(text: str, span: Span) -> bool:
    """Whether a relative is named in the same item: "family history of A, smoker, hypertension" is of three."""
    start, end = line_of(text, span.start)
    start = max(start, text.rfind(",", start, span.start) + 1)
    comma = text.find(",", span.end, end)
    return _KIN_HAS.search(text, start, comma if comma >= 0 else end) is not None


def kin_does(fact: Fact, whole: WholeNote) -> str:
    """What stands in a sentence about a relative: "Mother to continue insulin"."""
    kinds = ("drug", "condition", "diagnosis", "habit", "procedure", "advice", "order")
    if fact.kind not in kinds or fact.subject != "patient" or fact.section == "family":
        return ""
    text = whole.note.text
    start, _ = line_of(text, fact.span.start)
    found = _KIN_DOES.match(text, start)
    between = text[start : max(fact.span.start, found.end() + 1)] if found is not None else ""
    if found is None or found.end() > fact.span.end or _KIN_TELLS.search(between):
        return ""
    return "what a relative does"


def with_dead(fact: Fact, whole: WholeNote) -> str:
    """Nobody lives with who is dead."""
    if fact.kind not in ("home", "event") or not re.search(
        r"\bliv\w+ (?:w/|with)",
        whole.note.text[fact.span.start - 10 if fact.span.start > 10 else 0 : fact.span.end],
        re.IGNORECASE,
    ):
        return ""
    kin = re.search(rf"\b{_KIN}\b", fact.text, re.IGNORECASE)
    return "with one who is dead" if kin is not None and is_dead(kin[0].lower(), whole.note) else ""


def dead(note: Note) -> frozenset[str]:
    """Companions and speakers who are dead: they are in no room."""
    named = {*note.companions, *(fact.speaker for fact in note.facts)} - {""}
    return frozenset(one for one in named if is_dead(one, note))


def is_dead(one: str, note: Note) -> bool:
    told = any(
        f.kind == "relative"
        and f.subject == one
        and (s := f.argument("state"))
        and re.match(rf"(?:is |has )?{_DIED}", s.text, re.I)
        for f in note.facts
    )
    name = {"mother": "(?:mother|mom|mum)", "father": "(?:father|dad)"}.get(one, re.escape(one))
    said = rf"(?<!'s )\b{name}(?:,| \(|:)? ?(?:(?:who|is|was|has|had|now|recently|since|both|are) )*{_DIED}|\b(?:late|deceased) {name}\b|\bdeath of (?:his|her|their) {name}\b"
    return told or re.search(said, note.text, re.IGNORECASE) is not None
