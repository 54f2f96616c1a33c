"""Drugs as they came out of a list, looked at once more: what is no medicine, what a dose was changed to, and doses of which only
one can be told. A dose is told whole or not at all."""

import re
from collections.abc import Sequence
from functools import cache

from bedside.agents.reading.draft import Draft
from bedside.agents.reading.tables import phrases, plains, rows
from bedside.agents.text.doc import Doc, tokens
from bedside.scenarios.span import Span
from bedside.scenarios.statement import Argument

_ARROW = re.compile(r"\s*(?:-+>|→|=>|>)\s*")
_THEN = re.compile(r"\b(?:then|followed|after that|reduc\w+|taper\w*|increas\w+|later)\b|->|→|=>", re.IGNORECASE)
_TURNED = re.compile(
    r"\b(?:not|no|never|until|unless|if|from|except|instead|rather|hold|stop\w*)\b|->|→|=>|[↑↓]", re.IGNORECASE
)
_DAYS = re.compile(r"\d{1,2}/(?:7|52|12)")
FORMS = frozenset("drops puffs tablets tabs caps sprays creams pills".split())  # no verbs among drugs
_BEFORE = re.compile(r"\s*(?:before|prior to|after|ahead of)\b", re.IGNORECASE)
_AVOIDED = re.compile(r"\b(?:avoided|contraindicated|declined|refused|not (?:given|used|tolerated))\b", re.IGNORECASE)
_UNFIT = re.compile(
    r"[\s,:–-]*(?:is |are |was |were )?(?:(?:not|never) (?:suitable|appropriate|indicated|tolerated|advised|an option|recommended|given)"
    r"|unsuitable|contraindicated|contra-indicated|inappropriate|c/i\b|CI\b)"
)
_GIVEN_ONCE = frozenset(("tpa", "alteplase", "tenecteplase", "tnk", "adenosine", "naloxone", "dextrose"))
_LEVELS = frozenset(("trough", "peak", "level", "levels", "inr", "drug level", "last level", "last inr"))
_FAR = 16  # characters before a drug
_ON = re.compile(r"\((?:already |currently |is |pt )?(?:on|taking|takes) $")
_NAMES = frozenset(("drug", "dose", "form", "frequency", "route"))
_OF_THE_DRUG = frozenset(("drug", "action", "route", "purpose"))
_TAKEN = frozenset(("dose", "frequency", "route", "form", "duration"))


def sensible(draft: Draft, doc: Doc) -> Draft:
    """The draft, opaque where it names no medicine, and without doses and times that are cut from what they go on with."""
    if draft.kind != "drug" or not draft.arguments or draft.arguments[0].role != "drug":
        return draft
    name = draft.arguments[0]
    if name.text.lower() in _LEVELS and len(draft.arguments) == 2 and draft.arguments[1].role == "dose":
        told = (name.model_copy(update={"role": "test"}), draft.arguments[1].model_copy(update={"role": "value"}))
        return draft.but(kind="result", arguments=told)  # "trough 6.1"
    others = [a for a in draft.arguments if a.role == "when" and any(m.kind == "drug" for m in doc.mentioned(a.span))]
    last = max((a.span.end for a in draft.arguments if a.role in _NAMES), default=name.span.end)
    if _UNFIT.match(doc.text, last):
        return draft.but(kind="opaque", arguments=())  # "trimethoprim not suitable"
    if _ON.search(doc.text, max(0, name.span.start - _FAR), name.span.start):  # "(on methotrexate)": already
        draft = draft.but(arguments=tuple(_kept(a) for a in draft.arguments))
    if others or _AVOIDED.search(name.text):  # "cefazolin for 4 days, then changed to cephalexin"
        return draft.but(kind="opaque", arguments=())
    if not any(char.isalpha() for char in name.text) or _is_no_medicine(draft, doc):
        return draft.but(kind="opaque", arguments=())
    if any(a.role == "frequency" for a in draft.arguments):  # "500 mg tds 5/7": for so many days
        spelled = (
            a.model_copy(update={"role": "duration"}) if a.role == "since" and _DAYS.fullmatch(a.text) else a
            for a in draft.arguments
        )
        draft = draft.but(arguments=tuple(spelled))
    doses = [a for a in draft.arguments if a.role == "dose"]
    often = sum(a.role == "frequency" for a in draft.arguments)
    if len(doses) > max(1, often) and _THEN.search(doc.text, doses[0].span.end, doses[-1].span.start):
        return draft if _stepped(draft, doses, doc) else _only_named(draft)
    cut = any(
        a.role == "duration" and a.text[:1].isdigit() and _BEFORE.match(doc.text, a.span.end) for a in draft.arguments
    )
    return _only_named(draft) if cut else draft  # "2 puffs 15 min before exercise"


def _stepped(draft: Draft, doses: Sequence[Argument], doc: Doc) -> bool:
    """Whether each step of a course says how long or how often, and what comes first is at most how strong a tablet is: "10 mg
    tablet: 4 tablets daily for 3 days, then 2 tablets for 3 days"."""
    ends = [*(dose.span.start for dose in doses[1:]), draft.span.end]
    times = [a.span.start for a in draft.arguments if a.role in ("frequency", "duration")]
    steps = [any(dose.span.end <= at < end for at in times) for dose, end in zip(doses, ends, strict=True)]
    counted = len(doses) > 1 and doses[1].text.lower().rstrip(".").rstrip("s").endswith(
        ("tablet", "tab", "cap", "capsule", "pill")
    )
    strong = counted and not _THEN.search(doc.text, doses[0].span.end, doses[1].span.start)
    return all(steps[1 if strong else 0 :])


def _kept(part: Argument) -> Argument:
    return part.model_copy(update={"value": "keep"}) if (part.role, part.value) == ("action", "take") else part


def by_name(draft: Draft, doc: Doc) -> Draft:
    """A drug of which not all numbers were understood: its name alone, where nothing beside it turns what is said of it."""
    name = draft.arguments[0]
    plain = name.role == "drug" and not any(char.isdigit() for char in name.text) and name.concept is not None
    acts = {a.value or "" for a in draft.arguments if a.role == "action"}
    if not plain or not acts <= {"", "take", "start", "keep"} or _TURNED.search(doc.slice(draft.span)):
        return draft.but(kind="opaque", arguments=())
    return _only_named(draft)


def _only_named(draft: Draft) -> Draft:
    """A drug without its doses and times: its words are its name, and what is done with it where that stands before."""
    kept = tuple(a for a in draft.arguments if a.role in _OF_THE_DRUG)
    first = min((a.span.start for a in kept if a.role == "action" and a.text), default=kept[0].span.start)
    start = first if first <= kept[0].span.start and first >= draft.span.start else kept[0].span.start
    return draft.but(arguments=kept, span=Span(start=start, end=kept[0].span.end))


def changed(found: Sequence[Draft], doc: Doc) -> list[Draft]:
    """The drafts of one record, with "A 10 mg daily -> 20 mg daily" as one drug with the dose that it has now."""
    out: list[Draft] = []
    for draft in found:
        last = out[-1] if out else None
        if last is not None and last.kind == draft.kind == "drug" and _goes_on(last, draft, doc):
            out[-1] = _with_new_dose(last, draft, doc)
        else:
            out.append(draft)
    return out


def _goes_on(last: Draft, draft: Draft, doc: Doc) -> bool:
    if not draft.arguments or not last.arguments or last.arguments[0].role != "drug":
        return False
    first = draft.arguments[0]
    start = first.span.end if first.role == "drug" else first.span.start
    bare = first.role != "drug" or not any(char.isalpha() for char in first.text)
    between = doc.text[last.span.end : start]
    return bare and _ARROW.fullmatch(between) is not None


def _with_new_dose(last: Draft, draft: Draft, doc: Doc) -> Draft:
    """A drug whose dose was changed: what stands behind the arrow is what is taken, unless it goes on to something else."""
    now = tuple(a for a in draft.arguments if a.role in _TAKEN)
    end = doc.text.find("\n", draft.span.end)
    rest = doc.text[draft.span.end : end if end >= 0 else len(doc.text)]
    if _THEN.search(doc.slice(draft.span).lstrip("->→= ")) or _THEN.search(rest.split(",")[0].split(".")[0]):
        now = ()
    own = tuple(a for a in last.arguments if a.role in ("drug", "action", "purpose"))
    return last.but(arguments=(*own, *now), span=last.arguments[0].span, temporality="current")


def _is_no_medicine(draft: Draft, doc: Doc) -> bool:
    """Whether a name without a dose is none of a medicine: "stable", "warm blankets", or a score: "GCS 14"."""
    name = draft.arguments[0]
    bare = all(a.role == "drug" for a in draft.arguments)
    if bare and name.text.lower() in _GIVEN_ONCE:
        return True
    if name.concept is not None and any(m.kind in ("drug", "substance") for m in doc.mentioned(name.span)):
        return False
    words = plains(tokens(name.text))
    if phrases("vitals").at(words, 0) is not None or words[:1] in (["gcs"], ["bsl"], ["bgl"]):
        return True
    plain = all(a.role in ("drug", "action") for a in draft.arguments)
    return plain and bool(_nothing() & frozenset(words))


@cache
def _nothing() -> frozenset[str]:
    return frozenset(word for row in rows("no_medicines") for word in row[0].split("|"))


def earlier(draft: Draft, doc: Doc) -> Draft:
    """A drug with "previously" before it is taken no more."""
    before = doc.text[max(0, draft.span.start - _FAR) : draft.span.start].lower().split()
    over = draft.kind == "drug" and before and before[-1].strip(" :,;") in ("previously", "formerly", "past", "prior")
    return draft.but(temporality="past") if over else draft
