"""Asking again: what failed in passing is tried again within one deadline, and an endpoint in trouble is spared.

Only the kinds of ``WORTH_ASKING_AGAIN`` are repeated. What leaves here is a ``Reply`` or a ``ModelError`` with its
attempts counted and no key in it, whatever the model below did.
"""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from bedside.agents.model import WORTH_ASKING_AGAIN, Model, ModelError, Reply, Request
from bedside.agents.models.api_keys import redact
from bedside.agents.models.circuit_breaker import CircuitBreaker, CircuitOpen
from bedside.agents.models.flow_control import FlowControl

if TYPE_CHECKING:
    from tenacity import RetryCallState

_FIRST_WAIT, _LONGEST_WAIT = 0.5, 30.0
_SHARE = 0.6  # of the time that is left, for an attempt that may be followed by another


class RetryingModel:
    """``model`` with retries. ``timeout`` is for one answer, all attempts and waits together, in seconds."""

    def __init__(
        self,
        model: Model,
        *,
        timeout: float = 120.0,
        attempts: int = 4,
        breaker: CircuitBreaker | None = None,
        flow: FlowControl | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        clock: Callable[[], float] = time.monotonic,
        draw: random.Random | None = None,
    ) -> None:
        self.model = model
        self._timeout = timeout
        self._attempts = attempts
        self._breaker = breaker or CircuitBreaker()
        self._flow = flow
        self._sleep = sleep
        self._clock = clock
        self._draw = draw or random.Random(model.name)

    @property
    def name(self) -> str:
        """The name as asked."""
        return self.model.name

    async def close(self) -> None:
        """Let go of connections."""
        await self.model.close()

    async def ask(self, request: Request) -> Reply:
        """Answer one request. Raises ``ModelError``."""
        call = _Call(self._clock() + self._timeout)
        try:
            reply = await self._first(request, call)
        except ModelError as error:
            raise self._told(error, call) from None
        finally:
            if call.trying:
                self._breaker.dropped()
        self._breaker.answered()
        text, reasoning = redact(reply.text), reply.reasoning and redact(reply.reasoning)
        if call.attempts == reply.attempts and text == reply.text and reasoning == reply.reasoning:
            return reply
        return replace(reply, attempts=call.attempts, text=text, reasoning=reasoning)

    async def _first(self, request: Request, call: "_Call") -> Reply:
        # Nearly every call succeeds at once and pays nothing for the machinery of asking again.
        try:
            return await self._attempt(request, call)
        except ModelError as error:
            if not _worth(error):
                raise
            return await self._again(request, call, error)

    async def _again(self, request: Request, call: "_Call", first: ModelError) -> Reply:
        from tenacity import AsyncRetrying, retry_if_exception, stop_after_attempt

        pending: list[ModelError] = [first]

        async def attempt() -> Reply:
            if pending:  # the attempt that was already made counts as the first
                raise pending.pop()
            return await self._attempt(request, call)

        enough = stop_after_attempt(self._attempts)

        def stop(state: "RetryCallState") -> bool:
            return enough(state) or state.upcoming_sleep > call.deadline - self._clock()

        retrying = AsyncRetrying(
            sleep=self._sleep,
            stop=stop,
            wait=self._wait,
            retry=retry_if_exception(_worth),
            reraise=True,
        )
        return await retrying(attempt)

    def _wait(self, state: "RetryCallState") -> float:
        error = state.outcome.exception() if state.outcome else None
        jitter = self._draw.uniform(0.75, 1.25)
        if isinstance(error, ModelError) and error.retry_after is not None:
            return error.retry_after * max(1.0, jitter)  # never before the time it asked for
        return min(_FIRST_WAIT * 2 ** (state.attempt_number - 1), _LONGEST_WAIT) * jitter

    async def _attempt(self, request: Request, call: "_Call") -> Reply:
        call.trying = self._breaker.admit(self._clock()) if not call.trying else True
        wait = self._breaker.wait(now := self._clock())
        if wait:
            if now + wait > call.deadline:
                raise CircuitOpen("rate_limit", f"{self.name}: the server asked to wait {wait:.0f} s more; try later.")
            await self._sleep(wait)
        if self._flow is None:
            return await self._sent(request, call)
        return await self._in_turn(request, call, self._flow)

    async def _in_turn(self, request: Request, call: "_Call", flow: FlowControl) -> Reply:
        """Ask when the endpoint takes another question; the wait for that is not taken from the time for the answer."""
        about = flow.weigh(request)
        call.deadline += await flow.enter(about, self._sleep)
        began = flow.now()
        try:
            reply = await self._sent(request, call)
        except ModelError as error:
            flow.leave(began, ok=False, throttled=error.kind == "rate_limit", retry_after=error.retry_after)
            raise
        except BaseException:
            flow.leave(began, ok=False)
            raise
        flow.leave(began, ok=True, more=flow.beyond(about, reply))
        return reply

    async def _sent(self, request: Request, call: "_Call") -> Reply:
        call.attempts += 1
        left = call.deadline - self._clock()
        if call.attempts < self._attempts:
            left *= _SHARE  # a server that hangs once leaves time to be asked again
        try:
            async with asyncio.timeout(left):
                return await self.model.ask(request)
        except TimeoutError:
            raise ModelError(
                "timeout", f"{self.name}: no answer within {self._timeout:g} s; raise timeout or ask for less."
            ) from None
        except ModelError as error:
            if error.kind == "rate_limit":
                self._breaker.throttled(self._clock(), error.retry_after)
            raise
        except Exception as error:
            # Libraries put headers into what they raise: nothing of it is shown unredacted, and no cause is kept.
            said = redact(str(error)).splitlines()[0][:200] if str(error) else ""
            raise ModelError("internal", f"{self.name}: {type(error).__name__}: {said}".rstrip(": ")) from None

    def _told(self, error: ModelError, call: "_Call") -> ModelError:
        if not isinstance(error, CircuitOpen):
            self._breaker.failed(error, self._clock())
        return ModelError(
            error.kind,
            redact(error.message),
            raw=redact(error.raw),
            retry_after=error.retry_after,
            attempts=call.attempts,
            usage=error.usage,
            unsupported=error.unsupported,
            auth=error.auth,
        )


class _Call:
    """One question on its way through its attempts."""

    __slots__ = ("attempts", "deadline", "trying")

    def __init__(self, deadline: float) -> None:
        self.deadline = deadline
        self.attempts = 0
        self.trying = False


def _worth(error: BaseException) -> bool:
    return isinstance(error, ModelError) and error.kind in WORTH_ASKING_AGAIN and not isinstance(error, CircuitOpen)
