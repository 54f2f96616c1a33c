"""Append-only events, and the record folded from any prefix of them."""

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import Meddler, context, talks

from bedside.agents.scripted import Scripted, ScriptedPlanner
from bedside.orchestrator.graph import graph as conversation
from bedside.orchestrator.graph.context import Players
from bedside.orchestrator.runs.events import Event, fold
from bedside.scenarios.note import Note
from bedside.scenarios.plan import Plan


@settings(max_examples=40, deadline=None)
@given(talks(), st.data())
def test_any_prefix_is_a_record(talk: tuple[Note, Plan, int], data: st.DataObject) -> None:
    """Over any talk with repairs: every prefix folds to a valid unfinished record, the whole to the graph's state, and
    no turn's id is ever given to another."""
    note, agenda, seed = talk
    events: list[Event] = [{"event": "start", "dialogue": "test", "note_id": "n", "seed": 1}]
    family = Scripted(ScriptedPlanner(agenda))
    stage = context(family, note=note, events=events)
    stage.players = Players(family.planner, family.physician, family.patient, Meddler(seed), family.extract, None)
    state = asyncio.run(conversation.converse(stage))
    whole = fold(events)["test"]
    assert (whole.turns, whole.reasons) == (state["turns"], state["reasons"])
    cut = data.draw(st.integers(1, len(events)))
    record = fold(events[:cut])["test"].record()
    assert record.status == "unfinished"
    assert [turn.id for turn in record.turns] == [reason.turn for reason in record.reasons]
    ids = [turn.id for turn in record.turns]
    assert len(set(ids)) == len(ids)
    born = [event["turn"]["id"] for event in events if event["event"] in ("turn", "insert")]
    assert len(set(born)) == len(born)


def test_a_dialogue_begun_again_forgets_the_first_try() -> None:
    """After a crash the same dialogue starts over; only the second try counts."""
    turn = {"event": "turn", "dialogue": "d", "turn": {"id": "a", "speaker": "patient", "text": "x"}, "reason": {}}
    start = {"event": "start", "dialogue": "d", "note_id": "n", "seed": 3}
    assert len(fold([start, turn, start])["d"].turns) == 0


def test_an_event_from_the_future_is_refused() -> None:
    """An unknown event is an error, not a silent loss."""
    with pytest.raises(ValueError, match="newer bedside"):
        fold([{"event": "sing", "dialogue": "d"}])
