"""Which part of a note each statement of a plain narrative belongs to: read in order, as a report tells it.

The story comes first; what was found, measured, done and decided comes after it, often without a word that says so.
So a statement is placed by its own words, and where these are silent by where the report has got to. Only a report
without headings is read so."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from bedside.agents.extraction.facts import EARLIER, TEST
from bedside.scenarios.note import SectionKind

F = re.IGNORECASE

_EXAMINED = re.compile(
    r"\b(?:physical exam\w*|on (?:\w+ ){0,3}exam(?:ination)?|examination (?:revealed|showed|was|demonstrated)|temperature was|blood pressure (?:was|of)|heart rate (?:was|of)|pulse (?:was|\d)|"
    r"respiratory rate (?:was|of)|oxygen saturation (?:was|of)|vital signs|auscultation|palpation|shortened and (?:\w+ )?rotated)\b"
    r"|^(?:(?:his|her|their|the) )?(?:temperature|blood pressure|heart rate|pulse|respiratory rate|oxygen saturation)(?: today)? (?:is|was|of)? ?\d",
    F,
)
_MEASURED_TEST = re.compile(
    r"\b(?:show\w*|reveal\w*|demonstrat\w*|confirmed|was|were|normal|negative|positive|elevated|identified|detected)\b",
    F,
)
VALUE = re.compile(
    r"\b(?:(?:white|red) (?:blood )?(?:cell )?count|wbc|neutrophil count|(?:h(?:a)?emoglobin|h(?:a)?ematocrit|platelets?|creatinine|sodium|potassium|calcium|glucose|bilirubin|albumin|lipase|amylase|"
    r"troponin|lactate|ferritin|d-dimer|crp|esr|tsh|psa|cea|ast|alt|inr|bun|ldl|hdl|a1c|bnp|cd4)(?: (?:count|level)s?)?|(?:[a-z]+[- ]\d+|glasgow|apgar|pain|depression|anxiety) score)"
    r"(?: (?:today|now|then|on admission))?,? (?:(?:is|are|was|were|of|has|had|at|came|back|fallen|risen|dropped|increased|decreased|from|to|up|down)\b ?)+[<>]?\d",
    F,
)
_PROVED = re.compile(r"^(?:the )?(?:final )?(?:pathology|histology|biops(?:y|ies)|cytology|cultures?)\b", F)
_CONCLUSION = re.compile(
    r"\b(?:diagnosis of|was diagnosed|were diagnosed|consistent with|final diagnosis|we concluded|differential diagnos\w+)\b",
    F,
)
_TREATED = re.compile(
    r"\b(?:was (?:treated|started|given|administered|initiated|discharged|transferred|intubated)|were (?:started|given|administered|initiated)|treatment with|underwent|received)\b",
    F,
)
_DONE = re.compile(
    r"\b(?:was|were)(?: \w+ly)?(?: then| also| again)? (?:reduced|placed|put|admitted|transferred|taken|restarted|resumed|stopped|switched|increased|tapered|observed|"
    r"monitored|irrigated|closed|removed|drained|excised|repaired|splinted|cast|sutured|extubated|performed|carried|begun|brought|given|treated|started|discharged)\b",
    F,
)
_TO_COME = re.compile(
    r"^(?:after [\w ]{3,40}?,? (?=(?:he|she|they|the)\b))?(?:(?:he|she|they|the patient|patient|(?:his|her|their|the) (?:mother|father|parents?|family|wife|husband)) )?(?:will\b|is to\b|are to\b|is scheduled\b|"
    r"(?:was|were|has been|is) (?:advised|instructed|told|asked|referred|scheduled|counsel\w+|encouraged)\b|agreed to\b|plans? to\b)",
    F,
)
_AUTHOR_THINKS = re.compile(
    r"^(?:so |overall,? |my )?(?:i|we) (?:think|believe|suspect|feel|concluded?|felt|thought|diagnosed)\b|^my (?:impression|assessment)\b|^(?:this|it) is (?:most )?(?:likely|probably)\b|^(?:impression|diagnosis)\b",
    F,
)
# What somebody has, said after it was looked for: "This is an uncomplicated infection".
_THIS_IS = re.compile(
    r"^(?:this|it) (?:is|was|looks like|appears to be|seems to be) (?:an?|most|likely|probably|consistent|classic|mild|acute)\b"
    r"(?!.*\b(?:problems?|issues?|visits?|patient|year|follow|concerns?|new|first|second|time|wom[ae]n|m[ae]n|boy|girl)\b)",
    F,
)
# Beside what is to come: what else is done, without a word on who does it.
_ALSO_DONE = re.compile(
    r"^(?:pain relief|analgesia|fluids|antibiotics|physiotherapy|physical therapy|follow[- ]?up|referral)\b"
    r"|^(?!(?:he|she|they|his|her|their|the patient|patient)\b)[\w ,-]+ (?:is|are) (?:to be )?(?:stopped|held|started|continued|given|increased|decreased|arranged|booked)\b",
    F,
)
_AUTHOR_PLANS = re.compile(
    r"^(?:i|we)(?: have|'ve| will|'ll| also| am| are)* (?:agreed?|recommend\w*|prescrib\w*|start\w*|advis\w*|order\w*|refer\w*|plan\w*|discuss\w*|arrang\w*|will|encourag\w*|ask\w*|gave|give|stop\w*|increas\w*|decreas\w*|continu\w*)\b"
    r"|^(?:he|she|they|the patient|patient) (?:will|should|is to|was (?:advised|instructed|encouraged|asked|told) to) (?:come back|return|follow|be seen|call|continue|take|start|stop|see|have|get|keep|avoid|use)\b|^(?:follow[- ]?up|return|review) (?:in|within|if)\b|^plan\b",
    F,
)
_SIGN = re.compile(
    r"\b(?:rebound|guarding|(?:rovsing|psoas|obturator|murphy|mcburney|lachman|mcmurray|homans?|kernig|brudzinski|romberg)\w*|straight leg rais\w+|adnexal|crepitus|bowel sounds|"
    r"(?:strength|reflexes|sensation|pulses|heart sounds|breath sounds|lungs|abdomen|pupils)(?:,? (?:and|strength|reflexes|sensation))* (?:is|are|was|were)\b)",
    F,
)
# While an examination is told: what an examiner sees, hears or feels.
_SEEN = re.compile(
    r"\b(?:tender\w*|swollen|swelling|deform\w+|stridor|wheez\w+|retractions?|crackles?|murmur\w*|bruis\w+|lacerations?|rash\w*|lesions?|mass(?:es)?|edema|effusion|erythema\w*|intact|"
    r"affect|speech|tearful|oriented|alert|cooperative|psychotic|distress|pale|jaundic\w+|clubbing|cyanosis|reflexes|strength|sensation|gait|range of motion|lymph\w*|ulcer\w*|scars?|dilated|soft|supple|clear|normal|palpable|distended)\b",
    F,
)
_TELLS = re.compile(
    r"\b(?:report\w*|stat(?:es|ed)|den(?:ies|ied)|complain\w*|said|says|mention\w*|recall\w*|felt|feels|notic\w+|takes|lives|smokes|drinks|works)\b",
    F,
)
_GOES_ON = re.compile(
    r"^(?:with(?:out)?\b.*|no|negative for|there (?:was|were|is|are) no|which|and|.*\b(?:show|reveal|demonstrat)\w*)$",
    F,
)
_NO_SUBJECT = re.compile(r"(?:felt|had|was|were|did|became|improved|tolerated|recovered)\b")
_VISIT: frozenset[SectionKind] = frozenset(("examination", "results", "course", "assessment", "plan"))
_SETTLED: frozenset[str] = frozenset(("clause", "item", "reason"))


class Told(NamedTuple):
    """A statement in the making: its frame and words, the sentence it stands in, its role, and its kind so far."""

    frame: str
    words: str
    sentence: str
    role: str
    kind: SectionKind


def told_as(words: str) -> SectionKind:
    """The part of a note these words belong to, by themselves."""
    lead = words.strip()
    if _AUTHOR_THINKS.search(lead):
        return "assessment"
    if _AUTHOR_PLANS.search(lead):
        return "plan"
    if EARLIER.search(words):
        return "history"
    if _CONCLUSION.search(words):
        return "assessment"
    if _EXAMINED.search(words) or _SIGN.search(words):
        return "examination"
    if VALUE.search(words) or _PROVED.search(lead):
        return "results"
    if (TEST.search(words) and _MEASURED_TEST.search(words)) or re.search(r"\blaboratory\b|\bradiograph", words, F):
        return "results"
    return "course" if _TREATED.search(words) else "history"


def told_in_order(report: Sequence[Told]) -> list[SectionKind]:
    """The part of a note each statement belongs to. Statements come in the order of the text."""
    out: list[SectionKind] = []
    here: SectionKind = "history"  # where the report has got to
    reached = False  # whether it has left the story
    for i, told in enumerate(report):
        kind = told.kind
        if kind == "history" and told.role in _SETTLED:
            kind = _placed(told, report[i - 1] if i else None, here, reached)
        out.append(kind)
        if kind in _VISIT:
            here, reached = kind, True
        elif kind != "history" or told.role not in _SETTLED or _TELLS.search(f"{told.frame} {told.words}"):
            here = "history"
    return out


def _placed(told: Told, before: Told | None, here: SectionKind, reached: bool) -> SectionKind:
    whole = f"{told.frame} {told.words}".strip()
    kind = told_as(whole)
    if kind == "history" and re.search(r"\d", told.words):
        kind = told_as(told.sentence[:600])
    if kind != "history" or not reached:
        return kind
    if _THIS_IS.search(whole):
        return "assessment"
    if before is not None and before.sentence == told.sentence and here in _VISIT:
        if _GOES_ON.match(told.frame) or (not told.frame and _NO_SUBJECT.match(told.words)):
            return here
    if EARLIER.search(whole):
        return "history"
    if _TO_COME.search(whole):
        return "plan"
    if _DONE.search(whole):
        return "course"
    if here == "plan" and not told.frame and _ALSO_DONE.search(told.words):
        return "plan"
    if here == "examination" and _SEEN.search(told.words) and not _TELLS.search(whole):
        return "examination"
    return "history"
