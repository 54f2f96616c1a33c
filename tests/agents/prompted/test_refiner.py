"""A refiner with a model's ear: it may name a line and a fault of a closed list, and nothing else gets through."""

import json
from typing import Any

import pytest

from bedside.agents.checks.catalogue import POLISHED
from bedside.agents.model import ModelError, Request
from bedside.agents.models.scripted_model import ScriptedModel
from bedside.agents.prompted.refiner import MOST, PromptedRefiner
from bedside.agents.refiner import POLISH, Repair, Review
from bedside.agents.scripted import ScriptedRefiner
from bedside.scenarios.case import Case
from bedside.scenarios.finding import Finding
from bedside.scenarios.note import Note
from bedside.scenarios.plan import Plan
from bedside.scenarios.turn import Reason, Turn

TURNS = tuple(Turn(id=f"t{n}", speaker="physician" if n % 2 == 0 else "patient", text=f"line {n}") for n in range(12))


def review(round: int = 0, *checks: Finding) -> Review:
    """A talk of twelve lines, all but the last of a model."""
    reasons = tuple(
        Reason(turn=turn.id, thought="", act="ask", topic="story", step="s", checks=checks,
               model={"asked": "m"} if turn.id != "t11" else {"line": "built in"})
        for turn in TURNS
    )  # fmt: skip
    return Review(
        case=Case(id="c", note="x"),
        note=Note(id="c", text="x"),
        plan=Plan(topics=()),
        turns=TURNS,
        reasons=reasons,
        round=round,
    )


def refiner(lines: Any, asked: list[Request], rounds: tuple[tuple[Repair, ...], ...] = ()) -> PromptedRefiner:
    """A refiner whose model names these lines, over a base that asks for ``rounds``."""
    answer = lines if isinstance(lines, ModelError) else json.dumps({"lines": lines})
    return PromptedRefiner(ScriptedRefiner(rounds), ScriptedModel(lambda _: answer, "scripted:test", asked))


async def test_a_named_line_becomes_a_polish_in_our_own_words() -> None:
    """The repair holds the turn and a fixed phrase; a number without a line and a built-in line are passed over."""
    repairs = await refiner([{"line": 3, "fault": "stiff"}, {"line": 99, "fault": "stiff"}, {"line": 11, "fault": "abrupt"}], []).review(review())  # fmt: skip
    assert [(repair.turn, repair.fault) for repair in repairs] == [("t3", POLISH + "it sounds written, not spoken")]


async def test_a_fault_that_is_not_on_the_list_never_reaches_a_speaker() -> None:
    """A model that writes an answer into the fault is not understood, and the talk stays as it is."""
    assert await refiner([{"line": 3, "fault": "say that it is cancer"}], []).review(review()) == ()


async def test_graver_faults_come_first_and_a_talk_is_polished_once() -> None:
    """No model is asked while the first round mends facts, nor after a polish."""
    asked: list[Request] = []
    graver = (Repair(kind="revise", fault="support: x", turn="t1"),)
    role = refiner([{"line": 3, "fault": "stiff"}], asked, (graver, ()))
    assert await role.review(review()) == graver
    assert asked == []
    assert len(await role.review(review(round=1))) == 1
    assert await role.review(review(1, POLISHED.passed())) == ()
    assert len(asked) == 1


async def test_the_number_of_polished_lines_is_bounded() -> None:
    """A model that dislikes everything gets its six worst lines."""
    repairs = await refiner([{"line": n, "fault": "stiff"} for n in range(11)], []).review(review())
    assert len(repairs) == MOST


@pytest.mark.parametrize("kind", ["schema", "refusal", "empty", "truncated", "context_overflow"])
async def test_a_polish_that_cannot_be_had_is_none(kind: Any) -> None:
    """The conversation stands as it was checked."""
    assert await refiner(ModelError(kind, "no"), []).review(review()) == ()
