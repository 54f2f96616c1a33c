"""One actor of a batch that a Ray cluster makes: it is given rows and says what happens as it does.

It writes nothing, as the worker processes of one machine (``worker.py``) write nothing: what it says reaches the one process
that holds the run folder, so that it, or its node, can go at any moment.
"""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

from bedside.orchestrator.batch.run_control import Halted, RunControl
from bedside.orchestrator.batch.runner import Work, perform_row
from bedside.orchestrator.batch.worker import PAUSE, WorkerSpec
from bedside.orchestrator.build.simulate_item import Simulator
from bedside.orchestrator.runs.entry import Entry
from bedside.orchestrator.runs.versions import version

Told = tuple[Any, ...]  # ("event", Entry), ("answer", row), ("done", ItemOutcome) or ("halted",)


class RayWorker:
    """What an actor is made of; ``ray.remote`` makes it one."""

    def __init__(self, play: WorkerSpec) -> None:
        self._play = play
        self._control = RunControl()
        self._simulator: Simulator | None = None

    async def ready(self) -> str:
        """Open what it plays with; the version of bedside on its node."""
        self._simulator = self._play.simulator()
        return version()

    async def obey(self, halted: str | None, paused: bool) -> None:
        """Hold, go on or end."""
        if halted is not None:
            self._control.halt(halted)
        (self._control.pause if paused else self._control.resume)()

    async def make(self, work: Work) -> AsyncIterator[list[Told]]:
        """Make one row's dialogue; what happens, gathered for a moment, and at last what it came to."""
        heard: asyncio.Queue[Told] = asyncio.Queue()
        making = asyncio.create_task(self._made(work, heard))
        try:
            while True:
                told = [await heard.get()]
                if not _pressing(told[0]):
                    await asyncio.sleep(PAUSE)
                while not heard.empty():
                    told.append(heard.get_nowait())
                yield told
                if told[-1][0] in ("done", "halted"):
                    return
        finally:
            making.cancel()

    async def _made(self, work: Work, heard: "asyncio.Queue[Told]") -> None:
        def sink(entry: Entry) -> None:
            heard.put_nowait(("event", replace(entry, event=None)))
            self._control.check()

        def answered(row: dict[str, Any]) -> None:
            heard.put_nowait(("answer", row))

        assert self._simulator is not None
        own = replace(self._simulator, answered=answered, before_asking=self._control.before_asking)
        try:
            self._control.check()
            outcome = await perform_row(work, self._play.base, own, sink)
        except Halted:
            heard.put_nowait(("halted",))
        else:
            heard.put_nowait(("done", outcome))


def _pressing(told: Told) -> bool:
    """Whether something is not waited with: what a model has come to, and the end."""
    return told[0] != "event" or bool(told[1].exchanges)
