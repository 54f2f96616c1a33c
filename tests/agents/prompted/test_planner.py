"""A planner played by a language model: it orders, and nothing is lost or told too early."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.agents.model import ModelError, Request
from bedside.agents.models.scripted_model import ScriptedModel
from bedside.agents.prompted.planner import PromptedPlanner, ordered, topics_of
from bedside.agents.scripted import ScriptedPlanner, plain_extract
from bedside.scenarios.case import Case
from bedside.scenarios.plan import Plan, Step, Topic

KINDS = ("opening", "reason", "story", "past", "social", "examination", "results", "assessment", "plan", "closing")
STEPS = [Step(id=f"s{n}", act="ask", topic=kind, revealer="patient") for n, kind in enumerate(KINDS)]  # type: ignore[arg-type]
LAID = Plan(topics=tuple(Topic(kind=step.topic, title=step.topic, steps=(step,)) for step in STEPS))
CASE = Case(id="c", note="Knee pain. Plan is rest.")
NOTE = plain_extract("c", "Knee pain. Plan is rest.")


def planner(answer: str | ModelError, asked: list[Request]) -> PromptedPlanner:
    """A planner whose model gives this answer."""
    return PromptedPlanner(ScriptedModel(lambda _: answer, "scripted:test", asked), ScriptedPlanner(LAID))


@given(st.lists(st.integers(-3, 14), max_size=20))
def test_any_answer_gives_every_step_once(wanted: list[int]) -> None:
    """Numbers that are wrong, double or missing lose no step and add none; the opening is first and the goodbye last."""
    order, fault = ordered(STEPS, wanted)
    assert sorted(step.id for step in order) == sorted(step.id for step in STEPS)
    assert (order[0].topic, order[-1].topic) == ("opening", "closing")
    assert bool(fault) == (sorted(wanted) != list(range(len(STEPS))))


@given(st.permutations(range(len(STEPS))))
def test_what_the_visit_establishes_is_told_after_it_was_examined(wanted: list[int]) -> None:
    """History may be taken in any order; examination, results, assessment and plan keep theirs and come after it."""
    order = [step.topic for step in ordered(STEPS, list(wanted))[0]]
    told = [kind for kind in order if kind in ("examination", "results", "assessment", "plan")]
    assert told == ["examination", "results", "assessment", "plan"]
    assert max(order.index(kind) for kind in ("reason", "story", "past", "social")) < order.index("examination")


def test_the_wanted_order_is_followed_where_it_may_be() -> None:
    """A model that wants the social history first gets it."""
    order, fault = ordered(STEPS, [0, 4, 1, 2, 3, 5, 6, 7, 8, 9])
    assert [step.id for step in order][:5] == ["s0", "s4", "s1", "s2", "s3"]
    assert fault == ""
    assert [topic.kind for topic in topics_of(order, LAID)][:3] == ["opening", "social", "reason"]


async def test_the_outline_goes_on_the_record() -> None:
    """The plan says which model ordered it, with which prompt, and what was wrong with its answer."""
    asked: list[Request] = []
    answer = json.dumps({"parts": [{"part": "all", "steps": [0, 4, 1]}]})
    plan = await planner(answer, asked).plan(CASE, NOTE, 1)
    assert plan.provenance["asked"] == "scripted:test"
    assert plan.provenance["why"] == "7 steps not named"
    assert asked[0].purpose == "c/planner"
    assert [step.id for step in plan.steps][:3] == ["s0", "s4", "s1"]


@pytest.mark.parametrize("kind", ["schema", "empty", "refusal", "truncated"])
async def test_a_useless_answer_keeps_the_built_in_outline(kind: Any) -> None:
    """A planner that cannot be understood costs its order, not the conversation."""
    plan = await planner(ModelError(kind, "no"), []).plan(CASE, NOTE, 1)
    assert plan.topics == LAID.topics
    assert plan.provenance == {"asked": "scripted:test", "kept": "built in", "why": kind}


async def test_a_server_that_cannot_be_asked_is_an_error() -> None:
    """Nothing is papered over when there is no server."""
    with pytest.raises(ModelError):
        await planner(ModelError("transient", "down"), []).plan(CASE, NOTE, 1)
