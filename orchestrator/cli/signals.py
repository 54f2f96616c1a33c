"""Stopped from outside: Ctrl-C, ``kill``, and a terminal that closes all end a run the same way, with what was made kept and
the counts written. The exit code is 130 for each: it says that the same command goes on. SIGUSR1 holds a batch, SIGUSR2 lets it
go on."""

import asyncio
import signal
from collections.abc import Callable, Coroutine, Generator
from contextlib import contextmanager
from typing import Any, TypeVar

T = TypeVar("T")
_STOPS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


def until_done(work: Coroutine[Any, Any, T]) -> T:
    """Run to the end. A first signal to stop cancels between two awaits, so a line being written is written whole; a
    second one stops at once, for a player that never comes back. Whoever started the command with ``nohup`` wants it to
    outlive its terminal. Raises ``KeyboardInterrupt``."""

    async def whole() -> T:
        loop, task = asyncio.get_running_loop(), asyncio.current_task()
        assert task is not None

        def stop(number: int, _frame: Any) -> None:
            signal.signal(number, _interrupt)
            loop.call_soon_threadsafe(task.cancel)

        for number in before:
            signal.signal(number, stop)
        return await work

    handlers = {number: signal.getsignal(number) for number in _STOPS}
    before = {n: old for n, old in handlers.items() if n == signal.SIGINT or old is not signal.SIG_IGN}
    try:
        return asyncio.run(whole())
    except asyncio.CancelledError:
        raise KeyboardInterrupt from None
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def held_by_signals(pause: Callable[[], None], resume: Callable[[], None]) -> Generator[None]:
    """Within, SIGUSR1 is ``pause`` and SIGUSR2 ``resume``, called between two steps of the loop, where one runs. Nothing on a
    system without them."""
    acts = {
        getattr(signal, name): act for name, act in (("SIGUSR1", pause), ("SIGUSR2", resume)) if hasattr(signal, name)
    }

    def hear(number: int, _frame: Any) -> None:
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:  # nothing has begun yet
            acts[number]()
        else:
            loop.call_soon_threadsafe(acts[number])

    before = {number: signal.signal(number, hear) for number in acts}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _interrupt(_number: int, _frame: Any) -> None:
    raise KeyboardInterrupt
