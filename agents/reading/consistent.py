"""What a whole note says otherwise elsewhere is not told as it stands: an order that is cancelled, an illness of a relative, one
that is ruled out, what no patient of this age and sex can have.

Law of the file: a statement is only taken away (not understood) or made less sure, never added or turned round. Each rule looks
at the typed statement and at all of the note, and gives its reason.
"""

import re
from collections.abc import Callable
from functools import cache

from bedside.agents.reading.cancelled import cancelled, is_cancelled, is_order
from bedside.agents.reading.of_age import unfit
from bedside.agents.reading.of_kin import dead, kin_does, of_kin, with_dead
from bedside.agents.reading.ruled_out import answered, both, doubted, ruled_out
from bedside.agents.reading.tables import rows
from bedside.agents.reading.whole_note import CONCLUDES, WholeNote
from bedside.agents.text.doc import Doc
from bedside.scenarios.note import Fact, Note
from bedside.scenarios.span import Span

_HAD = frozenset(("condition", "diagnosis", "symptom"))
_DISEASES = frozenset(("disorder", "symptom", "finding"))
_OFFERED = re.compile(
    r"[^.;\n]{0,30}\b(?:offered|considered|discussed|suggested|was an option)\b(?![^.;\n]*\b(?:agree|accept|start|will|given)\w*)",
    re.IGNORECASE,
)
_WEIGHED = re.compile(
    r"\b(?:consider(?:ed|ing|s|ation of)?|contemplat\w+|thought about|option of|discussed (?:the )?(?:option|possibility|starting|trying|use)|"
    r"options (?:include|are)|may need|might need|may (?:try|add|use|start)|might (?:try|add|start|benefit)|could (?:try|add|start|use|consider)|if no (?:better|improvement))\b[^.;\n]*$",
    re.IGNORECASE,
)
_THEN = re.compile(r"\b(?:but|and (?:we |i |will)|will|decided|agreed|started|therefore|so)\b", re.IGNORECASE)
_NEEDED = re.compile(
    r"\b(?:need\w*|indicat\w+|necessary|requir\w+|warrant\w*|due|at this (?:time|point)|today|now|currently|further)\b",
    re.IGNORECASE,
)
_KEPT_FROM = re.compile(
    r"\b(?:live|vaccin\w+|immuni[sz]ation\w*|nsaids?|steroids?|aspirin|contrast|alcohol)\b", re.IGNORECASE
)


def consistent(note: Note, doc: Doc) -> Note:
    """The note without what it says otherwise elsewhere."""
    found = refusals(note, doc)
    gone_for_good = dead(note)
    if not found and not gone_for_good:
        return note
    gone = {name for name, (_, how) in found.items() if how is _unsaid}
    facts: list[Fact] = []
    for fact in note.facts:
        if fact.same_as in gone and fact.id not in gone:
            fact = fact.model_copy(update={"same_as": None})
        if fact.id in found:
            fact = found[fact.id][1](fact)
        facts.append(fact.model_copy(update={"speaker": ""}) if fact.speaker in gone_for_good else fact)
    came = tuple(one for one in note.companions if one not in gone_for_good)
    return note.model_copy(update={"facts": tuple(facts), "companions": came})


Change = Callable[[Fact], Fact]


def refusals(note: Note, doc: Doc) -> dict[str, tuple[str, Change]]:
    """For each fact that is not told as it stands, by id, why not and what becomes of it."""
    mentions = doc.mentioned(Span(start=0, end=len(note.text))) if note.text else ()
    planned = any(section.kind in ("plan", "assessment", "instructions") for section in note.sections)
    whole = WholeNote(note, doc, cancelled(doc, note.facts), mentions, planned)
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


def _taken_back(fact: Fact, whole: WholeNote) -> str:
    return "taken back elsewhere" if is_cancelled(fact, whole.taken, whole.doc, whole.planned) else ""


def _weighed(fact: Fact, whole: WholeNote) -> str:
    """What was only considered is no order, and nothing that is taken."""
    if fact.certainty != "certain" or fact.sentence is None or fact.polarity != "present" or fact.temporality == "past":
        return ""
    text = whole.note.text
    if fact.kind in ("diagnosis", "order") and fact.section in CONCLUDES and _OFFERED.match(text, fact.span.end):
        return "considered only"
    if not is_order(fact) and (fact.kind != "drug" or fact.section in ("medications", "past")):
        return ""
    said = _WEIGHED.search(text[fact.sentence.start : fact.span.start])
    later = fact.kind == "drug" and fact.section in CONCLUDES and _OFFERED.match(text, fact.span.end)
    return "considered only" if later or (said and not _THEN.search(said[0])) else ""


def _unfit(fact: Fact, whole: WholeNote) -> str:
    return unfit(fact, whole.note)


def _treatment(fact: Fact, whole: WholeNote) -> str:
    """An "illness" that is a treatment: "I had heat"."""
    named = (
        fact.kind in _HAD
        and len(fact.arguments) == 1
        and fact.arguments[0].text.casefold().strip() in _words("treatments")
    )
    return "a treatment, no illness" if named else ""


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(word for row in rows(name) for word in row[0].split("|"))


def _reaction(fact: Fact, whole: WholeNote) -> str:
    """What stands for a reaction of an allergy and is none."""
    said = fact.argument("reaction") if fact.kind == "allergy" else None
    if said is None:
        return ""
    named = set(re.findall(r"[\w-]+", said.text.casefold()))
    felt = any(m.kind in _DISEASES and m.concept != "medication-noncompliance" for m in whole.doc.mentioned(said.span))
    return "no reaction" if not felt and named & _words("reactions") else ""


def _kept_from(fact: Fact, whole: WholeNote) -> str:
    """ "No live vaccines" forbids them, and does not say that they aren't needed."""
    denied = fact.kind in ("order", "procedure") and fact.polarity == "denied" and fact.section in CONCLUDES
    if not denied or fact.sentence is None:
        return ""
    words = whole.doc.slice(fact.sentence)
    return "forbidden, not needless" if _KEPT_FROM.search(fact.text) and not _NEEDED.search(words) else ""


Rule = Callable[[Fact, WholeNote], str]
_RULES: tuple[tuple[Rule, Change], ...] = (
    (_taken_back, _unsaid),
    (_weighed, _unsaid),
    (_unfit, _unsaid),
    (of_kin, _unsaid),
    (kin_does, _unsaid),
    (with_dead, _unsaid),
    (answered, _unsaid),
    (both, _unsaid),
    (ruled_out, _unsaid),
    (doubted, _unsure),
    (_treatment, _unsaid),
    (_reaction, _no_reaction),
    (_kept_from, _unsaid),
)
