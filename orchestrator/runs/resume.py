"""A log read back so far that its dialogue can be shown or gone on with."""

from collections.abc import Iterable, Sequence

import orjson

from bedside.orchestrator.runs.events import Event, EventError, Started, read_event
from bedside.orchestrator.runs.note_form import HIDDEN, TextMissing, read_note


def branch(lines: Iterable[bytes], given: str | None = None) -> list[Event]:
    """The events of one dialogue's log that lead to the last of its ends, oldest first. What follows a damaged line is
    left out, and so are other branches. ``given`` is the text of the note, for a log that does not quote it; without it
    the places of its words stand for them."""
    events: dict[str, Event] = {}
    tip = ""
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
            tip = event.id
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


def resumable(lines: Sequence[bytes], key: str, given: str | None = None) -> list[Event]:
    """The events from which a dialogue that was broken off can go on: its log without the failure at the end, if there is
    one. Nothing for an item that has changed since (another ``key``), that had not been read, or that had ended."""
    if not lines:
        return []
    events = branch(lines, given)
    while events and events[-1].event == "failed":
        events.pop()
    first = events[0] if events else None
    if not isinstance(first, Started) or first.note is None or first.key != key or events[-1].event == "stopped":
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
