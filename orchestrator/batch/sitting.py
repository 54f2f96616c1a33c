"""One sitting of a batch: the first pass over what is to be made, then passes over what failed in passing, under limits and
in the hands of whoever controls it."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

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
    """All that one sitting needs. ``spec`` is what workers play, where there are several ``processes``; ``heard`` is told of
    every event beside the run, ``came`` of every outcome."""

    base: Case
    simulator: Simulator
    run: Run
    control: RunControl
    rules: StopRules
    usage: UsageLog
    processes: int = 1
    spec: "WorkerSpec | None" = None
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
                make = await self._workers(stack)
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

    async def _workers(self, stack: AsyncExitStack) -> Make | None:
        if self.processes == 1 or self.spec is None:
            return None
        from bedside.orchestrator.batch.pool import Workers

        workers = await stack.enter_async_context(Workers(self.processes, self.spec, self._keep, self.run.answered))
        self.control.set_jobs(workers.slots)
        self.control.on_change = workers.obey
        workers.obey(self.control)
        return workers.perform

    async def _pass(self, works: Iterator[Work], simulator: Simulator, make: Make | None) -> None:
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
