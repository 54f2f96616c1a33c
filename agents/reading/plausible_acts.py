"""Drugs, allergies, orders, advice and clauses whose words are not all of them, or more than them."""

import re
from collections.abc import Sequence

from bedside.agents.reading.draft import Draft, argument
from bedside.agents.reading.naming import Name, listed
from bedside.agents.reading.untyped import refused
from bedside.agents.text.doc import Doc, Token
from bedside.agents.text.inflection import lemma
from bedside.scenarios.note import SectionKind
from bedside.scenarios.span import Span
from bedside.scenarios.statement import Argument, Mark

_HE, _SHE = frozenset(("he", "him")), frozenset(("she", "her"))
_SEXED = re.compile(
    r"\b\d{1,3} ?[FM]\b|\b(?:fe)?male\b|\b(?:wo)?man\b|\b(?:lady|gentleman|girl|boy|Mrs?|Ms|Miss)\b|[♀♂]", re.IGNORECASE
)  # what says whether the patient is he or she
_THINGS_DO = frozenset("differ vary conflict apply pertain coincide".split())
_CHANGED = frozenset(
    "recovered improved worsened normalized normalised preserved stabilized stabilised resolved".split()
)
_VALUES = frozenset({"test", "measurement"})
_ANSWERED_NO = re.compile(r"\s?\?\s*(?:no|not|nil)\b", re.IGNORECASE)
_HAD = frozenset({"symptom", "disorder"})
_COMPLAINT = 4  # words of a complaint that stands where something is advised
_WAYS = frozenset("down up off back".split())
_AT_HOME = frozenset(("ice", "icing", "heat", "rest", "elevation", "massage", "stretching", "stretches"))
_USED = frozenset(("condom", "condoms", "barrier contraception"))
_RISKS = re.compile(
    r"\W*(?:the |potential |possible |common |main )*(?:risks|side effects|(?:complications|adverse effects) of (?:the )?"
    r"(?:surgery|procedure|operation|treatment|an\w*sthesia))(?: and benefits)?(?: (?:of|from|with) [^,;:.]{1,40}?)? "
    r"(?:include|included|are|were)\b",
    re.IGNORECASE,
)
_VERBS_ALONE = frozenset("stop start continue hold increase reduce change restart resume wean".split())


def drug(draft: Draft, first: Argument, name: Name, section: SectionKind, doc: Doc) -> Draft | None:
    """A drug whose name goes on with a word that is none: "NSAID use", "codeine after"."""
    held = next((m for m in doc.mentioned(first.span) if m.kind in ("drug", "substance")), None)
    if held is None or not name.words:
        return None
    last = name.words[-1]
    loose = last.tag in ("AV0", "PRP", "CJS", "DT0", "PUN", "CJC", "AVP", "TO0") or last.lower in (
        listed("use")[0] | listed("time")[0]
    )
    if (
        held.span.start != first.span.start
        or held.span.end >= first.span.end
        or not loose
        or (last.text.isupper() and last.lower not in listed("time")[0])
    ):
        return None
    drug = argument(doc, "drug", held.span.start, held.span.end)
    hung = last.tag in ("PRP", "CJS")  # what stands behind "after" is told by nothing else
    kept = (a for a in draft.arguments if not hung or not 0 <= a.span.start - first.span.end < len("  "))
    return draft.but(arguments=tuple(drug if a is first else a for a in kept))


def allergy(draft: Draft, first: Argument, name: Name, section: SectionKind, doc: Doc) -> Draft | None:
    """What the note calls an allergy is one: "Pen allergy"."""
    after = doc.text[first.span.end : first.span.end + len(" allerg")]
    return draft if after.lower() == " allerg" else None


def status(draft: Draft, first: Argument, name: Name, section: SectionKind, doc: Doc) -> Draft | None:
    """How a problem does is no thing and no number ("3 hours"), unless that is the goal: "goal 90 degrees of bend"."""
    thing = name.head is not None and name.head.tag.startswith(("NN", "NP")) and name.head is name.stretch[-1]
    first_word = name.words[0] if name.words else None
    named = thing and first_word is not None and first_word.tag.startswith(("NN", "NP", "CRD"))
    aimed = first_word is not None and first_word.lower in listed("aim")[0]
    return refused(draft, doc) if named and not aimed else None


def advice(draft: Draft, first: Argument, name: Name, section: SectionKind, doc: Doc) -> Draft | None:
    """A verb that has lost what it is about: "stop" behind an arrow; what was asked and answered with no; a complaint, which
    nobody is told to have: "Return: neck stiffness"."""
    alone = first.text.lower() in _VERBS_ALONE
    answered = _ANSWERED_NO.match(doc.text[first.span.end : first.span.end + len("? not ")]) is not None
    short = first.value == "thing" and len(first.text.split()) <= _COMPLAINT
    free = short and all(one.role != "condition" for one in draft.arguments)
    had = free and name.is_whole and name.kinds and name.kinds <= _HAD
    bare = free and (first.text.lower().split()[-1] in _WAYS or first.text.lower() in _WAYS)
    return draft.but(kind="opaque", arguments=(), marks=()) if alone or answered or had or bare else None


def procedure(draft: Draft, first: Argument, name: Name, section: SectionKind, doc: Doc) -> Draft | None:
    """What somebody does for it at home is nothing that was done to them: "ice"."""
    return refused(draft, doc) if first.text.lower() in _AT_HOME else None


def condition(draft: Draft, first: Argument, name: Name, section: SectionKind, doc: Doc) -> Draft | None:
    """What is used is nothing that one has: "condoms"."""
    return refused(draft, doc) if first.text.lower() in _USED else None


def is_risk(draft: Draft, doc: Doc) -> bool:
    """Whether a statement stands in a list of what may come of a treatment: "risks of surgery include bleeding"."""
    if draft.sentence is None or draft.kind not in (
        "symptom",
        "condition",
        "diagnosis",
        "finding",
        "event",
        "procedure",
    ):
        return False
    return _RISKS.match(doc.text[draft.sentence.start : draft.span.start]) is not None


def order(draft: Draft, first: Argument, name: Name, section: SectionKind, doc: Doc) -> Draft | None:
    """What was done is no order: "clips removed today"."""
    action = next((a for a in draft.arguments if a.role == "action" and a.text), None)
    removed = action is not None and action.text.lower() in ("removed", "taken out", "drained", "closed", "inserted")
    after = action is not None and action.span.start > first.span.end
    if draft.temporality != "past" or not removed or not after or action is None:
        return None
    what = argument(doc, "what", first.span.start, action.span.end)
    when = tuple(a for a in draft.arguments if a.role == "when")
    return draft.but(kind="procedure", arguments=(what, *when))


def event(draft: Draft, doc: Doc) -> Draft:
    """A clause that begins with how the patient feels: "(is) unhappy that his operation was cancelled"."""
    words = doc.tagged(draft.span)
    said = {word.lower for word in words}
    if _SEXED.search(doc.text) is None and draft.subject == "patient" and said & _HE and said & _SHE:
        return draft.but(
            kind="opaque", arguments=(), marks=()
        )  # "he grabs her": who of them is the patient, is not known
    if draft.subject == "patient" and _of_things(words, doc):
        return draft.but(kind="opaque", arguments=(), marks=())
    here = Span(start=draft.span.start, end=draft.span.start)
    feels = len(words) > 2 and words[0].tag == "AJ0" and words[1].tag == "CJT"
    if not feels or draft.subject != "patient" or any(mark.span == here for mark in draft.marks):
        return draft
    left_out = (Mark(role="subject", span=here), Mark(role="verb", span=here, lemma="be", form="present"))
    return draft.but(marks=(*left_out, *draft.marks))


def _of_things(words: Sequence[Token], doc: Doc) -> bool:
    """Whether words without a subject tell what no person does: "differs", or a value that changed: "improved A1c"."""
    first = words[0]
    if lemma(first.lower, first.tag if first.tag.startswith("V") else "VVZ") in _THINGS_DO:
        return True
    if first.lower not in _CHANGED or len(words) == 1:
        return False
    span = Span(start=first.start, end=words[-1].end)
    return any(m.span.start == words[1].start and m.kind in _VALUES for m in doc.mentioned(span))


def told_to(draft: Draft, doc: Doc) -> Draft:
    """What somebody was told to do, where the note has no more than "adv" before it."""
    words = doc.tagged(draft.span)
    if draft.arguments or len(words) < len(("adv", "fluids")) or words[0].lower not in listed("advised")[0]:
        return draft
    end = next((at for at, word in enumerate(words) if word.text in ",;("), len(words))
    if end < 2 or not doc.mentioned(Span(start=words[1].start, end=words[end - 1].end)):
        return draft
    what = argument(doc, "what", words[1].start, words[end - 1].end, "thing")
    return draft.but(kind="advice", arguments=(what,), span=Span(start=words[0].start, end=words[end - 1].end))
