"""The graph: LangGraph over the four contracts. The only file that imports LangGraph; it knows no prompt.

Flat nodes: plan, then for every utterance (retrieve ->) (gate ->) physician or patient, then refine, whose repairs run
through the same speaker nodes, until a stop rule is met. One definition is compiled twice: with gate nodes where a gate
or a checkpointer is given, one utterance a node; without them for a batch, where nobody looks in between and a speaker
node says all the utterances that follow each other (a super-step costs 0.3-1 ms, as much as a built-in line). A gate
node does nothing but ask the gate and interrupt, because LangGraph runs an interrupted node again from its top.

The state holds JSON types only. Routers read the state alone, so ``update_state`` may run them without a context.
"""

import asyncio
import os
import time
from collections.abc import Hashable, Mapping, Set
from functools import cache
from typing import TYPE_CHECKING, Any, TypedDict, cast

from bedside.agents.checks.catalogue import OUTSIDE_BRIEF, POLISHED
from bedside.agents.refiner import POLISH, Repair, Review
from bedside.orchestrator.failures import boundary
from bedside.orchestrator.graph import briefs
from bedside.orchestrator.graph.ask import ask
from bedside.orchestrator.graph.context import DialogueContext
from bedside.orchestrator.graph.deadline import in_time
from bedside.orchestrator.graph.retrieval import find_evidence
from bedside.orchestrator.graph.schedule import (
    Json,
    Task,
    evidence_key,
    next_task,
    said_before,
    said_by,
    turn_id,
    wants_search,
)
from bedside.orchestrator.runs.events import Event
from bedside.scenarios.finding import Finding, faults
from bedside.scenarios.turn import Utterance

if TYPE_CHECKING:
    from langgraph.checkpoint.base import BaseCheckpointSaver
    from langgraph.runtime import Runtime

RECURSION = 100_000  # our own stop rules end a dialogue; LangGraph's default of 25 super-steps would


class State(TypedDict):
    """All that a dialogue is while it is made."""

    knowledge: bool
    plan: Json
    spokesperson: str
    turns: list[Json]
    reasons: list[Json]  # parallel to turns
    said: list[str]
    withheld: list[str]  # fact ids that a role kept back, in order
    cursor: int  # step of the plan
    part: int  # speaker within the step
    evidence: dict[str, list[Json]]
    repairs: list[Json]
    extra: dict[str, Json]  # steps that repairs brought, by id
    round: int
    calls: int
    hold: bool  # the gate said "step": ask for a pause before the next utterance
    stop: str  # "" while the talk goes on


def begin(context: DialogueContext) -> State:
    """The state a dialogue starts from."""
    return State(
        knowledge=context.retriever is not None and context.case.knowledge,
        plan={"topics": [], "unplaced": {}},
        spokesperson=briefs.PATIENT,
        turns=[],
        reasons=[],
        said=[],
        withheld=[],
        cursor=0,
        part=0,
        evidence={},
        repairs=[],
        extra={},
        round=0,
        calls=0,
        hold=False,
        stop="",
    )


def node_of(speaker: str) -> str:
    """The node that asks this speaker."""
    return "physician" if speaker == briefs.PHYSICIAN else "patient"


def route(state: Mapping[str, Any]) -> str:
    """Where to go from here: "end", "refine", "retrieve", "physician" or "patient"."""
    if state["stop"]:
        return "end"
    task = next_task(state)
    if task is None:
        return "refine"
    return "retrieve" if wants_search(state, task) else node_of(task.speaker)


# Routers handed to LangGraph are coroutines: it sends a plain function through a thread, at three times the cost of a
# whole super-step.
async def _routed(state: State) -> str:
    return route(state)


async def _routed_by_gate(state: State) -> str:
    return route_by_gate(state)


def route_by_gate(state: Mapping[str, Any]) -> str:
    """As ``route``, with every utterance behind the gate."""
    to = route(state)
    return "gate" if to in ("physician", "patient") else to


async def _plan(state: State, runtime: "Runtime[DialogueContext]") -> dict[str, Any]:
    context = runtime.context
    started = time.perf_counter()
    with boundary("plan"):
        plan = await in_time(context, context.players.planner.plan(context.case, context.note, context.seed))
    if plan is None:
        return {"stop": "seconds", "calls": state["calls"] + 1}
    measured = plan.made.get("measured")
    if measured:
        context.measured.append({"stage": "plan", **measured})
        plan = plan.model_copy(update={"made": {k: v for k, v in plan.made.items() if k != "measured"}})
    raw = plan.model_dump(mode="json")
    context.plan(raw, plan)
    context.spend("plan", started)
    return {"plan": raw, "spokesperson": briefs.spokesperson(plan.steps), "calls": state["calls"] + 1}


async def _retrieve(state: State, runtime: "Runtime[DialogueContext]") -> dict[str, Any]:
    """Ask the guideline store before a physician's turn that can use it."""
    context = runtime.context
    started = time.perf_counter()
    task = next_task(state)
    if task is None or context.retriever is None:  # a saved talk, resumed without the store
        return {"knowledge": False}
    key = evidence_key(task.step) or ""
    with boundary("retrieve"):
        found = find_evidence(context, context.retriever, state, task)
    context.spend("retrieve", started)
    return {"evidence": {**state["evidence"], key: found}}


async def _gate(state: State, runtime: "Runtime[DialogueContext]") -> dict[str, Any]:
    """Ask the gate. "pause" stops the graph here until it is resumed with a verdict; it needs a checkpointer."""
    from langgraph.types import interrupt

    context, task = runtime.context, next_task(state)
    assert task is not None
    view: Json = {
        "next": task.speaker,
        "kind": task.kind,
        "step": task.step["id"],
        "topic": task.step["topic"],
        "turns": len(state["turns"]),
    }
    verdict: str = "pause" if state["hold"] else "play"
    if verdict == "play" and context.gate is not None:
        verdict = await context.gate(view)
    if verdict == "pause":
        answer: Any = interrupt(view)
        verdict = answer if answer in ("play", "step", "stop") else "play"
    if verdict == "stop":
        return {"stop": "stopped"}
    return {"hold": verdict == "step"}


async def _speak(state: State, runtime: "Runtime[DialogueContext]") -> dict[str, Any]:
    """Ask one role for one utterance and put it where it belongs."""
    context = runtime.context
    task = next_task(state)
    if task is None:
        return {}
    said = state["said"] if task.kind == "say" else said_before(state["reasons"], task.at)
    evidence = state["evidence"].get(evidence_key(task.step) or "", []) if task.speaker == briefs.PHYSICIAN else []
    moment = briefs.Moment(
        step=context.step(state["plan"], task.step),
        turns=context.turns(state["turns"][: task.at]),
        said=frozenset(said),
        evidence=context.evidence(evidence),
        attempt=task.attempt,
        repair=task.fault,
    )
    began = time.perf_counter()
    brief = briefs.brief(context, task.speaker, moment)
    context.spend("briefs", began)
    with boundary(node_of(task.speaker)):
        asked = await ask(context, task.speaker, brief)
    if asked is None:
        return {"stop": "seconds", "calls": state["calls"] + 1}
    utterance, checks, brief = asked.utterance, asked.checks, asked.brief
    heard = time.perf_counter()
    update: dict[str, Any] = {"calls": state["calls"] + asked.calls}
    context.measured += [{"step": task.step["id"], "lost": True, **item} for item in asked.measured]
    text = clean(utterance.text)
    reason = None
    if text:
        name = (
            state["turns"][task.at]["id"]
            if task.kind == "revise"
            else turn_id(task.step["id"], task.speaker, state["turns"])
        )
        reason = reason_for(name, task, {*said, *(fact.id for fact in brief.facts)}, utterance, checks)
        reason["spans"] = [context.index.spans[i] for i in reason["facts"]]
        if evidence:
            reason["evidence"] = [item["id"] for item in evidence]
    elif utterance.withheld:
        update["withheld"] = [*state["withheld"], *utterance.withheld]
    update |= (_revised if task.kind == "revise" else _added)(
        context, state, task, reason, text, utterance.model.get("measured")
    )
    context.spend("reasons", heard)
    stop = _limit(context, {**state, **update})
    if stop:
        update["stop"] = stop
    return update


async def _talk(state: State, runtime: "Runtime[DialogueContext]") -> dict[str, Any]:
    """One utterance after another, whoever's turn it is, until something else is to be done. Others in flight come in
    between, and so does whoever cancels."""
    update: dict[str, Any] = {}
    while True:
        update |= await _speak(cast(State, {**state, **update}), runtime)
        if route({**state, **update}) not in ("physician", "patient"):
            return update
        await asyncio.sleep(0)


def reason_for(turn: str, task: Task, allowed: Set[str], utterance: Utterance, checks: tuple[Finding, ...]) -> Json:
    """The reason of a turn as JSON. A fact the role was not given and nobody has said does not count as said: it is
    a finding of the check ``outside_brief``."""
    facts = [i for i in dict.fromkeys(utterance.facts) if i in allowed]
    strangers = [i for i in utterance.facts if i not in allowed]
    claims = [claim.model_dump(mode="json") for claim in utterance.claims]
    for claim in claims:
        strangers += [i for i in claim["facts"] if i not in allowed]
        claim["facts"] = [i for i in claim["facts"] if i in allowed]
    criteria = [c.model_dump(mode="json") for c in utterance.criteria if c.fact in facts]
    if strangers:
        checks = (*checks, OUTSIDE_BRIEF.failed(", ".join(dict.fromkeys(strangers))))
    cited = [*utterance.passages, *(passage for claim in utterance.claims for passage in claim.passages)]
    return {
        "turn": turn,
        "thought": utterance.thought,
        "act": task.step["act"],
        "topic": task.step["topic"],
        "step": task.step["id"],
        "facts": facts,
        "withheld": list(utterance.withheld),
        **({"because": utterance.because} if utterance.withheld and utterance.because else {}),
        "passages": list(dict.fromkeys(cited)),
        "claims": claims,
        **({"criteria": criteria} if criteria else {}),
        "spans": [],
        "checks": [_plain_finding(finding) for finding in checks],
        "model": {key: value for key, value in utterance.model.items() if key != "measured"},
        "revision": task.attempt if task.kind == "revise" else 0,
    }


def _added(
    context: DialogueContext, state: State, task: Task, reason: Json | None, text: str, measured: Json | None
) -> dict[str, Any]:
    """A turn that is new, at its place; none if the role kept silent, which ends the step if it was to lead it. What was
    ``measured`` rides on the event, apart from the reason: no second run repeats it."""
    last = (task.kind == "say" and state["part"] == 1) or (
        task.kind == "insert" and state["repairs"][task.repair].get("part", 0) == 1
    )
    ended = last or reason is None
    update: dict[str, Any] = {}
    if reason is not None:
        turn = {"id": reason["turn"], "speaker": task.speaker, "text": text}
        turns, reasons = state["turns"], state["reasons"]
        update["turns"] = [*turns[: task.at], turn, *turns[task.at :]]
        update["reasons"] = [*reasons[: task.at], reason, *reasons[task.at :]]
        update["said"] = list(dict.fromkeys([*state["said"], *said_by(reason)]))
        event: Event = {"event": "turn", "dialogue": context.id, "turn": turn, "reason": reason}
        if measured:
            event["measured"] = measured
        if task.kind == "insert":
            event |= {"event": "insert", "after": turns[task.at - 1]["id"] if task.at else None}
        context.sink(event)
    if task.kind == "say":
        return update | ({"cursor": state["cursor"] + 1, "part": 0} if ended else {"part": state["part"] + 1})
    rest = state["repairs"][task.repair + 1 :]
    if not ended and reason is not None:
        rest = [{**state["repairs"][task.repair], "part": 1, "after": reason["turn"]}, *rest]
    return update | {"repairs": rest, "extra": {**state["extra"], task.step["id"]: task.step}}


def _revised(
    context: DialogueContext, state: State, task: Task, reason: Json | None, text: str, measured: Json | None
) -> dict[str, Any]:
    """A turn said again under the same id; the old words stay if the new ones are none or have more faults."""
    update: dict[str, Any] = {"repairs": state["repairs"][task.repair + 1 :]}
    old = state["reasons"][task.at]
    polish = (task.fault or "").startswith(POLISH)
    lost = polish and reason is not None and not {*old["facts"]} <= {*reason["facts"]}
    if reason is None or lost or len(_faults(reason)) > len(_faults(old)):
        if not polish:
            return update
        # What was right before it was polished is right still: the old words stay, and the record says so.
        why = f"{task.fault}; undone: it {'lost a fact' if lost else 'brought a fault'}"
        kept = POLISHED.passed(message=why, value="undone")
        reason = {**old, "checks": [*old["checks"], _plain_finding(kept)]}
        text = state["turns"][task.at]["text"]
    elif polish:
        kept = POLISHED.passed(message=task.fault, value="done")
        reason = {**reason, "checks": [*reason["checks"], _plain_finding(kept)]}
    turn = {**state["turns"][task.at], "text": text}
    turns, reasons = list(state["turns"]), list(state["reasons"])
    turns[task.at], reasons[task.at] = turn, reason
    event: Event = {"event": "revise", "dialogue": context.id, "turn": turn, "reason": reason, "fault": task.fault}
    context.sink({**event, "measured": measured} if measured else event)
    return update | {"turns": turns, "reasons": reasons, "said": said_before(reasons, len(reasons))}


def _plain_finding(finding: Finding) -> Json:
    return finding.model_dump(mode="json", exclude_defaults=True)


def _faults(reason: Json) -> list[str]:
    return faults(Finding.model_validate(raw) for raw in reason["checks"])


def _limit(context: DialogueContext, state: Mapping[str, Any]) -> str:
    """The stop rule that is met, or ""."""
    limits = context.limits
    if limits.seconds is not None and context.clock() - context.started >= limits.seconds:
        return "seconds"
    if limits.calls is not None and state["calls"] >= limits.calls:
        return "calls"
    if len(state["turns"]) >= limits.turns and next_task(state) is not None:
        return "turns"
    return ""


async def _refine(state: State, runtime: "Runtime[DialogueContext]") -> dict[str, Any]:
    """Have the whole talk checked. Drops are carried out here, the rest becomes tasks for the speakers."""
    context = runtime.context
    started = time.perf_counter()
    turns, reasons = state["turns"], state["reasons"]
    review = Review.model_construct(
        case=context.case,
        note=context.note,
        plan=context.plan(state["plan"]),
        turns=context.turns(turns),
        reasons=context.reasons(reasons),
        round=state["round"],
    )
    if state["round"] >= context.limits.repairs:
        return {"stop": "complete"}
    with boundary("refine"):
        asked = await in_time(context, context.players.refiner.review(review))
    context.spend("refine", started)
    if asked is None:
        return {"stop": "seconds", "calls": state["calls"] + 1}
    if not asked:
        return {"stop": "complete", "calls": state["calls"] + 1}
    dropped = {repair.turn for repair in asked if repair.kind == "drop"}
    for turn in turns:
        if turn["id"] in dropped:
            fault = next(repair.fault for repair in asked if repair.turn == turn["id"] and repair.kind == "drop")
            context.sink({"event": "drop", "dialogue": context.id, "turn": turn["id"], "fault": fault})
    kept = [i for i, turn in enumerate(turns) if turn["id"] not in dropped]
    reasons = [reasons[i] for i in kept]
    return {
        "turns": [turns[i] for i in kept],
        "reasons": reasons,
        "said": said_before(reasons, len(reasons)),
        "repairs": [repair.model_dump(mode="json") for repair in asked if _doable(repair)],
        "round": state["round"] + 1,
        "calls": state["calls"] + 1,
    }


def _doable(repair: Repair) -> bool:
    return (repair.kind == "revise" and repair.turn is not None) or (
        repair.kind == "insert" and repair.step is not None
    )


def clean(text: str) -> str:
    """An utterance as one line: no control characters, no line breaks, no space at its ends."""
    if text.isprintable():
        return text.strip()
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


@cache
def load() -> None:
    """Import LangGraph (about a second, once). It is told to accept nothing but plain data in checkpoints, and to
    report to no tracing service: notes never leave the machine because of a variable in the environment."""
    os.environ["LANGGRAPH_STRICT_MSGPACK"] = "true"
    for name in ("LANGSMITH_TRACING", "LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING", "LANGCHAIN_TRACING_V2"):
        os.environ.pop(name, None)
    import langgraph.graph  # noqa: F401  # pyright: ignore[reportUnusedImport]


def build(gated: bool, checkpointer: "BaseCheckpointSaver[Any] | None" = None) -> Any:
    """Compile the graph. With ``gated`` every utterance has a gate node before it."""
    load()
    from langgraph.graph import END, START, StateGraph
    from langgraph.runtime import Runtime

    globals()["Runtime"] = Runtime  # LangGraph reads the nodes' annotations by name
    graph = StateGraph(State, context_schema=DialogueContext)
    speak = _speak if gated else _talk
    nodes = {"plan": _plan, "retrieve": _retrieve, "physician": speak, "patient": speak, "refine": _refine}
    for name, node in nodes.items():
        graph.add_node(name, node)
    to: dict[Hashable, str] = {"end": END}
    to.update({name: name for name in ("refine", "retrieve", "physician", "patient")})
    if gated:
        graph.add_node("gate", _gate)
        graph.add_conditional_edges("gate", _routed, to)
        to = {**to, "gate": "gate"}
    graph.add_edge(START, "plan")
    for name in nodes:
        graph.add_conditional_edges(name, _routed_by_gate if gated else _routed, to)
    return graph.compile(checkpointer=checkpointer)


@cache
def _plain() -> Any:
    return build(gated=False)


@cache
def _gated() -> Any:
    return build(gated=True)


def app(context: DialogueContext, checkpointer: "BaseCheckpointSaver[Any] | None" = None) -> Any:
    """The compiled graph for this scene: shared by the whole process unless a checkpointer is given."""
    if checkpointer is not None:
        return build(gated=True, checkpointer=checkpointer)
    return _plain() if context.gate is None else _gated()


def config(thread: str = "dialogue") -> dict[str, Any]:
    """What LangGraph is told beside the state. ``thread`` names the dialogue for a checkpointer."""
    return {"configurable": {"thread_id": thread}, "recursion_limit": RECURSION}


async def converse(context: DialogueContext) -> State:
    """Hold one dialogue from plan to the last repair and return its final state. Raises ``Failed``."""
    return cast(State, await app(context).ainvoke(begin(context), config(), context=context))
