"""One utterance, checked before it is shown: the cheap part of the checks.

Law of the file: every check that ran says so, passed or not; a fault's words give no answer away, so they may be handed
to the role as a reason to say it again.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from bedside.agents.checks.catalogue import COPYING, REGISTER, REPETITION, ROLES, SUPPORT
from bedside.agents.checks.copying import longest_copy
from bedside.agents.checks.register import clinical_words
from bedside.agents.checks.repetition import content_of
from bedside.agents.checks.roles import speaker_faults
from bedside.agents.checks.spoken import tokens
from bedside.agents.checks.support import Cited, check_support
from bedside.knowledge.terminology import Finder
from bedside.scenarios.brief import Brief
from bedside.scenarios.finding import Finding
from bedside.scenarios.note import Note, Span
from bedside.scenarios.turn import Utterance


@dataclass(frozen=True, slots=True)
class _Said:
    speaker: str
    text: str


_IN_WORDS = {
    "concept": "something is said of the patient that nothing bears out",
    "value": "a number is wrong",
    "side": "a side is wrong",
    "polarity": "what is there and what is not are confused",
    "time": "a time is wrong",
    "drug-dose": "a dose is wrong",
}


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
    found += list(_unsupported(note, brief, utterance, terminology)) or [SUPPORT.passed()]
    found.append(REPETITION.judged("this was said before" if _repeated(brief, text) else ""))
    if brief.role not in ("physician", "nurse", "interpreter"):
        heard = " ".join(turn.text.lower() for turn in brief.turns[-2:] if turn.speaker == "physician")
        stiff = [word for word in clinical_words(text, terminology) if word not in heard]
        found.append(REGISTER.judged(f"words of a note, not of a patient: {', '.join(stiff)}" if stiff else ""))
    read_out = longest_copy(text, note.text) > 7
    found.append(COPYING.judged("reads the note out word for word" if read_out else ""))
    return tuple(found)


def _unsupported(note: Note, brief: Brief, utterance: Utterance, terminology: Finder) -> Iterator[Finding]:
    before = [_Said(turn.speaker, turn.text) for turn in brief.turns[-1:]]
    evidence = {item.id: item.text for item in brief.evidence}
    here = len(before)
    cited = [
        Cited(here, claim.said.start, claim.said.end, evidence[passage])
        for claim in utterance.claims
        for passage in claim.passages
        if passage in evidence
    ]
    said = [*before, _Said(brief.role, utterance.text)]
    for fault in check_support(said, note.text, terminology, cited, since=here).unsupported:
        yield SUPPORT.failed(_IN_WORDS[fault.kind], value=fault.kind, span=Span(start=fault.start, end=fault.end))


def _repeated(brief: Brief, text: str) -> bool:
    words = tokens(text)
    earlier = {tokens(turn.text) for turn in brief.turns if turn.speaker == brief.role}
    if len(words) >= 4 and words in earlier:
        return True
    if brief.role != "physician" or not text.rstrip().endswith("?") or brief.step.act != "ask":
        return False
    about = content_of(text)
    return bool(about) and any(
        about == content_of(turn.text)
        for turn in brief.turns
        if turn.speaker == "physician" and turn.text.endswith("?")
    )
