"""One line, asked for until it can stay: checked before it is shown, asked for again with what was wrong, the best kept.

A line that has the same fault again, in the same words, keeps it on the record: asking a third time would be a loop, and the
refiner does not ask either. A speaker whose lines are out of its role again and again ends the dialogue as ``role_lost``.
A line keeps a fault that repair can still mend; one with a grave fault (the other's part, words of a prompt, what its
role cannot know, the same words forever) or none at all is said by the fallback, where the case names one, or fails the
dialogue by the class of what went wrong. What failed attempts cost is measured too.
"""

import time
from dataclasses import dataclass, field
from typing import Any

from bedside.agents.checks.catalogue import ROLE_LOST
from bedside.agents.checks.out_of_role import REPEATS
from bedside.agents.model import ModelError
from bedside.orchestrator.graph.briefs import PHYSICIAN
from bedside.orchestrator.graph.context import DialogueContext
from bedside.orchestrator.graph.deadline import in_time
from bedside.scenarios.brief import Brief
from bedside.scenarios.finding import Finding, failed, faults
from bedside.scenarios.turn import Utterance

ANSWERED = frozenset({"schema", "empty", "refusal", "truncated", "safety"})  # the server works, the answer does not
LOST = 3  # lines of one speaker out of its role with which the dialogue ends; two, where they are half of its lines
STAYED = "stayed"  # key of an utterance's model: the checks whose fault was the same at the second try
_QUOTED = 300  # characters of a rejected line that it is shown when it is asked for again
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
    before: set[str] = set()
    calls = 0
    while calls < context.players.tries:
        calls += 1
        started = time.perf_counter()
        try:
            utterance = await in_time(context, player.speak(again))
        except ModelError as refused:
            if refused.kind not in ANSWERED:
                raise
            context.spend("speak", started)
            error = refused
            lost.append({"kind": refused.kind, "attempts": refused.attempts})
            again = again.model_copy(update={"attempt": again.attempt + 1, "repair": _SAID[refused.kind]})
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
        same = before & set(wrong)
        if same and not faults(_grave(context, checks)):
            best = _stayed(best, {fault.partition(":")[0] for fault in same})
            break
        before = set(wrong)
        mendable = _worse(context, checks)[0] or calls < PATIENCE
        if not mendable or not context.players.worth_asking(utterance):
            break
        again = _asked_again(context, brief, again, utterance, checks)
    if best is not None and (lost_role := _role_lost(context, speaker, best, calls)) is not None:
        lost.append(best.utterance.model.get("measured") or {})
        best = await _fallback(context, speaker, brief, lost_role)
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


def _worse(context: DialogueContext, checks: tuple[Finding, ...]) -> tuple[int, int, int]:
    """How bad a line is: grave faults, then faults, then what may stay."""
    found = failed(checks)
    return len(faults(_grave(context, checks))), sum(one.severity in ("fault", "grave") for one in found), len(found)


def _stayed(best: Asked, checks: set[str]) -> Asked:
    """The line with the checks whose fault it keeps, for a line of a model."""
    if best.utterance.model:
        kept = {**best.utterance.model, STAYED: sorted(checks)}
        best.utterance = best.utterance.model_copy(update={"model": kept})
    return best


def _asked_again(
    context: DialogueContext, first: Brief, again: Brief, utterance: Utterance, checks: tuple[Finding, ...]
) -> Brief:
    """The brief that asks for the line once more, with what was wrong. What it was asked again for in the first place still
    holds for a model, which remembers nothing."""
    told = [first.repair] if context.players.grave and first.repair else []
    wrong = faults(checks)
    grave = faults(_grave(context, checks))
    if grave:  # a finding quotes the line, and what must not be said is not shown again
        wrong = grave
    elif context.players.grave:
        wrong = [*wrong, f'the line was "{utterance.text[:_QUOTED]}"']
    return again.model_copy(update={"attempt": again.attempt + 1, "repair": "; ".join([*told, *wrong])})


def _role_lost(context: DialogueContext, speaker: str, line: Asked, calls: int) -> ModelError | None:
    """The end of a dialogue whose speaker has lost its role with this line; None where it has not."""
    found = [one for one in failed(line.checks) if one.check == ROLE_LOST.id]
    if not found or _worse(context, line.checks)[0]:
        return None
    turns = zip(context.state.turns, context.state.reasons, strict=True)
    own = [reason for turn, reason in turns if turn.speaker == speaker and reason.model.get("asked")]
    lost = 1 + sum(any(one.check == ROLE_LOST.id for one in failed(reason.checks)) for reason in own)
    half = 2 * lost >= len(own) + 1
    repeats = all(one.message in REPEATS for one in found)  # a sign of a lost role only where there is little else
    if (lost < LOST or (repeats and not half)) and (repeats or lost < 2 or not half):
        return None
    message = f"The {speaker} left its role line after line. {'; '.join(faults(found))}."
    return ModelError("role_lost", message, raw=line.utterance.text, attempts=calls)


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
