"""The graph that ``langgraph.json`` names, run as LangGraph's server runs it, without the server."""

import importlib
import json
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.types import Command

from bedside import simulate
from bedside.orchestrator.debug import studio
from bedside.orchestrator.runs.events import read_event
from bedside.orchestrator.runs.fold import DialogueState

CASE = {"case": "rolled-ankle", "knowledge": False}


@pytest.fixture
def named(repo: Path) -> Callable[[], Any]:
    """The graph's factory, by the name that ``langgraph.json`` gives it."""
    configured = json.loads((repo / "langgraph.json").read_text(encoding="utf-8"))
    module, _, name = configured["graphs"]["dialogue"].partition(":")
    return getattr(importlib.import_module(module), name)


def _served(named: Callable[[], Any]) -> Any:
    """As the server does it: with a checkpointer of the server's own."""
    graph = named().copy()
    graph.checkpointer = InMemorySaver()
    return graph


def _thread(name: str = "one") -> Any:
    return {"configurable": {"thread_id": name}}


async def test_turns_come_one_by_one_and_are_those_of_simulate(named: Callable[[], Any]) -> None:
    """Each step shows the turns so far with a reason for each; in the end they are what ``simulate`` makes of the case, and
    the lines of the log beside them fold to the same."""
    graph, counts, last = _served(named), list[int](), dict[str, Any]()
    async for update in graph.astream(CASE, _thread(), stream_mode="updates"):
        for node, change in update.items():
            if change and "turns" in change:
                counts.append(len(change["turns"]))
                last = change
                assert len(change["reasons"]) == len(change["turns"]), node
    assert counts == sorted(counts)
    assert {b - a for a, b in pairwise(counts)} <= {0, 1}, "one utterance a node"
    record = simulate("rolled-ankle", knowledge=False)
    assert [turn["text"] for turn in last["turns"]] == [turn.text for turn in record.turns]
    assert last["reasons"][3]["words"] == list(record.reasons[3].words)
    folded = DialogueState("rolled-ankle")
    for line in last["events"]:
        folded.add(read_event(line))
    assert folded.record().turns == record.turns
    assert (last["status"], last["stop"]) == ("finished", "complete")


async def test_a_note_is_enough_and_the_next_input_of_a_thread_is_another_dialogue(named: Callable[[], Any]) -> None:
    """What was given before is not mixed into what is given next."""
    graph = _served(named)
    note = "54 yo F with right knee pain for 3 weeks after a fall. Denies fever. Plan is to rest the knee."
    first = await graph.ainvoke({"note": note, "knowledge": False}, _thread())
    second = await graph.ainvoke(CASE, _thread())
    assert first["status"] == second["status"] == "finished"
    assert "knee" in " ".join(turn["text"] for turn in first["turns"])
    assert [turn["text"] for turn in second["turns"]] == [
        t.text for t in simulate("rolled-ankle", knowledge=False).turns
    ]


async def test_it_asks_before_every_utterance_and_goes_on_from_its_state_alone(named: Callable[[], Any]) -> None:
    """With ``step`` the graph waits for "step", "play" or "stop"; a server that was started again, and one that is asked for
    an earlier state, goes on from the lines in it."""
    whole = [turn.text for turn in simulate("rolled-ankle", knowledge=False).turns]
    graph = _served(named)
    held = await graph.ainvoke({**CASE, "step": True}, _thread())
    assert held["__interrupt__"][0].value["next"] == "physician"
    for count in (1, 2, 3):
        held = await graph.ainvoke(Command(resume="step"), _thread())
        assert [turn["text"] for turn in held["turns"]] == whole[:count]
    history = [one async for one in graph.aget_state_history(_thread())]
    earlier = next(one for one in history if one.next == ("gate",) and len(one.values.get("turns", ())) == 1)
    studio.graph.cache_clear()
    again = named().copy()
    again.checkpointer = graph.checkpointer
    done = await again.ainvoke(Command(resume="play"), _thread())
    assert [turn["text"] for turn in done["turns"]] == whole
    branch = await again.ainvoke(None, earlier.config)
    stopped = await again.ainvoke(Command(resume="stop"), _thread())
    assert branch["__interrupt__"][0].value["turns"] == 1
    assert [turn["text"] for turn in stopped["turns"]] == whole[:1]
    assert (stopped["status"], stopped["stop"]) == ("finished", "stopped")


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"case": "rolled-ankel"}, "rolled-ankle"),
        ({}, "Give a case"),
        ({**CASE, "seed": "many"}, "whole number"),
        ({"note": " ", "knowledge": False}, "empty"),
        ({**CASE, "model": "openai"}, "openai"),
    ],
    ids=["name", "nothing", "seed", "note", "model"],
)
async def test_what_a_person_can_mend_is_in_the_state(named: Callable[[], Any], given: Any, says: str) -> None:
    """The server tells nobody what an exception says, so a sentence with the mend stands in the state."""
    failed = await _served(named).ainvoke(given, _thread())
    assert failed["status"] == "failed"
    assert says in failed["failure"]["message"]


async def test_data_of_real_people_is_refused(named: Callable[[], Any], tmp_path: Path) -> None:
    """The server writes its state, which holds the note, to a file of its own."""
    file = tmp_path / "real.case.yaml"
    file.write_text("id: real\nnote: |\n  Knee pain for 3 weeks. Plan is to rest.\ndata_class: phi\n")
    failed = await _served(named).ainvoke({"case": str(file)}, _thread())
    assert "phi" in failed["failure"]["message"]
    assert "Knee" not in str(failed["events"])


async def test_a_player_that_fails_ends_the_dialogue_and_says_why(named: Callable[[], Any], tmp_path: Path) -> None:
    """A failed dialogue keeps what was said, and its failure is an event like any other."""
    cassette = tmp_path / "empty.jsonl"
    cassette.write_text("")
    failed = await _served(named).ainvoke({**CASE, "model": f"replay:{cassette}"}, _thread())
    assert failed["status"] == "failed"
    assert failed["failure"]["message"]


def test_tracing_and_reports_are_off_by_configuration(repo: Path) -> None:
    """No tracing, no analytics, no look-up of versions, and no page of another origin may ask."""
    configured = json.loads((repo / "langgraph.json").read_text(encoding="utf-8"))
    off = {name: value for name, value in configured["env"].items() if "TRACING" in name}
    assert set(off) == {"LANGSMITH_TRACING", "LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING", "LANGCHAIN_TRACING_V2"}
    assert set(off.values()) == {"false"}
    assert configured["env"]["LANGSMITH_API_KEY"] == ""
    assert configured["http"]["cors"]["allow_origins"] == ["http://localhost"]


def test_its_input_is_a_form(named: Callable[[], Any]) -> None:
    """LangGraph's tools make a form of the input's schema: a case or a note, and what may be said beside it."""
    fields = named().get_input_jsonschema()["properties"]
    assert {"case", "note", "model", "seed", "step"} <= set(fields)
    assert "events" not in fields
    assert "langgraph_cli" not in sys.modules
