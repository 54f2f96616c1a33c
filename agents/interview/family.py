"""The built-in family for diagnostic interviews: planner, interviewer, interviewee, refiner, and the check of a line."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from bedside.agents.checks.catalogue import COVERAGE, CRITERIA, LABEL, REPETITION, ROLES
from bedside.agents.checks.roles import speaker_faults
from bedside.agents.checks.spoken import tokens
from bedside.agents.interview.guide import PROTOCOL, load_guide
from bedside.agents.interview.planner import InterviewPlanner
from bedside.agents.interview.speakers import Interviewee, Interviewer
from bedside.agents.refiner import Repair, Review
from bedside.scenarios.brief import Brief
from bedside.scenarios.finding import Finding
from bedside.scenarios.note import Note, Span
from bedside.scenarios.style import load_style
from bedside.scenarios.turn import Turn, Utterance

# What would name the label: a condition an instrument looks for, its result, or a diagnosis at all.
LABEL_WORDS = re.compile(
    r"\b(?:ptsd|post[- ]?traumatic|depressive disorder|major depression|clinical(?:ly)? depress\w+|depression|anxiety disorder|"
    r"diagnos\w+|cut-?off|screen(?:s|ed|ing)? (?:positive|negative)|(?:positive|negative) screen|symptom score)\b",
    re.I,
)


def check_line(role: str, text: str, turns: Sequence[Turn]) -> tuple[Finding, ...]:
    """The checks of one line of an interview."""
    mine = {tokens(turn.text) for turn in turns if turn.speaker == role}
    said = tokens(text)
    faults = [fault for fault in speaker_faults(role, text) if not fault.startswith("a phrase")]
    found = [ROLES.failed(fault) for fault in faults] or [ROLES.passed()]
    found.append(REPETITION.judged("this was said before" if len(said) >= 6 and said in mine else ""))
    named = LABEL_WORDS.search(text)
    if named is None:
        found.append(LABEL.passed())
    else:
        where = Span(start=named.start(), end=named.end())
        found.append(LABEL.failed("it names a condition or a result; nobody may in this talk", span=where))
    return tuple(found)


class InterviewRefiner:
    """Keeps the ``Refiner`` contract: what was planned and neither told nor kept back is asked once more."""

    async def review(self, review: Review) -> tuple[Repair, ...]:
        """Return what must be mended; an empty tuple when nothing must."""
        told = {fact for reason in review.reasons for fact in (*reason.facts, *reason.withheld)}
        answers = {
            reason.step: turn
            for turn, reason in zip(review.turns, review.reasons, strict=True)
            if turn.speaker == "patient"
        }
        repairs: list[Repair] = []
        for step in review.plan.steps:
            left = [name for name in step.facts[-1:] if name not in told]
            if not left or step.act != "ask" or step.id.endswith("-more"):
                continue
            unanswered = COVERAGE.failed("the question was left unanswered", value=left[0])
            if step.id in answers:
                repairs.append(Repair(kind="revise", turn=answers[step.id].id, finding=unanswered))
            else:
                repairs.append(Repair(kind="insert", finding=unanswered, step=step))
        return tuple(repairs)


@dataclass(frozen=True)
class InterviewFamily:
    """Four roles that keep the contracts of ``bedside.agents``."""

    planner: InterviewPlanner
    physician: Interviewer
    patient: Interviewee
    refiner: InterviewRefiner
    languages: frozenset[str] | None = frozenset({"en"})

    def extract(self, note_id: str, text: str, section: str | None = None) -> Note:
        """Read a note. ``section`` names its kind when the note is a single section without a heading."""
        from bedside.agents.reading.read import read_note
        from bedside.knowledge.terminology import Terminology

        return read_note(note_id, text, Terminology.load(), section)

    def check_turn(self, note: Note, brief: Brief, utterance: Utterance) -> tuple[Finding, ...]:
        """Check one utterance before it is shown."""
        found = check_line(brief.role, utterance.text, brief.turns)
        if utterance.model.get("reason"):  # of a model's reply: what is wrong with the reason it gave
            found = (*found, CRITERIA.failed(str(utterance.model["reason"])))
        return found


@cache
def family(style: str, protocol: str, own: str | None = None) -> InterviewFamily:
    """The family for one instrument; ``own`` is the text of an author's. Raises ``KnowledgeError`` and ``StyleError``."""
    load_style(style)
    guide = load_guide(protocol.removeprefix(PROTOCOL), own)
    return InterviewFamily(InterviewPlanner(guide), Interviewer(guide), Interviewee(guide), InterviewRefiner())
