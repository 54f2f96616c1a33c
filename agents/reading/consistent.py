"""What a whole note says otherwise elsewhere is not told as it stands: an order that is cancelled, an illness of a relative, one
that is ruled out, what no patient of this age and sex can have.

Law of the file: a statement is only taken away (not understood) or made less sure, never added or turned round. Each rule looks
at the typed statement and at all of the note, and gives its reason.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from bedside.agents.reading.cancelled import Cancelled, cancelled, is_cancelled, is_order
from bedside.agents.reading.of_age import unfit
from bedside.agents.reading.tables import rows
from bedside.agents.text.doc import Doc
from bedside.scenarios.note import Fact, Mention, Note, SectionKind
from bedside.scenarios.span import Span

_ILL = frozenset(("condition", "diagnosis"))
_HAD = frozenset(("condition", "diagnosis", "symptom"))
_DISEASES = frozenset(("disorder", "symptom", "finding"))
_BACKGROUND: frozenset[SectionKind] = frozenset(("past", "history", "social", "medications", "allergies", "other"))
_CONCLUDES: frozenset[SectionKind] = frozenset(("assessment", "plan", "instructions", "course"))
_KIN = (
    r"(?:mother|father|mom|mum|dad|brother|sister|son|daughter|aunt|uncle|cousin|niece|nephew|grand(?:mother|father|ma|pa|parents?|son|daughter)|"
    r"sibling|parent|twin|husband|wife|spouse|partner)s?"
)
_OWNER = rf"(?:(?:his|her|the|their|a|an|both|maternal|paternal|older|younger|elder|twin|patient's|pt's|first) )*{_KIN}"
_KIN_HAS = re.compile(
    rf"\b{_KIN},? (?:(?:who|also|both|has|had|have|was|were|is|are|recently|each|then|previously|been) )*(?:has|had|have|with|dying|diagnosed|dx|"
    rf"suffers?|suffered|died (?:at \d+ )?(?:of|from|due)|passed away (?:from|of|due)|developed|positive)\b|\b{_KIN}(?:'s|’s|’|') |\b(?:in|of) {_OWNER}\b|"
    rf"\b{_KIN} ?:|\bfamil(?:y|ial) (?:history|hx|h/o)|\bfhx?\b",
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
_ANSWERED_NO = re.compile(r"[^.;\n?]{0,12}\?+ ?[-–:]? ?(?:no|nope|nil|declined|not)\b(?! (?:change|side|issues?|problems?))", re.IGNORECASE)
_SO_NO = re.compile(r"\s*[-–:(,][^.;\n]{0,40}\b(?:so|hence|therefore) (?:no|not)\b(?=\s*(?:$|[.,;)\n]))", re.IGNORECASE)
_OFFERED = re.compile(r"[^.;\n]{0,30}\b(?:offered|considered|discussed|suggested|was an option)\b(?![^.;\n]*\b(?:agree|accept|start|will|given)\w*)", re.IGNORECASE)
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
_DOUBT_AFTER = re.compile(r" ?(?:\?+(?=\s*(?:$|[.,;)\n]))|vs\.?(?= )|versus\b)|[ ,(:–-]+(?:to be confirmed|(?:to )?rule[- ]out)\b", re.IGNORECASE)
_LISTED = re.compile(r"\b(?:ddx|differential(?: diagnos[ie]s)?)\b[^.\n]*$", re.IGNORECASE)
_WEIGHED = re.compile(
    r"\b(?:consider(?:ed|ing|s|ation of)?|contemplat\w+|thought about|option of|discussed (?:the )?(?:option|possibility|starting|trying|use)|"
    r"options (?:include|are)|may need|might need|may (?:try|add|use|start)|might (?:try|add|start|benefit)|could (?:try|add|start|use|consider)|if no (?:better|improvement))\b[^.;\n]*$",
    re.IGNORECASE,
)
_THEN = re.compile(r"\b(?:but|and (?:we |i |will)|will|decided|agreed|started|therefore|so)\b", re.IGNORECASE)
_NEEDED = re.compile(r"\b(?:need\w*|indicat\w+|necessary|requir\w+|warrant\w*|due|at this (?:time|point)|today|now|currently|further)\b", re.IGNORECASE)
_KEPT_FROM = re.compile(r"\b(?:live|vaccin\w+|immuni[sz]ation\w*|nsaids?|steroids?|aspirin|contrast|alcohol)\b", re.IGNORECASE)
_DIED = r"(?:died|deceased|dead|passed(?: away| on)?\b|expired)"


@dataclass(frozen=True)
class Whole:
    """A note with what is asked of it for each of its facts."""

    note: Note
    doc: Doc
    taken: list[Cancelled]
    mentions: Sequence[Mention]
    planned: bool  # whether it has a plan


def consistent(note: Note, doc: Doc) -> Note:
    """The note without what it says otherwise elsewhere."""
    found = refusals(note, doc)
    dead = _dead(note)
    if not found and not dead:
        return note
    gone = {name for name, (_, how) in found.items() if how is _unsaid}
    facts: list[Fact] = []
    for fact in note.facts:
        if fact.same_as in gone and fact.id not in gone:
            fact = fact.model_copy(update={"same_as": None})
        if fact.id in found:
            fact = found[fact.id][1](fact)
        facts.append(fact.model_copy(update={"speaker": ""}) if fact.speaker in dead else fact)
    came = tuple(one for one in note.companions if one not in dead)
    return note.model_copy(update={"facts": tuple(facts), "companions": came})


Change = Callable[[Fact], Fact]


def refusals(note: Note, doc: Doc) -> dict[str, tuple[str, Change]]:
    """For each fact that is not told as it stands, by id, why not and what becomes of it."""
    mentions = doc.mentioned(Span(start=0, end=len(note.text))) if note.text else ()
    planned = any(section.kind in ("plan", "assessment", "instructions") for section in note.sections)
    whole = Whole(note, doc, cancelled(doc, note.facts), mentions, planned)
    found: dict[str, tuple[str, Change]] = {}
    for fact in note.facts:
        if fact.kind in (None, "opaque", "none"):
            continue
        for rule, change in _RULES:
            if reason := rule(fact, whole):
                found[fact.id] = (reason, change)
                break
    return found


def _unsaid(fact: Fact) -> Fact:
    return fact.model_copy(update={"kind": "opaque", "arguments": (), "marks": ()})


def _unsure(fact: Fact) -> Fact:
    return fact.model_copy(update={"certainty": "possible"})


def _no_reaction(fact: Fact) -> Fact:
    return fact.model_copy(update={"arguments": tuple(a for a in fact.arguments if a.role != "reaction")})


def _taken_back(fact: Fact, whole: Whole) -> str:
    return "taken back elsewhere" if is_cancelled(fact, whole.taken, whole.doc, whole.planned) else ""


def _weighed(fact: Fact, whole: Whole) -> str:
    """What was only considered is no order, and nothing that is taken."""
    if fact.certainty != "certain" or fact.sentence is None or fact.polarity != "present" or fact.temporality == "past":
        return ""
    text = whole.note.text
    if not is_order(fact) and (fact.kind != "drug" or fact.section in ("medications", "past")):
        return ""
    said = _WEIGHED.search(text[fact.sentence.start : fact.span.start])
    later = fact.kind == "drug" and fact.section in _CONCLUDES and _OFFERED.match(text, fact.span.end)
    return "considered only" if later or (said and not _THEN.search(said[0])) else ""


def _unfit(fact: Fact, whole: Whole) -> str:
    return unfit(fact, whole.note)


def _line(text: str, at: int) -> tuple[int, int]:
    """The sentence or line that a character stands in."""
    start = max(text.rfind("\n", 0, at), text.rfind(". ", 0, at), text.rfind("; ", 0, at)) + 1
    ends = [end for mark in ("\n", ". ", "; ") if (end := text.find(mark, at)) >= 0]
    return start, min(ends, default=len(text))


def _of_kin(fact: Fact, whole: Whole) -> str:
    """An illness that is named beside a relative only is not the patient's."""
    concept = fact.arguments[0].concept if fact.arguments else None
    own = fact.kind in _ILL and fact.polarity == "present" and fact.subject == "patient" and fact.section != "family"
    if fact.kind == "diagnosis" and fact.subject != "patient" and fact.section in _CONCLUDES:
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


def _kin_does(fact: Fact, whole: Whole) -> str:
    """What stands in a sentence about a relative: "Mother to continue insulin"."""
    kinds = ("drug", "condition", "diagnosis", "habit", "procedure", "advice", "order")
    if fact.kind not in kinds or fact.subject != "patient" or fact.section == "family":
        return ""
    text = whole.note.text
    start, _ = _line(text, fact.span.start)
    found = _KIN_DOES.match(text, start)
    between = text[start : max(fact.span.start, found.end() + 1)] if found is not None else ""
    if found is None or found.end() > fact.span.end or _KIN_TELLS.search(between):
        return ""
    return "what a relative does"


def _with_dead(fact: Fact, whole: Whole) -> str:
    """Nobody lives with who is dead."""
    if fact.kind not in ("home", "event") or not re.search(r"\bliv\w+ (?:w/|with)", whole.note.text[fact.span.start - 10 if fact.span.start > 10 else 0 : fact.span.end], re.IGNORECASE):
        return ""
    kin = re.search(rf"\b{_KIN}\b", fact.text, re.IGNORECASE)
    return "with one who is dead" if kin is not None and _is_dead(kin[0].lower(), whole.note) else ""


def _answered(fact: Fact, whole: Whole) -> str:
    """What is asked and answered with no: "MRI? No need", "?PE - D-dimer negative so no"."""
    if fact.kind not in ("order", "drug", "diagnosis", "condition", "advice", "procedure") or not fact.arguments:
        return ""
    if fact.polarity != "present" or fact.subject != "patient":
        return ""
    text, end = whole.note.text, fact.arguments[0].span.end
    return "answered with no" if _ANSWERED_NO.match(text, end) or _SO_NO.match(text, end) else ""


def _is_kins(span: Span, family: Sequence[Span], text: str) -> bool:
    return any(f.start <= span.start < f.end for f in family) or _beside_kin(text, span)


def _beside_kin(text: str, span: Span) -> bool:
    start, end = _line(text, span.start)
    return _KIN_HAS.search(text, start, end) is not None


def _bare(fact: Fact) -> bool:
    return len(fact.arguments) == 1 and fact.temporality == "current" and fact.subject == "patient"


def _both(fact: Fact, whole: Whole) -> str:
    """What is there and is denied, in two lines of the background: which of them is so, nobody can say."""
    if fact.kind not in ("condition", "diagnosis") or not _bare(fact) or fact.section not in _BACKGROUND:
        return ""
    head = fact.arguments[0]
    against = (
        other
        for other in whole.note.facts
        if other.kind in _ILL and _bare(other) and other.section in _BACKGROUND and other.polarity != fact.polarity
    )
    alike = any(
        "unknown" not in (other.polarity, fact.polarity)
        and other.side == fact.side
        and other.arguments[0].concept == head.concept
        and other.arguments[0].text.casefold() == head.text.casefold()
        for other in against
    )
    return "both there and denied" if alike else ""


def _ruled_out(fact: Fact, whole: Whole) -> str:
    """A diagnosis that the note rules out, there or later."""
    told = fact.kind == "diagnosis" and fact.polarity == "present" and fact.subject == "patient"
    named = fact.arguments[0].span if fact.arguments else fact.span
    concepts = {m.concept for m in fact.mentions if m.kind == "disorder" and named.start <= m.span.start < named.end}
    if not told or not concepts or fact.temporality == "past" or fact.section not in _CONCLUDES:
        return ""
    text = whole.note.text
    for mention in whole.mentions:
        if mention.concept not in concepts or mention.span.start < fact.span.start:
            continue
        start, end = _line(text, mention.span.start)
        before, after = text[max(start, mention.span.start - 40) : mention.span.start], text[mention.span.end : end]
        if _OUT_BEFORE.search(before) or _OUT_AFTER.match(after):
            return "ruled out"
    return ""


def _doubted(fact: Fact, whole: Whole) -> str:
    """A diagnosis with a word of doubt beside it, or in a list of what it may be."""
    told = fact.kind in _ILL and fact.polarity == "present" and fact.certainty == "certain" and fact.subject == "patient"
    if not told or not fact.arguments or fact.temporality == "past":
        return ""
    text, span = whole.note.text, fact.arguments[0].span
    start, end = _line(text, span.start)
    before, after = text[max(start, span.start - 60) : span.start], text[span.end : end]
    doubt = _DOUBT_BEFORE.search(before) or _DOUBT_AFTER.match(after) or (fact.kind == "diagnosis" and _LISTED.search(text[start : span.start]))
    return "in doubt" if doubt else ""


def _treatment(fact: Fact, whole: Whole) -> str:
    """An "illness" that is a treatment: "I had heat"."""
    named = fact.kind in _HAD and len(fact.arguments) == 1 and fact.arguments[0].text.casefold().strip() in _words("treatments")
    return "a treatment, no illness" if named else ""


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(word for row in rows(name) for word in row[0].split("|"))


def _reaction(fact: Fact, whole: Whole) -> str:
    """What stands for a reaction of an allergy and is none."""
    said = fact.argument("reaction") if fact.kind == "allergy" else None
    if said is None:
        return ""
    named = set(re.findall(r"[\w-]+", said.text.casefold()))
    felt = any(m.kind in _DISEASES and m.concept != "medication-noncompliance" for m in whole.doc.mentioned(said.span))
    return "no reaction" if not felt and named & _words("reactions") else ""


def _kept_from(fact: Fact, whole: Whole) -> str:
    """"No live vaccines" forbids them, and does not say that they aren't needed."""
    denied = fact.kind in ("order", "procedure") and fact.polarity == "denied" and fact.section in _CONCLUDES
    if not denied or fact.sentence is None:
        return ""
    words = whole.doc.slice(fact.sentence)
    return "forbidden, not needless" if _KEPT_FROM.search(fact.text) and not _NEEDED.search(words) else ""


def _dead(note: Note) -> frozenset[str]:
    """Companions and speakers who are dead: they are in no room."""
    named = {*note.companions, *(fact.speaker for fact in note.facts)} - {""}
    return frozenset(one for one in named if _is_dead(one, note))


def _is_dead(one: str, note: Note) -> bool:
    told = any(
        f.kind == "relative" and f.subject == one and (s := f.argument("state")) and re.match(rf"(?:is |has )?{_DIED}", s.text, re.I)
        for f in note.facts
    )
    name = {"mother": "(?:mother|mom|mum)", "father": "(?:father|dad)"}.get(one, re.escape(one))
    said = rf"(?<!'s )\b{name}(?:,| \(|:)? ?(?:(?:who|is|was|has|had|now|recently|since|both|are) )*{_DIED}|\b(?:late|deceased) {name}\b|\bdeath of (?:his|her|their) {name}\b"
    return told or re.search(said, note.text, re.IGNORECASE) is not None


Rule = Callable[[Fact, Whole], str]
_RULES: tuple[tuple[Rule, Change], ...] = (
    (_taken_back, _unsaid),
    (_weighed, _unsaid),
    (_unfit, _unsaid),
    (_of_kin, _unsaid),
    (_kin_does, _unsaid),
    (_with_dead, _unsaid),
    (_answered, _unsaid),
    (_both, _unsaid),
    (_ruled_out, _unsaid),
    (_doubted, _unsure),
    (_treatment, _unsaid),
    (_reaction, _no_reaction),
    (_kept_from, _unsaid),
)
