"""What is left out of a long talk comes back in short to whoever heard it, and to nobody else."""

import asyncio
from typing import Any

from hypothesis import given, settings
from made import Meddler, context, fact, plan, talks
from obedient import case_of, hold, model

from bedside.agents.model import Request
from bedside.agents.prompts.transcript import transcript
from bedside.agents.scripted import Scripted, ScriptedPlanner, ScriptedSpeaker
from bedside.orchestrator.graph import graph as conversation
from bedside.orchestrator.graph.context import Players
from bedside.scenarios.brief import Brief
from bedside.scenarios.case import Case, Models
from bedside.scenarios.note import Note
from bedside.scenarios.plan import Plan, Step, Topic
from bedside.scenarios.player import Player
from bedside.scenarios.prompting import Prompting

SHORT = Prompting(memory=6)


def heard(note: Note, agenda: Plan, seed: int) -> list[Brief]:
    """Every brief of a talk that goes through its agenda three times, of speakers who are shown six turns."""
    again = tuple(
        topic.model_copy(
            update={
                "steps": tuple(step.model_copy(update={"id": f"{step.id}.{time}"}) for step in topic.steps),
            }
        )
        for time in range(3)
        for topic in agenda.topics
    )
    briefs: list[Brief] = []
    speaker = ScriptedSpeaker(heard=briefs)
    family = Scripted(ScriptedPlanner(Plan(topics=tuple[Topic, ...](again))), speaker, speaker)
    stage = context(family, note=note)
    models = Models(default=Player(name="scripted:none"))
    stage.case = Case(id="test", note=note.text, models=models, prompting=SHORT)
    stage.players = Players(family.planner, speaker, speaker, Meddler(seed), family.extract, None)
    asyncio.run(conversation.converse(stage))
    return briefs


@settings(max_examples=12, deadline=None)
@given(talks())
def test_a_summary_holds_nothing_that_its_reader_has_not_heard(talk: tuple[Note, Plan, int]) -> None:
    """Over any note, plan and repairs: whatever fact a summary has, a turn that this role heard has said; so a patient's
    holds no finding, result or plan before it was told."""
    note, agenda, seed = talk
    seen = 0
    for brief in heard(note, agenda, seed):
        spoken = " ".join(turn.text for turn in brief.turns)
        text = transcript(brief, SHORT.memory)
        seen += "earlier turns are left out" in text
        for n in range(len(note.facts)):
            assert f"word{n}x" in spoken or f"word{n}x" not in text + brief.model_dump_json(include={"earlier"})
    assert seen or len(agenda.steps) < 2 or not note.facts


def requests(name: str, **changes: Any) -> list[Request]:
    """What the obedient model is asked for a shipped case."""
    asked: list[Request] = []
    case, text = case_of(name, **changes)
    asyncio.run(hold(case, text, model(asked=asked)))
    return [one for one in asked if one.purpose.split("/")[1] in ("patient", "physician")]


def test_a_real_talk_is_shown_in_short_once_its_window_has_moved() -> None:
    """Of a shipped case, with a short memory: requests past it have a summary, it is the same until the window moves, and at the
    end the physician's has what the patient came for."""
    asked = requests("rolled-ankle", prompting={"memory": 12})
    shown: dict[str, set[str]] = {}
    for request in asked:
        user = request.messages[-1].text
        if "earlier turns are left out" in user:
            role, count = request.purpose.split("/")[1], user.split("(")[1].split(" ")[0]
            short = user.split("<earlier-")[1].split("</earlier-")[0]
            shown.setdefault(f"{role} {count}", set()).add(short)
    assert len(shown) >= 4 and all(len(texts) == 1 for texts in shown.values())
    assert any("Came for: " in text for texts in shown.values() for text in texts)


def test_who_was_sent_out_is_told_nothing_of_it_later() -> None:
    """What was told while a role was outside, and what it is never to hear, is in none of its summaries; whoever stayed has it."""
    words = ("finding word0x.", "finding word1x.", "finding word2x.")
    facts = tuple(fact(f"f{n}", text, 16 * n, knower="both") for n, text in enumerate(words))
    facts = (facts[0], facts[1].model_copy(update={"unheard": ("mother",)}), facts[2])
    apart = Step(id="s0", act="ask", topic="story", revealer="patient", facts=("f0",), absent=("mother",))
    slip = Step(id="s1", act="ask", topic="story", revealer="patient", facts=("f1",))
    after = [Step(id=f"s{n}", act="ask", topic="story", revealer="mother", facts=("f2",)) for n in range(2, 8)]
    note = Note(id="n", text=" ".join(words), facts=facts)
    told: dict[str, str] = {"mother": "", "physician": ""}
    for brief in heard(note, plan(apart, slip, *after), 0):
        if brief.earlier and brief.role in told:
            told[brief.role] += transcript(brief, SHORT.memory).split("</earlier-")[0]
    assert "word2x" in told["mother"] and "word0x" not in told["mother"] and "word1x" not in told["mother"]
    assert all(f"word{n}x" in told["physician"] for n in range(3))


def test_where_no_model_speaks_nothing_is_kept_twice() -> None:
    """The built-in family forgets nothing: its briefs hold no earlier turns."""
    case, text = case_of("rolled-ankle", prompting={"memory": 6})
    seen: list[Brief] = []
    stage = case.model_copy(update={"models": Models()})
    assert Case.model_validate(stage.model_dump()).prompting.memory == 6
    family = Scripted()
    speaker = ScriptedSpeaker(heard=seen)
    held = context(family, note=family.extract("n", text))
    held.players = Players(family.planner, speaker, speaker, family.refiner, family.extract, None)
    held.case = stage
    asyncio.run(conversation.converse(held))
    assert len(seen) > 12 and not any(brief.earlier for brief in seen)
