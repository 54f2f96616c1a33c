"""What each role of a case is given, moment by moment: every brief of a conversation as it was handed over.

The law: nothing is worked out here a second time. The conversation is really held, by the built-in players, and what each
role was given is written down; where a language model would play, the request it would have got is made by the very
speaker that would ask it. No model is asked.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from bedside.agents.model import Request
from bedside.agents.models.scripted_model import ScriptedModel
from bedside.agents.planner import Planner
from bedside.knowledge.retriever import Retriever
from bedside.orchestrator.build.built_in_players import built_in_players
from bedside.orchestrator.build.families import ROLES
from bedside.orchestrator.build.player_registry import PlayerRegistry
from bedside.orchestrator.build.simulate_item import Item, Simulator
from bedside.orchestrator.failures import Failed
from bedside.orchestrator.graph.context import Players
from bedside.orchestrator.runs.entry import nothing
from bedside.orchestrator.runs.fold import said_by
from bedside.scenarios.brief import Brief
from bedside.scenarios.case import Case, Models
from bedside.scenarios.note import Note
from bedside.scenarios.plan import Plan
from bedside.scenarios.player import Player
from bedside.scenarios.turn import Utterance


@dataclass(frozen=True)
class BriefSnapshot:
    """What one role was given once: its brief, what a model would have been asked, and what was said."""

    brief: Brief
    request: Request | None
    line: str


@dataclass
class View:
    """A case as its roles see it, in the order they were asked."""

    case: Case
    note: Note
    plan: Plan
    planning: Request | None = None  # what a planner model would be asked
    snapshots: list[BriefSnapshot] = field(default_factory=list)
    told: dict[str, tuple[str, str]] = field(default_factory=dict)  # fact -> who said it first, and in which step
    meta: Mapping[str, Any] = field(default_factory=dict)

    @property
    def roles(self) -> tuple[str, ...]:
        """Who was given anything, in order of first brief."""
        return tuple(dict.fromkeys(snapshot.brief.role for snapshot in self.snapshots))


@dataclass
class _Watcher:
    """Speaks as the built-in player does, and writes down what it was given."""

    player: Any
    prompted: Any
    snapshots: list[BriefSnapshot]

    async def speak(self, brief: Brief) -> Utterance:
        """Say what the player says."""
        request = self.prompted.request(brief) if hasattr(self.prompted, "request") else None
        said: Utterance = await self.player.speak(brief)
        self.snapshots.append(BriefSnapshot(brief, request, said.text))
        return said


@dataclass
class _Planning:
    """Plans as the built-in planner does, and writes down the plan."""

    player: Planner
    prompted: Any
    kept: dict[str, Any]

    async def plan(self, case: Case, note: Note, seed: int) -> Plan:
        """The built-in plan."""
        if hasattr(self.prompted, "request"):
            self.kept["planning"] = await self.prompted.request(case, note, seed)
        self.kept["plan"] = plan = await self.player.plan(case, note, seed)
        return plan


async def collect_briefs(case: Case, text: str, base: Path, retriever: Retriever | None = None) -> View:
    """Hold the conversation of a case and return what everybody was given. Raises ``Failed`` where it cannot be held."""
    snapshots: list[BriefSnapshot] = []
    kept: dict[str, Any] = {}

    def players(_: Case) -> Players:
        own, asked = _walkers(case), _prompted(case, base)

        def watched(asked: Players | None) -> Players:
            return replace(
                own,
                planner=_Planning(own.planner, asked.planner if asked else None, kept),
                physician=_Watcher(own.physician, asked.physician if asked else None, snapshots),
                patient=_Watcher(own.patient, asked.patient if asked else None, snapshots),
                open=None,
            )

        if asked is None or asked.open is None:
            return watched(asked)
        choose = asked.open

        def opened(note: Note, seed: int) -> Players:
            return watched(choose(note, seed))

        return replace(watched(asked), open=opened)

    notes: list[Note] = []
    simulator = Simulator(case.seed, retriever, players_for=players)
    state = (await simulator.perform(Item(case.id, case, text), nothing, read=notes.append)).state
    if state.failure is not None:
        raise Failed(state.failure)
    told: dict[str, tuple[str, str]] = {}
    for turn, reason in zip(state.turns, state.reasons, strict=True):
        for fact in said_by(reason):
            told.setdefault(fact, (turn.speaker, reason.step))
    return View(case, notes[0], kept["plan"], kept.get("planning"), snapshots, told, state.meta)


def _walkers(case: Case) -> Players:
    """Who holds the conversation: the built-in family; in a language it does not speak, the scripted one by its plan."""
    own = built_in_players(case.model_copy(update={"models": Models()}))
    if own.speaks(case.language):
        return own
    plain = built_in_players(case.model_copy(update={"models": Models(default=Player(name="scripted"))}))
    return replace(plain, planner=own.planner, extract=own.extract)


def _prompted(case: Case, base: Path) -> Players | None:
    """The players as they would ask their models, over models that are never asked; None where no model plays."""
    players = [case.models.of(role) for role in ROLES]
    if not any(player.prompted for player in players):
        return None
    silent = {player: ScriptedModel(lambda _: "", player.name) for player in players if player.prompted}
    return PlayerRegistry(base, models=dict(silent))(case)
