"""A clinical note becomes a Note with typed Facts. Pure, deterministic and total: any text gives a Note, none raises.

Every fact's text is the slice of the note under its span; facts are ordered by start and have ids ``f1``, ``f2`` ... What a
text says to a machine becomes no fact.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from importlib import import_module
from typing import Any

from bedside.agents.reading.audience import directs
from bedside.agents.reading.clause import finite, marks
from bedside.agents.reading.codes import Code, codes, decoded, meant
from bedside.agents.reading.consistent import consistent
from bedside.agents.reading.dictated import written
from bedside.agents.reading.draft import Draft, argument
from bedside.agents.reading.drug_sense import FORMS, by_name, changed, sensible
from bedside.agents.reading.exports import unfolded
from bedside.agents.reading.feared import feared
from bedside.agents.reading.flowsheets import in_sentences
from bedside.agents.reading.held import taken_back
from bedside.agents.reading.knowing import known
from bedside.agents.reading.layout import layout
from bedside.agents.reading.markup import plain
from bedside.agents.reading.negated_drugs import negated
from bedside.agents.reading.parents import worries
from bedside.agents.reading.part import Part, Record
from bedside.agents.reading.pasted import told_before
from bedside.agents.reading.people import People, read_people
from bedside.agents.reading.planned_drugs import planned
from bedside.agents.reading.plausible import plausible
from bedside.agents.reading.report import report
from bedside.agents.reading.restated import restated, told_in_clauses
from bedside.agents.reading.rhythms import rhythms
from bedside.agents.reading.template_marks import rejoined
from bedside.agents.reading.treated import treated
from bedside.agents.reading.withheld import withheld
from bedside.agents.text.doc import Doc, Terms, Token, tokens
from bedside.agents.text.prompt_injection import intrusions
from bedside.scenarios.note import Fact, Mention, Note, Quantity, Section, SectionKind
from bedside.scenarios.span import Span

Reader = Callable[[Record, Part, Doc], Iterator[Draft]]

_READERS: dict[SectionKind, str] = {
    "complaint": "complaint",
    "history": "history",
    "past": "past",
    "medications": "medications",
    "allergies": "allergies",
    "family": "family",
    "social": "social",
    "review": "review",
    "vitals": "measurements",
    "examination": "examination",
    "results": "results",
    "course": "plan",
    "procedure": "plan",
    "assessment": "assessment",
    "plan": "plan",
    "instructions": "plan",
    "other": "history",
}
_CHILD = 18  # years
_CODE = 8  # characters of the longest letter code
_NAMING = frozenset(  # roles of free words, whose value may be what letters in them stand for
    "what value note test site part purpose trigger status trade frequency as_needed route reaction cause since".split()
)
_PLACING = frozenset({"route", "purpose"})  # of a drug whose name is known
_SIDES = {
    "left": "left",
    "right": "right",
    "both": "both",
    "bilateral": "both",
    "bilaterally": "both",
    "l": "left",
    "r": "right",
}


@cache
def reader_of(kind: SectionKind) -> Reader:
    """The reader of a kind of section; all are brought in, as they hand sentences on to one another."""
    for name in set(_READERS.values()):
        import_module(f"bedside.agents.reading.{name}")
    return import_module(f"bedside.agents.reading.{_READERS[kind]}").read


def read_note(note_id: str, text: str, terms: Terms | None = None, section: str | None = None) -> Note:
    """Read a note. ``section`` names the kind of a bare section ("GENHX", "ROS", "family" ...)."""
    return _NOTES.read(text, terms, section).model_copy(update={"id": note_id})


class Notes:
    """The notes read last: one is read for all its seeds, personas and protocols. What is kept of them takes some 250 times
    their characters."""

    def __init__(self, characters: int) -> None:
        self._room = characters
        self._kept: dict[tuple[str, Terms | None, str | None], Note] = {}

    def read(self, text: str, terms: Terms | None, section: str | None) -> Note:
        key = (text, terms, section)
        note = self._kept.pop(key, None)
        if note is None:
            note = _read_anew(*key)
            self._room -= len(text)
        self._kept[key] = note  # the last in the row
        while self._room < 0 and len(self._kept) > 1:
            oldest = next(iter(self._kept))
            if self._kept.pop(oldest, None) is not None:
                self._room += len(oldest[0])
        return note


_NOTES = Notes(characters=100_000)


def _read_anew(text: str, terms: Terms | None, section: str | None) -> Note:
    text = unfolded(in_sentences(written(rejoined(plain(text) or text))))
    doc = Doc(text, terms)
    parts = layout(text, section)
    aside = intrusions(text)
    people = read_people(text)
    doc.patient = (people.sex, people.name)
    letters = codes(doc, parts)
    doc.meant = meant(doc, letters)
    drafts: list[tuple[Draft, Part]] = []
    for part in parts:
        for record in part.records:
            if record.tick == "open":
                continue  # a box that nobody ticked says nothing
            for draft in changed(planned(_read(record, part, doc, people), doc, part.kind), doc):
                draft = sensible(draft, doc)
                draft = negated(_staged(_whole(_decoded(_freed(draft, doc), doc, letters), doc), doc), doc)
                draft = feared(plausible(draft, _section(draft, part), doc), _section(draft, part), doc)
                if not any(a < draft.span.end and draft.span.start < b for a, b in aside):
                    drafts.append((draft, part))
    drafts.sort(key=lambda pair: (pair[0].span.start, pair[0].span.end))
    return withheld(consistent(_note(doc, parts, drafts, people), doc), aside)


def _read(record: Record, part: Part, doc: Doc, people: People) -> list[Draft]:
    """The statements of a record by the reader of its part."""
    first, record = rhythms(record, doc)
    if people.age is not None and people.age < _CHILD:
        feared, record = worries(record, part, doc)
        first += feared
    taken, record = treated(record, part, doc)
    first += taken
    return taken_back([*first, *(reader_of(part.kind)(record, part, doc) if record.sentences else ())], doc)


def _staged(draft: Draft, doc: Doc) -> Draft:
    """Who goes out and who comes back is shown by who speaks, and nobody says it."""
    if draft.kind not in ("event", "opaque") or draft.sentence is None or not directs(doc.slice(draft.sentence)):
        return draft
    return draft.but(kind="identity", arguments=(), marks=())


def _freed(draft: Draft, doc: Doc) -> Draft:
    """What somebody is free of, denied: "pain-free now", "seizure-free off medicines"."""
    first = (
        draft.arguments[0]
        if draft.arguments and draft.kind in ("symptom", "condition", "finding", "diagnosis")
        else None
    )
    name, dash, _ = first.text.partition("-free") if first is not None else ("", "", "")
    if first is None or not dash or not name.replace(" ", "").isalpha():
        return draft
    what = argument(doc, first.role, first.span.start, first.span.start + len(name))
    return draft.but(arguments=(what, *draft.arguments[1:]), polarity="denied")


def _decoded(draft: Draft, doc: Doc, letters: Sequence[Code]) -> Draft:
    """The draft with the sense of each argument that is a letter code; what is read as a drug already has its own."""
    if draft.kind == "opaque":
        return draft
    known = draft.kind in ("drug", "allergy") and draft.arguments and draft.arguments[0].concept
    roles = _PLACING if known else _NAMING
    found = tuple(decoded(a, doc, letters) if a.role in roles else a for a in draft.arguments)
    return draft.but(arguments=found) if found != draft.arguments else draft


def _whole(draft: Draft, doc: Doc) -> Draft:
    """A drug of whose words a number is in no argument is no statement of that drug: an order keeps them all as its verb
    phrase, and anything else is not understood. A dose is told whole or not at all."""
    if draft.kind != "drug" or all(
        _is_count(doc, q.start) or any(a.span.start <= q.start and q.end <= a.span.end for a in draft.arguments)
        for q in doc.quantities
        if draft.span.start <= q.start and q.end <= draft.span.end
    ):
        return draft
    action = next(
        (a for a in draft.arguments if a.role == "action" and a.span.start == draft.span.start and a.text), None
    )
    if action is None or action.text[0].islower():  # "We will start A 5 mg daily and go on with B"
        moved = marks(doc, draft.span, *doc.patient)
        if moved is None or not any(finite(token) and token.lower not in FORMS for token in doc.tagged(draft.span)):
            return by_name(draft, doc)
        clause = argument(doc, "clause", draft.span.start, draft.span.end)
        return draft.but(kind="event", arguments=(clause,), marks=moved)
    what = argument(doc, "what", draft.span.start, draft.span.end, "verb")
    return draft.but(kind="advice", arguments=(what,))


_RANKS = ("first line", "second line", "1st line", "2nd line")


def _is_count(doc: Doc, at: int) -> bool:
    """Whether a number is how much the pharmacy gives out, or which drug comes first: "dispense 14", "#20", "first line"."""
    if doc.text[at : at + _CODE * 3].lower().replace("-", " ").startswith(_RANKS):
        return True
    before = doc.text[max(0, at - _CODE * 2) : at].lower().rstrip(" :")
    return before.endswith(("#", "dispense", "disp", "quantity", "qty"))


def _aged(drafts: Sequence[Draft]) -> float | None:
    """The age in years of somebody introduced with a bare number: "Mrs. Lee, 47, cook"; None where nobody is."""
    ages = (a.text for one in drafts if one.kind == "identity" for a in one.arguments if a.role == "age")
    return next((float(age) for age in ages if age.isdecimal()), None)


def _note(doc: Doc, parts: Sequence[Part], drafts: Sequence[tuple[Draft, Part]], people: People) -> Note:
    told = [draft for draft, _ in drafts]
    facts = [_fact(f"f{at}", draft, part, doc) for at, (draft, part) in enumerate(drafts, 1)]
    same = _same(doc, facts)
    facts = [fact.model_copy(update={"same_as": same[fact.id]}) if fact.id in same else fact for fact in facts]
    return Note(
        id="",
        text=doc.text,
        sections=tuple(Section(kind=part.kind, heading=part.heading, span=part.span) for part in parts),
        facts=tuple(facts),
        age=people.age if people.age is not None else _aged(told),
        sex=people.sex,
        name=people.name,
        companions=people.companions,
        reading=report(doc.text, parts, told),
    )


def _same(doc: Doc, facts: Sequence[Fact]) -> dict[str, str]:
    """For a fact that says nothing new, the id of the one that says it."""
    copies = told_before(doc.text, facts)
    own = [fact for fact in facts if fact.id not in copies]
    same = restated(own)
    fresh = [fact for fact in own if fact.id not in same]
    clauses = told_in_clauses(fresh, partial(_broader, doc.terms))
    links = {**copies, **same, **clauses}
    return {name: _last(links, target) for name, target in links.items()}


def _last(links: dict[str, str], name: str) -> str:
    """The fact at the end of a chain of restatements."""
    seen: set[str] = set()
    while name in links and name not in seen:
        seen.add(name)
        name = links[name]
    return name


def _broader(terms: Terms | None, concept: str) -> tuple[str, ...]:
    found: Callable[[str], tuple[str, ...]] | None = getattr(terms, "broader", None)
    return found(concept) if found is not None else ()


def _fact(name: str, draft: Draft, part: Part, doc: Doc) -> Fact:
    words = doc.slice(draft.sentence or draft.span)
    knower, visit = known(draft, _section(draft, part) if draft.kind == "home" else part.kind, words)
    mentions = tuple(
        mention.model_copy(update={"polarity": draft.polarity}) if draft.polarity != "present" else mention
        for mention in doc.mentioned(draft.span)
    )
    fields: dict[str, Any] = {
        "id": name,
        "section": _section(draft, part),
        "text": doc.slice(draft.span),
        "span": draft.span,
        "group": draft.group or draft.problem,
        "concept": _head(draft, mentions),
        "mentions": mentions,
        "quantities": _quantities(draft.span, doc),
        "polarity": draft.polarity,
        "certainty": draft.certainty,
        "side": _side(draft, doc),
        "time": draft.time,
        "subject": draft.subject,
        "knower": knower,
        "established": "visit" if visit else "before",
        "sentence": draft.sentence,
        "role": {"identity": "age", "drug": "drug", "none": "idle"}.get(draft.kind, "clause"),
        "problem": draft.problem,
        "speaker": draft.speaker,
        "kind": draft.kind,
        "arguments": draft.arguments,
        "marks": draft.marks,
        "temporality": draft.temporality,
        "unheard": part.audience,
    }
    return Fact.model_validate(fields)


def _section(draft: Draft, part: Part) -> SectionKind:
    """The section that a statement belongs to, wherever the author put it."""
    if draft.kind == "allergy" and part.kind in ("history", "past", "medications", "social", "other"):
        return "allergies"
    if draft.kind == "home" and part.kind in ("assessment", "plan"):
        return "social"
    if draft.kind == "relative" or (
        draft.subject not in ("patient", "") and part.kind == "history" and draft.kind == "condition"
    ):
        return "family"
    return part.kind


def _head(draft: Draft, mentions: Sequence[Mention]) -> str | None:
    named = next((a.concept for a in draft.arguments if a.concept), None)
    return named or (mentions[0].concept if mentions else None)


def _quantities(span: Span, doc: Doc) -> tuple[Quantity, ...]:
    return tuple(
        Quantity(value=q.value, high=q.high, unit=q.unit, span=Span(start=q.start, end=q.end))
        for q in doc.quantities
        if span.start <= q.start and q.end <= span.end
    )


def _of_ecg(words: Sequence[Token], at: int) -> bool:
    """Whether "R" is a wave of an ECG: "R wave progression"."""
    return any(t.lower in ("wave", "waves", "wave-progression") for t in words[at + 1 : at + 3])


def _side(draft: Draft, doc: Doc) -> str | None:
    words = tokens(doc.text, draft.span.start, draft.span.end)
    found = {
        _SIDES[t.lower]
        for at, t in enumerate(words)
        if t.lower in _SIDES and (len(t.text) > 1 or (t.text.isupper() and not _of_ecg(words, at)))
    }
    if not found:
        return None
    return next(iter(found)) if len(found) == 1 else "both"
