"""The shipped cases as the built-in players hold them: each dialogue held once a session and read by every law on it."""

import asyncio
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from once import Once

from bedside.orchestrator.build.guideline_store import open_guideline_store
from bedside.orchestrator.build.simulate_item import Item, Simulator, built_in_players
from bedside.orchestrator.cases.case_input import read_case
from bedside.orchestrator.runs.entry import nothing
from bedside.orchestrator.runs.fold import DialogueState
from bedside.scenarios.brief import Brief
from bedside.scenarios.case import Case
from bedside.scenarios.note import Note
from bedside.scenarios.turn import Utterance

CASES = sorted((Path(__file__).parents[1] / "scenarios" / "cases").glob("*.case.yaml"))


def case_name(path: Path) -> str:
    """The name of a case file without its endings: what a test is called after it."""
    return path.name.removesuffix(".case.yaml")


# For laws that each case repeats: every third is held each time, the others where repetitions are.
EVERY_THIRD = [
    pytest.param(path, id=case_name(path), marks=[pytest.mark.slow] * (n % 3 > 0)) for n, path in enumerate(CASES)
]


@dataclass(frozen=True)
class Held:
    """One dialogue held to its end: its case and note, what came of it, and every brief a speaker was given."""

    case: Case
    note: Note
    state: DialogueState
    briefs: tuple[Brief, ...]


@dataclass
class Listener:
    """Passes every brief on to a player and remembers it."""

    player: Any
    heard: list[Brief]

    async def speak(self, brief: Brief) -> Utterance:
        """Speak as the player does."""
        self.heard.append(brief)
        return await self.player.speak(brief)


def hold(path: Path, later: int = 0, guidelines: bool = False) -> Held:
    """Hold one shipped case with its own seed, or one ``later``, with the shipped guidelines or with none."""
    heard: list[Brief] = []
    notes: list[Note] = []
    case, text = read_case(path)

    def players(case: Case) -> Any:
        usual = built_in_players(case)
        return replace(usual, physician=Listener(usual.physician, heard), patient=Listener(usual.patient, heard))

    simulator = Simulator(case.seed + later, _retriever() if guidelines else None, players_for=players)
    done = asyncio.run(simulator.perform(Item(case.id, case, text), nothing, read=notes.append))
    return Held(case, notes[0], done.state, tuple(heard))


@cache
def _retriever() -> Any:
    return open_guideline_store().retriever


@dataclass(frozen=True)
class Dialogues:
    """The dialogues of this session."""

    once: Once

    def held(self, path: Path, later: int = 0, guidelines: bool = False) -> Held:
        """What ``hold`` gives, held by the first who asks for it."""
        return self.once.get(f"{path.name}/{later}/{guidelines}", lambda: hold(path, later, guidelines))
