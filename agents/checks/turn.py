"""One utterance, checked before it is shown: the cheap part of the checks.

Law of the file: every check that ran says so, passed or not; a fault's words give no answer away, so they may be handed
to the role as a reason to say it again.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bedside.agents.checks.assertions import answer_of
from bedside.agents.checks.catalogue import COPYING, REGISTER, REPETITION, ROLES, SUPPORT
from bedside.agents.checks.copying import reads_out
from bedside.agents.checks.register import clinical_words
from bedside.agents.checks.repetition import content_of
from bedside.agents.checks.roles import speaker_faults
from bedside.agents.checks.spoken import tokens
from bedside.agents.checks.support import check_support
from bedside.agents.checks.support_report import Cited, SupportReport, Unsupported
from bedside.agents.checks.teaching import TEACHING_ACTS
from bedside.knowledge.terminology import Finder
from bedside.scenarios.brief import Brief
from bedside.scenarios.finding import Finding
from bedside.scenarios.note import Note, Span
from bedside.scenarios.turn import Turn, Utterance


@dataclass(frozen=True, slots=True)
class _Said:
    speaker: str
    text: str


GENERAL = "general knowledge"  # the value of a finding about what was said of medicine and not of this patient
_QUOTED = 80  # characters of a speaker's own words in a finding
_IN_WORDS = {
    "concept": "nothing bears it out; leave it out",
    "value": "that number is wrong; say the one that you were given, or none",
    "side": "that side is wrong; say the one that you were given, or none",
    "polarity": "what is there and what is not are confused; say it as you were given it",
    "time": "that time is wrong; say the one that you were given, or none",
    "drug-dose": "that dose is wrong; say the one that you were given, or none",
}


_NOT_HEARD = re.compile(
    r"(?i)\W*(?:(?:um|uh|oh|i'm)[ ,.]+)*(?:(?:i )?(?:beg your )?pardon|sorry|what|say (?:that|it) again|come again|excuse me|huh|repeat)\b[^.?!]{0,30}[.?!]*\s*$"
)  # then it is said again

_LINE, _ANSWER = 4, 6  # words from which a line, and a yes or no, is not said twice: "no, nothing like that" is
_POINTS = re.compile(r"\b(?:it|this|that|these|those|they|them|other)\b", re.IGNORECASE)


def check_turn(
    note: Note, brief: Brief, utterance: Utterance, terminology: Finder | None = None
) -> tuple[Finding, ...]:
    """Check one utterance in its brief: roles, support, repetition, register of a patient, copying."""
    if terminology is None:
        from bedside.knowledge.terminology import Terminology

        terminology = Terminology.load()
    text = utterance.text
    faults = speaker_faults(brief.role, text)
    found = [ROLES.failed(fault) for fault in faults] or [ROLES.passed()]
    found += _supported(note, brief, utterance, terminology)
    found.append(REPETITION.judged("this was said before" if _repeated(brief, text) else ""))
    if brief.role not in ("physician", "nurse", "interpreter"):
        heard = " ".join(turn.text.lower() for turn in brief.turns[-2:] if turn.speaker == "physician")
        stiff = [word for word in clinical_words(text, terminology) if word not in heard]
        found.append(REGISTER.judged(f"words of a note, not of a patient: {', '.join(stiff)}" if stiff else ""))
    read_out = reads_out(text, note.text)
    found.append(COPYING.judged("reads the note out word for word" if read_out else ""))
    return tuple(found)


def in_words(fault: Unsupported, text: str) -> str:
    """A fault of support as it is told: the speaker's own words, what is wrong with them, what would do."""
    said = " ".join(text[fault.start : fault.end].split())
    said = said if len(said) <= _QUOTED else f"{said[:_QUOTED].rsplit(' ', 1)[0]} ..."
    return f'"{said}": {_IN_WORDS[fault.kind]}'


def _supported(note: Note, brief: Brief, utterance: Utterance, terminology: Finder) -> Iterator[Finding]:
    """The faults of support, or that there is none; and what was said of medicine in general."""
    report = _report(note, brief, utterance, terminology, brief.turns[-1:])
    if report.unsupported and len(brief.turns) > 1:  # few lines have a fault: only then all that was said is read
        report = _report(note, brief, utterance, terminology, brief.turns)
    for fault in report.unsupported:
        span = Span(start=fault.start, end=fault.end)
        yield SUPPORT.failed(in_words(fault, utterance.text), value=fault.kind, span=span)
    if report.general:
        first, last = report.general[0].start, report.general[-1].end
        yield SUPPORT.passed(value=GENERAL, span=Span(start=min(first, last), end=max(first, last)))
    elif not report.unsupported:
        yield SUPPORT.passed()


def _report(
    note: Note, brief: Brief, utterance: Utterance, terminology: Finder, turns: Sequence[Turn]
) -> SupportReport:
    evidence = {item.id: item.text for item in brief.evidence}
    here = len(turns)
    cited = [
        Cited(here, claim.said.start, claim.said.end, evidence[passage])
        for claim in utterance.claims
        for passage in claim.passages
        if passage in evidence
    ]
    said = [*(_Said(turn.speaker, turn.text) for turn in turns), _Said(brief.role, utterance.text)]
    teaching = (here,) if brief.step.act in TEACHING_ACTS else ()
    return check_support(said, note.text, terminology, cited, since=here, teaching=teaching)


def _repeated(brief: Brief, text: str) -> bool:
    if brief.turns and brief.turns[-1].speaker != brief.role and _NOT_HEARD.match(brief.turns[-1].text):
        return False
    words = tokens(text)
    earlier = {tokens(turn.text) for turn in brief.turns if turn.speaker == brief.role}
    least = _ANSWER if answer_of(text) in ("yes", "no", "unknown") else _LINE
    if len(words) >= least and words in earlier:
        return True
    if brief.role != "physician" or not text.rstrip().endswith("?") or brief.step.act != "ask":
        return False
    about = content_of(text)
    if len(about) < 2 and _POINTS.search(text):
        return False  # "when did that start?" asks of whatever was just said
    return bool(about) and any(
        about == content_of(turn.text)
        for turn in brief.turns
        if turn.speaker == "physician" and turn.text.endswith("?")
    )
