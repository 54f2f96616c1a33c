"""How a dialogue came to its words: every line that was said anew, put in, taken out or changed by a person, and by whom."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bedside.orchestrator.runs.events import Dropped, Edited, Event, Inserted, Revised
from bedside.orchestrator.runs.fold import DialogueState


@dataclass(frozen=True)
class Revision:
    """One change. ``by`` made it, ``why`` is what was asked for or the reason given; ``before`` and ``after`` are the words
    of the turn, None where there were none yet or are none any more, and the same where the old words stayed."""

    event: str
    kind: str
    turn: str
    by: str
    at: float
    why: str
    before: str | None
    after: str | None


def revisions(events: Sequence[Event]) -> Iterator[Revision]:
    """The changes that the events of one log made, in order. Raises ``FoldError``."""
    state = DialogueState(events[0].dialogue if events else "")
    for event in events:
        words = {turn.id: turn.text for turn in state.turns}
        state.add(event)
        if isinstance(event, Inserted | Revised | Dropped | Edited):
            turn = event.turn.id if isinstance(event, Inserted) else event.turn
            after = next((one.text for one in state.turns if one.id == turn), None)
            why = event.why if isinstance(event, Edited) else event.fault
            yield Revision(event.id, event.event, turn, event.by, event.at, why, words.get(turn), after)
