"""The moment at which a role is asked for the next utterance, from the dialogue's state alone: the same when the dialogue
is held and when its log is read back."""

from bedside.orchestrator.graph.briefs import PHYSICIAN, Moment
from bedside.orchestrator.graph.passage_lines import LinesOf, evidence_of
from bedside.orchestrator.graph.schedule import NextUtterance, evidence_key
from bedside.orchestrator.runs.events import ShownPassage
from bedside.orchestrator.runs.fold import DialogueState, said_before


def shown_to(state: DialogueState, utterance: NextUtterance) -> tuple[ShownPassage, ...]:
    """The guideline passages that whoever speaks is shown."""
    return state.evidence.get(evidence_key(utterance.step) or "", ()) if utterance.speaker == PHYSICIAN else ()


def moment_of(state: DialogueState, utterance: NextUtterance, lines_of: LinesOf) -> Moment:
    """What the brief of the next utterance is made from. ``lines_of`` gives the lines of a passage whose words the state
    does not hold."""
    outside = {step.id for step in state.steps if utterance.speaker in step.absent}
    if outside:  # who was sent out knows nothing of what was said meanwhile
        heard = [reason.step not in outside for reason in state.reasons[: utterance.at]]
        turns = tuple(turn for turn, there in zip(state.turns[: utterance.at], heard, strict=True) if there)
        kept = [reason for reason, there in zip(state.reasons[: utterance.at], heard, strict=True) if there]
        said = said_before(kept, len(kept))
    else:
        turns, kept = tuple(state.turns[: utterance.at]), state.reasons[: utterance.at]
        said = state.said if utterance.kind == "say" else said_before(state.reasons, utterance.at)
    return Moment(
        step=utterance.step,
        turns=turns,
        reasons=tuple(kept),
        said=frozenset(said),
        evidence=evidence_of(shown_to(state, utterance), lines_of),
        attempt=utterance.attempt,
        repair=utterance.fault,
    )
