"""Dialogues held in memory and read back as a run folder would give them: what faults are planted into."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from bedside.agents.model import Model
from bedside.agents.prompts.prompt import read_prompt
from bedside.knowledge.retriever import Retriever
from bedside.orchestrator.api.background_loop import run_to_end
from bedside.orchestrator.build.built_in_players import built_in_players
from bedside.orchestrator.build.player_registry import PlayerRegistry
from bedside.orchestrator.build.simulate_item import Item, PlayersFor, Simulator
from bedside.orchestrator.cases.case_input import read_case
from bedside.orchestrator.graph.context import Players
from bedside.orchestrator.runs.entry import Entry
from bedside.orchestrator.runs.events import Event, sealed
from bedside.orchestrator.runs.reader import KeptDialogue
from bedside.scenarios.case import Case
from bedside.scenarios.gallery import CASES
from bedside.scenarios.player import Player

Json = dict[str, Any]
PROMPTING: Json = {"planning": False, "polish": False, "reasoning": False}
TURNS = 32  # as far as a dialogue is played where a model plays


@dataclass(frozen=True)
class DialogueSetup:
    """What a dialogue is made from, all of it data. ``model`` plays where the case names one; ``prompts`` are texts of prompt
    files by name, where they are not the shipped ones."""

    case: Case
    text: str
    model: Model | None = None
    retriever: Retriever | None = None
    prompts: tuple[tuple[str, str], ...] = ()
    version: str = ""

    @property
    def players_for(self) -> PlayersFor:
        """The players by the shipped prompts."""
        if self.model is None:
            return built_in_players
        return PlayerRegistry(models={self.case.models.default: self.model})

    def held(
        self, begun: Sequence[Event] = (), change: Callable[[Players], Players] = lambda made: made
    ) -> KeptDialogue:
        """Hold it, from its beginning or from what is there of it."""
        players_for = self.players_for

        def players(case: Case) -> Players:
            return change(_prompted(players_for(case), self.prompts))

        entries: list[Entry] = []
        simulator = Simulator(self.case.seed, self.retriever, players_for=players, now=lambda: 1.5)
        item = Item(self.case.id, self.case, self.text, key="k")
        result = run_to_end(simulator.perform(item, entries.append, begun=begun))
        events = (*begun, *(entry.event for entry in entries if entry.event is not None))
        if self.version and not begun:
            events = as_of(events, self.version)
        state = result.state
        return KeptDialogue(
            self.case.id,
            state.record(),
            events,
            state.note(),
            self.text,
            None,
            (),
            tuple({"dialogue": self.case.id, **row} for entry in entries for row in entry.exchanges),
            {row["id"]: row["lines"] for entry in entries for row in entry.passages},
            log={event.id: event for event in events},
        )


def as_of(events: Sequence[Event], version: str) -> tuple[Event, ...]:
    """The same events as another version of bedside would have written them."""
    return chained([events[0].model_copy(update={"version": version}), *events[1:]])


def chained(events: Sequence[Event]) -> tuple[Event, ...]:
    """Events put one after the other, each with its id."""
    out: list[Event] = []
    for event in events:
        parent = out[-1].id if out else ""
        out.append(sealed(event.model_copy(update={"parent": parent, "id": ""}))[0])
    return tuple(out)


def _prompted(players: Players, prompts: tuple[tuple[str, str], ...]) -> Players:
    """The players, speaking by other texts of their prompts."""
    for name, text in prompts:
        for role in ("physician", "patient"):
            speaker: Any = getattr(players, role)
            if getattr(getattr(speaker, "prompt", None), "name", "") == name:
                speaker.prompt = read_prompt(name, text)
    return players


@cache
def cases() -> tuple[tuple[Case, str], ...]:
    """Shipped visits in English of a patient who speaks for themselves."""
    found: list[tuple[Case, str]] = []
    for path in sorted(Path(CASES).glob("*.case.yaml")):
        case, text = read_case(path)
        grown = (case.patient.age or 40) >= 16 and not case.patient.companion
        if (case.protocol, case.language) == ("notechat", "en") and grown and case.setting != "portal":
            found.append((case.model_copy(update={"expect": None}), text))
    return tuple(found)


def built_in(number: int, **changes: Any) -> DialogueSetup:
    """A shipped visit by the built-in family, without guidelines unless they are asked for."""
    case, text = cases()[number % len(cases())]
    seed = case.seed + number // len(cases())
    return DialogueSetup(_with(case, {"seed": seed, "knowledge": False, **changes}), text)


def by_model(number: int, model: Model, **changes: Any) -> DialogueSetup:
    """A shipped visit played by a model, as far as ``TURNS``."""
    case, text = cases()[number % len(cases())]
    given: Json = {
        "seed": case.seed + number // len(cases()),
        "knowledge": False,
        "models": {"default": Player(name=model.name).model_dump()},
        "prompting": PROMPTING,
        "limits": {"turns": TURNS, "repairs": 0},
        **changes,
    }
    return DialogueSetup(_with(case, given), text, model)


def _with(case: Case, changes: Json) -> Case:
    return Case.model_validate({**case.model_dump(), **changes})


def with_text(setup: DialogueSetup, text: str) -> DialogueSetup:
    """The same over another note."""
    return replace(setup, text=text, case=setup.case.model_copy(update={"note": text}))
