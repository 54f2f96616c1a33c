"""One process of a batch that is made by several: it is sent rows and sends back what happens, event by event.

Law of the file: a worker writes nothing. What it says reaches the one process that holds the run folder in the order in
which it happened, so that a worker can be killed at any moment and nothing that was kept is lost. It ends with whoever
started it.
"""

import asyncio
import os
import signal
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from bedside.orchestrator.batch.relaxed_gc import relaxed_gc
from bedside.orchestrator.batch.run_control import Halted, RunControl
from bedside.orchestrator.batch.runner import Work, perform_row
from bedside.orchestrator.build.player_options import PlayerOptions
from bedside.orchestrator.build.simulate_item import Simulator
from bedside.orchestrator.graph.review_gate import ReviewGate
from bedside.orchestrator.runs.entry import Entry
from bedside.scenarios.case import Case

PAUSE = 0.05  # seconds for which events are gathered before they are sent


@dataclass(frozen=True)
class WorkerSpec:
    """What a worker needs to play: small values that can be sent to another process."""

    base: Case
    player_options: PlayerOptions = field(default_factory=PlayerOptions)
    folder: Path = Path()  # where files named in the case start from
    flight: int = 1  # dialogues at a time in one worker
    keep_text: bool = True
    stop_after: ReviewGate | None = None

    def simulator(self) -> Simulator:
        """The players and the guideline store, opened."""
        from bedside.orchestrator.build.guideline_store import open_guideline_store

        registry = self.player_options.registry(self.base, self.folder)
        store = open_guideline_store(self.base.knowledge)
        how: dict[str, Any] = {"keep_text": self.keep_text, "stop_after": self.stop_after}
        return Simulator(self.base.seed, store.retriever, players_for=registry, **how)


def work(pipe: Connection, play: WorkerSpec) -> None:
    """The life of a worker process: rows and ``("control", halted, paused)`` in; ``("ready",)`` once, ``("events", [...])``,
    ``("answer", row)``, ``("done", id, ItemOutcome)`` and ``("halted", id)`` out."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for whoever started it, who then closes the pipe
    for name in (
        "SIGUSR1",
        "SIGUSR2",
    ):  # a whole group of processes may be sent them; whoever started it says what to do
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    with suppress(BrokenPipeError, ConnectionResetError):
        asyncio.run(_work(pipe, play))


def _listen(
    pipe: Connection, loop: asyncio.AbstractEventLoop, todo: "asyncio.Queue[Work | None]", control: RunControl
) -> None:
    """Hear what comes in, in a thread of its own."""
    try:
        while True:
            work = pipe.recv()
            if isinstance(work, tuple):
                _, halted, paused = work
                loop.call_soon_threadsafe(_obey, control, halted, paused)
                continue
            loop.call_soon_threadsafe(todo.put_nowait, work)
            if work is None:
                return
    except (EOFError, OSError):
        os._exit(0)  # whoever started this has gone, and nothing here needs tidying up


def _obey(control: RunControl, halted: str | None, paused: bool) -> None:
    if halted is not None:
        control.halt(halted)
    (control.pause if paused else control.resume)()


async def _work(pipe: Connection, play: WorkerSpec) -> None:
    loop = asyncio.get_running_loop()
    todo: asyncio.Queue[Work | None] = asyncio.Queue()
    control = RunControl()

    def answered(row: dict[str, Any]) -> None:
        send("answer", row)

    simulator = replace(play.simulator(), answered=answered, before_asking=control.before_asking)
    threading.Thread(target=_listen, args=(pipe, loop, todo, control), daemon=True).start()
    waiting: list[Entry] = []
    sent = time.monotonic()

    def send(*told: Any) -> None:
        nonlocal sent
        if waiting:
            pipe.send(("events", waiting))
            waiting.clear()
        if told:
            pipe.send(told)
        sent = time.monotonic()

    def sink(entry: Entry) -> None:
        waiting.append(replace(entry, event=None))
        if entry.exchanges or time.monotonic() - sent > PAUSE:  # what a model has come to is not waited with
            send()
        control.check()

    async def one() -> None:
        while (work := await todo.get()) is not None:
            try:
                control.check()
                outcome = await perform_row(work, play.base, simulator, sink)
            except Halted:
                send("halted", work.row.id)
                continue
            settle()
            send("done", work.row.id, outcome)
        todo.put_nowait(None)  # for the next of those who wait here

    try:
        send("ready")
        with relaxed_gc() as settle:
            async with asyncio.TaskGroup() as group:
                for _ in range(play.flight):
                    group.create_task(one())
    except* (BrokenPipeError, ConnectionResetError):
        pass  # whoever started this has gone
    finally:
        await simulator.close()
