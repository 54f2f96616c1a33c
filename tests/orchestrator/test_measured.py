"""What no second run repeats is kept apart from the reasons."""

import asyncio

from made import context, plan

from bedside.agents.scripted import Scripted, ScriptedPlanner, ScriptedSpeaker
from bedside.orchestrator.graph.graph import converse
from bedside.orchestrator.runs.entry import Entry
from bedside.orchestrator.runs.events import Spoke
from bedside.scenarios.plan import Step
from bedside.scenarios.turn import Utterance


def test_what_is_measured_goes_beside_the_event_and_not_into_the_reason() -> None:
    """Latency and tokens are kept beside the event, under the turn's id; the model's settings stay in the reason."""
    line = Utterance(text="Hello.", model={"name": "m", "measured": {"seconds": 0.5}})
    steps = plan(Step(id="s1", act="greet", topic="opening"))
    family = Scripted(planner=ScriptedPlanner(steps), physician=ScriptedSpeaker({"s1": line}))
    entries: list[Entry] = []
    stage = context(family)
    stage.sink = entries.append
    asyncio.run(converse(stage))
    spoken = next(entry for entry in entries if isinstance(entry.event, Spoke))
    assert spoken.measured == ({"turn": "s1.physician", "seconds": 0.5},)
    assert isinstance(spoken.event, Spoke)
    assert spoken.event.reason.model == {"name": "m"}
    assert b"seconds" not in spoken.line
