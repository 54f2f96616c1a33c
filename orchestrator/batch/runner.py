"""Many notes to one run folder: read line by line, written in input order, one failure never stopping the rest."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

from bedside.orchestrator.batch.items import Row, item
from bedside.orchestrator.batch.relaxed_gc import relaxed_gc
from bedside.orchestrator.build.simulate_item import Item, Simulator, failed_event, start_event
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.runs.events import Event, Fold
from bedside.orchestrator.runs.outcome import ItemResult
from bedside.orchestrator.runs.store import Run
from bedside.scenarios.case import Case
from bedside.scenarios.record import Failure

AHEAD = 4  # times as many dialogues as are in flight may wait to be written in order


Make = Callable[[Row], Awaitable[ItemResult]]


async def run_batch(
    todo: Iterator[Row],
    base: Case,
    simulator: Simulator,
    run: Run,
    *,
    jobs: int = 1,
    make: Make | None = None,
    tick: Callable[[ItemResult], None] = lambda _: None,
) -> None:
    """Make every row's dialogue, at most ``jobs`` at a time, and keep the results in the order of the rows. ``make``
    makes one where it is not to be made in this process."""

    async def here(row: Row) -> ItemResult:
        return await perform_row(row, base, simulator, run.sink)

    with relaxed_gc() as settle:
        async for result in _in_order(todo, make or here, jobs):
            settle()
            run.keep(result)
            tick(result)


async def _in_order(todo: Iterator[Row], make: Make, jobs: int) -> AsyncIterator[ItemResult]:
    # One that hangs holds back what is written, not what is made: the window is wider than the number in flight.
    window: deque[asyncio.Task[ItemResult]] = deque()
    free = asyncio.Semaphore(jobs)

    async def one(row: Row) -> ItemResult:
        async with free:
            return await make(row)

    try:
        for row in todo:
            if jobs == 1:  # no task: a dialogue of the built-in family never waits for anything
                yield await make(row)
                continue
            window.append(asyncio.create_task(one(row)))
            if len(window) >= AHEAD * jobs:
                yield await window.popleft()
        while window:
            yield await window.popleft()
    finally:
        for task in window:
            task.cancel()


async def perform_row(row: Row, base: Case, simulator: Simulator, sink: Callable[[Event], None]) -> ItemResult:
    """One row's dialogue; a row with a fault is a failed one."""
    fault = row.fault
    if fault is None:
        try:
            made = item(row, base)
        except Problem as problem:
            fault = f"line {row.line}: {problem}"
        else:
            return await simulator.perform(made, sink)
    fold = Fold(row.id)
    failure = Failure(kind="input", stage="read", message=fault[0].upper() + fault[1:])
    for event in (start_event(Item(row.id, base, ""), simulator.seed), failed_event(row.id, failure)):
        fold.add(event)
        sink(event)
    return ItemResult(fold, None)
