"""The last step of reading: a statement that names what its kind can't be about is of a kind that can, or is not understood.

What a kind admits stands in ``plausible_kinds.tsv``: the kinds of term that its name may be, and the words. Only what is
understood is said: a statement that fails and fits no other kind is kept as a clause where it is one, else it is opaque.
"""

import re

from bedside.agents.reading.admitted import admissions, as_kind, fits
from bedside.agents.reading.changed_doses import rearranged
from bedside.agents.reading.draft import Draft, argument
from bedside.agents.reading.naming import Name, name_of
from bedside.agents.reading.plausible_acts import (
    advice,
    allergy,
    condition,
    drug,
    event,
    is_risk,
    order,
    procedure,
    status,
    told_to,
)
from bedside.agents.reading.plausible_findings import finding, measured, shortened
from bedside.agents.reading.plausible_results import result
from bedside.agents.reading.untyped import refused
from bedside.agents.text.doc import Doc
from bedside.scenarios.note import SectionKind
from bedside.scenarios.statement import Argument

_NUMBERED = frozenset(("symptom", "condition", "procedure"))
_AGED = re.compile(r" (aged? \d+)$", re.IGNORECASE)
_TIMES = re.compile(
    r"x ?\d+(?! ?(?:\d|[-–]|to\b|(?:min|hour|hr|day|night|week|wk|month|mo|year|yr)|/ ?(?:7|52|12)\b))", re.IGNORECASE
)
_COUNTED = {"frequency", "duration"}
_USES = ("using ", "use of ", "taking ")  # "denies a pacemaker or using oxygen"
_ASKED = "asked about "
_CUT = frozenset("a an the for of to at least most than or and with".split())


def plausible(draft: Draft, section: SectionKind, doc: Doc) -> Draft:
    """The draft, of the kind that fits what it names; opaque where none does."""
    if draft.kind == "opaque":
        return told_to(draft, doc)
    if is_risk(draft, doc):
        draft = draft.but(temporality="hypothetical")
    if draft.kind == "event":
        return event(draft, doc)
    if draft.kind == "measurement" and _is_no_temperature(draft, doc):
        return refused(draft, doc)
    admitted = admissions().get(draft.kind)
    if admitted is None and draft.kind not in _OWN:
        return draft
    first = next((a for a in draft.arguments if admitted is None or a.role == admitted[0]), None)
    if first is None:
        return draft
    draft = rearranged(_arranged(draft, first, doc), doc)
    if draft.kind == "opaque":
        return draft
    first = next(a for a in draft.arguments if a.role == first.role)
    name = name_of(doc, first.span, draft.sentence)
    own = _OWN.get(draft.kind)
    found = own(draft, first, name, section, doc) if own is not None else None
    if found is not None:
        used = condition(found, found.arguments[0], name, section, doc) if found.kind == "condition" else None
        return plausible(found, section, doc) if found.kind == "diagnosis" else used or found
    if admitted is None or fits(name, draft):
        return draft
    other = _of_other_kind(draft, first, name, doc)
    if other is not None and other.kind == "drug" and other.polarity == "denied" and section in ("assessment", "plan"):
        return refused(draft, doc)  # "denies blood thinners", told once more in a plan, forbids none
    return other or measured(draft, first, doc) or refused(draft, doc)


def _is_no_temperature(draft: Draft, doc: Doc) -> bool:
    """Whether a "T" is no temperature: that of a bone scan, "DEXA T -2.1"."""
    what, value = draft.arguments[0], draft.arguments[-1]
    below = doc.text[what.span.end : value.span.start].strip(" :=") in ("-", "–", "−")
    return what.text.strip(" .:").lower() in ("t", "temp") and value.role == "value" and below


def _arranged(draft: Draft, first: Argument, doc: Doc) -> Draft:
    """A draft whose arguments are of their roles: "x6 today" is how often and no onset, and "for at least" is no purpose."""
    kept: list[Argument] = []
    aged = _age_in(draft, first, doc)
    for one in draft.arguments:
        if one is first and draft.kind in _NUMBERED and one.text[-1:].isdigit() and " " in one.text:
            if aged is not None or draft.kind != "procedure":
                one = shortened(one, name_of(doc, one.span, draft.sentence), doc, draft)  # "headaches about 9 or 10"
        if one is first and one.text.lower().startswith(_ASKED):
            one = argument(doc, one.role, one.span.start + len(_ASKED), one.span.end)
        words = one.text.lower().split()
        if one.role == "onset" and one.text.lower() == "today" and _COUNTED & {a.role for a in draft.arguments}:
            continue  # "for 2 days, six times today"
        if draft.kind == "symptom" and one.role in ("onset", "duration") and _TIMES.match(one.text):
            one = one.model_copy(update={"role": "frequency"})
        if one.role == "purpose" and words and words[-1] in _CUT:
            continue
        kept.append(one)
    kept += [] if aged is None else [aged]
    return draft if tuple(kept) == draft.arguments else draft.but(arguments=tuple(kept))


def _age_in(draft: Draft, first: Argument, doc: Doc) -> Argument | None:
    """The age that a name ends with: "UTI age 20", "hysterectomy age 40"."""
    role = {"condition": "since", "procedure": "when"}.get(draft.kind)
    found = _AGED.search(first.text) if role is not None else None
    return argument(doc, role, first.span.start + found.start(1), first.span.end) if role and found else None


def _of_other_kind(draft: Draft, first: Argument, name: Name, doc: Doc) -> Draft | None:
    if not name.is_whole or name.is_clause or name.is_doing:
        return None
    if draft.kind == "condition" and "procedure" in name.kinds:
        return as_kind(draft, "procedure", first)
    if draft.kind == "symptom" and not name.is_one_of("not_a_name"):
        if "drug" in name.kinds or name.is_one_of("medicine"):
            since = (a.model_copy(update={"role": "since"}) for a in draft.arguments if a.role in ("duration", "onset"))
            led = next((lead for lead in _USES if first.text.lower().startswith(lead)), "")
            taken = argument(doc, "drug", first.span.start + len(led), first.span.end)
            return draft.but(kind="drug", arguments=(taken, *since))
        done = draft.polarity == "denied" or draft.temporality == "past"
        if done and not name.kinds.isdisjoint(("procedure", "device")):
            return as_kind(draft, "procedure" if "procedure" in name.kinds else "condition", first)
    if draft.kind in ("diagnosis", "condition") and first.text.lower().endswith(" at home"):
        return as_kind(draft, "home", first)
    if draft.kind in ("procedure", "allergy") and not name.kinds.isdisjoint(("disorder", "symptom")):
        return as_kind(draft, "condition", first)
    return None


_OWN = {
    "advice": advice,
    "result": result,
    "finding": finding,
    "drug": drug,
    "allergy": allergy,
    "status": status,
    "order": order,
    "procedure": procedure,
    "condition": condition,
}
