"""The briefs of a kept dialogue, as each role was given them, made again from its log and its note alone.

Law of the file: a brief is made here by the very functions that made it when the dialogue was held. Of a line that was
asked for more than once it is the first brief; what was wrong with a lost attempt is told in ``calls.jsonl``.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from bedside.orchestrator.graph.brief_moment import moment_of
from bedside.orchestrator.graph.briefs import FactIndex, brief
from bedside.orchestrator.graph.room import CaseRoom
from bedside.orchestrator.graph.schedule import next_utterance
from bedside.orchestrator.runs.events import Changed, Event, Spoke, Started
from bedside.orchestrator.runs.fold import DialogueState
from bedside.orchestrator.runs.reader import KeptDialogue
from bedside.scenarios.brief import Brief
from bedside.scenarios.case import Case
from bedside.scenarios.note import Note
from bedside.scenarios.persona import Persona

_SAYING = frozenset({"spoke", "inserted", "revised", "withheld"})


@dataclass(frozen=True)
class KeptBrief:
    """What a role was given, and the event that came of it."""

    event: Event
    brief: Brief


@dataclass
class KeptRoom(CaseRoom):
    """The room of a dialogue that is read back."""

    id: str
    seed: int
    case: Case
    note: Note
    persona: Persona
    index: FactIndex


def kept_briefs(kept: KeptDialogue) -> Iterator[KeptBrief]:
    """Every brief of a dialogue, in the order in which they were given. Nothing where no log is kept, or where the words of
    the note are not known."""
    if kept.note is None or not kept.events:
        return
    room: KeptRoom | None = None
    state = DialogueState(kept.id)
    for event in kept.events:
        beside = isinstance(event, Spoke) and event.aside  # a line that no step of the plan asked for
        if (
            event.event in _SAYING
            and not beside
            and room is not None
            and (utterance := next_utterance(state)) is not None
        ):
            moment = moment_of(state, utterance, lambda passage: kept.passages.get(passage, ()))
            yield KeptBrief(event, brief(room, utterance.speaker, moment))
        state.add(event)
        if isinstance(event, Started | Changed):
            room = room_of(state, kept.given)


def room_of(state: DialogueState, given: str | None = None) -> KeptRoom:
    """The room of a dialogue as its log has it; ``given`` is the text of the note, where the log keeps none. Raises
    ``TextMissing``."""
    started, note = state.started, state.note(given)
    assert started is not None and note is not None, "a log that read nothing has no room"
    case = Case.model_validate({**started.case, "note": note.given})
    return KeptRoom(state.id, started.seed, case, note, Persona.model_validate(started.persona), FactIndex.of(note))
