"""A log read back so far that its dialogue can be shown or gone on with."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import orjson

from bedside.orchestrator.runs.events import Event, EventError, Forked, Started, Stopped, read_event
from bedside.orchestrator.runs.note_form import HIDDEN, TextMissing, read_note

MAIN = "main"  # the branch that nobody forked


@dataclass(frozen=True)
class Branch:
    """One line of a dialogue's log from its first event to one of its ends. ``at`` is the event after which it left the
    branch it came from, "" for a first one; ``by`` and ``why`` are those of the fork."""

    name: str
    events: tuple[Event, ...]
    at: str = ""
    by: str = ""
    why: str = ""


def branch(lines: Iterable[bytes], given: str | None = None) -> list[Event]:
    """The events of one dialogue's log that lead to the last of its ends, oldest first. What follows a damaged line is
    left out, and so are other branches. ``given`` is the text of the note, for a log that does not quote it; without it
    the places of its words stand for them."""
    events = read_events(lines, given)
    return path_to(events, next(reversed(events), ""))


def branches(events: Mapping[str, Event]) -> tuple[Branch, ...]:
    """Every branch of a log: one for each event that nothing follows but forks, in the order of their ends. A branch has the name of
    the last fork on its way, and is ``MAIN`` without one; the others that would have the same are numbered."""
    followed = {event.parent for event in events.values() if not isinstance(event, Forked)}
    found: list[Branch] = []
    for tip in events:
        if tip in followed:
            continue
        path = path_to(events, tip)
        fork = next((event for event in reversed(path) if isinstance(event, Forked)), None)
        taken = {one.name for one in found}
        name = first = fork.name if fork is not None else MAIN
        n = 2
        while name in taken:
            name, n = f"{first}-{n}", n + 1
        said = (fork.parent, fork.by, fork.why) if fork is not None else ("", "", "")
        found.append(Branch(name, tuple(path), *said))
    return tuple(found)


def read_events(lines: Iterable[bytes], given: str | None = None) -> dict[str, Event]:
    """All events of one dialogue's log, whichever branch they are on, by id: those whose parent is there too."""
    events: dict[str, Event] = {}
    hidden: str | None = None
    for line in lines:
        try:
            event = read_event(line, hidden)
        except EventError:
            continue
        if isinstance(event, Started) and event.note is not None and event.note.get("kept") is False:
            hidden = _text_of(event, given)
        if event.parent == "" or event.parent in events:
            events[event.id] = event
    return events


def path_to(events: Mapping[str, Event], tip: str) -> list[Event]:
    """The events that lead to ``tip``, oldest first."""
    out: list[Event] = []
    while tip:
        out.append(events[tip])
        tip = events[tip].parent
    return out[::-1]


def _text_of(started: Started, given: str | None) -> str:
    """The note as it was read, or what says that it is not known."""
    assert started.note is not None
    if given is None:
        return HIDDEN
    try:
        return read_note(started.note, given).text
    except TextMissing:
        return HIDDEN


def resumable(lines: Sequence[bytes], key: str, given: str | None = None, *, more: bool = False) -> list[Event]:
    """The events from which a dialogue that was broken off can go on: its log without the failure at the end, if there is
    one. Nothing for an item that has changed since (another ``key``), that had not been read, or that had ended; but for one
    that was to have no more turns and now may have ``more``."""
    if not lines:
        return []
    events = branch(lines, given)
    while events and events[-1].event == "failed":
        events.pop()
    first = events[0] if events else None
    if not isinstance(first, Started) or first.note is None or first.key != key:
        return []
    last = events[-1]
    if isinstance(last, Stopped) and not (more and last.stop == "turns"):
        return []
    if first.note.get("kept") is False and (given is None or _text_of(first, given) == HIDDEN):
        return []
    return events


def begun_key(lines: Sequence[bytes]) -> str:
    """The key of the item whose log this is, "" where it has none."""
    for line in lines:
        row = orjson.loads(line)
        if row.get("event") == "started":
            return str(row.get("key", ""))
    return ""
