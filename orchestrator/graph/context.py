"""One dialogue while it is held: who plays, over which note, with which knowledge and clocks, and the log it writes."""

import time
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from bedside.agents.languages.language import base
from bedside.agents.patient import Patient
from bedside.agents.physician import Physician
from bedside.agents.planner import Planner
from bedside.agents.refiner import Refiner
from bedside.knowledge.retriever import Retriever
from bedside.orchestrator.graph.briefs import FactIndex
from bedside.orchestrator.graph.model_exchanges import Answers, without_words
from bedside.orchestrator.graph.passage_lines import passage_lines
from bedside.orchestrator.graph.review_gate import ReviewGate
from bedside.orchestrator.graph.room import CaseRoom
from bedside.orchestrator.runs.entry import Entry, Sink, forget, nothing
from bedside.orchestrator.runs.events import Event, sealed
from bedside.orchestrator.runs.fold import DialogueState
from bedside.scenarios.brief import Brief
from bedside.scenarios.case import Case, Limits
from bedside.scenarios.finding import Finding
from bedside.scenarios.note import Note
from bedside.scenarios.persona import Persona
from bedside.scenarios.turn import Turn, Utterance

Verdict = Literal["play", "pause", "step", "stop"]
Gate = Callable[[dict[str, Any]], Awaitable[Verdict]]
CheckTurn = Callable[[Note, Brief, Utterance], tuple[Finding, ...]]
Extract = Callable[..., Note]  # (note_id, text, section=None) -> Note


@dataclass(frozen=True)
class Players:
    """Who plays. Any four objects that keep the contracts, an extractor, and a cheap check of one utterance."""

    planner: Planner
    physician: Physician
    patient: Patient
    refiner: Refiner
    extract: Extract
    check_turn: CheckTurn | None = None
    name: str = "custom"
    tries: int = 2  # how often one line is asked for until it has no fault
    grave: tuple[str, ...] = ()  # checks whose fault a line cannot keep
    fallback: "Players | None" = None  # says what the players cannot be brought to say
    audit: Callable[[Note, Sequence[Turn], Sequence[str]], tuple[Finding, ...]] | None = None  # of the finished talk
    open: "Callable[[Note, int], Players] | None" = None  # makes the players of one note, from its seed
    languages: frozenset[str] | None = None  # that both speakers speak; None for any

    def speaks(self, language: str) -> bool:
        """Whether a conversation can be held in this language; a region ("en-GB") does not matter."""
        return self.languages is None or base(language) in self.languages

    @staticmethod
    def worth_asking(utterance: Utterance) -> bool:
        """Whether a faulty line is asked for again. A built-in line of a word or two would be the same again."""
        return utterance.model.get("line") != "built in"


@dataclass
class DialogueContext(CaseRoom):
    """The context of one run of the graph. Its log is the only thing that changes; ``state`` is the log folded."""

    id: str
    case: Case
    note: Note
    persona: Persona
    players: Players
    seed: int
    interview: dict[str, Any] | None = None  # what an interview was to find, for the record; no role is given it
    retriever: Retriever | None = None
    passages: int = 4  # asked for at a time
    gate: Gate | None = None
    stop_after: ReviewGate | None = None  # where it is held until a person has read it over
    sink: Sink = nothing
    clock: Callable[[], float] = time.monotonic
    now: Callable[[], float] = time.time
    keep_text: bool = True  # of the note, in the log
    index: FactIndex = field(init=False)
    spent: dict[str, float] = field(default_factory=dict)  # seconds by stage, for benchmarks
    begun: float = field(init=False)
    state: DialogueState = field(init=False)
    _log: dict[str, Event] = field(default_factory=dict)
    lines: Mapping[str, Sequence[str]] = field(default_factory=dict)  # of passages, from the run that is opened again
    answered: Callable[[dict[str, Any]], None] = forget  # is told each answer of a model, before its event is there
    before_asking: Callable[[], Awaitable[None]] | None = None  # is waited for before a model is asked
    answers: Answers = field(init=False)

    def __post_init__(self) -> None:
        self.index = FactIndex.of(self.note)
        self.begun = self.clock()
        self.state = self._empty()
        self.answers = Answers(self._answered, now=self.now, before=self.before_asking)

    def _empty(self) -> DialogueState:
        return DialogueState(self.id, index=self.index.spans)

    def _answered(self, row: dict[str, Any]) -> None:
        if self.keep_text:  # an answer may quote the note
            self.answered({"dialogue": self.id, "after": self.state.tip, **row})

    def write(self, event: Event, by: str, **beside: tuple[dict[str, Any], ...]) -> Event:
        """Add an event by this author to the log, after the last one, and fold it in. ``beside`` is what an ``Entry``
        holds beside it. Nothing comes of it before the sink has it."""
        placed = event.model_copy(
            update={"dialogue": self.id, "parent": self.state.tip, "at": round(self.now(), 3), "by": by}
        )
        asked = self.answers.since()
        if not self.keep_text:
            asked = tuple(replace(call, exchange=one) for call in asked for one in without_words([call.exchange]))
            if "exchanges" in beside:
                beside["exchanges"] = without_words(beside["exchanges"])
        sealed_event, line = sealed(placed, None if self.keep_text else self.note.text)
        self.state.add(sealed_event)
        self._log[sealed_event.id] = sealed_event
        self.sink(Entry(self.id, sealed_event.id, line, sealed_event, not placed.parent, **beside, asked=asked))
        return sealed_event

    def reopen(self, events: Sequence[Event], paid: Sequence[dict[str, Any]] = ()) -> None:
        """Take in what a log already holds; ``paid`` are answers that belong to what comes after it. Nothing is written
        again. Raises ``FoldError``."""
        for event in events:
            self.state.add(event)
            self._log[event.id] = event
        self.answers.paid += [row for row in paid if row["after"] == self.state.tip]

    def remember(self, events: Iterable[Event]) -> None:
        """Know events of other branches, so that ``at`` finds them."""
        self._log.update((event.id, event) for event in events)

    def at(self, tip: str) -> DialogueState:
        """The state after the event ``tip``: the present one, or that of another branch of the log, folded again."""
        if tip != self.state.tip:
            self.state = self._empty()
            for event in self.branch(tip):
                self.state.add(event)
        return self.state

    def holds(self, tip: str) -> bool:
        """Whether the log has an event of this id."""
        return tip in self._log

    def branch(self, tip: str) -> list[Event]:
        """The events that led to ``tip``, oldest first. Raises ``KeyError`` for an id that the log does not hold."""
        found: list[Event] = []
        while tip:
            found.append(self._log[tip])
            tip = found[-1].parent
        return found[::-1]

    def spend(self, stage: str, started: float) -> float:
        """Add the seconds since ``started`` to a stage, and return the time now."""
        now = time.perf_counter()
        self.spent[stage] = self.spent.get(stage, 0.0) + now - started
        return now

    @property
    def limits(self) -> Limits:
        """The case's stop rules."""
        return self.case.limits

    def lines_of(self, passage: str) -> Sequence[str]:
        """The lines of a passage whose words a log that was opened again does not hold."""
        kept = self.lines.get(passage)
        found = self.retriever.passage(passage) if not kept and self.retriever is not None else None
        return kept or (passage_lines(found) if found is not None else ())
