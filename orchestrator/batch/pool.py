"""The worker processes of one batch, and the rows they are given.

Law of the file: a row is given away until it has come back. A worker that dies is replaced and its rows are given to
others; a row in whose company workers keep dying fails by class. Workers that die before they have begun say nothing
about a row: when none can begin, the run ends. The events of all workers are journalled here, by the
one process that writes.
"""

import asyncio
import multiprocessing
import signal
import threading
from collections import deque
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import Any

from bedside.orchestrator.batch.engine import DEATHS, MEND, lost_with_workers
from bedside.orchestrator.batch.run_control import Halted, RunControl
from bedside.orchestrator.batch.runner import Work
from bedside.orchestrator.batch.worker import WorkerSpec, work
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.runs.entry import Answered, Entry, Sink, forget
from bedside.orchestrator.runs.outcome import ItemOutcome

GOODBYE = 5.0  # seconds a worker has for closing its connections
PRELOADED = "bedside.orchestrator.batch.preloaded"


def _processes() -> Any:
    """How processes are started. A fork of this one would copy threads and locks of half-imported libraries; where the system
    can, workers are forks of a process that has only loaded what all of them need, and else each loads it."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    forks = multiprocessing.get_context("forkserver")
    forks.set_forkserver_preload([PRELOADED])
    return forks


@dataclass
class _Given:
    """A row that is being made, and whoever waits for it."""

    work: Work
    back: "asyncio.Future[ItemOutcome]"
    deaths: int = 0


@dataclass
class _Worker:
    """One process and the rows it holds."""

    process: Any
    pipe: Any  # a connection, by another name on another system
    rows: dict[str, _Given] = field(default_factory=dict)
    ready: bool = False


class Workers:
    """So many processes that make dialogues. Use it as an async context; ``perform`` gives a row away."""

    def __init__(self, count: int, play: WorkerSpec, sink: Sink, answered: Answered = forget) -> None:
        self._count = count
        self._play = play
        self._sink = sink
        self._answered = answered
        self._processes = _processes()
        self._flight = play.flight
        self._holds = play.flight + 1  # one more than is in the making, so that nobody waits for the next
        self._workers: list[_Worker] = []
        self._queue: deque[_Given] = deque()
        self._given: dict[str, _Given] = {}
        self._closing = False
        self._stillborn = 0  # workers that died before they were ready, since one was
        self._trouble: BaseException | None = None
        self._control: RunControl | None = None

    @property
    def slots(self) -> int:
        """How many rows can be given away before somebody has to wait."""
        return self._count * self._holds

    async def __aenter__(self) -> "Workers":
        for _ in range(self._count):
            self._start()
        return self

    async def __aexit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Let the workers go. What they were making when the run was stopped is made again by the next one."""
        self._closing = True
        for worker in self._workers:
            if kind is not None:
                worker.process.kill()  # it has nothing to tidy up
            with suppress(OSError):
                worker.pipe.send(None)
        for worker in self._workers:
            await asyncio.to_thread(worker.process.join, GOODBYE)
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()

    def obey(self, control: RunControl) -> None:
        """Let every worker know that the run is held, goes on or ends; rows that no worker has yet are not made."""
        self._control = control
        for worker in self._workers:
            self._tell(worker)
        while control.halted is not None and self._queue:
            given = self._queue.popleft()
            if not given.back.done():
                given.back.set_exception(Halted())

    def _tell(self, worker: _Worker) -> None:
        if self._control is not None:
            with suppress(OSError):
                worker.pipe.send(("control", self._control.halted, self._control.paused))

    async def perform(self, work: Work) -> ItemOutcome:
        """Have a row made by whichever worker is free. Raises what the journal raised."""
        if self._trouble is not None:
            raise self._trouble
        given = _Given(work, asyncio.get_running_loop().create_future())
        self._given[work.row.id] = given
        self._queue.append(given)
        self._hand_out()
        try:
            return await given.back
        finally:
            self._given.pop(work.row.id, None)

    def _start(self) -> None:
        ours, theirs = self._processes.Pipe()
        process = self._processes.Process(target=work, args=(theirs, self._play), daemon=True)
        with _no_interrupt():
            process.start()
        theirs.close()  # the worker has its own: when it dies, ours ends
        worker = _Worker(process, ours)
        self._workers.append(worker)
        self._tell(worker)
        loop = asyncio.get_running_loop()
        threading.Thread(target=self._listen, args=(loop, worker), daemon=True).start()

    def _listen(self, loop: asyncio.AbstractEventLoop, worker: _Worker) -> None:
        with suppress(RuntimeError):  # the loop has been closed: nobody waits any more
            try:
                while True:
                    loop.call_soon_threadsafe(self._hear, worker, worker.pipe.recv())
            except (EOFError, OSError):
                loop.call_soon_threadsafe(self._gone, worker)

    def _hand_out(self) -> None:
        while self._queue:
            worker = min(self._workers, key=lambda one: len(one.rows))
            if len(worker.rows) >= self._holds:
                return
            given = self._queue.popleft()
            worker.rows[given.work.row.id] = given
            with suppress(OSError):  # it has died: its rows are taken back when that is heard
                worker.pipe.send(given.work)

    def _hear(self, worker: _Worker, told: tuple[Any, ...]) -> None:
        if self._closing:
            return
        try:
            if told[0] == "ready":
                worker.ready, self._stillborn = True, 0
                return
            if told[0] == "events":
                for entry in told[1]:
                    self._hear_of(worker.rows[entry.dialogue], entry)
                return
            if told[0] == "halted":
                given = worker.rows.pop(told[1])
                if not given.back.done():
                    given.back.set_exception(Halted())
                return
            if told[0] == "answer":
                given = worker.rows[told[1]["dialogue"]]
                given.work = replace(given.work, paid=(*given.work.paid, told[1]))
                self._answered(told[1])
                return
        except BaseException as error:  # nothing can be kept
            self._end(error)
            return
        given = worker.rows.pop(told[1])
        if not given.back.done():
            given.back.set_result(told[2])
        self._hand_out()

    def _hear_of(self, given: _Given, entry: Entry) -> None:
        """Keep an event, here and in what whoever makes the row next goes on from."""
        before = () if entry.begins else given.work.begun
        given.work = replace(given.work, begun=(*before, entry.line), paid=())
        self._sink(entry)

    def _gone(self, worker: _Worker) -> None:
        if self._closing:
            return
        worker.process.join()
        self._workers.remove(worker)
        self._stillborn += not worker.ready
        if self._stillborn >= DEATHS:
            self._end(
                Problem("internal", f"{DEATHS} worker processes died before they began ({_how(worker)}). {MEND}.")
            )
            return
        for place, given in reversed(list(enumerate(worker.rows.values()))):
            given.deaths += worker.ready and place < self._flight  # the rest waited, and had no part in it
            if given.deaths >= DEATHS:
                self._give_up(given, worker)
            else:
                self._queue.appendleft(given)
        self._start()
        self._hand_out()

    def _end(self, error: BaseException) -> None:
        """End the run for everybody who waits."""
        self._trouble = error
        for given in self._given.values():
            if not given.back.done():
                given.back.set_exception(error)

    def _give_up(self, given: _Given, worker: _Worker) -> None:
        outcome = lost_with_workers(given.work, given.deaths, _how(worker), self._play.base, self._sink)
        if not given.back.done():
            given.back.set_result(outcome)


def _how(worker: _Worker) -> str:
    """How a process ended."""
    code = worker.process.exitcode
    return f"killed by signal {-code}" if code is not None and code < 0 else f"exit code {code}"


@contextmanager
def _no_interrupt() -> Generator[None]:
    """A process started in here does not hear Ctrl-C until it says so itself."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
