"""How much one endpoint is asked at once and a minute: as much as it takes, found out by asking, and within what it is said to
allow.

Law of the file: an endpoint that answers 429 is asked less by a quarter, once for all that was in the air; what it answers well
brings that back step by step. Errors of the server itself (5xx, hangs) say nothing about how much it takes. What several
processes ask the same endpoint is counted together, in a small file that only their user can read.
"""

import asyncio
import fcntl
import os
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import orjson

from bedside.agents.model import Reply, Request
from bedside.agents.models.prompt_window import USUAL

START = 20  # questions at once before anything is known; one more for each answer until the first 429
CUT = 0.75  # of what was in the air when the endpoint had enough
STEP = 25  # answers after which one more at once is tried again
BURST = 5.0  # seconds of the allowance of a minute that may be used at once
LOOK = 0.05  # seconds after which one who waits looks again at what other processes do
_MINUTE = 60.0


@dataclass(frozen=True)
class FlowSettings:
    """What a run says of its endpoints: requests and tokens a minute, None for no limit; the folder in which processes count
    together, None where there is one process."""

    requests: int | None = None
    tokens: int | None = None
    folder: Path | None = None


@dataclass
class FlowState:
    """What is known of one endpoint. Times are seconds of a clock that all processes of a machine share; ``flight`` are questions
    in the air by process; ``requests`` and ``tokens`` what of the allowance is left, since ``filled``."""

    limit: float = START
    grows: bool = True  # until the first 429
    good: int = 0  # answers since the limit last changed
    cut: float = 0.0  # when it was last cut
    quiet: float = 0.0  # until when the endpoint asked to be left alone
    filled: float = 0.0
    requests: float = 0.0
    tokens: float = 0.0
    flight: dict[str, int] = field(default_factory=dict[str, int])

    @property
    def in_the_air(self) -> int:
        """Questions of all processes together."""
        return sum(self.flight.values())

    def fill(self, settings: FlowSettings, now: float) -> None:
        """Let the allowance grow with time."""
        passed = now - self.filled if 0 <= now - self.filled < _MINUTE else _MINUTE
        self.filled = now
        for name, allowed in (("requests", settings.requests), ("tokens", settings.tokens)):
            if allowed is not None:
                most = max(1.0, allowed * BURST / _MINUTE)
                setattr(self, name, min(most, getattr(self, name) + passed * allowed / _MINUTE))

    def wait(self, settings: FlowSettings, now: float) -> float:
        """Seconds until the endpoint and its allowance let another question through; 0 where they do now."""
        if now < self.quiet:
            return self.quiet - now
        self.fill(settings, now)
        waits = [0.0]
        if settings.requests is not None and self.requests < 1:
            waits.append((1 - self.requests) * _MINUTE / settings.requests)
        if (
            settings.tokens is not None and self.tokens <= 0
        ):  # a question longer than the allowance passes when it is full
            waits.append(max(LOOK, -self.tokens * _MINUTE / settings.tokens))
        return max(waits)

    @property
    def full(self) -> bool:
        """Whether as much is in the air as the endpoint takes."""
        return self.in_the_air >= int(self.limit)

    def take(self, process: str, tokens: float) -> None:
        """A question goes out."""
        self.flight[process] = self.flight.get(process, 0) + 1
        self.requests -= 1
        self.tokens -= tokens

    def back(self, process: str) -> None:
        """A question has come back, however it ended."""
        left = self.flight.get(process, 0) - 1
        if left > 0:
            self.flight[process] = left
        else:
            self.flight.pop(process, None)

    def answered(self) -> None:
        """It was answered."""
        if self.grows:
            self.limit += 1
            return
        self.good += 1
        if self.good >= STEP:
            self.limit, self.good = self.limit + 1, 0

    def throttled(self, began: float, now: float, retry_after: float | None) -> None:
        """The endpoint had enough; a question that went out before the last cut says nothing new."""
        self.grows = False
        if retry_after is not None:
            self.quiet = max(self.quiet, now + retry_after)
        if began >= self.cut:
            self.limit = max(1.0, float(int(min(self.limit, self.in_the_air + 1) * CUT)))
            self.cut, self.good = now, 0


class FlowControl:
    """One endpoint, for all who ask it."""

    def __init__(self, settings: FlowSettings, name: str = "", clock: Callable[[], float] = time.monotonic) -> None:
        self._settings = settings
        self._clock = clock
        self._file = settings.folder / f"{name}.flow" if settings.folder is not None else None
        self._own = FlowState()
        self._free: list[asyncio.Future[None]] = []
        self._answer = 50.0  # tokens of an answer, as far as is known

    @property
    def state(self) -> FlowState:
        """What is known of the endpoint now."""
        with self._held() as state:
            return state

    async def enter(self, tokens: float = 0.0, sleep: Callable[[float], Any] = asyncio.sleep) -> float:
        """Wait until a question of about so many tokens may be asked. Returns the seconds that took."""
        began = self._clock()
        while True:
            with self._held() as state:
                wait = state.wait(self._settings, self._clock())
                full = state.full
                if not wait and not full:
                    state.take(str(os.getpid()), tokens)
                    return self._clock() - began
            await self._look_again(wait, full, sleep)

    async def _look_again(self, wait: float, full: bool, sleep: Callable[[float], Any]) -> None:
        if wait or self._file is not None:  # for others to come back, one has to look
            await sleep(min(max(wait, LOOK if full else 0.001), 1.0))
            return
        free: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._free.append(free)
        try:
            await free  # somebody of this process comes back
        finally:
            if free in self._free:
                self._free.remove(free)

    def leave(
        self, began: float, *, ok: bool, throttled: bool = False, retry_after: float | None = None, more: float = 0.0
    ) -> None:
        """A question that went out at ``began`` has come back. ``more`` are tokens beyond those it was thought to take."""
        with self._held() as state:
            state.back(str(os.getpid()))
            state.tokens -= more
            if ok:
                state.answered()
            elif throttled:
                state.throttled(began, self._clock(), retry_after)
            room = int(state.limit) - state.in_the_air
        while room > 0 and self._free:
            waiter = self._free.pop(0)
            with suppress(RuntimeError):  # its loop has ended, and nobody waits there any more
                waiter.get_loop().call_soon_threadsafe(_wake, waiter)
                room -= 1

    def weigh(self, request: Request) -> float:
        """About how many tokens a question takes, where that counts: its prompt, and as long an answer as the last ones."""
        if self._settings.tokens is None:
            return 0.0
        return sum(len(message.text) for message in request.messages) / USUAL + self._answer

    def beyond(self, about: float, reply: Reply) -> float:
        """The tokens that an answer took beyond those it was thought to take."""
        used = reply.usage
        if self._settings.tokens is None or used.prompt is None:
            return 0.0
        self._answer += ((used.completion or 0) - self._answer) / 10
        return used.prompt + (used.completion or 0) - about

    def now(self) -> float:
        """The time of its clock."""
        return self._clock()

    @contextmanager
    def _held(self) -> Generator[FlowState]:
        """The state, held by nobody else; what is done to it in here is kept."""
        if self._file is None:
            yield self._own
            return
        handle = os.open(self._file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            state = _read(os.pread(handle, 1 << 16, 0), self._clock())
            yield state
            data = orjson.dumps(asdict(state))
            os.pwrite(handle, data, 0)
            os.ftruncate(handle, len(data))
        finally:
            os.close(handle)


def _wake(waiter: "asyncio.Future[None]") -> None:
    if not waiter.done():
        waiter.set_result(None)


def _read(data: bytes, now: float) -> FlowState:
    """The state in a file. What cannot be read, and what is of before this machine was started, is nothing."""
    try:
        state = FlowState(**orjson.loads(data))
        late = state.filled > now or state.cut > now
    except (ValueError, TypeError):
        return FlowState()
    if late:
        return FlowState()
    state.flight = {process: count for process, count in state.flight.items() if _lives(int(process))}
    return state


def _lives(process: int) -> bool:
    """Whether there is such a process: one that was killed has nothing in the air."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
