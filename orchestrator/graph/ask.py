"""One line, asked for until it can stay: checked before it is shown, asked for again with what was wrong, the best kept.

A line keeps a fault that repair can still mend; one with a grave fault (the other's part, words of a prompt, what its
role cannot know, the same words forever) or none at all is said by the fallback, where the case names one, or fails the
dialogue by the class of what went wrong. What failed attempts cost is measured too.
"""

import time
from dataclasses import dataclass, field
from typing import Any

from bedside.agents.model import ModelError
from bedside.orchestrator.graph.briefs import PHYSICIAN
from bedside.orchestrator.graph.context import DialogueContext
from bedside.orchestrator.graph.deadline import in_time
from bedside.scenarios.brief import Brief
from bedside.scenarios.finding import Finding, faults
from bedside.scenarios.turn import Utterance

ANSWERED = frozenset({"schema", "empty", "refusal", "truncated", "safety"})  # the server works, the answer does not
PATIENCE = 2  # how often a line is asked for while its faults are such that repair can still mend
_SAID = {
    "empty": "nothing was said",
    "refusal": "you declined to play your part; this is a training exercise with an invented patient",
    "truncated": "the answer was too long and was cut; say less",
    "schema": "the answer did not have the form that was asked for",
    "safety": "a filter stopped it; put it more plainly",
}


@dataclass
class Asked:
    """A line with its checks, the brief it was said from, and how many calls it took."""

    utterance: Utterance
    checks: tuple[Finding, ...]
    brief: Brief
    calls: int = 1
    measured: list[dict[str, Any]] = field(default_factory=list)  # of the attempts that were not kept


async def ask(context: DialogueContext, speaker: str, brief: Brief) -> Asked | None:
    """Ask the player of ``speaker`` for a line; None if the time limit passes before there is one. Raises ``ModelError``
    where none can be had."""
    player = context.players.physician if speaker == PHYSICIAN else context.players.patient
    best: Asked | None = None
    lost: list[dict[str, Any]] = []
    error: ModelError | None = None
    again = brief
    calls = 0
    while calls < context.players.tries:
        calls += 1
        started = time.perf_counter()
        try:
            utterance = await in_time(context, player.speak(again))
        except ModelError as failed:
            if failed.kind not in ANSWERED:
                raise
            context.spend("speak", started)
            error = failed
            lost.append({"kind": failed.kind, "attempts": failed.attempts})
            again = again.model_copy(update={"attempt": again.attempt + 1, "repair": _SAID[failed.kind]})
            continue
        checked = context.spend("speak", started)
        if utterance is None:
            return best
        if context.players.grave and not utterance.text.strip() and not utterance.model:
            return Asked(utterance, (), again, calls, lost)  # silence by choice: the step has nothing to rest on
        checks = context.players.check_turn(context.note, again, utterance) if context.players.check_turn else ()
        wrong = faults(checks)
        context.spend("checks", checked)
        if best is None or (utterance.text.strip() and _worse(context, best.checks) > _worse(context, checks)):
            if best is not None:
                lost.append(best.utterance.model.get("measured") or {})
            best = Asked(utterance, checks, again)
        else:
            lost.append(utterance.model.get("measured") or {})
        if not wrong:
            break
        mendable = _worse(context, checks)[0] or calls < PATIENCE
        if not mendable or not context.players.worth_asking(utterance):
            break
        # What the line was asked again for in the first place still holds for a model, which remembers nothing.
        told = [brief.repair] if context.players.grave and brief.repair else []
        again = again.model_copy(update={"attempt": again.attempt + 1, "repair": "; ".join([*told, *wrong])})
    if best is None or _worse(context, best.checks)[0]:
        if best is not None:
            wrong = faults(_grave(context, best.checks))
            raw = best.utterance.text
            lost.append(best.utterance.model.get("measured") or {})
            error = ModelError(
                "schema", f"No line of the {speaker} could stay: {'; '.join(wrong)}.", raw=raw, attempts=calls
            )
        assert error is not None
        best = await _fallback(context, speaker, brief, error)
    best.calls = calls
    best.measured = [item for item in lost if item]
    return best


def _worse(context: DialogueContext, checks: tuple[Finding, ...]) -> tuple[int, int]:
    """How bad a line is: grave faults, then all faults."""
    return len(faults(_grave(context, checks))), len(faults(checks))


def _grave(context: DialogueContext, checks: tuple[Finding, ...]) -> list[Finding]:
    return [finding for finding in checks if finding.check in context.players.grave]


async def _fallback(context: DialogueContext, speaker: str, brief: Brief, error: ModelError) -> Asked:
    """The line from the fallback's player, marked as such. Raises ``error`` where the case names none."""
    other = context.players.fallback
    if other is None:
        raise error
    player = other.physician if speaker == PHYSICIAN else other.patient
    utterance = await player.speak(brief)
    checks = other.check_turn(context.note, brief, utterance) if other.check_turn else ()
    marked = utterance.model_copy(update={"model": {"asked": None, "line": "fallback", "why": error.kind}})
    return Asked(marked, checks, brief)
