"""Cases put to the test: each held as ``simulate`` holds it, then read for what its author expects. Nothing is kept.

All cases of one expectation_run share the players and the guideline store. A conversation that did not come to its end has
met nothing: it is told as what it is, apart from an expectation that was not met.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from bedside.evaluation.expected import UnmetExpectation, misses
from bedside.orchestrator.build.families import ROLES
from bedside.orchestrator.build.guideline_store import open_guideline_store
from bedside.orchestrator.build.player_options import PlayerOptions
from bedside.orchestrator.build.player_registry import PlayerRegistry
from bedside.orchestrator.build.simulate_item import Item, Simulator
from bedside.orchestrator.build.spoken_languages import refuse_unspoken
from bedside.orchestrator.cases.case_input import CaseOptions, read_case
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.runs.entry import nothing
from bedside.scenarios.case import Case
from bedside.scenarios.load import CaseError, load_cases, mistake_at
from bedside.scenarios.note import Note

TOGETHER = 16  # conversations in flight where a language model plays; the built-in family never waits


@dataclass(frozen=True)
class Part:
    """One conversation to be held: a case from its file, and the seed."""

    file: Path
    case: Case
    text: str


@dataclass(frozen=True)
class CaseOutcome:
    """What one conversation came to. ``failure`` says why it did not come to its end; None if it did."""

    part: Part
    turns: int
    misses: tuple[UnmetExpectation, ...] = ()
    failure: str | None = None
    kind: str = ""  # of the failure

    @property
    def met(self) -> bool:
        """Whether it came to its end with all that was expected."""
        return self.failure is None and not self.misses

    def place(self, miss: UnmetExpectation) -> str:
        """``file:line:column`` of an expectation."""
        line, column = self.mark(miss)
        return f"{self.part.file}:{line}:{column}"

    def mark(self, miss: UnmetExpectation) -> tuple[int, int]:
        """Line and column of an expectation in the case's file."""
        error = mistake_at(self.part.file, miss.where, "", "")
        return error.line, error.column


def parts(paths: Sequence[Path], choices: CaseOptions, seeds: int = 1) -> list[Part]:
    """The conversations to hold: every case under ``paths``, ``seeds`` times from its own seed on. Raises ``Problem``
    with every mistake of every file."""
    loaded = load_cases(paths)
    mistakes: list[str] = list(map(str, loaded.mistakes))
    made: list[Part] = []
    for file in loaded.cases:
        try:
            case, text = read_case(file, choices)
        except (CaseError, Problem) as error:
            mistakes.append(str(error))
            continue
        made += [Part(file, case.model_copy(update={"seed": case.seed + n}), text) for n in range(seeds)]
    if mistakes:
        raise Problem("input", "\n".join(mistakes))
    if not made:
        raise Problem("input", "There is no case (*.case.yaml) here: give case files, or a folder that holds some.")
    return made


@dataclass
class ExpectationRun:
    """What the conversations share. Use it as ``async for outcome in expectation_run.held(parts)``."""

    simulator: Simulator
    player_options: PlayerOptions = field(default_factory=PlayerOptions)
    _registries: dict[tuple[Path, str, str | None], PlayerRegistry] = field(default_factory=dict)

    @classmethod
    def open(cls, todo: Sequence[Part], player_options: PlayerOptions) -> "ExpectationRun":
        """Open the guideline store once, if any case wants it, and the players; refuse what they cannot play."""
        expectation_run = cls(Simulator(0), player_options)
        for part in todo:
            refuse_unspoken(expectation_run._registry(part)(part.case), part.case, part.file)
        store = open_guideline_store(any(part.case.knowledge for part in todo))
        expectation_run.simulator = Simulator(0, store.retriever)
        return expectation_run

    async def held(self, todo: Sequence[Part]) -> AsyncIterator[CaseOutcome]:
        """What came of each, in the order given."""
        waits = any(part.case.models.of(role).prompted for part in todo for role in ROLES)
        free = asyncio.Semaphore(TOGETHER if waits else 1)

        async def one(part: Part) -> CaseOutcome:
            async with free:
                return await self._hold(part)

        tasks = [asyncio.create_task(one(part)) for part in todo]
        try:
            for task in tasks:
                yield await task
        finally:
            for task in tasks:
                task.cancel()
            for registry in self._registries.values():
                await registry.close()

    def _registry(self, part: Part) -> PlayerRegistry:
        """The players of a case: those of its folder, because files that a model is named with start there."""
        key = (part.file.parent, part.case.data_class, part.case.terms)
        if key not in self._registries:
            self._registries[key] = self.player_options.registry(part.case, part.file.parent)
        return self._registries[key]

    async def _hold(self, part: Part) -> CaseOutcome:
        notes: list[Note] = []
        simulator = replace(self.simulator, seed=part.case.seed, players_for=self._registry(part))
        item = Item(part.case.id, part.case, part.text)
        state = (await simulator.perform(item, nothing, read=notes.append)).state
        if state.failure is not None:
            return CaseOutcome(part, len(state.turns), (), state.failure.message, state.failure.kind)
        return CaseOutcome(part, len(state.turns), misses(part.case, notes[0], state.record()))
