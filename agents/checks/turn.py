"""One utterance, checked before it is shown: the cheap part of the checks.

Law of the file: the result maps a check's name to "" where it passed and to the fault in words otherwise; the words
give no answer away, so they may be handed to the role as a reason to say it again.
"""

from dataclasses import dataclass

from bedside.agents.checks.copying import longest_copy
from bedside.agents.checks.finding import tokens
from bedside.agents.checks.register import clinical_words
from bedside.agents.checks.repetition import content_of
from bedside.agents.checks.roles import speaker_faults
from bedside.agents.checks.support import Cited, check_support
from bedside.knowledge.terminology import Finder
from bedside.scenarios.brief import Brief
from bedside.scenarios.note import Note
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


def check_turn(note: Note, brief: Brief, utterance: Utterance, terminology: Finder | None = None) -> dict[str, object]:
    """Check one utterance in its brief: support, roles, repetition, register and copying. ``""`` is a pass."""
    if terminology is None:
        from bedside.knowledge.terminology import Terminology

        terminology = Terminology.load()
    text = utterance.text
    checks: dict[str, object] = {"roles": "; ".join(speaker_faults(brief.role, text))}
    before = [_Said(turn.speaker, turn.text) for turn in brief.turns[-1:]]
    evidence = {item.id: item.text for item in brief.evidence}
    here = len(before)
    cited = [
        Cited(here, claim.said.start, claim.said.end, evidence[passage])
        for claim in utterance.claims
        for passage in claim.passages
        if passage in evidence
    ]
    report = check_support([*before, _Said(brief.role, text)], note.text, terminology, cited, since=here)
    faults = dict.fromkeys(fault.kind for fault in report.unsupported)
    checks["support"] = "; ".join(_IN_WORDS[kind] for kind in faults)
    words = tokens(text)
    earlier = {tokens(turn.text) for turn in brief.turns if turn.speaker == brief.role}
    repeated = len(words) >= 4 and words in earlier
    if not repeated and brief.role == "physician" and text.rstrip().endswith("?") and brief.step.act == "ask":
        about = content_of(text)
        repeated = bool(about) and any(
            about == content_of(turn.text)
            for turn in brief.turns
            if turn.speaker == "physician" and turn.text.endswith("?")
        )
    checks["repetition"] = "this was said before" if repeated else ""
    if brief.role not in ("physician", "nurse", "interpreter"):
        heard = " ".join(turn.text.lower() for turn in brief.turns[-2:] if turn.speaker == "physician")
        stiff = [word for word in clinical_words(text, terminology) if word not in heard]
        checks["register"] = f"words of a note, not of a patient: {', '.join(stiff)}" if stiff else ""
    checks["copying"] = "reads the note out word for word" if longest_copy(text, note.text) > 7 else ""
    return checks
