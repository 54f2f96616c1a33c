"""Many items to one run folder: read line by line, kept as they finish, one failure never stopping the rest."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import Any

from bedside.orchestrator.batch.items import Row, item
from bedside.orchestrator.batch.relaxed_gc import relaxed_gc
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
    answered since the last of them."""

    row: Row
    key: str = ""
    begun: tuple[bytes, ...] = ()
    paid: tuple[Json, ...] = ()


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
) -> None:
    """Make every row's dialogue, at most ``jobs`` at a time, and keep each as it finishes. ``make`` makes one where it
    is not to be made in this process; ``sink`` takes the events of those that are, instead of the run alone."""

    async def here(work: Work) -> ItemOutcome:
        return await perform_row(work, base, simulator, sink or run.sink)

    with relaxed_gc() as settle:
        async for outcome in _as_finished(todo, make or here, jobs):
            settle()
            run.keep(outcome)
            tick(outcome)


async def _as_finished(todo: Iterator[Work], make: Make, jobs: int) -> AsyncIterator[ItemOutcome]:
    if jobs == 1:  # no task: a dialogue of the built-in family never waits for anything
        for work in todo:
            yield await make(work)
        return
    flight: set[asyncio.Task[ItemOutcome]] = set()
    try:
        for work in todo:
            flight.add(asyncio.create_task(_made(make, work)))
            if len(flight) >= jobs:
                done, flight = await asyncio.wait(flight, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    yield task.result()
        while flight:
            done, flight = await asyncio.wait(flight, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                yield task.result()
    finally:
        for task in flight:
            task.cancel()


async def _made(make: Make, work: Work) -> ItemOutcome:
    return await make(work)


async def perform_row(work: Work, base: Case, simulator: Simulator, sink: Sink) -> ItemOutcome:
    """One row's dialogue; a row with a fault is a failed one."""
    row, fault = work.row, work.row.fault
    if fault is None:
        try:
            made = item(row, base, work.key)
        except Problem as problem:
            fault = f"line {row.line}: {problem}"
        else:
            begun = resumable(work.begun, work.key, admitted_text(row.note))
            return outcome_of(await simulator.perform(made, sink, begun=begun, paid=work.paid))
    failure = Failure(kind="input", stage="read", message=fault[0].upper() + fault[1:])
    return give_up(Item(row.id, base, "", key=work.key), failure, simulator, sink)


def give_up(unread: Item, failure: Failure, simulator: Simulator, sink: Sink) -> ItemOutcome:
    """The outcome of an item that nothing could be made of."""
    return outcome_of(ItemResult(simulator.failed(unread, sink, failure)))
