"""Many items to one run folder: read line by line, kept as they finish, one failure never stopping the rest."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import Any

from bedside.orchestrator.batch.items import Row, item
from bedside.orchestrator.batch.relaxed_gc import relaxed_gc
from bedside.orchestrator.batch.run_control import Halted, RunControl
from bedside.orchestrator.build.note_input import admitted_text
from bedside.orchestrator.build.simulate_item import Item, Simulator
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.runs.entry import Sink
from bedside.orchestrator.runs.outcome import ItemOutcome, ItemResult, outcome_of
from bedside.orchestrator.runs.resume import resumable
from bedside.orchestrator.runs.store import Run
from bedside.scenarios.case import Case
from bedside.scenarios.record import Failure

Json = dict[str, Any]


@dataclass(frozen=True)
class Work:
    """One row to be made: under which key it is kept, and, if it was broken off, the lines of its log and what models had
    answered since the last of them. ``more``: a limit of turns ended it that is higher now."""

    row: Row
    key: str = ""
    begun: tuple[bytes, ...] = ()
    paid: tuple[Json, ...] = ()
    more: bool = False


Make = Callable[[Work], Awaitable[ItemOutcome]]


async def run_batch(
    todo: Iterator[Work],
    base: Case,
    simulator: Simulator,
    run: Run,
    *,
    jobs: int = 1,
    make: Make | None = None,
    sink: Sink | None = None,
    tick: Callable[[ItemOutcome], None] = lambda _: None,
    control: RunControl | None = None,
) -> None:
    """Make every row's dialogue, at most ``jobs`` at a time, and keep each as it finishes. ``make`` makes one where it
    is not to be made in this process; ``sink`` takes the events of those that are, instead of the run alone. ``control``
    holds the run, ends it and changes how many are in flight, which it then knows better than ``jobs``."""
    held = control or RunControl(jobs)

    async def here(work: Work) -> ItemOutcome:
        return await perform_row(work, base, simulator, sink or run.sink)

    with relaxed_gc() as settle:
        async for outcome in _as_finished(todo, make or here, held):
            settle()
            run.keep(outcome)
            tick(outcome)


async def _as_finished(todo: Iterator[Work], make: Make, control: RunControl) -> AsyncIterator[ItemOutcome]:
    flight: set[asyncio.Task[ItemOutcome]] = set()
    try:
        while control.halted is None:
            if control.paused:
                async for outcome in _waited(flight, control):
                    yield outcome
                continue
            work = next(todo, None)
            if work is None:
                break
            if control.jobs == 1 and not flight:  # no task: a dialogue of the built-in family never waits for anything
                try:
                    outcome = await make(work)
                except Halted:
                    break
                yield outcome
                await asyncio.sleep(0)  # whoever waits for this process is heard between two dialogues
                continue
            flight.add(asyncio.create_task(_made(make, work)))
            while len(flight) >= control.jobs and control.halted is None:
                async for outcome in _waited(flight, control):
                    yield outcome
        while flight:
            async for outcome in _waited(flight, control):
                yield outcome
    finally:
        for task in flight:
            task.cancel()


async def _waited(flight: set[asyncio.Task[ItemOutcome]], control: RunControl) -> AsyncIterator[ItemOutcome]:
    """Wait until a dialogue is finished or something has changed; what is finished is taken out of ``flight``."""
    change = asyncio.create_task(control.changed())
    try:
        done, _ = await asyncio.wait({*flight, change}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        change.cancel()
    for task in [one for one in flight if one in done]:
        flight.discard(task)
        try:
            outcome = task.result()
        except Halted:
            continue
        yield outcome


async def _made(make: Make, work: Work) -> ItemOutcome:
    return await make(work)


async def perform_row(work: Work, base: Case, simulator: Simulator, sink: Sink) -> ItemOutcome:
    """One row's dialogue; a row with a fault is a failed one."""
    row, fault = work.row, work.row.fault
    if fault is None:
        try:
            made = item(row, base, work.key)
        except Problem as problem:
            fault = f"{row.place}: {problem}"
        else:
            begun = resumable(work.begun, work.key, admitted_text(row.note), more=work.more)
            return outcome_of(await simulator.perform(made, sink, begun=begun, paid=work.paid))
    failure = Failure(kind="input", stage="read", message=fault[0].upper() + fault[1:])
    return give_up(Item(row.id, base, "", key=work.key), failure, simulator, sink)


def give_up(unread: Item, failure: Failure, simulator: Simulator, sink: Sink) -> ItemOutcome:
    """The outcome of an item that nothing could be made of."""
    return outcome_of(ItemResult(simulator.failed(unread, sink, failure)))
