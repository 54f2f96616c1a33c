"""A suspect put to the test on the whole way: the dialogue is played on without it, from where it came in."""

from collections.abc import Sequence

from bedside.orchestrator.causes.blame_result import Suspect
from bedside.orchestrator.causes.blame_search import said_in
from bedside.orchestrator.causes.candidates import word_giver
from bedside.orchestrator.causes.change import UNCHANGED, Change
from bedside.orchestrator.causes.effect import Effect
from bedside.orchestrator.causes.replay import Replayer
from bedside.orchestrator.runs.events import Event
from bedside.orchestrator.runs.fold import DialogueState


async def confirmed(replayer: Replayer, suspect: Suspect, turn: str, effect: Effect) -> bool | None:
    """Whether ``turn`` does not show the effect when the dialogue is played on from where the suspect came in, without it.
    None where that says nothing new (a turn that was itself asked again), or the budget does not allow it."""
    events = replayer.kept.events
    begun, change = _from(events, suspect)
    if not begun or not turn or (suspect.place.kind in ("turn", "edit") and suspect.place.name == turn):
        return None
    review = any(event.event == "reviewed" for event in events[: _said_at(events, turn)])
    step = turn.rsplit(".", 1)[0] if not review else None

    def until(state: DialogueState, event: Event) -> bool:
        return word_giver(event) == turn or _is_past(state, step)

    played = await replayer.play(begun, until, change, anew=suspect.place.kind == "turn", review=review)
    return None if played is None else not effect.shows(said_in(played.state, turn))


def _from(events: Sequence[Event], suspect: Suspect) -> tuple[Sequence[Event], Change]:
    """The events that stay, and what is otherwise from there."""
    ids = [event.id for event in events]
    at = ids.index(suspect.place.event) if suspect.place.event in ids else -1
    kind = suspect.place.kind
    if at < 0 or suspect.removal is None:
        return (), UNCHANGED
    if kind == "edit" or suspect.removal is UNCHANGED:
        return events[:at], UNCHANGED
    if kind in ("passage", "turn"):
        return events[: at + 1], suspect.removal
    planned = next((n for n, event in enumerate(events) if event.event == "planned"), -1)
    return events[: planned + 1], suspect.removal


def _is_past(state: DialogueState, step: str | None) -> bool:
    """Whether the plan has gone on beyond a step, so that its turn will not be said any more."""
    return any(one.id == step for one in state.steps[: state.cursor])


def _said_at(events: Sequence[Event], turn: str) -> int:
    return max((n for n, event in enumerate(events) if word_giver(event) == turn), default=0)
