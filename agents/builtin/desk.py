"""What the planner has in hand while it writes the agenda, and the steps that it makes of it."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from bedside.agents.builtin import spoken
from bedside.agents.builtin.acts import Voices
from bedside.agents.builtin.calls_for import HEAVY
from bedside.agents.builtin.clean import is_clean
from bedside.agents.builtin.evidence import EVIDENCE
from bedside.agents.builtin.question import Question, runs
from bedside.agents.builtin.tables import words
from bedside.agents.builtin.telling import Told
from bedside.agents.planning.occasion import Occasion
from bedside.scenarios.note import Fact, Note
from bedside.scenarios.plan import Act, Cue, Step, Topic, TopicKind

_SUBJECT = 2  # words at the start of a clause within which its subject stands: "His wife has noticed"
_AT_ONCE = 3  # facts of the records that are read out before somebody answers
_SUMMED = frozenset(("symptom", "drug", "event"))
_SHORT = 14  # words of a statement that is said back
_SAID_BACK = 3  # statements that are said back


@dataclass
class Desk:
    """What the planner has in hand while it writes the agenda."""

    note: Note
    voices: Voices
    speaker: str  # who answers for the patient
    rng: random.Random
    companion: str | None
    at_ease: bool  # they have the time to tell it, and nobody who saw it tells it for them
    kept: frozenset[str] = frozenset()  # what somebody in the room must not hear
    occasion: Occasion = ""  # how they meet, where it is not in a room of a practice
    placed: set[str] = field(default_factory=set[str])
    unplaced: dict[str, str] = field(default_factory=dict[str, str])
    count: int = 0
    late: list[Fact] = field(default_factory=list[Fact])  # what they wish of a plan, told when it has been

    def step(self, act: Act, topic: TopicKind, facts: Sequence[Fact] = (), revealer: str = "physician", cues: Sequence[Cue] = (), subject: str = "") -> Step:  # fmt: skip
        """The next step; its facts are placed. What only a passage can fill has an id of its own kind, so that what comes
        after does not depend on whether it was said."""
        self.count += 1
        self.placed.update(fact.id for fact in facts)
        grounded = act == "safety"
        return Step(
            id=f"{EVIDENCE if grounded else 's'}{self.count:03d}",
            act=act,
            topic=topic,
            revealer=revealer,
            cues=tuple(cues),
            facts=tuple(fact.id for fact in facts),
            subject=subject,
        )

    def ask(self, topic: TopicKind, question: Question) -> Step:
        """The step of a question."""
        act: Act = "invite" if question.opens else "ask"
        return self.step(act, topic, question.facts, self.teller(question.facts[0]), question.cues, question.subject)

    def parted(self, question: Question) -> list[Question]:
        """A question whose facts two people tell, as one to each of them."""
        parts = runs(question.facts, self.teller)
        if len(parts) < 2:
            return [question]
        more = (Cue(aspect="more"),)
        (_, first), *rest = parts
        own = Question(tuple(first), question.cues, question.subject, question.opens)
        return [own, *(Question(tuple(facts), more, question.subject) for _, facts in rest)]

    def teller(self, fact: Fact) -> str:
        """Who is asked for a fact: a companion whom the note quotes for it or who did it, else who answers for the patient."""
        who = self.companion
        if who is None or who == self.speaker or who == "nurse":
            return self.speaker
        beside = self.voices.beside
        if beside is None or not spoken.sayable(fact, beside):
            return self.speaker
        quoted = fact.speaker == who or who in words(self._before(fact)) or who in words(fact.text)[:_SUBJECT]
        return who if quoted or self.voices.quoted(fact) else self.speaker

    def _before(self, fact: Fact) -> str:
        """The words of its sentence before a fact: who says so."""
        return self.note.text[fact.sentence.start : fact.span.start] if fact.sentence is not None else ""

    def tell(self, told: Told) -> Step:
        """The step of what the physician tells."""
        return self.step(told.act, told.topic, told.facts, cues=told.cues, subject=told.subject)

    def name(self, fact: Fact) -> str:
        """What a fact can be asked for by."""
        return self.voices.name(fact)


def by_problem(desk: Desk, told: Sequence[Told]) -> list[Topic]:
    """A topic for every problem."""
    topics: list[Topic] = []
    for part in told:
        step = desk.tell(part)
        if topics and topics[-1].title == (part.subject or part.topic):
            topics[-1] = topics[-1].model_copy(update={"steps": (*topics[-1].steps, step)})
        else:
            topics.append(Topic(kind=part.topic, title=part.subject or part.topic, steps=(step,)))
    return topics


def read_out(desk: Desk, steps: Sequence[Step], charted: Sequence[Fact]) -> tuple[Step, ...]:
    """The steps of a story with what the physician has read between them, where the note has it: a few facts at a time."""
    place = {fact.id: at for at, fact in enumerate(desk.note.facts)}
    starts = [min((place[fact] for fact in step.facts), default=0) for step in steps]
    parts: dict[int, list[list[Fact]]] = {}
    for fact in charted:
        after = next((at for at, start in enumerate(starts) if start > place[fact.id]), len(steps))
        here = parts.setdefault(max(after, min(1, len(steps))), [[]])
        if len(here[-1]) == _AT_ONCE:
            here.append([])
        here[-1].append(fact)
    out: list[Step] = []
    for at in range(len(steps) + 1):
        for facts in parts.get(at, []):
            said = any(step.act == "chart" for step in out)
            cues = [Cue(aspect="more")] if said else []
            out.append(desk.step("chart", "story", facts, cues=cues, subject="story"))
        out += steps[at : at + 1]
    return tuple(out)


def summed_up(desk: Desk, steps: Sequence[Step]) -> list[Fact]:
    """What of a story is said back before it is left: the complaint and the short statements about it that were told first; nothing where
    the complaint cannot be, and nothing that weighs heavily."""
    by_id = {fact.id: fact for fact in desk.note.facts}
    told = [by_id[fact] for fact in dict.fromkeys(fact for step in steps for fact in step.facts)]
    plain = [
        fact
        for at, fact in enumerate(told)
        if fact.polarity == "present"
        and fact.subject == "patient"
        and fact.id not in desk.kept
        and (at == 0 or fact.kind in _SUMMED)
        and len(fact.text.split()) <= _SHORT
        and (at == 0 or HEAVY.search(fact.text) is None)
        and _is_said_well(fact, desk)
    ]
    return plain[:_SAID_BACK] if len(plain) > 1 and plain[0] is told[0] else []


def _is_said_well(fact: Fact, desk: Desk) -> bool:
    """Whether a statement is whole and plain in the physician's mouth, so that it may be said back."""
    said = spoken.say([fact], desk.voices.physician, random.Random(0))
    return said is not None and is_clean(said.text)
