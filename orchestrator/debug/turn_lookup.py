"""What ``12``, ``story-2.patient``, ``start`` and ``end`` mean in a dialogue that is being debugged."""

import difflib
from collections.abc import Sequence

from bedside.orchestrator.failures import Problem
from bedside.orchestrator.runs.events import Event, Inserted, Spoke
from bedside.orchestrator.runs.fold import DialogueState
from bedside.orchestrator.views.terminal_text import short

EDGES = ("start", "end")


def turn_at(state: DialogueState, place: str) -> int:
    """The index of the turn that is meant, by its number (from 1, -1 for the last) or its id; the last one for "".
    Raises ``Problem``."""
    count = len(state.turns)
    if not count:
        raise Problem("usage", "Nothing has been said yet: step, next or continue.")
    if not place:
        return count - 1
    if place.removeprefix("-").isdecimal() and len(place) < 8:
        number = int(place)
        index = number - 1 if number > 0 else count + number
        if number == 0 or not 0 <= index < count:
            raise Problem("usage", f"There is no turn {number}: there are {count}, numbered from 1.")
        return index
    ids = [turn.id for turn in state.turns]
    if place not in ids:
        near = difflib.get_close_matches(place[:100], ids, n=1)
        hint = f"did you mean {near[0]!r}?" if near else "list shows those there are."
        raise Problem("usage", f"There is no turn {short(place)!r}: {hint}")
    return ids.index(place)


def event_of(path: Sequence[Event], turn: str) -> Event:
    """The event in which a turn was first said. Raises ``Problem`` for one that was not said on this branch."""
    for event in path:
        if isinstance(event, Spoke | Inserted) and event.turn.id == turn:
            return event
    raise Problem("usage", f"The turn {turn!r} was not said on this branch.")


def place_at(path: Sequence[Event], state: DialogueState, place: str) -> str:
    """The id of the event after which ``place`` is: a turn, ``start``, ``end``, or an event's id or the beginning of it.
    Raises ``Problem``."""
    if place == "start":
        return path[0].id
    if place == "end":
        return path[-1].id
    found = [event.id for event in path if len(place) >= 4 and event.id.startswith(place)]
    if len(found) == 1 and not place.isdecimal():
        return found[0]
    return event_of(path, state.turns[turn_at(state, place)].id).id
