"""The last step of reading: a statement that names what its kind can't be about is of a kind that can, or is not understood.

What a kind admits stands in ``plausible_kinds.tsv``: the kinds of term that its name may be, and the words. Only what is
understood is said: a statement that fails and fits no other kind is kept as a clause where it is one, else it is opaque.
"""

import re
from collections.abc import Sequence
from functools import cache

from bedside.agents.reading.clause import finite, marks
from bedside.agents.reading.clause_shapes import stands
from bedside.agents.reading.draft import Draft, argument
from bedside.agents.reading.experiencer import people
from bedside.agents.reading.naming import NO_VERBS, Name, listed, name_of
from bedside.agents.reading.tables import phrases, plains, rows
from bedside.agents.text.doc import Doc, Token
from bedside.agents.text.inflection import is_verb, lemma
from bedside.agents.text.tagger import is_general
from bedside.scenarios.note import SectionKind
from bedside.scenarios.span import Span
from bedside.scenarios.statement import Argument, Kind, Mark

_EXAMINED = frozenset(("examination", "vitals", "results", "procedure"))
_TIME = re.compile(
    r"(?:x ?|for |in |about |approximately )?[\d/.,-]+ ?(?:days?|weeks?|wks?|months?|years?|yrs?|hours?|hrs?|minutes?|mins?|/day|/(?:7|52|12))\b"
    r"|x ?\d|\d{1,2}/(?:7|52|12)$|[0-2]\d{3}$",
    re.IGNORECASE,
)
_DENIALS = frozenset("not no never n't negative without denied".split())
_TAKEN = frozenset(("dose", "frequency", "route"))
_VALUE = re.compile(
    r"(?P<test>[^\W\d][^(,;:]{0,24}?)[ :=]+"
    r"(?P<value>(?:[<>~]?\d[\d.,/-]*(?: ?(?P<unit>%|[a-zµ]*mol|[mµ]?g|[mdk]?L|mmHg|mm|cm|kg|I?U)\b)?|negative|positive|normal|II?I?V?\b).*)",
    re.DOTALL,
)
_TIMES = re.compile(r"x ?\d", re.IGNORECASE)
_CUT = frozenset("a an the for of to at least most than or and with".split())
_AGO = " ago"
_SIDES = frozenset("l r left right bilateral both".split())
_COUNTED = 3  # words of "4 d of"
_MEASURED = frozenset("test measurement procedure".split())
_ILL = frozenset("disorder symptom finding".split())


def plausible(draft: Draft, section: SectionKind, doc: Doc) -> Draft:
    """The draft, of the kind that fits what it names; opaque where none does."""
    if draft.kind == "opaque":
        return _opaque(draft, doc)
    if draft.kind == "event":
        return _event(draft, doc)
    admitted = _admitted().get(draft.kind)
    if admitted is None and draft.kind not in _OWN:
        return draft
    first = next((a for a in draft.arguments if admitted is None or a.role == admitted[0]), None)
    if first is None:
        return draft
    draft = _arranged(draft, first)
    name = name_of(doc, first.span, draft.sentence)
    own = _OWN.get(draft.kind)
    found = own(draft, first, name, section, doc) if own is not None else None
    if found is not None:
        return found
    if admitted is None or _fits(name, draft):
        return draft
    return _of_other_kind(draft, first, name) or _measured(draft, first, doc) or refused(draft, doc)


def refused(draft: Draft, doc: Doc) -> Draft:
    """A draft that is not understood: its words, as a clause where they are one that can be moved."""
    words = doc.tagged(draft.span)
    verb = next((i for i, word in enumerate(words) if finite(word)), 0)
    told = draft.polarity == "present" or any(word.lower in _DENIALS for word in words)
    if told and (_has_subject(words, verb) or (verb == 0 and _leaves_it_out(words, draft, doc))):
        ago = doc.text[draft.span.end : draft.span.end + len(_AGO)] == _AGO
        whole = Span(start=draft.span.start, end=draft.span.end + (len(_AGO) if ago else 0))
        return _clause(draft, whole, doc)
    return draft.but(kind="opaque", arguments=(), marks=())


def _clause(draft: Draft, whole: Span, doc: Doc) -> Draft:
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


def _arranged(draft: Draft, first: Argument) -> Draft:
    """A draft whose arguments are of their roles: "x6 today" is how often and no onset, and "for at least" is no purpose."""
    kept: list[Argument] = []
    for one in draft.arguments:
        words = one.text.lower().split()
        if draft.kind == "symptom" and one.role in ("onset", "duration") and _TIMES.match(one.text):
            one = one.model_copy(update={"role": "frequency"})
        if one.role == "purpose" and words and words[-1] in _CUT:
            continue
        kept.append(one)
    return draft if tuple(kept) == draft.arguments else draft.but(arguments=tuple(kept))


def _fits(name: Name, draft: Draft) -> bool:
    role, kinds, lists, unknown = _admitted()[draft.kind]
    if not name.is_whole and not _goes_on(name, draft, role):
        return False
    if (
        draft.kind != "procedure"
        and name.is_doing
        and not name.has_one_of("complaint")
        and not any(word.tag == "DPS" for word in name.words)
    ):
        return False
    if not name.kinds.isdisjoint(kinds) or any(name.is_one_of(one) for one in lists):
        return True
    if _described(name, draft):
        return True
    if name.is_one_of("not_a_name"):
        return False
    return (unknown and not name.kinds and name.is_unknown) or not name.within.isdisjoint(kinds)


def _goes_on(name: Name, draft: Draft, role: str) -> bool:
    """Whether a name that ends with "and" or "when" goes on with another argument: "bleeding between periods or" after sex."""
    first = next(a for a in draft.arguments if a.role == role)
    last = name.words[-1] if name.words else None
    joins = last is not None and last.tag in ("CJC", "AV0", "PRP")
    return joins and any(0 < a.span.start - first.span.end < len("  ") for a in draft.arguments)


def _described(name: Name, draft: Draft) -> bool:
    """Whether a name that is of another kind alone is one with the words beside it."""
    if draft.kind in ("symptom", "diagnosis") and _is_hard(name):
        return True
    if draft.kind == "symptom":
        placed = any(a.role in ("site", "quality") for a in draft.arguments)
        if "substance" in name.kinds and placed:
            return True  # "blood in her stools"
        return not name.kinds.isdisjoint(("anatomy", "substance")) and name.has_one_of("ailing")
    if draft.kind in ("diagnosis", "condition"):
        measured = not name.kinds.isdisjoint(_MEASURED) or name.is_one_of("test") or name.is_one_of("analyte")
        return (measured and name.has_one_of("abnormal")) or name.is_letters
    if draft.kind == "allergy":
        return name.is_part
    if draft.kind == "procedure":
        done = any(a.role == "when" and "removed" in a.text for a in draft.arguments)
        return done or name.has_one_of("operation") or name.has_one_of("operation_ending")
    if draft.kind == "drug":
        unknown = any(word.text.isalpha() and not is_general(word.text) for word in name.words if len(word.text) > 3)
        return (unknown and not name.is_one_of("not_a_name")) or not _TAKEN.isdisjoint(a.role for a in draft.arguments)
    if draft.kind == "result":
        return not name.first.isdisjoint(_MEASURED) or _is_lettered(name, draft)
    return False


def _is_hard(name: Name) -> bool:
    """ "difficulty urinating" """
    pairs = zip(name.words, name.words[1:], strict=False)
    return any(a.lower in listed("doing")[0] and b.lower.endswith("ing") for a, b in pairs)


def _is_lettered(name: Name, draft: Draft) -> bool:
    """Whether a test whose letters nobody knows shows by its value that it is one: "ABI 0.6", "CCT 540 µm", "RF pos"."""
    text = next((a.text for a in draft.arguments if a.role == "value"), "")
    if text.lower().startswith(("pos", "neg")) and "disorder" in name.within:
        return True  # "flu A negative"
    if name.head is None or sum(map(str.isupper, name.head.text)) < len("Rh"):
        return False
    return re.match(r"[<>~]?\d+\.\d|[<>~]?[\d.]+ ?(?:[a-zµ]+/|%)|pos|neg|reactive|reassuring", text) is not None


def _of_other_kind(draft: Draft, first: Argument, name: Name) -> Draft | None:
    if not name.is_whole or name.is_clause or name.is_doing:
        return None
    if draft.kind == "condition" and "procedure" in name.kinds:
        return _as(draft, "procedure", first)
    if draft.kind == "symptom" and not name.is_one_of("not_a_name"):
        if "drug" in name.kinds or name.is_one_of("medicine"):
            since = (a.model_copy(update={"role": "since"}) for a in draft.arguments if a.role in ("duration", "onset"))
            return draft.but(kind="drug", arguments=(first.model_copy(update={"role": "drug"}), *since))
        done = draft.polarity == "denied" or draft.temporality == "past"
        if done and not name.kinds.isdisjoint(("procedure", "device")):
            return _as(draft, "procedure" if "procedure" in name.kinds else "condition", first)
    if draft.kind in ("diagnosis", "condition") and first.text.lower().endswith(" at home"):
        return _as(draft, "home", first)
    if draft.kind in ("procedure", "allergy") and not name.kinds.isdisjoint(("disorder", "symptom")):
        return _as(draft, "condition", first)
    return None


def _as(draft: Draft, kind: Kind, first: Argument) -> Draft:
    return draft.but(kind=kind, arguments=(first.model_copy(update={"role": "what"}),))


def _result(draft: Draft, first: Argument, name: Name, section: SectionKind, doc: Doc) -> Draft | None:
    value = next((a for a in draft.arguments if a.role == "value"), None)
    if name.is_one_of("diagnosis_label") and len(name.words) == 1 and value is not None:
        return plausible(_as(draft, "diagnosis", value), "assessment", doc)
    known = not name.kinds.isdisjoint(_MEASURED) or name.is_one_of("test")
    if value is not None and _TIME.match(value.text) and (not known or "procedure" in name.kinds):
        return _timed(draft, first, name, value, doc) or refused(draft, doc)
    if not name.kinds.isdisjoint(_ILL) and value is not None and name_of(doc, value.span).is_one_of("presence"):
        ill: Kind = "symptom" if "symptom" in name.kinds else "condition"  # "ulceration: not identified"
        return _as(draft, "finding" if section in _EXAMINED else ill, first)
    if not name.is_whole and not name.first.isdisjoint(_MEASURED):  # "X-ray of the"
        kept = next((m for m in doc.mentioned(first.span) if m.span.start == first.span.start), None)
        if kept is not None and kept.span.end < first.span.end:
            test = argument(doc, "test", kept.span.start, kept.span.end)
            return draft.but(arguments=tuple(test if a is first else a for a in draft.arguments))
    return None


def _timed(draft: Draft, first: Argument, name: Name, value: Argument, doc: Doc) -> Draft | None:
    """A value that is a time makes of a test an operation or a complaint: "knee replacement 15 days ago", "D+V 2/7"."""
    what = first.model_copy(update={"role": "what"})
    if name.is_whole and "procedure" in name.kinds:
        ago = doc.text[value.span.end : value.span.end + len(_AGO)] == _AGO
        end = value.span.end + (len(_AGO) if ago else 0)
        span = Span(start=draft.span.start, end=max(draft.span.end, end))
        told = (what, argument(doc, "when", value.span.start, end))
        return draft.but(kind="procedure", arguments=told, span=span, temporality="past") if ago else None
    if value.text.isdigit() and name.is_one_of("visit"):  # "f2f today 1640"
        here = Span(start=first.span.start, end=first.span.start)
        action = Argument(role="action", text="", span=here, value="follow_up")
        who = Argument(role="who", text="", span=here, value="patient")
        when = argument(doc, "when", first.span.end + 1, value.span.end)
        return draft.but(kind="order", arguments=(what, action, who, when))
    if not name.is_whole or not ("symptom" in name.kinds or name.is_one_of("complaint")):
        return None
    clock = value.text.isdigit()
    when = () if clock else (value.model_copy(update={"role": "duration"}),)
    return draft.but(kind="symptom", arguments=(what, *when))


def _drug(draft: Draft, first: Argument, name: Name, section: SectionKind, doc: Doc) -> Draft | None:
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
        and last.lower not in listed("time")[0]
    ):
        return None
    drug = argument(doc, "drug", held.span.start, held.span.end)
    hung = last.tag in ("PRP", "CJS")  # what stands behind "after" is told by nothing else
    kept = (a for a in draft.arguments if not hung or not 0 <= a.span.start - first.span.end < len("  "))
    return draft.but(arguments=tuple(drug if a is first else a for a in kept))


def _opaque(draft: Draft, doc: Doc) -> Draft:
    """What somebody was told to do, where the note has no more than "adv" before it."""
    words = doc.tagged(draft.span)
    if draft.arguments or len(words) < len(("adv", "fluids")) or words[0].lower not in listed("advised")[0]:
        return draft
    end = next((at for at, word in enumerate(words) if word.text in ",;("), len(words))
    if end < 2 or not doc.mentioned(Span(start=words[1].start, end=words[end - 1].end)):
        return draft
    what = argument(doc, "what", words[1].start, words[end - 1].end, "thing")
    return draft.but(kind="advice", arguments=(what,), span=Span(start=words[0].start, end=words[end - 1].end))


def _event(draft: Draft, doc: Doc) -> Draft:
    """A clause that begins with how the patient feels: "(is) unhappy that his operation was cancelled"."""
    words = doc.tagged(draft.span)
    here = Span(start=draft.span.start, end=draft.span.start)
    feels = len(words) > 2 and words[0].tag == "AJ0" and words[1].tag == "CJT"
    if not feels or draft.subject != "patient" or any(mark.span == here for mark in draft.marks):
        return draft
    left_out = (Mark(role="subject", span=here), Mark(role="verb", span=here, lemma="be", form="present"))
    return draft.but(marks=(*left_out, *draft.marks))


def _status(draft: Draft, first: Argument, name: Name, section: SectionKind, doc: Doc) -> Draft | None:
    """How a problem does is no thing and no number: "goal 90 degrees of bend", "3 hours"."""
    thing = name.head is not None and name.head.tag.startswith(("NN", "NP")) and name.head is name.stretch[-1]
    first_word = name.words[0] if name.words else None
    named = thing and first_word is not None and first_word.tag.startswith(("NN", "NP", "CRD"))
    aimed = first_word is not None and first_word.lower in listed("aim")[0]
    return refused(draft, doc) if aimed or named else None


def _order(draft: Draft, first: Argument, name: Name, section: SectionKind, doc: Doc) -> Draft | None:
    """What was done is no order: "clips removed today"."""
    action = next((a for a in draft.arguments if a.role == "action" and a.text), None)
    removed = action is not None and action.text.lower() in ("removed", "taken out", "drained", "closed", "inserted")
    after = action is not None and action.span.start > first.span.end
    if draft.temporality != "past" or not removed or not after or action is None:
        return None
    what = argument(doc, "what", first.span.start, action.span.end)
    when = tuple(a for a in draft.arguments if a.role == "when")
    return draft.but(kind="procedure", arguments=(what, *when))


def _allergy(draft: Draft, first: Argument, name: Name, section: SectionKind, doc: Doc) -> Draft | None:
    """What the note calls an allergy is one: "Pen allergy"."""
    after = doc.text[first.span.end : first.span.end + len(" allerg")]
    return draft if after.lower() == " allerg" else None


def _finding(draft: Draft, first: Argument, name: Name, section: SectionKind, doc: Doc) -> Draft | None:
    """What was found where nobody was examined is a complaint, an illness or a result."""
    if section in _EXAMINED:
        return None
    if draft.temporality == "hypothetical":
        return refused(draft, doc)
    parts = [a for a in draft.arguments if a.role == "part"]
    if name.is_one_of("presence") and parts:  # "gum hypertrophy noted"
        first, parts = parts[0].model_copy(update={"role": "what"}), []
        name = name_of(doc, first.span, draft.sentence)
    if name.is_whole and len(parts) == 1 and name_of(doc, parts[0].span).is_one_of("faculty"):
        heard = doc.tagged(draft.span)[0].tag == "VVG"  # "hearing muffled" is no clause about what somebody does
        return draft if heard else _clause(draft, draft.span, doc)
    parts = [a for a in parts if a.span.start > first.span.start or a.span.end + 2 > first.span.start]
    placed = all(_is_place(a, doc) for a in parts)
    value = _measured(draft, first, doc) if not parts else None
    if value is not None:
        return value
    cut = _shortened(first, name, doc, draft)
    told = name_of(doc, cut.span, draft.sentence)
    if told.is_whole and not told.is_clause and not told.is_doing and placed:
        if (
            "symptom" in told.kinds
            or told.is_one_of("complaint")
            or told.is_one_of("ending")
            or _described(told, draft.but(kind="symptom"))
        ):
            site = tuple(a.model_copy(update={"role": "site"}) for a in parts if a.span.start > first.span.start)
            return draft.but(kind="symptom", arguments=(cut, *site))
        if not parts and (not told.kinds.isdisjoint(("disorder", "device")) or told.is_one_of("illness")):
            return _as(draft, "condition", cut)
        if parts and name.is_whole:
            return draft  # "the left drum is retracted", in a note without headings
    return refused(draft, doc)


def _is_place(part: Argument, doc: Doc) -> bool:
    """Whether what a finding is told of is a part of the body: a place, or letters behind a side."""
    name = name_of(doc, part.span)
    return "anatomy" in name.kinds or (len(name.words) > 1 and name.words[0].lower in _SIDES)


def _shortened(first: Argument, name: Name, doc: Doc, draft: Draft) -> Argument:
    """A name without the numbers, marks and second thoughts that it goes on with: "T1DM since 11", "gout (uncle)"."""
    words = list(name.words)
    if len(words) > _COUNTED and words[0].text.isdigit() and words[2].lower == "of":
        words = words[_COUNTED:]  # "4 d of cough"
    cut = next(
        (
            at
            for at, word in enumerate(words)
            if at
            and (word.text[0].isdigit() or word.text in "(,>:;" or word.lower in listed("presence")[0])
            and (word.text not in "(" or draft.subject != "patient" or _is_aside(words[at:]))
        ),
        len(words),
    )
    words = words[:cut]
    while len(words) > 1 and (words[-1].lower in listed("after")[0] or len(words[-1].text) == 1):
        words.pop()
    if not words:
        return first
    return argument(doc, first.role, words[0].start, words[-1].end)


def _is_aside(words: Sequence[Token]) -> bool:
    return not any(word.lower in people() for word in words)


def _measured(draft: Draft, first: Argument, doc: Doc) -> Draft | None:
    """A test and its value that were taken for what was found: "INR 2.4 (target 2-3)"."""
    split = _VALUE.fullmatch(first.text)
    if (
        split is None
        or draft.kind in ("result", "drug")
        or draft.polarity != "present"
        or len(doc.mentioned(first.span)) > 1
    ):
        return None
    start, end = first.span.start, first.span.start + split.end("test")
    test = name_of(doc, Span(start=start, end=end))
    known = not test.kinds.isdisjoint(_MEASURED) or test.is_one_of("test") or test.is_one_of("analyte")
    if not known and not (split["unit"] and test.is_letters):
        return None
    sign = phrases("vitals").at(plains(test.words), 0) is not None
    value = argument(doc, "value", first.span.start + split.start("value"), first.span.end)
    told = (argument(doc, "what" if sign else "test", start, end), value)
    return draft.but(kind="measurement" if sign else "result", arguments=told)


_OWN = {"result": _result, "finding": _finding, "drug": _drug, "allergy": _allergy, "status": _status, "order": _order}


@cache
def _admitted() -> dict[str, tuple[str, frozenset[str], tuple[str, ...], bool]]:
    """By kind: the role of its name, the kinds of term, the lists of words, and whether an unknown word will do."""
    return {
        kind: (role, frozenset(kinds.split()), tuple(lists.split()), unknown == "yes")
        for kind, role, kinds, lists, unknown in rows("plausible_kinds")
    }
