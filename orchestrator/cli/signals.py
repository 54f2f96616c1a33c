"""Stopped from outside: Ctrl-C, ``kill``, and a terminal that closes all end a run the same way, with what was made kept and
the counts written. The exit code is 130 for each: it says that the same command goes on."""

import asyncio
import signal
from collections.abc import Coroutine
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


def _interrupt(_number: int, _frame: Any) -> None:
    raise KeyboardInterrupt
