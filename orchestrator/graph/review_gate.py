"""The places at which a dialogue can be held: its plan and its draft, until a person has read it over, and before a model is
asked what to polish, until a batch file has the answer."""

from typing import Literal

from bedside.orchestrator.failures import Problem
from bedside.orchestrator.graph.schedule import next_utterance
from bedside.orchestrator.runs.fold import DialogueState

ReviewGate = Literal["plan", "draft", "polish"]
GATES: tuple[ReviewGate, ...] = ("plan", "draft", "polish")


def review_gate(name: str | None) -> ReviewGate | None:
    """The gate of this name. Raises ``Problem``."""
    if name is None:
        return None
    known: dict[str, ReviewGate] = {gate: gate for gate in GATES}
    found = known.get(name)
    if found is None:
        raise Problem("usage", f"--stop-after {name!r} is no place to stop: it is {', '.join(GATES)}.")
    return found


def gate_of(state: DialogueState) -> ReviewGate | None:
    """At which gate a dialogue stands: ``plan`` where it is laid out and no step has begun, ``draft`` where all steps are
    done and nobody has read over the whole; None anywhere else."""
    if state.status != "unfinished" or not state.planned or state.round:
        return None
    if state.cursor == 0 and state.part == 0 and state.steps:
        return "plan"
    return "draft" if next_utterance(state) is None else None


def stands_at(state: DialogueState, gate: ReviewGate | None) -> bool:
    """Whether a dialogue that is to be held at ``gate`` has come to it."""
    return gate is not None and gate_of(state) == gate
