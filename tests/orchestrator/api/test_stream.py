"""``astream``: turns when they are said, the finished record after the last, and a conversation that is left stops."""

import asyncio

import pytest

from bedside.agents.scripted import ScriptedSpeaker
from bedside.orchestrator.api.simulate_one import simulate
from bedside.orchestrator.api.stream import astream
from bedside.orchestrator.failures import Failed, Problem
from bedside.scenarios.brief import Brief
from bedside.scenarios.turn import Turn

NOTE = "He fell on the ice. The knee hurts. He denies fever. Exam shows swelling. Plan is rest."


async def test_the_turns_come_as_they_are_said_and_make_the_record() -> None:
    """Each turn comes before the next is spoken; the last words under each id are those of the record, and the record is
    that of ``simulate``."""
    spoken: list[int] = []
    heard: list[Turn] = []

    def line(brief: Brief) -> str:
        spoken.append(len(heard))
        return f"Line {len(spoken)}."

    stream = astream(note=NOTE, model="scripted", knowledge=False, patient=ScriptedSpeaker(line))
    with pytest.raises(Problem, match="not finished"):
        _ = stream.record
    async for turn in stream:
        heard.append(turn)
    assert len(set(spoken)) > 1, "all was spoken before the first turn came"
    assert tuple(heard) == stream.record.turns
    whole = astream("rolled-ankle", seed=3)
    last = {turn.id: turn.text async for turn in whole}
    assert {turn.id: turn.text for turn in whole.record.turns}.items() <= last.items()
    assert whole.record == await asyncio.to_thread(simulate, "rolled-ankle", seed=3)


async def test_a_conversation_that_is_left_stops() -> None:
    """After ``async with``, and after ``aclose``, nobody is asked for another line."""
    asked: list[str] = []

    class Slow:
        async def speak(self, brief: Brief) -> str:
            asked.append(brief.step.id)
            await asyncio.sleep(0.01)
            return "Well."

    async with astream(note=NOTE, model="scripted", knowledge=False, patient=Slow()) as turns:
        async for _ in turns:
            break
    before = len(asked)
    await asyncio.sleep(0.05)
    assert len(asked) == before
    assert len(asyncio.all_tasks()) == 1


async def test_what_simulate_raises_is_raised_at_the_step() -> None:
    """A case that cannot be used at the first, a player that raises after what was said before."""
    with pytest.raises(Problem, match="rolled-ankle"):
        await anext(astream("rolled-ankel"))
    heard: list[Turn] = []

    class Broken:
        def speak(self, brief: Brief) -> str:
            raise KeyError("lost")

    with pytest.raises(Failed, match="Your patient raised KeyError"):
        async for turn in astream(note=NOTE, model="scripted", knowledge=False, patient=Broken()):
            heard.append(turn)
    assert heard[0].speaker == "physician"
