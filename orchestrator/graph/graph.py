"""The graph: LangGraph over the four contracts. It knows no prompt.

Flat nodes: plan, then for every utterance (retrieve ->) (gate ->) physician or patient, then refine, whose repairs run
through the same speaker nodes, until a stop rule is met. One definition is compiled twice: with gate nodes where a gate
or a checkpointer is given, one utterance a node; without them for a batch, where nobody looks in between and a speaker
node says all the utterances that follow each other (a super-step costs 0.3-1 ms, as much as a built-in line). A gate
node does nothing but ask the gate and interrupt, because LangGraph runs an interrupted node again from its top.

Nodes write events, and the dialogue is their fold. LangGraph's own state is the id of the last event and where to go
from there: a checkpoint is some hundred bytes, and the log is needed to make anything of it.
"""

import asyncio
import os
import time
from collections.abc import Awaitable, Callable, Hashable
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol, TypedDict

from bedside.agents.refiner import Repair, Review
from bedside.orchestrator.failures import boundary
from bedside.orchestrator.graph import briefs
from bedside.orchestrator.graph.ask import ask
from bedside.orchestrator.graph.brief_moment import moment_of
from bedside.orchestrator.graph.context import DialogueContext
from bedside.orchestrator.graph.deadline import in_time
from bedside.orchestrator.graph.given_lines import BY, line_instead, put_lines
from bedside.orchestrator.graph.model_exchanges import recorded
from bedside.orchestrator.graph.passage_lines import passage_lines
from bedside.orchestrator.graph.reasons import clean, measured_beside, reason_for
from bedside.orchestrator.graph.retrieval import find_evidence
from bedside.orchestrator.graph.review_gate import stands_at
from bedside.orchestrator.graph.schedule import NextUtterance, evidence_key, next_utterance, turn_id, wants_search
from bedside.orchestrator.graph.utterance_events import added, revised
from bedside.orchestrator.runs import events
from bedside.orchestrator.runs.fold import DialogueState

if TYPE_CHECKING:
    from langgraph.checkpoint.base import BaseCheckpointSaver
    from langgraph.runtime import Runtime

Json = dict[str, Any]
RECURSION = 100_000  # our own stop rules end a dialogue; LangGraph's default of 25 super-steps would
Node = Callable[["State", "Runtime[DialogueContext]"], Awaitable[Json]]
NODES = ("plan", "retrieve", "physician", "patient", "refine")


class State(TypedDict):
    """What LangGraph holds of a dialogue: where its log ends, and which node comes next."""

    tip: str
    to: str
    hold: bool  # the gate said "step": ask for a pause before the next utterance


def begin(context: DialogueContext) -> State:
    """The state from which the dialogue goes on: its first event, or wherever a log that was opened again ends."""
    return State(tip=context.state.tip, to=_to(context), hold=False)


def node_of(speaker: str) -> str:
    """The node that asks this speaker."""
    return "physician" if speaker == briefs.PHYSICIAN else "patient"


def route(dialogue: DialogueState) -> str:
    """Where to go from here: "end", "plan", "refine", "retrieve", "physician" or "patient"."""
    if dialogue.status != "unfinished":
        return "end"
    if not dialogue.planned:
        return "plan"
    utterance = next_utterance(dialogue)
    if utterance is None:
        return "refine"
    return "retrieve" if wants_search(dialogue, utterance) else node_of(utterance.speaker)


def _to(context: DialogueContext) -> str:
    """Where to go from here; nowhere where the dialogue is to be held."""
    return "end" if stands_at(context.state, context.stop_after) else route(context.state)


def after(context: DialogueContext) -> Json:
    """What a node returns: where the log ends now and what comes next."""
    return {"tip": context.state.tip, "to": _to(context)}


# Routers handed to LangGraph are coroutines: it sends a plain function through a thread, at three times the cost of a
# whole super-step.
async def _routed(state: State) -> str:
    return state["to"]


async def _routed_by_gate(state: State) -> str:
    """As ``_routed``, with every utterance behind the gate."""
    return "gate" if state["to"] in ("physician", "patient") else state["to"]


async def _plan(state: State, runtime: "Runtime[DialogueContext]") -> Json:
    context = runtime.context
    context.at(state["tip"])
    started = time.perf_counter()
    with boundary("plan"), recorded(context.answers) as exchanges:
        plan = await in_time(context, context.players.planner.plan(context.case, context.note, context.seed))
    if plan is None:
        return _stop(context, "seconds", calls=1)
    measured = plan.provenance.get("measured")
    if measured:
        plan = plan.model_copy(update={"provenance": {k: v for k, v in plan.provenance.items() if k != "measured"}})
    event = events.Planned(dialogue=context.id, plan=plan, spokesperson=briefs.spokesperson(plan.steps), calls=1)
    written = context.write(
        event,
        "planner",
        measured=({"stage": "plan", **measured},) if measured else (),
        exchanges=tuple(exchanges),
    )
    if context.case.lines:
        put_lines(context, written)
    context.spend("plan", started)
    return after(context)


async def _retrieve(state: State, runtime: "Runtime[DialogueContext]") -> Json:
    """Ask the guideline store before a physician's turn that can use it."""
    context = runtime.context
    dialogue = context.at(state["tip"])
    started = time.perf_counter()
    utterance = next_utterance(dialogue)
    assert utterance is not None
    key = evidence_key(utterance.step) or ""
    if context.retriever is None:  # a log opened again without the store
        context.write(events.Retrieved(dialogue=context.id, key=key, available=False), "retriever")
        return after(context)
    with boundary("retrieve"):
        found = find_evidence(context, context.retriever, dialogue, utterance)
    context.write(
        events.Retrieved(dialogue=context.id, key=key, passages=tuple(shown for _, shown in found)),
        "retriever",
        passages=tuple(
            {"id": p.id, "document": p.document, "section": p.section, "lines": list(passage_lines(p))}
            for p, _ in found
        ),
    )
    context.spend("retrieve", started)
    return after(context)


async def _gate(state: State, runtime: "Runtime[DialogueContext]") -> Json:
    """Ask the gate. "pause" stops the graph here until it is resumed with a verdict; it needs a checkpointer."""
    from langgraph.types import interrupt

    context = runtime.context
    dialogue = context.at(state["tip"])
    utterance = next_utterance(dialogue)
    assert utterance is not None
    view: Json = {
        "next": utterance.speaker,
        "kind": utterance.kind,
        "step": utterance.step.id,
        "topic": utterance.step.topic,
        "turns": len(dialogue.turns),
    }
    verdict: str = "pause" if state["hold"] else "play"
    if verdict == "play" and context.gate is not None:
        verdict = await context.gate(view)
    if verdict == "pause":
        answer: Any = interrupt(view)
        verdict = answer if answer in ("play", "step", "stop") else "play"
    if verdict == "stop":
        return _stop(context, "stopped")
    return {"hold": verdict == "step"}


async def _speak(state: State, runtime: "Runtime[DialogueContext]") -> Json:
    """Ask one role for one utterance and put it where it belongs."""
    context = runtime.context
    dialogue = context.at(state["tip"])
    utterance = next_utterance(dialogue)
    if utterance is None:
        return after(context)
    if utterance.kind == "say" and len(dialogue.turns) >= context.limits.turns:
        return _stop(context, "turns")  # a log that was cut off before it said so
    await _say(context, dialogue, utterance)
    if context.state.status == "unfinished" and (stop := _limit(context)):
        return _stop(context, stop)
    return after(context)


async def _say(context: DialogueContext, dialogue: DialogueState, utterance: NextUtterance) -> None:
    """Have the next utterance said, or kept back, and write down what came of it."""
    given = line_instead(context, dialogue, utterance) if context.case.lines else None
    if given is not None:
        put_lines(context, context.write(given, BY))
        return
    moment = moment_of(dialogue, utterance, context.lines_of)
    began = time.perf_counter()
    brief = briefs.brief(context, utterance.speaker, moment)
    context.spend("briefs", began)
    with boundary(node_of(utterance.speaker)), recorded(context.answers) as exchanges:
        asked = await ask(context, utterance.speaker, brief)
    if asked is None:
        _stop(context, "seconds", calls=1)
        return
    heard = time.perf_counter()
    text = clean(asked.utterance.text)
    reason = None
    if text:
        name = (
            dialogue.turns[utterance.at].id
            if utterance.kind == "revise"
            else turn_id(utterance.step.id, utterance.speaker, dialogue.turns)
        )
        allowed = {*moment.said, *(fact.id for fact in asked.brief.facts)}
        shown = tuple(one.id for one in moment.evidence)
        reason = reason_for(name, utterance, allowed, asked.utterance, asked.checks, shown)
    event = (revised if utterance.kind == "revise" else added)(dialogue, utterance, reason, text, asked)
    measured = measured_beside(asked, event, utterance.step.id)
    context.write(event, utterance.speaker, measured=measured, exchanges=tuple(exchanges))
    if context.case.lines:
        put_lines(context, event)
    context.spend("reasons", heard)


async def _talk(state: State, runtime: "Runtime[DialogueContext]") -> Json:
    """One utterance after another, whoever's turn it is, until something else is to be done. Others in flight come in
    between, and so does whoever cancels."""
    while True:
        update = await _speak(state, runtime)
        if update["to"] not in ("physician", "patient"):
            return update
        state = {**state, "tip": update["tip"], "to": update["to"]}
        await asyncio.sleep(0)


def _limit(context: DialogueContext) -> str:
    """The stop rule that is met, or ""."""
    limits, dialogue = context.limits, context.state
    if limits.seconds is not None and context.clock() - context.begun >= limits.seconds:
        return "seconds"
    if limits.calls is not None and dialogue.calls >= limits.calls:
        return "calls"
    if len(dialogue.turns) >= limits.turns and next_utterance(dialogue) is not None:
        return "turns"
    return ""


def _stop(context: DialogueContext, stop: str, by: str = "orchestrator", calls: int = 0) -> Json:
    """End the dialogue by a stop rule."""
    audit, dialogue = context.players.audit, context.state
    found = audit(context.note, tuple(dialogue.turns), dialogue.kept_back) if audit is not None else None
    context.write(events.Stopped(dialogue=context.id, stop=stop, audit=found, calls=calls), by)
    return after(context)


async def _refine(state: State, runtime: "Runtime[DialogueContext]") -> Json:
    """Have the whole talk checked. Drops are carried out here, the rest is said by the speakers."""
    context = runtime.context
    dialogue = context.at(state["tip"])
    started = time.perf_counter()
    if dialogue.round >= context.limits.repairs:
        return _stop(context, "complete")
    review = Review.model_construct(
        case=context.case,
        note=context.note,
        plan=dialogue.plan,
        turns=tuple(dialogue.turns),
        reasons=tuple(dialogue.reasons),
        round=dialogue.round,
    )
    with boundary("refine"), recorded(context.answers, context.stop_after == "polish") as exchanges:
        asked = await in_time(context, context.players.refiner.review(review))
    context.spend("refine", started)
    if asked is None:
        return _stop(context, "seconds", calls=1)
    if not asked:
        return _stop(context, "complete", "refiner", calls=1)
    given = frozenset(dialogue.edited)  # words that a person gave stay
    repairs = tuple(repair for repair in asked if _doable(repair) and repair.turn not in given)
    context.write(events.Reviewed(dialogue=context.id, repairs=repairs, calls=1), "refiner", exchanges=tuple(exchanges))
    faults_of = {repair.turn: repair.fault for repair in reversed(asked) if repair.kind == "drop"}
    for turn in list(dialogue.turns):
        if turn.id in faults_of and turn.id not in given:
            context.write(events.Dropped(dialogue=context.id, turn=turn.id, fault=faults_of[turn.id]), "refiner")
    return after(context)


def _doable(repair: Repair) -> bool:
    return (repair.kind == "revise" and repair.turn is not None) or (
        repair.kind == "insert" and repair.step is not None
    )


@cache
def load() -> None:
    """Import LangGraph (about a second, once). It is told to accept nothing but plain data in checkpoints, and to
    report to no tracing service: notes never leave the machine because of a variable in the environment."""
    os.environ["LANGGRAPH_STRICT_MSGPACK"] = "true"
    for name in ("LANGSMITH_TRACING", "LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING", "LANGCHAIN_TRACING_V2"):
        os.environ.pop(name, None)
    import langgraph.graph  # noqa: F401  # pyright: ignore[reportUnusedImport]


class Serving(Protocol):
    """What LangGraph's own server needs beside the nodes: it hands a run a state and no context."""

    def begin(self, state: Json) -> Awaitable[Json]:
        """The state from which the dialogue of an input goes on."""
        ...

    def step(self, node: "Node", state: Json) -> Awaitable[Json]:
        """What the node comes to in the dialogue of ``state``."""
        ...


def build(gated: bool, checkpointer: "BaseCheckpointSaver[Any] | None" = None) -> Any:
    """Compile the graph. With ``gated`` every utterance has a gate node before it."""
    load()
    from langgraph.graph import START, StateGraph

    graph = StateGraph(State, context_schema=DialogueContext)
    to = _add_nodes(graph, gated, lambda node: node)
    graph.add_conditional_edges(START, _routed_by_gate if gated else _routed, to)
    return graph.compile(checkpointer=checkpointer)


def serve(serving: Serving, state: type, given: type) -> Any:
    """Compile the gated graph for LangGraph's own server: a first node reads what is ``given``, the rest are those
    of every dialogue. ``state`` has the keys of ``State``, and more."""
    load()
    from langgraph.graph import START, StateGraph

    def served(node: "Node") -> Any:
        async def step(state: Json) -> Json:
            return await serving.step(node, state)

        return step

    async def begin(state: Json) -> Json:
        return await serving.begin(state)

    graph: Any = StateGraph(state, input_schema=given)
    to = _add_nodes(graph, True, served)
    graph.add_node("begin", begin)
    graph.add_edge(START, "begin")
    graph.add_conditional_edges("begin", _routed_by_gate, to)
    return graph.compile().with_config(recursion_limit=RECURSION)


def _add_nodes(graph: Any, gated: bool, made: Callable[["Node"], Any]) -> dict[Hashable, str]:
    """Put in the nodes, each as ``made`` makes it, with their way on; which names lead where."""
    from langgraph.graph import END
    from langgraph.runtime import Runtime

    globals()["Runtime"] = Runtime  # LangGraph reads the nodes' annotations by name
    speak = _speak if gated else _talk
    nodes = {"plan": _plan, "retrieve": _retrieve, "physician": speak, "patient": speak, "refine": _refine}
    for name in NODES:
        graph.add_node(name, made(nodes[name]))
    to: dict[Hashable, str] = {"end": END, **{name: name for name in NODES}}
    if gated:
        graph.add_node("gate", made(_gate))
        graph.add_conditional_edges("gate", _routed, to)
        to = {**to, "gate": "gate"}
    for name in NODES:
        graph.add_conditional_edges(name, _routed_by_gate if gated else _routed, to)
    return to


async def step(node: "Node", state: State, context: DialogueContext) -> Json:
    """What a node comes to in this dialogue, outside a graph that knows of it."""
    from langgraph.runtime import Runtime

    return await node(state, Runtime(context=context))


@cache
def _shared(gated: bool) -> Any:
    return build(gated)


def app(context: DialogueContext, checkpointer: "BaseCheckpointSaver[Any] | None" = None) -> Any:
    """The compiled graph for this dialogue: shared by the whole process unless a checkpointer is given."""
    if checkpointer is not None:
        return build(gated=True, checkpointer=checkpointer)
    return _shared(gated=context.gate is not None)


def config(thread: str = "dialogue") -> Json:
    """What LangGraph is told beside the state. ``thread`` names the dialogue for a checkpointer."""
    return {"configurable": {"thread_id": thread}, "recursion_limit": RECURSION}


async def converse(context: DialogueContext) -> DialogueState:
    """Hold one dialogue from where its log ends to the last repair, or to the gate at which it is to be held, and return its
    state. Raises ``Failed``."""
    await app(context).ainvoke(begin(context), config(), context=context)
    return context.state
