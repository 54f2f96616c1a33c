"""One actor of a batch that a Ray cluster makes: it is given rows and says what happens as it does.

It writes nothing, as the worker processes of one machine (``worker.py``) write nothing: what it says reaches the one process
that holds the run folder, so that it, or its node, can go at any moment. No model is asked before that process has said that it
heard all that was told of the dialogue: an actor may outlive it by seconds, and what it asked then would be paid twice.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace
from typing import Any

from bedside.orchestrator.batch.run_control import Halted, RunControl
from bedside.orchestrator.batch.runner import Work, perform_row
from bedside.orchestrator.batch.worker import PAUSE, WorkerSpec
from bedside.orchestrator.build.simulate_item import Simulator
from bedside.orchestrator.runs.entry import Entry
from bedside.orchestrator.runs.versions import version

Told = tuple[Any, ...]  # ("event", Entry), ("answer", row), ("done", ItemOutcome) or ("halted",)


class _Telling:
    """What is told of one row, and how much of it was heard."""

    def __init__(self) -> None:
        self.told: asyncio.Queue[Told] = asyncio.Queue()
        self.asking = asyncio.Event()  # somebody waits for what was told to be heard
        self._count = 0
        self._heard = 0
        self._changed = asyncio.Event()

    def tell(self, one: Told) -> None:
        self._count += 1
        self.told.put_nowait(one)

    def heard(self, count: int) -> None:
        """So many things have been heard of this row so far."""
        self._heard = count
        self._changed.set()

    async def kept(self) -> None:
        """Wait until all that was told has been heard."""
        while self._heard < self._count:
            self._changed.clear()
            self.asking.set()
            await self._changed.wait()
        self.asking.clear()


class RayWorker:
    """What an actor is made of; ``ray.remote`` makes it one."""

    def __init__(self, play: WorkerSpec) -> None:
        self._play = play
        self._control = RunControl()
        self._simulator: Simulator | None = None
        self._rows: dict[str, _Telling] = {}

    async def ready(self) -> str:
        """Open what it plays with; the version of bedside on its node."""
        self._simulator = self._play.simulator()
        return version()

    async def obey(self, halted: str | None, paused: bool) -> None:
        """Hold, go on or end."""
        if halted is not None:
            self._control.halt(halted)
        (self._control.pause if paused else self._control.resume)()

    async def heard(self, name: str, count: int) -> None:
        """Of the row of this name so many things have been heard."""
        if (row := self._rows.get(name)) is not None:
            row.heard(count)

    async def make(self, work: Work) -> AsyncIterator[list[Told]]:
        """Make one row's dialogue; what happens, gathered for a moment, and at last what it came to."""
        row = self._rows[work.row.id] = _Telling()
        making = asyncio.create_task(self._made(work, row))
        try:
            while True:
                told = [await row.told.get()]
                if not _pressing(told[0]):
                    with suppress(TimeoutError):
                        await asyncio.wait_for(row.asking.wait(), PAUSE)
                while not row.told.empty():
                    told.append(row.told.get_nowait())
                yield told
                if told[-1][0] in ("done", "halted"):
                    return
        finally:
            making.cancel()
            self._rows.pop(work.row.id, None)

    async def _made(self, work: Work, row: _Telling) -> None:
        def sink(entry: Entry) -> None:
            row.tell(("event", replace(entry, event=None)))
            self._control.check()

        def answered(answer: dict[str, Any]) -> None:
            row.tell(("answer", answer))

        async def before_asking() -> None:
            await self._control.before_asking()
            await row.kept()

        assert self._simulator is not None
        own = replace(self._simulator, answered=answered, before_asking=before_asking)
        try:
            self._control.check()
            outcome = await perform_row(work, self._play.base, own, sink)
        except Halted:
            row.tell(("halted",))
        else:
            row.tell(("done", outcome))


def _pressing(told: Told) -> bool:
    """Whether something is not waited with: what a model has come to, and the end."""
    return told[0] != "event" or bool(told[1].exchanges)
