"""A Ray cluster as an engine: actors spread over its nodes make dialogues, and this process alone writes what they say.

Law of the file: a row whose actor or node has gone is given to another with the log that it had come to, so nobody is asked again
for what was heard of. An actor that has gone is replaced; rows wait for actors that are ready, and for no others.
"""

import asyncio
import os
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from bedside.orchestrator.batch.engine import DEATHS, lost_with_workers
from bedside.orchestrator.batch.ray_worker import RayWorker
from bedside.orchestrator.batch.run_control import Halted, RunControl
from bedside.orchestrator.batch.runner import Work
from bedside.orchestrator.batch.worker import WorkerSpec
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.runs.entry import Answered, Entry, Sink, forget
from bedside.orchestrator.runs.outcome import ItemOutcome
from bedside.orchestrator.runs.versions import version

ROOM = 300.0  # seconds in which a cluster must find room for an actor, and load it
_NO_RAY = "--engine ray needs Ray, which is not installed: pip install 'bedside[ray]', or leave --engine out."


@dataclass
class _Actor:
    handle: Any
    lost: bool = False


class RayWorkers:
    """So many actors. ``address`` is that of a cluster, None for one that is started on this machine and ends with the run."""

    def __init__(
        self, count: int, play: WorkerSpec, sink: Sink, answered: Answered = forget, address: str | None = None
    ) -> None:
        self._ray = _ray()
        self._count, self._play, self._sink, self._answered = count, play, sink, answered
        self._address = address
        self._free: asyncio.Queue[_Actor | None] = asyncio.Queue()  # one entry for each row an actor can take
        self._actors: list[_Actor] = []
        self._spawning: set[asyncio.Task[None]] = set()
        self._control: RunControl | None = None
        self._trouble: BaseException | None = None
        self._ours = False

    @property
    def slots(self) -> int:
        """How many rows can be given away before somebody has to wait."""
        return self._count * self._play.flight

    async def __aenter__(self) -> "RayWorkers":
        self._ours = _join(self._ray, self._address, self._count)
        try:
            await asyncio.gather(*(self._spawn() for _ in range(self._count)))
        except BaseException:
            self._leave()
            raise
        return self

    async def __aexit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Let the actors go. What they were making when the run was stopped is made again by the next one."""
        for task in self._spawning:
            task.cancel()
        self._leave()

    def _leave(self) -> None:
        for actor in self._actors:
            with suppress(Exception):
                self._ray.kill(actor.handle)
        if self._ours:
            self._ray.shutdown()

    def obey(self, control: RunControl) -> None:
        """Let every actor know that the run is held, goes on or ends."""
        self._control = control
        for actor in self._actors:
            self._tell(actor)

    def _tell(self, actor: _Actor) -> None:
        if self._control is not None and not actor.lost:
            with suppress(Exception):
                actor.handle.obey.remote(self._control.halted, self._control.paused)

    async def perform(self, work: Work) -> ItemOutcome:
        """Have a row made by whichever actor is free. Raises what the journal raised."""
        deaths = 0
        while True:
            actor = await self._free.get()
            if actor is None:
                self._free.put_nowait(None)
                assert self._trouble is not None
                raise self._trouble
            if actor.lost:
                continue
            try:
                if self._control is not None and self._control.halted is not None:
                    raise Halted
                work, outcome = await self._made_by(actor, work)
            except Halted:
                raise
            finally:
                if not actor.lost:
                    self._free.put_nowait(actor)
            if outcome is not None:
                return outcome
            deaths += 1
            if deaths >= DEATHS:
                return lost_with_workers(work, deaths, "its actor or node is gone", self._play.base, self._sink)

    async def _made_by(self, actor: _Actor, work: Work) -> tuple[Work, ItemOutcome | None]:
        """The row as far as it has come, and its outcome; none where the actor is gone."""
        lost: Any = self._ray.exceptions.RayError
        stream = actor.handle.make.remote(work)
        heard = 0
        while True:
            try:
                told = await (await anext(stream))
            except (lost, StopAsyncIteration):
                self._replace(actor)
                return work, None
            for one in told:
                if one[0] == "event":
                    work = self._hear(work, one[1])
                elif one[0] == "answer":
                    work = replace(work, paid=(*work.paid, one[1]))
                    self._answered(one[1])
                elif one[0] == "halted":
                    raise Halted
                else:
                    return work, one[1]
            heard += len(told)
            actor.handle.heard.remote(work.row.id, heard)  # now it may ask a model again

    def _hear(self, work: Work, entry: Entry) -> Work:
        before = () if entry.begins else work.begun
        work = replace(work, begun=(*before, entry.line), paid=())
        self._sink(entry)
        return work

    def _replace(self, actor: _Actor) -> None:
        """Put another in the place of an actor that is gone, once there is one."""
        if actor.lost:
            return
        actor.lost = True
        self._actors.remove(actor)
        with suppress(Exception):
            self._ray.kill(actor.handle)
        task = asyncio.create_task(self._spawn())
        self._spawning.add(task)
        task.add_done_callback(self._spawned)

    def _spawned(self, task: "asyncio.Task[None]") -> None:
        self._spawning.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None and not self._actors:
            self._trouble = error
            self._free.put_nowait(None)

    async def _spawn(self) -> None:
        """Start an actor, and give it rows once it is ready. Raises ``Problem``."""
        made: Any = self._ray.remote(RayWorker).options(
            num_cpus=1, max_concurrency=self._play.flight + 2, scheduling_strategy="SPREAD"
        )
        for _ in range(DEATHS):
            handle = made.remote(self._play)
            try:
                async with asyncio.timeout(ROOM):
                    found = await handle.ready.remote()
            except TimeoutError:
                raise Problem(
                    "config",
                    f"The cluster has no room for {self._count} workers of one core each: give fewer --processes.",
                ) from None
            except self._ray.exceptions.RayActorError:
                continue
            except self._ray.exceptions.RayError as error:
                raise Problem("config", f"A worker cannot begin ({_first(error)}).") from None
            if found != version():
                raise Problem("config", f"A node has bedside {found} and this machine {version()}: install the same.")
            actor = _Actor(handle)
            self._actors.append(actor)
            self._tell(actor)
            for _ in range(self._play.flight):
                self._free.put_nowait(actor)
            return
        raise Problem("internal", f"{DEATHS} workers of the cluster died before they began.")


def _ray() -> Any:
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is reported to anybody
    try:
        import ray  # pyright: ignore[reportMissingImports]
    except ImportError:
        raise Problem("config", _NO_RAY) from None
    return ray


def _join(ray: Any, address: str | None, count: int) -> bool:
    """Join the cluster, or start one on this machine; whether it is to be left when the run ends. Raises ``Problem``."""
    if ray.is_initialized():
        return False
    how: dict[str, Any] = {"log_to_driver": False, "configure_logging": False}
    try:
        if address is None:
            ray.init(num_cpus=count, include_dashboard=False, **how)
        else:
            ray.init(address=address, **how)
    except (ConnectionError, RuntimeError, ValueError) as error:
        where = f"The cluster at {address} cannot be joined" if address else "Ray cannot be started on this machine"
        raise Problem("config", f"{where} ({_first(error)}).") from None
    return True


def _first(error: BaseException) -> str:
    """What an error says, in one line."""
    return " ".join(str(error).split())[:200].rstrip(".") or type(error).__name__
