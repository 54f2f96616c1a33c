"""An event loop in a thread of its own: for whoever has none, and for notebooks, whose own is busy with the caller."""

import asyncio
import threading
from collections.abc import Coroutine
from concurrent.futures import Future
from types import TracebackType
from typing import Any, TypeVar

T = TypeVar("T")


class OwnLoop:
    """Use it as ``with OwnLoop() as loop: loop.run(work())``. What is still going on at its end is cancelled."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="bedside", daemon=True)

    def __enter__(self) -> "OwnLoop":
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        asyncio.run_coroutine_threadsafe(_ended(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def start(self, work: Coroutine[Any, Any, T]) -> Future[T]:
        """Begin ``work`` and go on."""
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """What ``work`` comes to."""
        return self.start(work).result()


def run_to_end(work: Coroutine[Any, Any, T]) -> T:
    """What ``work`` comes to, whether an event loop is running here or not."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(_boxed(work))[0]
    with OwnLoop() as loop:
        return loop.run(work)


class _Box(list[T]):
    """A result that is short to print: ``asyncio.run`` prints its task, with all of its result, each time that it has
    taken Ctrl-C over, and throws what it printed away."""

    def __repr__(self) -> str:
        return "..."


async def _boxed(work: Coroutine[Any, Any, T]) -> _Box[T]:
    return _Box([await work])


async def _ended() -> None:
    """Cancel what is going on in this loop, and wait for it."""
    left = asyncio.all_tasks() - {asyncio.current_task()}
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)
    loop = asyncio.get_running_loop()
    await loop.shutdown_asyncgens()
    await loop.shutdown_default_executor()
