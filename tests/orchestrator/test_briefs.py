"""Asymmetry by data: what no role may ever be given."""

import asyncio

from hypothesis import given, settings
from made import Meddler, context, fact, talks

from bedside.agents.scripted import Scripted, ScriptedPlanner, ScriptedSpeaker
from bedside.orchestrator.graph import briefs
from bedside.orchestrator.graph import graph as conversation
from bedside.orchestrator.graph.context import Players
from bedside.scenarios.brief import Brief
from bedside.scenarios.note import Note
from bedside.scenarios.persona import Persona
from bedside.scenarios.plan import Plan, Step


def heard(note: Note, agenda: Plan, seed: int) -> list[Brief]:
    """Every brief of a whole talk with repairs."""
    briefs_heard: list[Brief] = []
    speaker = ScriptedSpeaker(heard=briefs_heard)
    family = Scripted(ScriptedPlanner(agenda), speaker, speaker)
    stage = context(family, note=note)
    stage.players = Players(family.planner, speaker, speaker, Meddler(seed), family.extract, None)
    stage.persona = Persona(withholds=("smoking",))
    asyncio.run(conversation.converse(stage))
    return briefs_heard


@settings(max_examples=25, deadline=None)
@given(talks())
def test_no_brief_ever_holds_what_its_role_may_not_know(talk: tuple[Note, Plan, int]) -> None:
    """Over any note, plan and repairs: an unsaid finding of the visit never reaches a lay role, in no field, and a
    fact that only the patient knows never reaches the physician before it was said."""
    note, agenda, seed = talk
    for brief in heard(note, agenda, seed):
        spoken = " ".join(turn.text for turn in brief.turns)
        rest = brief.model_copy(update={"turns": ()}).model_dump_json()
        for n, item in enumerate(note.facts):
            if f"word{n}x" in spoken:
                continue
            if brief.role != "physician" and (item.established == "visit" or item.knower == "physician"):
                assert f"word{n}x" not in rest, (brief.role, brief.step)
                assert item.id not in brief.step.facts
            if brief.role == "physician" and item.knower == "patient":
                assert item.id not in {known.id for known in brief.facts} | set(brief.step.facts)


@settings(max_examples=25, deadline=None)
@given(talks())
def test_a_question_never_comes_with_its_answer(talk: tuple[Note, Plan, int]) -> None:
    """Whoever asks has cues only: the physician's brief of a step that another answers holds no fact."""
    for brief in heard(*talk):
        if brief.role == "physician" and brief.step.act in ("ask", "invite") and brief.step.revealer != "physician":
            assert brief.facts == ()
            assert brief.step.facts == ()
        if brief.role == "physician":
            assert brief.persona.withholds == ()
        else:
            assert brief.evidence == ()


def test_a_leak_is_noticed() -> None:
    """The oracle of the property test can fail: a role given a visit finding has it in its dump."""
    step = Step(id="s", act="explain", topic="assessment", facts=("f0",), subject="word0x")
    note = Note(id="n", text="word0x", facts=(fact("f0", "word0x", 0, established="visit"),))
    moment = briefs.Moment(step)
    assert "word0x" not in briefs.brief(context(note=note), "patient", moment).model_dump_json()
    assert "word0x" in briefs.brief(context(note=note), "physician", moment).model_dump_json()
    told = briefs.Moment(step, said=frozenset({"f0"}))
    assert "word0x" in briefs.brief(context(note=note), "patient", told).model_dump_json()


def test_the_chart_is_known_and_the_visit_is_not() -> None:
    """A chart step gives the physician what stood before the visit and nothing that was found at it."""
    facts = (fact("old", "asthma", 0), fact("new", "pneumonia", 7, established="visit"))
    note = Note(id="n", text="asthma pneumonia", facts=facts)
    step = Step(id="s", act="chart", topic="past", facts=("old", "new"))
    assert [f.id for f in briefs.brief(context(note=note), "physician", briefs.Moment(step)).facts] == ["old"]


def test_who_speaks_for_a_child_is_read_from_the_plan() -> None:
    """Whoever answers most questions also listens when the physician explains; a tie goes to the patient."""
    ask = [Step(id=f"a{n}", act="ask", topic="story", revealer="mother") for n in range(2)]
    own = Step(id="p", act="ask", topic="story", revealer="patient")
    assert briefs.spokesperson([*ask, own]) == "mother"
    assert briefs.spokesperson([ask[0], own]) == "patient"
    assert briefs.spokesperson([]) == "patient"
