"""What comes of an utterance, as an event: a turn that is new, one said again, or silence."""

from bedside.agents.checks.catalogue import POLISHED
from bedside.agents.refiner import POLISH
from bedside.orchestrator.graph.ask import Asked
from bedside.orchestrator.graph.schedule import NextUtterance
from bedside.orchestrator.runs.events import Event, Inserted, Revised, Spoke, Withheld
from bedside.orchestrator.runs.fold import DialogueState
from bedside.scenarios.finding import faults
from bedside.scenarios.turn import Reason, Turn


def added(
    dialogue: DialogueState,
    utterance: NextUtterance,
    reason: Reason | None,
    text: str,
    asked: Asked,
) -> Event:
    """A turn that is new, at its place; or that the role kept silent, which ends the step if it was to lead it."""
    if reason is None:
        return Withheld(
            dialogue=dialogue.id,
            speaker=utterance.speaker,
            step=utterance.step.id,
            facts=asked.utterance.withheld,
            because=asked.utterance.because if asked.utterance.withheld else "",
            repair=utterance.repair,
            calls=asked.calls,
        )
    turn = Turn(id=reason.turn, speaker=utterance.speaker, text=text)
    if utterance.repair is None:
        return Spoke(dialogue=dialogue.id, turn=turn, reason=reason, calls=asked.calls)
    return Inserted(
        dialogue=dialogue.id,
        turn=turn,
        reason=reason,
        after=dialogue.turns[utterance.at - 1].id if utterance.at else None,
        repair=utterance.repair,
        fault=utterance.fault or "",
        calls=asked.calls,
    )


def revised(
    dialogue: DialogueState,
    utterance: NextUtterance,
    reason: Reason | None,
    text: str,
    asked: Asked,
) -> Event:
    """A turn said again under the same id; the old words stay if the new ones are none or have more faults."""
    assert utterance.repair is not None
    old = dialogue.reasons[utterance.at]
    fault = utterance.fault or ""
    polish = fault.startswith(POLISH)
    lost = polish and reason is not None and not {*old.facts} <= {*reason.facts}
    new_text: str | None = text
    if reason is None or lost or len(faults(reason.checks)) > len(faults(old.checks)):
        # What was right before it was polished is right still: the old words stay, and the record says so.
        why = f"{fault}; undone: it {'lost a fact' if lost else 'brought a fault'}"
        kept = POLISHED.passed(message=why, value="undone")
        reason = old.model_copy(update={"checks": (*old.checks, kept)}) if polish else None
        new_text = None
    elif polish:
        done = POLISHED.passed(message=fault, value="done")
        reason = reason.model_copy(update={"checks": (*reason.checks, done)})
    return Revised(
        dialogue=dialogue.id,
        turn=old.turn,
        text=new_text,
        reason=reason,
        withheld=asked.utterance.withheld if not text else (),
        repair=utterance.repair,
        fault=fault,
        calls=asked.calls,
    )
