"""Drugs that a note takes back or forbids, wherever it says so: "no beta blocker because of asthma", "declined", "d/c'd by
cardiology", an allergy.

What was stopped or declined before says nothing of a later order (who stopped a drug may start it again), so such words count
behind the order only; what a patient can't have is forbidden from both sides. A word under a condition or of a certain time takes
nothing back ("hold if dizzy", "stop after 5 days").
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bedside.agents.reading.drug_groups import groups_in, is_of
from bedside.agents.text.doc import Doc
from bedside.scenarios.note import Fact, SectionKind
from bedside.scenarios.span import Span

_PLANNED: frozenset[SectionKind] = frozenset(("assessment", "plan", "instructions", "course", "procedure", "other"))
_DRUGS = frozenset(("drug", "substance"))
_SENTENCE = re.compile(r"(?:[^.;!?\n]|[.;!?](?![\s)]))+")
_FORBIDS = (
    r"allerg(?:ic|y) to|intolerant (?:of|to)|contraindications? (?:to|for)|(?:can ?not|can't|cant|unable to|must not|should not|"
    r"shouldn't|may not|not allowed to) (?:take|have|use|tolerate|be (?:on|given|started on)|receive|start)|not a candidate for|"
    r"(?:is|are|was|be) contraindicated with"
)
_STOPS = (
    r"avoid(?:ing)?|cancel(?:l?ed|ling)?|d/c(?:'?d)?|dc'd|discontinu(?:e|ed|ing)|stop(?:ped|ping)?|hold(?: off(?: on)?)?|holding(?: off(?: on)?)?|held|withhold|"
    r"declin(?:es|ed|ing)|refus(?:es|ed|ing)|(?:do|will|would|did|should) not (?:start|give|use|take|prescribe|begin|want)|"
    r"(?:don't|won't|wouldn't|didn't) (?:start|give|use|take|prescribe|begin|want)|not (?:starting|giving|to start|to give)|"
    r"decided against|against (?:starting|giving|using)"
)
_BEFORE = re.compile(rf"\b(?:(?P<never>{_FORBIDS})|(?P<stop>{_STOPS}))(?P<between>[^:()]*)$", re.IGNORECASE)
_BETWEEN = re.compile(  # words between what takes back and the drug
    r"[\s,]*(?:(?:to|the|her|his|their|any|all|a|an|of|taking|start(?:ing)?|using|use|on|oral|iv|systemic|with|offer|prescription|"
    r"for|new|home|and|or|nor|dose|therapy|,|/|&|order) ?[\s,]*)*",
    re.IGNORECASE,
)
_NO = re.compile(r"(?<![\w-])no(?: (?:more|further|oral|iv|systemic|po|new))?\s+$", re.IGNORECASE)
_BECAUSE = re.compile(
    r"\s*(?:,|-|–|\()?\s*(?:because|due to|given|as|since|b/c|secondary|\(?allerg|with|for)\b", re.IGNORECASE
)
_NEVER_SAID = (
    r"contra-?indicated|c/i\b|CI\b|not (?:tolerated|safe|suitable|appropriate|an option)|unsafe|allergy|allergic"
)
_BACK_SAID = (
    r"cancel?led|void(?:ed)?|d/c'?d|dc'd|discontinued|stopped|(?:now )?(?:held|on hold)|declin(?:ed|es|ing)|refus(?:ed|es|ing)|withheld|withdrawn|removed?\b|"
    r"avoided|not while\b|not (?:to )?(?:be )?(?:done|started|given|begun|taken|keen)|(?:(?:do|did) not|don't) (?:give|start|take|use)(?! (?:\w+ )?(?:with|more|over|on|if|when|at|until|while|in|together|other)\b)|"
    r"(?:changed|switched) to (?!\d|the (?:evening|morning)|once|twice|daily|bid|qhs|prn|po\b|iv\b)|replaced (?:by|with)"
)
_WHO = r"(?:(?:the )?(?:pt|patient|she|he|family|mother|parents|is|was|were|are|has|have|had|been|be|now|will|therefore|then|both|order|plan) )*"
_AFTER = re.compile(
    rf"\W*(?:(?:tablets?|therapy|treatment|rx|prescription|start(?:ed)?|increase|decrease|change|daily|weekly|nightly|bid|tid|qid|od|prn|po|\d[\w.]*|mg|mcg) )*,? ?{_WHO}(?:(?P<never>{_NEVER_SAID})|(?P<stop>{_BACK_SAID}))",
    re.IGNORECASE,
)
_BEHIND = re.compile(  # behind a dose and a dash: "40 mg twice a day - cancelled", "started, then cancelled", "- QTc 520, do NOT give"
    rf"[^.;\n]{{0,60}}?(?:\s[-–—*]+|,|\(|->|→)\s*(?:[^.;\n,]{{0,30}}, )?(?:then |but |and )?{_WHO}(?:(?P<never>{_NEVER_SAID})|(?P<stop>{_BACK_SAID}))",
    re.IGNORECASE,
)
_INSTEAD = re.compile(r"\b(?:because|due to|instead of|in place of|rather than|allerg\w+)\b", re.IGNORECASE)
_SWITCHED = re.compile(r"\b(?:switch|chang|convert|replac)(?:e|es|ed|ing|es)?(?: from)? $", re.IGNORECASE)
_TO = re.compile(r" (?:to|with|for) (?!\d|once|twice|daily|the|bid|prn|a (?:lower|higher))", re.IGNORECASE)
_IN_BRACKETS = re.compile(  # "(her mother had liver failure on it so declines)"
    r"[^.;\n(]{0,40}\([^)\n]{0,60}?\b(?:so|and|but|she|he|pt|patient) (?P<never>contra-?indicated)?(?P<stop>declin\w+|refus\w+|not started|held|stopped|cancel?led)\b",
    re.IGNORECASE,
)
_GRAVE = (
    r"(?:anaphyla\w+|angioo?edema|SJS|stevens[- ]johnson\w*|DRESS|TEN\b|hives|urticaria|bronchospasm|anaphylactic \w+)"
)
_REACTED = re.compile(
    rf"\b(?:{_GRAVE}|(?:allergic |severe |bad |adverse )?(?:reactions?|rash|hypersensitivity)) (?:to|with|after|on|from) (?:the |a |an |taking |his |her |oral |iv |IV )*$",
    re.IGNORECASE,
)
_WARNS = re.compile(
    r"\b(?:watch|risks?|monitor|return|call|may|might|can|could|look|warned|counsel\w*|if)\b", re.IGNORECASE
)
_REACTS = re.compile(
    rf"\W*(?:\d{{4}})?\s*(?:->|→|=|:|-|–|\(|causes|caused|gave (?:her|him|them))\s*(?:{_GRAVE}|rash\b|facial swelling)",
    re.IGNORECASE,
)
_ALLERGIES = re.compile(
    r"^\W*(?:drug |med(?:ication)? )?(?:allerg(?:y|ies)|all|nk(?:d)?a (?:except|apart from|but|other than)\b.*)\b\W",
    re.IGNORECASE,
)
_DENIES = re.compile(
    r"\b(?:no|not|n't|never|without|denies|denied|nor|any|if|may|could|instead of)\s+(?:known |absolute |to |be |is )*$",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"\b(?:if|when|once|unless|until|after|before|prior|while|during|days?|weeks?|hours?|night|morning|tomorrow|on the day|in (?:\d|a|the|one|two|"
    r"three)|perioperative\w*|surgery|should (?:she|he|they|you|the|symptoms)|as needed|then)\b",
    re.IGNORECASE,
)
_FIRM = re.compile(r"declin|refus|cancel|against", re.IGNORECASE)  # no time limits what was never begun
_UNDER = re.compile(r"\b(?:if|when|unless|should)\b", re.IGNORECASE)
_FIRST_DOSE = re.compile(r"\bbefore (?:the |a |his |her )?(?:first dose|start\w*)", re.IGNORECASE)
_OTHER = re.compile(
    r"\b(?:other|additional|more|concurrent|concomitant|otc|over[- ]the[- ]counter|excess\w*|extra|high[- ]dose|long[- ]term|outside)\W+(?:\w+ )?$",
    re.IGNORECASE,
)
_NOT_IT = re.compile(
    r"\s*(?:dos(?:e|age)|increase|change|refill|titration|adjustment|injection|taper|level|monitor\w*)\b", re.IGNORECASE
)
_ALLERGY_LIFTED = re.compile(
    r"toler?at|desensiti|not a true|no longer allergic|unlikely (?:a )?true|side effect|de-?label|cross[- ]?reactiv",
    re.IGNORECASE,
)
_STARTS = re.compile(
    r"\W*(?:(?:we|i|you|he|she|patient|pt|the patient|will|can|should|to|also|then|now|please|plan|plans?|is|be|going|would|like|today|rx|:) )*"
    r"(?:re-?)?(?:start\w*|tak(?:e|ing)|begin\w*|initiat\w*|add(?:ed|ing)?|prescrib\w*|continu\w*|increas\w*|giv(?:e|en|ing)|us(?:e|ing)|trial|rx|resum\w*|put)\b",
    re.IGNORECASE,
)
_SOON = 40  # characters behind what stops a drug, in which its time stands
_ACTIONS = frozenset(("start", "take", "keep", "change", "refill", "finish"))


@dataclass(frozen=True)
class Cancelled:
    """A drug or a group of drugs (by number) that is taken back, where, and whether it was never to be taken."""

    concept: str
    group: int
    span: Span
    never: bool
    until: int = -1  # where the words end that take back what stands before them
    planned: bool = False  # whether it is said where all is to come


def cancelled(doc: Doc, facts: tuple[Fact, ...]) -> list[Cancelled]:
    """All that the note takes back or forbids."""
    found: list[Cancelled] = []
    for sentence in _SENTENCE.finditer(doc.text):
        planned = _of_plan(facts, sentence.end())
        found += (
            replace(one, planned=planned or one.planned)
            for one in _in_sentence(doc, sentence.start(), sentence.end(), planned)
        )
    for fact in facts:
        if fact.kind == "allergy" and fact.polarity == "present" and fact.subject == "patient" and fact.arguments:
            what = fact.arguments[0]
            line = doc.text[fact.span.start : (doc.text.find("\n", fact.span.end) + 1 or len(doc.text))]
            if not _ALLERGY_LIFTED.search(line):
                found += (
                    Cancelled(c, g, fact.span, True) for _, _, c, g in _named(doc, what.span.start, what.span.end)
                )
    return found


def _of_plan(facts: tuple[Fact, ...], at: int) -> bool:
    last = next((one for one in reversed(facts) if one.span.start <= at), None)
    return last is not None and last.section in _PLANNED


def _named(doc: Doc, start: int, end: int) -> list[tuple[int, int, str, int]]:
    """Drugs and groups of drugs in a stretch, by where they stand."""
    groups = list(groups_in(doc.text, start, end))
    found = [(a, b, "", number) for a, b, number in groups]
    span = Span(start=start, end=end)
    taken = [
        (m.span.start, m.span.end, m.concept, -1)
        for m in (doc.mentioned(span) if start < end else ())
        if m.kind in _DRUGS and not any(a <= m.span.start < b for a, b, _ in groups)
    ]
    return sorted((*found, *taken))


def _in_sentence(doc: Doc, start: int, end: int, planned: bool) -> Iterator[Cancelled]:
    text = doc.text
    named = _named(doc, start, end)
    at = start
    carried: bool | None = None  # what was said of the drug before it in a list
    listed = _ALLERGIES.match(text[start:end]) is not None and not _ALLERGY_LIFTED.search(text, start, end)
    for number, (left, right, concept, group) in enumerate(named):
        before, after = text[at:left], text[right:end]
        said = True if listed else _said(before, after, carried, planned, group >= 0)
        carried, at = said, right
        if said is not None and _holds(text, (start, left, right, end), before, group):
            yield Cancelled(concept, group, Span(start=left, end=right), said)
        following = named[number + 1][0] if number + 1 < len(named) else end + _SOON
        own = text[right : min(following, end)]
        behind = _AFTER.match(own) or _BEHIND.match(own) or _IN_BRACKETS.match(own)
        of_next = (
            behind is not None
            and not behind[0].endswith(" to ")
            and _is_near(own[behind.end() :], following - right - behind.end())
        )
        if (
            behind is not None
            and not of_next
            and not _UNDER.search(text[start:left])
            and not _UNDER.search(after)
            and not _over(after, behind)
        ):
            yield Cancelled(
                concept,
                group,
                Span(start=left, end=right),
                behind["never"] is not None,
                right + behind.end(),
                "on hold" in behind[0].lower(),
            )


def _is_near(between: str, size: int) -> bool:
    """Whether a word stands right before the next drug, and is about that: "d/c'd metoprolol"."""
    return size < len("her old ") and not any(mark in between for mark in ",;(:-")


def _over(after: str, behind: re.Match[str]) -> bool:
    """Whether what stops a drug does so at a certain time: "stopped in 5 days", "held on the morning of surgery"."""
    rest = _FIRST_DOSE.sub("", after[behind.end() :])
    return not _FIRM.search(behind[0]) and _CONDITION.search(rest[:_SOON]) is not None


def _holds(text: str, places: tuple[int, int, int, int], before: str, group: int) -> bool:
    """Whether words before a drug take it back without a condition, and of all of its group."""
    start, left, right, end = places
    after = text[right:end]
    if (group >= 0 and _OTHER.search(before)) or _NOT_IT.match(after) or _UNDER.search(text[start:left]):
        return False
    condition = _UNDER if _FIRM.search(before) else _CONDITION
    return condition.search(_FIRST_DOSE.sub("", after)) is None


def _said(before: str, after: str, carried: bool | None, planned: bool, group: bool) -> bool | None:
    """Whether a drug between these words is never to be taken (True), taken back (False), or neither (None)."""
    led = _BEFORE.search(before)
    if led is not None and _BETWEEN.fullmatch(led["between"]):
        return None if _DENIES.search(before[: led.start()]) else led["never"] is not None
    reacted = _REACTED.search(before)
    if reacted and not any(one.search(before[: reacted.start()]) for one in (_DENIES, _WARNS)):
        return True
    if _NO.search(before) and (planned or _BECAUSE.match(after)):
        return bool(group or _BECAUSE.match(after))
    if _REACTS.match(after):
        return True
    if _SWITCHED.search(before) and _TO.match(after):
        return False
    if carried is not None and re.fullmatch(r"[\s,/]*(?:and|or|nor|&)?\s*", before):
        return carried
    return None


def is_cancelled(fact: Fact, taken: list[Cancelled], doc: Doc, planned: bool) -> bool:
    """Whether a fact is an order to take a drug that the note takes back. ``planned``: whether the note has a plan of its own."""
    if fact.polarity != "present" or fact.subject != "patient":
        return False
    now = fact.kind == "drug" and fact.temporality != "past" and _value(fact) in (None, "", *_ACTIONS)
    begun = now and _value(fact) == "start"
    order = is_order(fact)
    if not order and not now:
        return False
    told = (order and fact.section in _PLANNED) or (begun and not planned)
    for mention in fact.mentions:
        if mention.kind not in _DRUGS or _INSTEAD.search(doc.text, fact.span.start, mention.span.start):
            continue  # "metronidazole because of the cephalexin allergy" orders no cephalexin
        for one in taken:
            own = one.span.start == mention.span.start and one.until >= 0  # "A 10 mg daily - stopped"
            if (told or own or (begun and one.until >= 0)) and _hits(one, fact, mention.concept, doc):
                return True
    return False


def _value(fact: Fact) -> str | None:
    action = fact.argument("action")
    return action.value if action is not None else None


def _hits(one: Cancelled, fact: Fact, concept: str, doc: Doc) -> bool:
    inside = fact.span.start <= one.span.start < fact.span.end
    if inside and one.until < 0 and fact.span.start < one.span.start and not (one.never and fact.kind == "drug"):
        return False  # what says so is told with it: "avoid A"
    goes_on = fact.section in _PLANNED and _value(fact) in ("keep", "take") and one.planned
    if not inside and not one.never and one.span.start < fact.span.end and not goes_on:
        return False
    if _value(fact) == "keep" and "crease" in doc.text[one.span.end : max(one.until, one.span.end)]:
        return False  # only the other dose is taken back
    return one.concept == concept if one.group < 0 else is_of(one.group, concept, doc.terms)


def is_order(fact: Fact) -> bool:
    """Whether a fact says that a drug is to be taken."""
    if fact.section not in _PLANNED or fact.polarity != "present" or fact.subject != "patient":
        return False
    if fact.kind == "drug":
        return _value(fact) in (None, "", *_ACTIONS)
    return fact.kind in ("order", "advice", "event", "reasoning") and _STARTS.match(fact.text) is not None
