"""Asking again: which kinds, how often, after what wait, and when an endpoint is left alone."""

import asyncio
import random
import time
from typing import Any

import pytest

from bedside.agents.model import KINDS, WORTH_ASKING_AGAIN, Message, Model, ModelError, Reply, Request
from bedside.agents.models.circuit_breaker import CircuitBreaker, CircuitOpen
from bedside.agents.models.model_settings import ModelSettings
from bedside.agents.models.registry import open_model
from bedside.agents.models.retrying import RetryingModel
from bedside.agents.models.scripted_model import Answer, ScriptedModel
from bedside.scenarios.player import Player

QUESTION = Request((Message("user", "hello"),))


class Time:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    async def sleep(self, seconds: float) -> None:
        """Move on."""
        self.slept.append(seconds)
        self.now += seconds

    def clock(self) -> float:
        """Seconds."""
        return self.now


def steady(*answers: Answer, at: Time | None = None, **given: Any) -> tuple[RetryingModel, Time, list[Request]]:
    """A steady model over one that gives these answers in turn, the last for ever."""
    asked: list[Request] = []
    at = at or Time()
    model = ScriptedModel(lambda _: answers[min(len(asked), len(answers)) - 1], asked=asked)
    given = {"draw": random.Random(1), "sleep": at.sleep, "clock": at.clock, **given}
    return RetryingModel(model, **given), at, asked


async def failed(model: Model) -> ModelError:
    """The error of one question."""
    with pytest.raises(ModelError) as caught:
        await model.ask(QUESTION)
    await model.close()
    return caught.value


@pytest.mark.parametrize("kind", KINDS)
async def test_only_what_may_pass_is_asked_again(kind: Any) -> None:
    """Three kinds are tried four times; every other ends at once. The attempts are on the error."""
    model, at, asked = steady(ModelError(kind, "no."))
    error = await failed(model)
    tries = 4 if kind in WORTH_ASKING_AGAIN else 1
    assert (error.kind, error.attempts, len(asked)) == (kind, tries, tries)
    assert kind == "rate_limit" or len(at.slept) == tries - 1


async def test_the_reply_says_how_often_it_was_asked() -> None:
    """Two failures and an answer are three attempts."""
    model, at, _ = steady(ModelError("transient", "no."), ModelError("timeout", "no."), "yes")
    reply = await model.ask(QUESTION)
    assert (reply.text, reply.attempts) == ("yes", 3)
    first, second = at.slept
    assert 0.3 < first < 0.7 < second < 1.4, "waits grow, with jitter"


async def test_waits_repeat_with_the_seed() -> None:
    """Jitter comes from a seeded generator."""
    waits = []
    for _ in range(2):
        model, at, _ = steady(ModelError("transient", "no."), draw=random.Random(7))
        await failed(model)
        waits.append(at.slept)
    assert waits[0] == waits[1]
    assert len(set(waits[0])) == 3


async def test_retry_after_is_kept() -> None:
    """Nobody comes back before the time that the server named."""
    model, at, _ = steady(ModelError("rate_limit", "no.", retry_after=7), "yes")
    reply = await model.ask(QUESTION)
    assert reply.attempts == 2
    assert 7 <= sum(at.slept) < 10


async def test_a_wait_longer_than_the_deadline_is_not_begun() -> None:
    """A server that asks for an hour is told at once that nobody waits so long, and the error says how long it was."""
    model, at, asked = steady(ModelError("rate_limit", "no.", retry_after=3600), timeout=120)
    error = await failed(model)
    assert (error.kind, error.retry_after, error.attempts) == ("rate_limit", 3600, 1)
    assert (len(asked), at.slept) == (1, [])


async def test_one_deadline_holds_for_all_attempts() -> None:
    """Ten attempts are not made when the time is over before."""
    model, at, asked = steady(ModelError("transient", "no."), attempts=10, timeout=5)
    error = await failed(model)
    assert error.kind == "transient"
    assert sum(at.slept) <= 5
    assert 2 <= len(asked) < 10


async def test_a_model_that_hangs_is_left() -> None:
    """The deadline cuts off an attempt under way."""

    class Hangs(ScriptedModel):
        async def ask(self, request: Request) -> Reply:
            await asyncio.sleep(60)
            raise AssertionError

    began = time.monotonic()
    error = await failed(RetryingModel(Hangs(lambda _: ""), timeout=0.1))
    assert (error.kind, error.attempts) == ("timeout", 1)
    assert time.monotonic() - began < 5


async def test_whatever_a_library_raises_is_a_model_error() -> None:
    """An error of our own making is of kind internal, with one line of it, without the key that it may hold."""
    secret = "sk-" + "abcdefghijklmnopqrstuvwxyz"

    def script(_: Request) -> Answer:
        raise ValueError(f"bad header {secret}\nsecond line")

    error = await failed(RetryingModel(ScriptedModel(script)))
    assert error.kind == "internal" and "ValueError" in error.message
    assert secret not in error.message and "second line" not in error.message
    assert error.__cause__ is None


async def test_one_throttled_call_slows_the_others() -> None:
    """A 429 makes everybody wait who asks the same endpoint, and they come back one after another."""
    at, breaker = Time(), CircuitBreaker()
    first, _, _ = steady(ModelError("rate_limit", "no.", retry_after=30), at=at, breaker=breaker, timeout=20)
    assert (await failed(first)).kind == "rate_limit"
    began = at.now
    for _ in range(3):
        other, _, asked = steady("yes", at=at, breaker=breaker)
        assert (await other.ask(QUESTION)).text == "yes"
        assert at.now - began >= 30 and len(asked) == 1
    starts = [breaker.wait(0.0) for _ in range(3)]
    assert starts == sorted(starts) and starts[0] < starts[-1]


async def test_who_cannot_wait_so_long_does_not_ask() -> None:
    """A call with less time than the server asks for fails at once, as a rate limit, without a request."""
    at, breaker = Time(), CircuitBreaker()
    first, _, _ = steady(ModelError("rate_limit", "no.", retry_after=60), at=at, breaker=breaker, timeout=20)
    await failed(first)
    second, _, asked = steady("yes", at=at, breaker=breaker, timeout=20)
    error = await failed(second)
    assert (error.kind, error.attempts, asked) == ("rate_limit", 0, [])
    assert isinstance(error, ModelError) and "wait" in error.message


def test_pauses_without_a_time_double() -> None:
    """A burst of refusals is one round; the next round waits longer, an answer starts afresh."""
    breaker = CircuitBreaker()
    for _ in range(50):
        breaker.throttled(10.0, None)
    assert breaker.wait(10.0) == pytest.approx(0.5, abs=0.1)
    breaker.throttled(20.0, None)
    assert breaker.wait(20.0) == pytest.approx(1.0, abs=0.1)
    breaker.answered()
    breaker.throttled(30.0, None)
    assert breaker.wait(30.0) == pytest.approx(0.5, abs=0.1)


async def test_the_breaker_opens_tries_once_and_closes() -> None:
    """After five failed calls nobody asks; after the pause one does, alone; its answer lets all others through."""
    at, breaker = Time(), CircuitBreaker()
    down, _, asked = steady(ModelError("transient", "the server failed."), at=at, breaker=breaker, attempts=1)
    for _ in range(5):
        await failed(down)
    error = await failed(down)
    assert len(asked) == 5, "the sixth was not sent"
    assert (error.kind, error.attempts) == ("transient", 0)
    assert "left alone" in error.message and "the server failed" in error.message
    at.now += 31
    await failed(down)
    assert len(asked) == 6, "one call tried"
    await failed(down)
    assert len(asked) == 6, "and shut it again"
    at.now += 31
    up, _, heard = steady("yes", at=at, breaker=breaker, attempts=1)
    assert (await up.ask(QUESTION)).text == (await up.ask(QUESTION)).text == "yes"
    assert len(heard) == 2


def test_only_one_call_tries_a_shut_endpoint() -> None:
    """While it tries, the others are still turned away; if it goes away without an answer, the next may try."""
    breaker = CircuitBreaker(limit=1)
    breaker.failed(ModelError("timeout", "no."), 0.0)
    assert breaker.admit(31.0) is True
    with pytest.raises(CircuitOpen):
        breaker.admit(31.0)
    breaker.dropped()
    assert breaker.admit(32.0) is True


async def test_a_refused_key_shuts_at_once() -> None:
    """One 401 is enough: the others fail as config with the same sentence, and the server is not asked."""
    at, breaker = Time(), CircuitBreaker()
    model, _, asked = steady(ModelError("config", "no such key.", auth=True), at=at, breaker=breaker)
    assert (await failed(model)).kind == "config"
    error = await failed(model)
    assert (error.kind, error.message, error.auth, len(asked)) == ("config", "no such key.", True, 1)


@pytest.mark.parametrize("kind", ["refusal", "truncated", "context_overflow", "config", "rate_limit"])
async def test_an_answer_of_any_kind_keeps_the_breaker_closed(kind: Any) -> None:
    """Whoever refuses, cuts or asks to wait is there."""
    model, _, asked = steady(ModelError(kind, "no.", retry_after=0), attempts=1)
    for _ in range(12):
        await failed(model)
    assert len(asked) == 12


async def test_a_storm_over_real_http(server: Any) -> None:
    """Forty calls at once against a server that says 429 to ten: all are answered, none of the ten asks again before
    the second is over, and there are no more requests than needed."""
    server.next(*[{"status": 429, "headers": {"Retry-After": "1"}, "body": "{}"}] * 10)
    player = Player(name="openai:storm", base_url=server.url, key_env=None, timeout=30)
    model = open_model(player, ModelSettings())
    began = time.monotonic()
    try:
        replies = await asyncio.gather(*(model.ask(QUESTION) for _ in range(40)))
    finally:
        await model.close()
    assert time.monotonic() - began >= 1
    assert sorted(reply.attempts for reply in replies) == [1] * 30 + [2] * 10
    assert len(server.bodies()) == 50


async def test_an_endpoint_is_shared_by_name(server: Any) -> None:
    """Two models opened apart at one address share its breaker; another address does not."""
    dead = "http://127.0.0.1:1/v1"
    for _ in range(5):
        await failed(open_model(Player(name="openai:a", base_url=dead, attempts=1), ModelSettings()))
    error = await failed(open_model(Player(name="openai:b", base_url=dead + "/", attempts=1), ModelSettings()))
    assert "left alone" in error.message
    alive = open_model(Player(name="openai:a", base_url=server.url, attempts=1), ModelSettings())
    assert (await alive.ask(QUESTION)).text == "You said: hello"
    await alive.close()
