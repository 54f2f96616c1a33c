"""How much an endpoint is asked: what it takes is found out, given back step by step, and shared by all who ask it."""

import asyncio
import multiprocessing
import time
from pathlib import Path
from typing import Any

import pytest

from bedside.agents.model import Message, ModelError, Reply, Request, Usage
from bedside.agents.models.flow_control import BURST, START, FlowControl, FlowSettings, FlowState
from bedside.agents.models.retrying import RetryingModel

QUESTION = Request((Message("user", "hello"),))


class Narrow:
    """A model that takes so many questions at once and answers 429 to more; a share of its answers is a fault of its own."""

    name = "openai:narrow"

    def __init__(self, most: int, faults: float = 0.0) -> None:
        self.most, self.faults = most, faults
        self.now = self.asked = self.refused = self.highest = 0

    async def ask(self, request: Request) -> Reply:
        """Answer after a moment."""
        self.asked += 1
        number = self.asked
        self.now += 1
        self.highest = max(self.highest, self.now)
        try:
            if self.now > self.most:
                self.refused += 1
                raise ModelError("rate_limit", "slow down.", retry_after=0.002)
            await asyncio.sleep(0.002)
            if self.faults and number % int(1 / self.faults) == 0:
                raise ModelError("transient", "broken.")
            return Reply(text="yes", asked=self.name, usage=Usage(10, 5))
        finally:
            self.now -= 1

    async def close(self) -> None:
        """Nothing is held."""


async def asked(model: Narrow, flow: FlowControl | None, times: int, at_once: int) -> int:
    """Ask so many questions, so many dialogues at once; how many came to nothing."""
    steady = RetryingModel(model, flow=flow, attempts=6)
    left = iter(range(times))
    lost = 0

    async def one() -> None:
        nonlocal lost
        for _ in left:
            try:
                await steady.ask(QUESTION)
            except ModelError:
                lost += 1

    await asyncio.gather(*(one() for _ in range(at_once)))
    return lost


async def test_what_an_endpoint_takes_is_found_out() -> None:
    """Of 1,500 questions by 64 dialogues to one that takes 12 at once, fewer than 3 in 100 are refused once that is known, and
    none comes to nothing."""
    model, flow = Narrow(12), FlowControl(FlowSettings())
    assert await asked(model, flow, 300, 64) == 0
    model.asked = model.refused = 0
    assert await asked(model, flow, 1500, 64) == 0
    assert model.refused <= 0.03 * model.asked
    assert 6 <= flow.state.limit <= 40, "near to what it takes, however busy this machine is"
    assert flow.state.in_the_air == 0


async def test_faults_of_the_server_do_not_slow_it_down() -> None:
    """5xx say nothing about how much it takes: from twenty at once it goes up to all that is asked."""
    model, flow = Narrow(1000, faults=0.1), FlowControl(FlowSettings())
    assert await asked(model, flow, 400, 60) == 0
    assert model.highest > 45 and flow.state.limit > START


def test_a_burst_of_refusals_cuts_once() -> None:
    """Those that went out before the cut say nothing new; a later one cuts again; answers bring it back by steps."""
    state = FlowState(limit=40.0)
    for _ in range(40):
        state.take("1", 0)
    for n in range(20):
        state.back("1")
        state.throttled(1.0, 2.0 + n / 100, None)
    assert state.limit == 30
    state.throttled(3.0, 4.0, 7.0)
    assert state.limit < 30 and state.quiet == 11.0
    low = state.limit
    for _ in range(50):
        state.answered()
    assert state.limit == low + 2


async def test_requests_and_tokens_a_minute_are_kept() -> None:
    """Whatever is in flight: no more than the allowance, and a little at once at the beginning."""
    at = [1000.0]

    async def sleep(seconds: float) -> None:
        at[0] += seconds

    for settings, each in ((FlowSettings(requests=60), 0.0), (FlowSettings(tokens=6000), 100.0)):
        flow = FlowControl(settings, clock=lambda: at[0])
        began = at[0]
        for _ in range(120):
            await flow.enter(each, sleep)
            flow.leave(at[0], ok=True)
        assert 120 - BURST - 2 <= at[0] - began <= 122


def _ask(folder: str, times: int, done: Any) -> None:
    flow = FlowControl(FlowSettings(requests=600, folder=Path(folder)), "one")

    async def all_of_them() -> None:
        for _ in range(times):
            await flow.enter()
            flow.leave(flow.now(), ok=True)

    began = time.monotonic()
    asyncio.run(all_of_them())
    done.put((began, time.monotonic()))


def test_processes_share_what_one_endpoint_allows(tmp_path: Path) -> None:
    """Two processes at 600 a minute make no more than one would; one that is killed leaves nothing in the air."""
    context = multiprocessing.get_context("fork")
    done: Any = context.Queue()
    both = [context.Process(target=_ask, args=(str(tmp_path), 40, done)) for _ in range(2)]
    for process in both:
        process.start()
    spans = [done.get(timeout=60) for _ in both]
    for process in both:
        process.join()
    took = max(end for _, end in spans) - min(begin for begin, _ in spans)
    assert took >= (80 - 600 * BURST / 60) / 10 - 0.5
    flow = FlowControl(FlowSettings(folder=tmp_path), "one")
    with flow._held() as state:  # pyright: ignore[reportPrivateUsage]
        state.flight["999999"] = 50  # a process that was killed
    assert flow.state.in_the_air == 0
    assert (tmp_path / "one.flow").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("left", [b"", b"{", b"[]", b'{"limit": 3, "filled": 1e18}', b'{"colour": 1}'])
def test_a_state_that_cannot_be_read_is_begun_anew(tmp_path: Path, left: bytes) -> None:
    """Half a file, another version's, one of before the machine was started."""
    (tmp_path / "one.flow").write_bytes(left)
    assert FlowControl(FlowSettings(folder=tmp_path), "one").state.limit == START


async def test_waiting_for_its_turn_is_not_taken_from_the_time_for_an_answer() -> None:
    """Behind one that may be asked six times a second, questions with half a second each are all answered."""
    flow = FlowControl(FlowSettings(requests=360))
    steady = RetryingModel(Narrow(100), flow=flow, timeout=0.5, attempts=1)
    replies = await asyncio.gather(*(steady.ask(QUESTION) for _ in range(36)))
    assert len(replies) == 36
