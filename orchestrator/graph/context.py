"""One dialogue's setting: who plays, over which note, with which knowledge, clock and sinks. Never stored."""

import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from bedside.agents.languages.language import base
from bedside.agents.patient import Patient
from bedside.agents.physician import Physician
from bedside.agents.planner import Planner
from bedside.agents.refiner import Refiner
from bedside.knowledge.retriever import Retriever
from bedside.orchestrator.graph.briefs import FactIndex
from bedside.orchestrator.runs.events import Event
from bedside.scenarios.brief import Brief, Evidence
from bedside.scenarios.case import Case, Limits
from bedside.scenarios.finding import Finding
from bedside.scenarios.note import Note
from bedside.scenarios.persona import Manner, Persona
from bedside.scenarios.plan import Plan, Step
from bedside.scenarios.setting import load_setting
from bedside.scenarios.turn import Reason, Turn, Utterance

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
    open: "Callable[[Note, int], Players] | None" = None  # makes the cast of one note, from its seed
    languages: frozenset[str] | None = None  # that both speakers speak; None for any

    def speaks(self, language: str) -> bool:
        """Whether a conversation can be held in this language; a region ("en-GB") does not matter."""
        return self.languages is None or base(language) in self.languages

    @staticmethod
    def worth_asking(utterance: Utterance) -> bool:
        """Whether a faulty line is asked for again. A built-in line of a word or two would be the same again."""
        return utterance.model.get("line") != "built in"


def nothing(_: Event) -> None:
    """A sink that keeps nothing."""


@dataclass
class DialogueContext:
    """The context of one run of the graph."""

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
    sink: Callable[[Event], None] = nothing
    clock: Callable[[], float] = time.monotonic
    index: FactIndex = field(init=False)
    spent: dict[str, float] = field(default_factory=dict)  # seconds by stage, for benchmarks
    measured: list[dict[str, Any]] = field(default_factory=list)  # calls that no turn carries: plans, lost attempts
    started: float = field(init=False)
    _turns: dict[int, tuple[dict[str, Any], Turn]] = field(default_factory=dict)
    _reasons: dict[int, tuple[dict[str, Any], Reason]] = field(default_factory=dict)
    _plan: tuple[dict[str, Any], Plan, dict[str, Step]] | None = None

    def __post_init__(self) -> None:
        self.index = FactIndex.of(self.note)
        self.started = self.clock()

    def spend(self, stage: str, started: float) -> float:
        """Add the seconds since ``started`` to a stage, and return the time now."""
        now = time.perf_counter()
        self.spent[stage] = self.spent.get(stage, 0.0) + now - started
        return now

    @property
    def limits(self) -> Limits:
        """The case's stop rules."""
        return self.case.limits

    @property
    def manner(self) -> Manner:
        """How the physician works."""
        return self.case.physician

    @property
    def setting(self) -> str:
        """Where the visit takes place."""
        return self.case.setting

    @property
    def style(self) -> str:
        """The style profile's name."""
        return self.case.style

    @property
    def language(self) -> str:
        """The language spoken."""
        return self.case.language

    @property
    def patient_name(self) -> str | None:
        """The patient's name, if the case or the note has one."""
        return self.case.patient.name or self.note.name

    @property
    def present(self) -> tuple[str, ...]:
        """Who is in the room."""
        return self._present

    @cached_property
    def _present(self) -> tuple[str, ...]:
        companions = (self.case.patient.companion, *self.note.companions, *load_setting(self.setting).room)
        return ("physician", "patient", *dict.fromkeys(who for who in companions if who))

    @property
    def first_visit(self) -> bool:
        """Whether the note reads as a first meeting."""
        return self._first_visit

    @cached_property
    def _first_visit(self) -> bool:
        opening = self.note.text[:1500].casefold()
        return not any(
            words in opening for words in ("follow-up", "follow up", "followup", "last visit", "last saw", "returns")
        )

    # The state holds JSON; roles get values. Each JSON object is turned into its value once and remembered by identity,
    # so that a dialogue of n turns costs n conversions and not n squared.
    def turns(self, raw: Sequence[dict[str, Any]]) -> tuple[Turn, ...]:
        """The values of JSON turns."""
        memo = self._turns
        out: list[Turn] = []
        for item in raw:
            known = memo.get(id(item))
            if known is None or known[0] is not item:
                known = memo[id(item)] = (item, Turn.model_validate(item))
            out.append(known[1])
        return tuple(out)

    def reasons(self, raw: Sequence[dict[str, Any]]) -> tuple[Reason, ...]:
        """The values of JSON reasons."""
        memo = self._reasons
        out: list[Reason] = []
        for item in raw:
            known = memo.get(id(item))
            if known is None or known[0] is not item:
                known = memo[id(item)] = (item, Reason.model_validate(item))
            out.append(known[1])
        return tuple(out)

    def plan(self, raw: dict[str, Any], value: Plan | None = None) -> Plan:
        """The value of the JSON plan; ``value`` is remembered for it when the planner has just made it."""
        if self._plan is None or self._plan[0] is not raw:
            plan = value or Plan.model_validate(raw)
            self._plan = (raw, plan, {step.id: step for step in plan.steps})
        return self._plan[1]

    def step(self, plan: dict[str, Any], raw: dict[str, Any]) -> Step:
        """The value of one JSON step of the plan, or of a step that a repair brought."""
        self.plan(plan)
        assert self._plan is not None
        return self._plan[2].get(raw["id"]) or Step.model_validate(raw)

    def evidence(self, raw: Sequence[dict[str, Any]]) -> tuple[Evidence, ...]:
        """The values of JSON evidence."""
        return tuple(Evidence.model_construct(**item) for item in raw)
