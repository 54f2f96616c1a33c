"""What is to be said next, read from a dialogue's state alone.

A dialogue walks through the plan's steps (``cursor``, ``part``) and then through the repairs asked for, in order.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from bedside.orchestrator.graph.briefs import speakers
from bedside.orchestrator.runs.fold import DialogueState, OpenRepair
from bedside.scenarios.plan import Step, TopicKind
from bedside.scenarios.turn import Turn

_ORDER: dict[str, int] = {kind: i for i, kind in enumerate(get_args(TopicKind))}
SEARCHED = frozenset({"story", "associated", "assessment", "plan"})  # topics that ask the guideline store
_BY_SUBJECT = frozenset({"assessment", "plan"})  # asked once a problem; the others once a visit
_ACTS = frozenset({"ask", "explain", "advise"})  # acts that can use a passage; "safety" can in any topic


@dataclass(frozen=True)
class NextUtterance:
    """One utterance to be asked for. ``at`` is the index its turn gets, or has when it is said again; ``repair`` the
    place of the repair that asks for it, None for a step of the plan."""

    kind: Literal["say", "revise", "insert"]
    step: Step
    speaker: str
    at: int
    repair: int | None = None
    attempt: int = 0
    fault: str | None = None


def next_utterance(state: DialogueState) -> NextUtterance | None:
    """The next utterance, or None when the plan and all repairs are done."""
    if state.cursor < len(state.steps):
        step = state.steps[state.cursor]
        speaker = speakers(step, state.spokesperson)[state.part]
        return NextUtterance("say", step, speaker, len(state.turns))
    for place, open_repair in enumerate(state.repairs):
        found = _for_repair(state, place, open_repair)
        if found:
            return found
    return None


def _for_repair(state: DialogueState, place: int, open_repair: OpenRepair) -> NextUtterance | None:
    repair = open_repair.repair
    if repair.kind == "insert":
        assert repair.step is not None
        speaker = speakers(repair.step, state.spokesperson)[open_repair.part]
        return NextUtterance("insert", repair.step, speaker, place_of(state, open_repair), place, 0, repair.fault)
    at = next((i for i, turn in enumerate(state.turns) if turn.id == repair.turn), None)
    if at is None:
        return None  # dropped or edited away since it was asked for
    reason = state.reasons[at]
    step = state.extra.get(reason.step) or next((s for s in state.steps if s.id == reason.step), None)
    if step is None:
        return None
    return NextUtterance("revise", step, state.turns[at].speaker, at, place, reason.revision + 1, repair.fault)


def place_of(state: DialogueState, open_repair: OpenRepair) -> int:
    """The index at which an inserted turn goes: after the turn named, else after the last turn of its topic, else
    after the last turn of an earlier topic."""
    for index, turn in enumerate(state.turns):
        if turn.id == open_repair.after:
            return index + 1
    assert open_repair.repair.step is not None
    rank = _ORDER[open_repair.repair.step.topic]
    ranks = [_ORDER.get(reason.topic, 0) for reason in state.reasons]
    same = [i for i, r in enumerate(ranks) if r == rank]
    earlier = [i for i, r in enumerate(ranks) if r < rank]
    return (same or earlier or [-1])[-1] + 1


def evidence_key(step: Step) -> str | None:
    """Under which key a step's passages are kept, or None for a step that asks for none."""
    if step.act == "safety":
        return "safety"
    if step.topic not in SEARCHED or step.act not in _ACTS:
        return None
    return f"{step.topic}|{step.subject}" if step.topic in _BY_SUBJECT else step.topic


def wants_search(state: DialogueState, utterance: NextUtterance) -> bool:
    """Whether the guideline store is to be asked before this utterance."""
    if not state.knowledge or utterance.speaker != "physician":
        return False
    key = evidence_key(utterance.step)
    return key is not None and key not in state.evidence


def turn_id(step: str, speaker: str, taken: Sequence[Turn]) -> str:
    """A turn's id: the step and who speaks; numbered if that was said already. It never changes."""
    base = f"{step}.{speaker}"
    ids = {turn.id for turn in taken}
    n = 2
    name = base
    while name in ids:
        name, n = f"{base}.{n}", n + 1
    return name
