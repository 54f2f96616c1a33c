"""One sitting of a batch: the first pass over what is to be made, then passes over what failed in passing, under limits and
in the hands of whoever controls it."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bedside.orchestrator.batch.engine import Engine, EngineName, Inline
from bedside.orchestrator.batch.run_control import RunControl
from bedside.orchestrator.batch.runner import Make, Work, run_batch
from bedside.orchestrator.batch.second_pass import SecondPass
from bedside.orchestrator.batch.stop_rules import StopRules
from bedside.orchestrator.build.simulate_item import Simulator
from bedside.orchestrator.runs.entry import Entry, Sink, nothing
from bedside.orchestrator.runs.outcome import ItemOutcome
from bedside.orchestrator.runs.store import Run
from bedside.orchestrator.runs.usage import UsageLog, usage_of
from bedside.scenarios.case import Case

if TYPE_CHECKING:
    from bedside.orchestrator.batch.worker import WorkerSpec

Again = Callable[[frozenset[str]], Iterator[Work]]


@dataclass
class Sitting:
    """All that one sitting needs. ``spec`` is what workers play, where the ``engine`` is not this process alone; ``address`` that
    of a cluster; ``heard`` is told of every event beside the run, ``came`` of every outcome."""

    base: Case
    simulator: Simulator
    run: Run
    control: RunControl
    rules: StopRules
    usage: UsageLog
    processes: int = 1
    spec: "WorkerSpec | None" = None
    engine: EngineName = "processes"
    address: str | None = None
    heard: Sink = nothing
    came: Callable[[ItemOutcome], None] = lambda _: None
    passes: SecondPass = field(default_factory=SecondPass)
    _costs: dict[str, float] = field(default_factory=dict[str, float])  # of dialogues begun in this sitting
    requeued: set[str] = field(default_factory=set[str])  # failed items that somebody wants tried again

    async def hold(self, first: Iterator[Work], again: Again) -> None:
        """Make all of ``first``, then what ``again`` gives for the items that are worth it. Raises ``Problem``."""
        seconds = self.rules.limits.seconds
        timer = asyncio.get_running_loop().call_later(seconds, self.rules.late) if seconds is not None else None
        simulator = replace(self.simulator, before_asking=self.control.before_asking)
        try:
            async with AsyncExitStack() as stack:
                make = (await self._entered(stack, simulator)).perform
                await self._pass(first, simulator, make)
                while self.control.halted is None:
                    due = self.passes.due()
                    wait = self.passes.wait(due)
                    due |= self.requeued & self.run.failed.keys()
                    self.requeued.clear()
                    if not due:
                        return
                    await self._pause(wait)
                    self.run.log("again", pending=len(due))
                    await self._pass(again(due), simulator, make)
        finally:
            if timer is not None:
                timer.cancel()
            self.usage.close()
            await self.simulator.close()

    async def _entered(self, stack: AsyncExitStack, simulator: Simulator) -> Engine:
        engine = await stack.enter_async_context(self._engine(simulator))
        if self.spec is not None:
            self.control.set_jobs(engine.slots)
            self.control.on_change = engine.obey
            engine.obey(self.control)
        return engine

    def _engine(self, simulator: Simulator) -> Engine:
        if self.spec is None:
            return Inline(self.base, simulator, self._sink, self.control)
        given = (self.processes, self.spec, self._keep, self.run.answered)
        if self.engine == "ray":
            from bedside.orchestrator.batch.ray_engine import RayWorkers

            return RayWorkers(*given, self.address)
        from bedside.orchestrator.batch.pool import Workers

        return Workers(*given)

    async def _pass(self, works: Iterator[Work], simulator: Simulator, make: Make) -> None:
        await run_batch(
            works, self.base, simulator, self.run, make=make, sink=self._sink, tick=self._came, control=self.control
        )

    def _keep(self, entry: Entry) -> None:
        """An event that happened, here or in a worker."""
        self.run.sink(entry)
        self.heard(entry)
        if self.rules.limits.drift:
            self._count(entry)
        if entry.asked and self.usage.heard(entry.asked):
            self.rules.used()

    def _count(self, entry: Entry) -> None:
        """What a dialogue has taken so far, in money, or in tokens where a price is not known."""
        if entry.begins:
            self._costs[entry.dialogue] = 0.0
        if entry.asked and entry.dialogue in self._costs:
            used = usage_of(entry.asked)
            cost = self.rules.prices.cost(used)
            self._costs[entry.dialogue] += used.total.tokens if cost is None else cost

    def _sink(self, entry: Entry) -> None:
        self._keep(entry)
        self.control.check()

    def _came(self, outcome: ItemOutcome) -> None:
        self.rules.came(outcome, self._costs.pop(outcome.id, None))
        self.passes.came(outcome)
        self.came(outcome)

    async def _pause(self, seconds: float) -> None:
        """Wait, unless the run ends or something else is asked of it before."""
        try:
            async with asyncio.timeout(seconds):
                while self.control.halted is None:
                    await self.control.changed()
        except TimeoutError:
            return
