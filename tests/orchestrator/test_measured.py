"""What no second run repeats is kept apart from the reasons."""

import asyncio

from made import context, plan

from bedside.agents.scripted import Scripted, ScriptedPlanner, ScriptedSpeaker
from bedside.orchestrator.graph.graph import converse
from bedside.scenarios.plan import Step
from bedside.scenarios.turn import Utterance


def test_what_is_measured_rides_on_the_event_and_not_in_the_reason() -> None:
    """Latency and tokens reach the journal's event; the model's settings stay in the reason."""
    line = Utterance(text="Hello.", model={"name": "m", "measured": {"seconds": 0.5}})
    steps = plan(Step(id="s1", act="greet", topic="opening"))
    family = Scripted(planner=ScriptedPlanner(steps), physician=ScriptedSpeaker({"s1": line}))
    events: list[dict[str, object]] = []
    asyncio.run(converse(context(family, events=events)))
    spoken = next(event for event in events if event.get("event") == "turn")
    assert spoken["measured"] == {"seconds": 0.5}
    assert spoken["reason"]["model"] == {"name": "m"}  # type: ignore[index]
