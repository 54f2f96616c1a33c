"""What is to be said next, read from the state alone. Pure: LangGraph's routers run it without a context.

A state walks through the plan's steps (``cursor``, ``part``) and then through the repairs asked for, in order.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from bedside.scenarios.plan import TopicKind

Json = dict[str, Any]
State = Mapping[str, Any]
_ORDER: dict[str, int] = {kind: i for i, kind in enumerate(get_args(TopicKind))}
SEARCHED = frozenset({"story", "associated", "assessment", "plan"})  # topics that ask the guideline store
_BY_SUBJECT = frozenset({"assessment", "plan"})  # asked once a problem; the others once a visit
_ACTS = frozenset({"ask", "explain", "advise"})  # acts that can use a passage; "safety" can in any topic


@dataclass(frozen=True)
class Task:
    """One utterance to be asked for. ``at`` is the index its turn gets, or has when it is said again."""

    kind: Literal["say", "revise", "insert"]
    step: Json
    speaker: str
    at: int
    repair: int = -1  # index in state["repairs"]
    attempt: int = 0
    fault: str | None = None


def steps_of(state: State) -> list[Json]:
    """All steps of the plan, in order."""
    return [step for topic in state["plan"]["topics"] for step in topic["steps"]]


def order(step: Json, spokesperson: str) -> tuple[str, str]:
    """Who speaks in a step, in order: ``briefs.speakers`` over JSON (a test holds the two together)."""
    revealer = step["revealer"]
    if step["act"] == "write":
        return (revealer, "physician")
    if revealer != "physician":
        return ("physician", revealer)
    return (spokesperson, "physician") if step["act"] in ("ask", "invite") else ("physician", spokesperson)


def next_task(state: State) -> Task | None:
    """The next utterance, or None when the plan and all repairs are done."""
    who = state.get("spokesperson", "patient")
    steps = steps_of(state)
    if state["cursor"] < len(steps):
        step = steps[state["cursor"]]
        return Task("say", step, order(step, who)[state["part"]], len(state["turns"]))
    for index, repair in enumerate(state["repairs"]):
        task = _repair_task(state, steps, index, repair, who)
        if task:
            return task
    return None


def _repair_task(state: State, steps: Sequence[Json], index: int, repair: Json, who: str) -> Task | None:
    turns, reasons = state["turns"], state["reasons"]
    if repair["kind"] == "insert":
        step = repair["step"]
        speaker = order(step, who)[repair.get("part", 0)]
        return Task("insert", step, speaker, place(state, repair), index, 0, repair["fault"])
    at = next((i for i, turn in enumerate(turns) if turn["id"] == repair["turn"]), None)
    if at is None:
        return None  # dropped or edited away since it was asked for
    name = reasons[at]["step"]
    step = state["extra"].get(name) or next((s for s in steps if s["id"] == name), None)
    if step is None:
        return None
    return Task("revise", step, turns[at]["speaker"], at, index, reasons[at]["revision"] + 1, repair["fault"])


def place(state: State, repair: Json) -> int:
    """The index at which an inserted turn goes: after the turn named, else after the last turn of its topic, else
    after the last turn of an earlier topic."""
    for index, turn in enumerate(state["turns"]):
        if turn["id"] == repair.get("after"):
            return index + 1
    rank = _ORDER[repair["step"]["topic"]]
    ranks = [_ORDER.get(reason["topic"], 0) for reason in state["reasons"]]
    same = [i for i, r in enumerate(ranks) if r == rank]
    earlier = [i for i, r in enumerate(ranks) if r < rank]
    return (same or earlier or [-1])[-1] + 1


def evidence_key(step: Json) -> str | None:
    """Under which key a step's passages are kept, or None for a step that asks for none."""
    if step["act"] == "safety":
        return "safety"
    if step["topic"] not in SEARCHED or step["act"] not in _ACTS:
        return None
    return f"{step['topic']}|{step['subject']}" if step["topic"] in _BY_SUBJECT else step["topic"]


def wants_search(state: State, task: Task) -> bool:
    """Whether the guideline store is to be asked before this task."""
    if not state["knowledge"] or task.speaker != "physician":
        return False
    key = evidence_key(task.step)
    return key is not None and key not in state["evidence"]


def said_before(reasons: Sequence[Json], at: int) -> list[str]:
    """Ids of the facts said by the turns before index ``at``, in order of first mention."""
    return list(dict.fromkeys(fact for reason in reasons[:at] for fact in said_by(reason)))


def said_by(reason: Json) -> list[str]:
    """Ids of the facts one turn says."""
    return [*reason["facts"], *(fact for claim in reason["claims"] for fact in claim["facts"])]


def turn_id(step: str, speaker: str, taken: Sequence[Json]) -> str:
    """A turn's id: the step and who speaks; numbered if that was said already. It never changes."""
    base = f"{step}.{speaker}"
    ids = {turn["id"] for turn in taken}
    n = 2
    name = base
    while name in ids:
        name, n = f"{base}.{n}", n + 1
    return name
