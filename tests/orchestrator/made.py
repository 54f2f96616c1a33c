"""Small notes, scenes and players that the tests of the orchestrator share."""

import random
from typing import Any

from hypothesis import strategies as st

from bedside.agents.refiner import Repair, Review
from bedside.agents.scripted import Scripted
from bedside.orchestrator.graph.context import DialogueContext, Players
from bedside.orchestrator.runs.entry import Entry, Sink
from bedside.orchestrator.runs.events import Event, Started
from bedside.orchestrator.runs.note_form import packed_note
from bedside.scenarios.case import Case, Limits
from bedside.scenarios.note import Fact, Note, Span
from bedside.scenarios.persona import Persona
from bedside.scenarios.plan import Act, Cue, Plan, Step, Topic, TopicKind

NOTE = "He fell on the ice. The knee hurts on stairs. He denies fever. Exam shows swelling. Plan is to rest the knee."


def players_of(family: Scripted) -> Players:
    """The players of a scripted family."""
    return Players(
        family.planner, family.physician, family.patient, family.refiner, family.extract, family.check_turn, "scripted"
    )


def context(
    family: Scripted | None = None,
    *,
    note: Note | None = None,
    events: list[Event] | None = None,
    limits: Limits | None = None,
    **more: Any,
) -> DialogueContext:
    """A dialogue over ``note``, played by a scripted family; ``events`` collects what is written."""
    family = family or Scripted()
    note = note or family.extract("n", NOTE)
    case = Case(id="test", note=note.text or "-", limits=limits or Limits())
    more.setdefault("now", lambda: 1.5)
    made = DialogueContext("test", case, note, Persona(), players_of(family), 7, sink=into(events), **more)
    knowledge = made.retriever is not None and case.knowledge
    made.write(
        Started(dialogue="test", note_id="n", seed=7, note=packed_note(note), knowledge=knowledge), "orchestrator"
    )
    return made


def into(events: list[Event] | None) -> Sink:
    """A sink that collects events."""

    def take(entry: Entry) -> None:
        if events is not None and entry.event is not None:
            events.append(entry.event)

    return take


def fact(name: str, text: str, at: int, **more: Any) -> Fact:
    """A fact whose words stand at ``at`` in its note."""
    return Fact(id=name, section="history", text=text, span=Span(start=at, end=at + len(text)), **more)


def plan(*steps: Step) -> Plan:
    """A plan with one topic for each run of steps of the same topic."""
    topics: list[Topic] = []
    for step in steps:
        if topics and topics[-1].kind == step.topic:
            topics[-1] = topics[-1].model_copy(update={"steps": (*topics[-1].steps, step)})
        else:
            topics.append(Topic(kind=step.topic, title=step.topic, steps=(step,)))
    return Plan(topics=tuple(topics))


def texts(state: Any) -> list[tuple[str, str]]:
    """Who said what."""
    return [(turn.speaker, turn.text) for turn in state.turns]


ACTS: tuple[Act, ...] = (
    "greet", "invite", "ask", "chart", "examine", "report", "explain", "advise", "safety", "check", "close",
)  # fmt: skip
TOPICS: tuple[TopicKind, ...] = ("story", "examination", "results", "assessment", "plan", "questions", "closing")


@st.composite
def talks(draw: st.DrawFn) -> tuple[Note, Plan, int]:
    """A note of facts with words of their own, any plan over them, and a seed for any repairs."""
    facts: list[Fact] = []
    text = ""
    for n in range(draw(st.integers(1, 8))):
        words = f"finding word{n}x."
        established = draw(st.sampled_from(["before", "visit"]))
        knower = draw(st.sampled_from(["patient", "physician", "both"]))
        facts.append(fact(f"f{n}", words, len(text), established=established, knower=knower))
        text += words + " "
    ids = [item.id for item in facts]
    steps: list[Step] = []
    for n in range(draw(st.integers(1, 8))):
        revealer = draw(st.sampled_from(["physician", "patient", "mother"]))
        step = Step(
            id=f"s{n}",
            act=draw(st.sampled_from(ACTS)),
            topic=draw(st.sampled_from(TOPICS)),
            revealer=revealer,
            facts=tuple(draw(st.lists(st.sampled_from(ids), unique=True, max_size=4))),
        )
        if revealer == "physician":  # a planner may name what the physician will tell, even too early
            named = draw(st.sampled_from(["", *(item.text for item in facts), *(f"word{n}x" for n in range(8))]))
            step = step.model_copy(
                update={"subject": named, "cues": (Cue(aspect="cause", words=named, passage="p#1"),)}
            )
        steps.append(step)
    return Note(id="n", text=text, facts=tuple(facts)), plan(*steps), draw(st.integers(0, 99))


class Meddler:
    """A refiner that asks for any repairs at all."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    async def review(self, review: Review) -> tuple[Repair, ...]:
        """Two repairs of any kind."""
        repairs: list[Repair] = []
        for n in range(2):
            kind: Any = self.random.choice(["revise", "insert", "drop"])
            turn = self.random.choice(review.turns).id if review.turns else None
            step = self.random.choice(review.plan.steps)
            step = step.model_copy(update={"id": f"r{review.round}{n}"})
            repairs.append(Repair(kind=kind, fault="again", turn=turn, step=step))
        return tuple(repairs)
