"""What each role may know at this moment, decided from data alone: room, step and what has been said in, Brief out.

The law. A lay role (the patient, a relative) is never given a fact established at this visit that no turn has said,
nor one that only the physician can know. The physician is never given the answer to a question not yet asked: in a
step that someone else answers the brief has cues and no facts. Step copies carry the ids of granted facts only; words
in a lay role's step that would name an ungranted fact are blanked.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from bedside.orchestrator.runs.fold import fact_spans, said_by
from bedside.scenarios.brief import Brief, EarlierTurn, Evidence
from bedside.scenarios.note import Fact, Note, Span
from bedside.scenarios.persona import Manner, Persona
from bedside.scenarios.plan import Act, Cue, Step, TopicKind
from bedside.scenarios.prompting import left_out
from bedside.scenarios.turn import Reason, Turn

PHYSICIAN = "physician"
PATIENT = "patient"
STAFF = frozenset({"nurse"})  # not lay: may tell what the visit established when the step is theirs
QUESTIONS: frozenset[Act] = frozenset({"ask", "invite"})  # someone asks, someone else answers
TELLING: frozenset[Act] = frozenset({"examine", "report", "explain", "advise", "safety", "check", "message"})
VISIT_TOPICS: frozenset[TopicKind] = frozenset({"examination", "results", "assessment", "plan"})


class Room(Protocol):
    """What stays the same for a whole dialogue, as far as a brief needs it."""

    @property
    def id(self) -> str: ...
    @property
    def seed(self) -> int: ...
    @property
    def note(self) -> Note: ...
    @property
    def persona(self) -> Persona: ...
    @property
    def manner(self) -> Manner: ...
    @property
    def setting(self) -> str: ...
    @property
    def style(self) -> str: ...
    @property
    def language(self) -> str: ...
    @property
    def patient_name(self) -> str | None: ...
    @property
    def present(self) -> tuple[str, ...]: ...
    @property
    def first_visit(self) -> bool: ...
    @property
    def memory(self) -> int | None: ...
    @property
    def index(self) -> "FactIndex": ...


@dataclass(frozen=True)
class FactIndex:
    """A note's facts by id, their lower-cased words for the leak check, where they stand in the note as given."""

    by_id: dict[str, Fact]
    words: dict[str, str] = field(default_factory=dict)
    spans: dict[str, Span] = field(default_factory=dict)

    @classmethod
    def of(cls, note: Note) -> "FactIndex":
        """Index the facts of ``note``; spans are those of the note as it was given."""
        by_id = {fact.id: fact for fact in note.facts}
        words = {key: fact.text.casefold() for key, fact in by_id.items()}
        return cls(by_id, words, fact_spans(note))


@dataclass(frozen=True)
class Moment:
    """What varies from one brief to the next. ``reasons`` are those of ``turns``, ``said`` holds ids of facts that a turn has
    said."""

    step: Step
    turns: tuple[Turn, ...] = ()
    reasons: tuple[Reason, ...] = ()
    said: frozenset[str] = frozenset()
    evidence: tuple[Evidence, ...] = ()
    attempt: int = 0
    repair: str | None = None


def speakers(step: Step, spokesperson: str = PATIENT) -> tuple[str, ...]:
    """Who speaks in this step, in order. Who asks goes before who answers, and who tells before who listens.

    ``spokesperson`` answers when the step does not name anyone: the patient, or the relative who speaks for a child.
    """
    if step.act == "write":
        return (step.revealer, PHYSICIAN)
    if step.revealer != PHYSICIAN:
        return (PHYSICIAN, step.revealer)
    return (spokesperson, PHYSICIAN) if step.act in QUESTIONS else (PHYSICIAN, spokesperson)


def spokesperson(steps: Sequence[Step]) -> str:
    """Who answers for the patient: whoever the plan has answer most questions; the patient on a tie."""
    counts = {PATIENT: 0}
    for step in steps:
        if step.act in QUESTIONS and step.revealer != PHYSICIAN:
            counts[step.revealer] = counts.get(step.revealer, 0) + 1
    best = max(counts.values())
    return PATIENT if counts[PATIENT] == best else min(who for who, n in counts.items() if n == best)


def granted(role: str, fact: Fact, step: Step, said: frozenset[str]) -> bool:
    """Whether ``role`` may be given ``fact`` in ``step``, ``said`` being the facts that turns have said."""
    if role == PHYSICIAN:
        if step.act in QUESTIONS:
            return step.revealer == PHYSICIAN and (fact.id in said or fact.knower != PATIENT)
        if fact.id in said:
            return True
        if step.act == "chart":
            return fact.established == "before"
        return step.act in TELLING and step.revealer == PHYSICIAN and fact.knower != PATIENT
    if fact.id in said:
        return True
    if role in STAFF:
        return step.revealer == role and fact.knower != PATIENT
    return fact.established == "before" and fact.knower != PHYSICIAN


def brief(room: Room, role: str, moment: Moment) -> Brief:
    """The brief of ``role`` at ``moment``. Built without validation: every part is a value that was checked before."""
    step, by_id = moment.step, room.index.by_id
    facts = tuple(by_id[i] for i in step.facts if i in by_id and granted(role, by_id[i], step, moment.said))
    ids = tuple(fact.id for fact in facts)
    physician = role == PHYSICIAN
    if physician:
        own = step if ids == step.facts else step.model_copy(update={"facts": ids})
    else:
        own = _lay_step(room, role, moment, ids)
    return Brief.model_construct(
        role=role,
        dialogue=room.id,
        seed=room.seed,
        step=own,
        facts=facts,
        evidence=moment.evidence if physician else (),
        turns=moment.turns,
        earlier=_earlier(room, role, moment),
        persona=_met(room.persona) if physician else room.persona,
        manner=room.manner,
        setting=room.setting,
        style=room.style,
        patient_name=room.patient_name,
        relation=None if role in (PHYSICIAN, PATIENT) else role,
        present=tuple(who for who in room.present if who not in step.absent) if step.absent else room.present,
        first_visit=room.first_visit,
        language=room.language,
        note_language=room.note.language,
        attempt=moment.attempt,
        repair=moment.repair,
    )


def _earlier(room: Room, role: str, moment: Moment) -> tuple[EarlierTurn, ...]:
    """What the turns said that the role is not shown any more. It has heard them, so that it may know the facts that they said;
    what it is never to hear it did not hear then either."""
    left = left_out(len(moment.turns), room.memory) if room.memory is not None else 0
    by_id = room.index.by_id
    return tuple(
        EarlierTurn.model_construct(
            act=reason.act,
            facts=tuple(
                by_id[i]
                for i in dict.fromkeys(said_by(reason))
                if i in by_id and i in moment.said and role not in by_id[i].unheard
            ),
        )
        for reason in moment.reasons[:left]
    )


def _met(persona: Persona) -> Persona:
    """What a physician knows of a person before they talk: age and sex. How they are and what they keep back is heard."""
    return Persona.model_construct(age=persona.age, sex=persona.sex)


def _lay_step(room: Room, role: str, moment: Moment, ids: tuple[str, ...]) -> Step:
    """The step as a lay role may see it. A question's cues were spoken by who asked; anything else is compared."""
    step = moment.step
    asked = step.act in QUESTIONS and step.revealer != PHYSICIAN
    subject, cues = step.subject, step.cues
    if not asked and (subject or cues):
        secret = _Secrets(room, role, moment)
        subject = "" if secret.names(subject) else subject
        cues = tuple(cue for cue in cues if not secret.names(cue.words))
    if any(cue.passage for cue in cues):
        cues = tuple(Cue.model_construct(aspect=c.aspect, words=c.words, concept=c.concept, passage=None) for c in cues)
    if (subject, cues, ids, ()) == (step.subject, step.cues, step.facts, step.passages):
        return step
    return step.model_copy(update={"subject": subject, "cues": cues, "facts": ids, "passages": ()})


class _Secrets:
    """Words that would name a fact this lay role may not know yet."""

    def __init__(self, room: Room, role: str, moment: Moment) -> None:
        self.open: list[str] = [turn.text.casefold() for turn in moment.turns]
        self.closed: list[str] = []
        for key, words in room.index.words.items():
            known = granted(role, room.index.by_id[key], moment.step, moment.said)
            (self.open if known else self.closed).append(words)

    def names(self, words: str) -> bool:
        """Whether ``words`` occur in, or contain, a closed fact and nothing open has them."""
        words = words.casefold().strip()
        if not words:
            return False
        if not any(words in closed or closed in words for closed in self.closed):
            return False
        return not any(words in known for known in self.open)
