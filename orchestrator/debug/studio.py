"""The graph as LangGraph's own server serves it (``langgraph dev``, by ``langgraph.json``): what a person can type goes in,
turns with their reasons come out, and beside them the lines of the log they are folded from.

The server keeps the state of a thread and nothing else, so the log travels in it: a dialogue goes on from its state in
another process, and from any state it once had. Players and the guideline store are opened once a dialogue, in a thread,
and kept for the last few.
"""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from typing_extensions import TypedDict  # pydantic makes schemas of no other before Python 3.12

from bedside.orchestrator.api.keywords import read_keywords
from bedside.orchestrator.api.run_dialogue import ready, simulator
from bedside.orchestrator.build.simulate_item import Item, PlayersFor, Simulator
from bedside.orchestrator.failures import Failed, Problem
from bedside.orchestrator.graph import graph as conversation
from bedside.orchestrator.graph.context import DialogueContext
from bedside.orchestrator.runs.entry import Entry
from bedside.orchestrator.runs.events import read_event
from bedside.scenarios.case import Case
from bedside.scenarios.record import Failure

Json = dict[str, Any]
KEPT = 8  # dialogues whose players stay open


class StudioInput(TypedDict, total=False):
    """What a run is given: a case (the id of a shipped one, or the path of a file on this machine) or a note's text, and
    what may be said beside it, as for ``bedside simulate``. With ``step`` the graph asks before every utterance; it is
    answered with "play", "step" or "stop"."""

    case: str
    note: str
    step: bool
    seed: int
    style: str
    setting: str
    protocol: str
    language: str
    persona: str
    knowledge: bool
    model: str
    base_url: str


class StudioState(StudioInput, total=False):
    """What the server holds of a dialogue. ``events`` are the lines of its log, and the rest is made of them."""

    given: Json
    tip: str
    to: str
    hold: bool
    turns: list[Json]
    reasons: list[Json]
    status: str
    stop: str
    failure: Json | None
    events: list[str]


@dataclass
class Dialogue:
    """A dialogue that is open: one node of it is run at a time."""

    simulator: Simulator
    item: Item
    written: list[str] = field(default_factory=list[str])
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    context: DialogueContext | None = None

    def sink(self, entry: Entry) -> None:
        """Gather what is written."""
        self.written.append(entry.line.decode())


class Studio:
    """The dialogues of a server."""

    def __init__(self) -> None:
        self._open: OrderedDict[str, Dialogue] = OrderedDict()

    async def begin(self, state: Json) -> Json:
        """A new dialogue from what was given. What a person can mend is its failure: the server tells nobody what an
        exception says."""
        given = {name: state[name] for name in StudioInput.__annotations__ if state.get(name) not in (None, "")}
        told: Json = {
            **dict.fromkeys(StudioInput.__annotations__),
            "given": given,
        }  # the thread's next input is another
        try:
            one = await asyncio.to_thread(opened, given)
            one.context = await asyncio.to_thread(one.simulator.context, one.item, one.sink)
        except Problem as problem:
            return told | _refused(Failure(kind=problem.kind, stage="read", message=str(problem)))
        except Failed as failed:
            return told | _refused(failed.failure)
        await self._keep(one.context.state.tip, one)
        return told | shown(one.context, one.written) | {"hold": bool(given.get("step"))}

    async def step(self, node: conversation.Node, state: Json) -> Json:
        """What the node comes to in the dialogue of ``state``."""
        one, context = await self._dialogue(state)
        async with one.turn:
            one.written = []
            held = conversation.State(tip=state["tip"], to=state["to"], hold=bool(state.get("hold")))
            try:
                update = await conversation.step(node, held, context)
            except Failed as failed:
                context.at(state["tip"])
                one.simulator.failed(one.item, one.sink, failed.failure, context)
                update = conversation.after(context)
            if not one.written:
                return update  # the gate let the next utterance through
            return {**update, **shown(context, [*state["events"], *one.written])}

    async def _dialogue(self, state: Json) -> tuple[Dialogue, DialogueContext]:
        """The dialogue that is open, or opened again from its log."""
        lines: list[str] = state["events"]
        first = read_event(lines[0])
        one = self._open.get(first.id)
        if one is None or one.context is None or not one.context.holds(state["tip"]):
            one = await asyncio.to_thread(opened, state["given"])
            one.context = one.simulator.reopened(one.item, one.sink, [read_event(line) for line in lines])
            await self._keep(first.id, one)
        self._open.move_to_end(first.id)
        return one, one.context

    async def _keep(self, name: str, one: Dialogue) -> None:
        self._open[name] = one
        while len(self._open) > KEPT:
            _, oldest = self._open.popitem(last=False)
            await oldest.simulator.close()


def opened(given: Json) -> Dialogue:
    """The case of an input, with its players and its knowledge. Raises ``Problem``."""
    options = read_keywords("studio", {name: value for name, value in given.items() if name not in ("case", "step")})

    def playing(case: Case, folder: Path) -> PlayersFor:
        if case.data_class != "open":
            raise Problem(
                "input",
                f"The case's data is {case.data_class}, and LangGraph's server writes what it holds to its own files: "
                "use bedside simulate, which keeps no words of such notes.",
            )
        return options.players_for(case, folder)

    one = ready(given.get("case"), options, playing)
    return Dialogue(simulator(one), one.item)


def shown(context: DialogueContext, lines: list[str]) -> Json:
    """The part of the state that people look at, and the log."""
    record = context.state.record().with_words(context.note.given)
    state = context.state
    return {
        **conversation.after(context),
        "turns": [turn.model_dump(mode="json") for turn in record.turns],
        "reasons": [
            {**reason.model_dump(mode="json", exclude_defaults=True), "words": list(reason.words)}
            for reason in record.reasons
        ],
        "status": state.status,
        "stop": state.stop,
        "failure": state.failure.model_dump(mode="json") if state.failure else None,
        "events": lines,
    }


def _refused(failure: Failure) -> Json:
    """The state of a dialogue that could not begin."""
    nothing: Json = {"turns": [], "reasons": [], "events": [], "stop": failure.kind}
    return {**nothing, "tip": "", "to": "end", "hold": False, "status": "failed", "failure": failure.model_dump()}


@cache
def graph() -> Any:
    """The compiled graph that ``langgraph.json`` names."""
    return conversation.serve(Studio(), StudioState, StudioInput)
