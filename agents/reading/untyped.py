"""What is not understood of a statement: its words as a clause, where they are one that can be moved to another person, else nothing."""

from collections.abc import Sequence

from bedside.agents.reading.clause import finite, marks
from bedside.agents.reading.clause_shapes import stands
from bedside.agents.reading.draft import Draft, argument
from bedside.agents.reading.naming import NO_VERBS, listed
from bedside.agents.text.doc import Doc, Token
from bedside.agents.text.inflection import is_verb, lemma
from bedside.scenarios.span import Span
from bedside.scenarios.statement import Mark

_DENIALS = frozenset("not no never n't negative without denied".split())
_AGO = " ago"


def refused(draft: Draft, doc: Doc) -> Draft:
    """A draft that is not understood: its words, as a clause where they are one that can be moved."""
    words = doc.tagged(draft.span)
    verb = next((i for i, word in enumerate(words) if finite(word)), 0)
    told = draft.polarity == "present" or any(word.lower in _DENIALS for word in words)
    if told and (_has_subject(words, verb) or (verb == 0 and _leaves_it_out(words, draft, doc))):
        ago = doc.text[draft.span.end : draft.span.end + len(_AGO)] == _AGO
        whole = Span(start=draft.span.start, end=draft.span.end + (len(_AGO) if ago else 0))
        return as_clause(draft, whole, doc)
    return draft.but(kind="opaque", arguments=(), marks=())


def as_clause(draft: Draft, whole: Span, doc: Doc) -> Draft:
    """A stretch as a clause, opaque where it can't be moved to another person."""
    moved = marks(doc, whole, *doc.patient)
    if moved is None:
        return draft.but(kind="opaque", arguments=(), marks=())
    if draft.subject == "patient" and not any(mark.role in ("subject", "verb") for mark in moved):
        moved = (*_left_out(doc.tagged(whole)), *moved)
    clause = argument(doc, "clause", whole.start, whole.end)
    return draft.but(kind="event", arguments=(clause,), marks=moved, span=whole)


def _left_out(words: Sequence[Token]) -> tuple[Mark, ...]:
    """The patient and the verb that a note left out: "(was) involved in a crash", "(he) cries daily"."""
    here = Span(start=words[0].start, end=words[0].start)
    subject = Mark(role="subject", span=here)
    first = words[0]
    if first.tag == "VVN" or first.lower in listed("away")[0]:
        past = first.tag == "VVN" or words[-1].lower == "ago"
        return subject, Mark(role="verb", span=here, lemma="be", form="past" if past else "present")
    if first.tag.startswith("NN") and _does(words):
        span = Span(start=first.start, end=first.end)
        return subject, Mark(role="verb", span=span, lemma=lemma(first.text, "VVZ"), form="present")
    return ()


def _has_subject(words: Sequence[Token], verb: int) -> bool:
    """Whether words are a clause with a subject; in a telegram a past form is a participle ("PDA closed"), and a base form a noun."""
    if not verb or words[verb].lower in NO_VERBS or not stands(words):
        return False
    before = words[:verb]
    if words[verb].tag == "VVB":
        return before[-1].tag == "NN2"
    return words[verb].tag != "VVD" or any(word.tag in ("AT0", "DPS", "PNP", "DT0", "NN2") for word in before)


def _leaves_it_out(words: Sequence[Token], draft: Draft, doc: Doc) -> bool:
    """Whether words are what the patient does or did, where nobody else is named: "Presents to the emergency room"."""
    if draft.subject != "patient" or len(words) < len(("Cries", "daily")) or not _does(words):
        return False
    start = draft.sentence.start if draft.sentence is not None else draft.span.start
    before = doc.tagged(Span(start=start, end=draft.span.start)) if start < draft.span.start else ()
    return all(word.lower in listed("person")[0] or word.text[0].isdigit() for word in before)


def _does(words: Sequence[Token]) -> bool:
    """Whether words begin with what somebody does, or where they are: "cries daily", "back from Ghana"."""
    first, after = words[0], words[1]
    if first.lower in listed("away")[0]:
        return after.tag in ("PRP", "PRF")
    said = first.lower.endswith("s") and after.lower.endswith("ly") and first.lower not in listed("complaint")[0]
    return first.tag in ("VVZ", "VVG", "VVD", "VVN") or (said and is_verb(lemma(first.text, "VVZ")))
