"""What somebody writes who uses bedside, with every name of it and the type they may count on. A test copies it out of the
repository and has a type checker read it there."""

import asyncio
from collections.abc import Iterator
from typing import Any, assert_type

import bedside
from bedside import (
    Brief,
    Case,
    Failed,
    Note,
    Plan,
    Player,
    Problem,
    Reason,
    Record,
    Repair,
    Review,
    Turn,
    Utterance,
    __version__,
    asimulate,
    astream,
    load_case,
    simulate,
    simulate_many,
)


class Terse:
    """A patient who returns words alone."""

    async def speak(self, brief: Brief) -> str:
        """Say one thing."""
        assert_type(brief.turns, tuple[Turn, ...])
        return "Yes."


class Asking:
    """A physician who keeps the contract to the letter."""

    async def speak(self, brief: Brief) -> Utterance:
        """Say one thing."""
        return Utterance(text=brief.step.subject)


class Planning:
    """A planner that need not wait for anything."""

    def plan(self, case: Case, note: Note, seed: int) -> Plan:
        """Nothing is planned."""
        return Plan(topics=())


class Content:
    """A refiner whom nothing disturbs."""

    async def review(self, review: Review) -> tuple[Repair, ...]:
        """Nothing is to be mended."""
        return ()


def reply(messages: list[dict[str, str]]) -> str:
    """A model of one's own."""
    return messages[-1]["content"]


async def slow_reply(messages: list[dict[str, str]]) -> str:
    """One that has to wait."""
    await asyncio.sleep(1)
    return reply(messages)


case = load_case("rolled-ankle")
assert_type(case, Case)
assert_type(case.seed, int)
record = simulate(
    case, seed=2, persona="chatty", setting="telehealth", model=reply, patient=Terse(), planner=Planning()
)
assert_type(record, Record)
assert_type(record.turns, tuple[Turn, ...])
assert_type(record.reasons[0], Reason)
assert_type(record.reasons[0].words, tuple[str, ...])
assert_type(record.transcript(), str)
assert_type(record.to_rows(), list[dict[str, Any]])
assert_type(simulate(note="Knee pain.", model=slow_reply, physician=Asking(), refiner=Content()), Record)
assert_type(simulate("case.yaml", model=Player(name="openai:m", base_url="http://localhost:1/v1")), Record)
assert_type(simulate_many(["a", case], concurrency=4, knowledge=False), Iterator[Record])
assert_type(__version__, str)
assert_type(bedside.Turn(id="a", speaker="b", text="c").text, str)


async def main() -> None:
    """The same where a loop runs."""
    assert_type(await asimulate("rolled-ankle", local_only=True), Record)
    async with astream("rolled-ankle") as turns:
        async for turn in turns:
            assert_type(turn, Turn)
        assert_type(turns.record, Record)
    async for turn in astream("rolled-ankle", language="en"):
        assert_type(turn.speaker, str)


if __name__ == "__main__":
    try:
        asyncio.run(main())
    except Problem as problem:
        assert_type(problem.kind, str)
    except Failed as failed:
        assert_type(failed.failure.message, str)
