"""What happens in a dialogue, as typed, frozen events. The log of them is the dialogue; everything else is folded from it.

Each event names its ``dialogue``, the event before it in its branch (``parent``), when it happened (``at``, seconds since
1970) and who is its author (``by``: a role, ``check:NAME``, ``person:NAME``, ``retriever``, ``orchestrator``). An event's
``id`` is the digest of all the rest of it, its parent's id included, as a commit's is: it is the checksum of its line, and
the last id of a log stands for the whole of it.
"""

from typing import Annotated, Any, Literal, Union

import orjson
from pydantic import Field, TypeAdapter, ValidationError

from bedside.agents.refiner import Repair
from bedside.orchestrator.runs.checksum import digest_of, signed_line
from bedside.orchestrator.runs.note_form import spans_for, words_for
from bedside.scenarios.finding import Finding
from bedside.scenarios.plan import Plan
from bedside.scenarios.record import Failure
from bedside.scenarios.turn import Reason, Turn
from bedside.scenarios.value import Value

Json = dict[str, Any]
EVENTS_VERSION = 2  # of the form of a line; 1 was the journal of version 0.1.0


class EventError(ValueError):
    """A line is no event, or not the one it was when it was written."""


class _Event(Value):
    dialogue: str
    id: str = ""
    parent: str = ""  # "" for the first
    at: float = 0.0
    by: str = "orchestrator"
    calls: int = 0  # of players, that count towards a limit


class Started(_Event):
    """A dialogue begins: all that it is made from. ``note`` is the note as read, packed (``packed_note``); without it
    nothing could be read, and a failure follows."""

    event: Literal["started"] = "started"
    note_id: str
    seed: int
    version: str = ""  # of bedside
    key: str = ""  # what decides the item: another key is another dialogue
    meta: Json = {}
    case: Json = {}
    note: Json | None = None
    persona: Json = {}
    interview: Json | None = None
    knowledge: bool = False
    section: str | None = None


class Planned(_Event):
    """The planner has laid out the visit. ``spokesperson`` answers where a step names nobody."""

    event: Literal["planned"] = "planned"
    plan: Plan
    spokesperson: str = "patient"


class ShownPassage(Value):
    """A passage as it was given to a role: which lines of it. ``text`` is those lines, and not part of the log."""

    id: str
    document: str
    section: str
    lines: tuple[int, ...] | None = None  # None: all
    text: str = ""
    problem: str = ""  # of the visit, that the page was found by


class Retrieved(_Event):
    """The guideline store was asked, under ``key``. Without a store (``available`` is False) it is asked no more."""

    event: Literal["retrieved"] = "retrieved"
    key: str
    passages: tuple[ShownPassage, ...] = ()
    available: bool = True


class Spoke(_Event):
    """Somebody said the next turn of the plan; or, ``aside``, a person had somebody say something that no step asked for."""

    event: Literal["spoke"] = "spoke"
    turn: Turn
    reason: Reason
    aside: bool = False


class Inserted(_Event):
    """A turn that a repair asked for was said, after the turn named (None: at the front). ``repair`` is its place among
    the repairs that were open."""

    event: Literal["inserted"] = "inserted"
    turn: Turn
    reason: Reason
    after: str | None = None
    repair: int = 0
    fault: str = ""


class Revised(_Event):
    """A turn was said again under its id. Without ``text`` the old words stand; without ``reason`` the old one, too."""

    event: Literal["revised"] = "revised"
    turn: str
    text: str | None = None
    reason: Reason | None = None
    withheld: tuple[str, ...] = ()  # kept back while saying nothing
    repair: int = 0
    fault: str = ""


class Withheld(_Event):
    """Somebody whose turn it was said nothing. ``facts`` is what they kept back, ``repair`` the place of the repair that
    asked them, None for a step of the plan."""

    event: Literal["withheld"] = "withheld"
    speaker: str
    step: str
    facts: tuple[str, ...] = ()
    because: str = ""
    repair: int | None = None


class Reviewed(_Event):
    """The refiner has read the whole and asks for ``repairs``, which come next."""

    event: Literal["reviewed"] = "reviewed"
    repairs: tuple[Repair, ...] = ()


class Dropped(_Event):
    """A turn was taken out."""

    event: Literal["dropped"] = "dropped"
    turn: str
    fault: str = ""


class Edited(_Event):
    """A person has changed a turn's words, and says why. What they rest on is not known any more."""

    event: Literal["edited"] = "edited"
    turn: str
    text: str
    why: str = ""


class Replanned(_Event):
    """A person has changed the plan before anything was said by it, and says why."""

    event: Literal["replanned"] = "replanned"
    plan: Plan
    spokesperson: str = "patient"
    why: str = ""


class Changed(_Event):
    """A person has changed what the dialogue is made from, and says why: from here on this case and this persona hold.
    Another ``note`` has it begin again."""

    event: Literal["changed"] = "changed"
    case: Json = {}
    persona: Json = {}
    note: Json | None = None
    seed: int | None = None
    why: str = ""


class Forked(_Event):
    """A branch of its own begins after ``parent``."""

    event: Literal["forked"] = "forked"
    name: str
    why: str = ""


class Stopped(_Event):
    """The dialogue came to its end by a stop rule ("complete", "turns", "seconds", "calls", "stopped")."""

    event: Literal["stopped"] = "stopped"
    stop: str
    audit: tuple[Finding, ...] | None = None


class DialogueFailed(_Event):
    """The dialogue did not come to its end."""

    event: Literal["failed"] = "failed"
    failure: Failure


Event = Union[  # noqa: UP007  # the adapter wants it spelled so
    Started,
    Planned,
    Retrieved,
    Spoke,
    Inserted,
    Revised,
    Withheld,
    Reviewed,
    Dropped,
    Edited,
    Replanned,
    Changed,
    Forked,
    Stopped,
    DialogueFailed,
]
_EVENT: TypeAdapter[Event] = TypeAdapter(Annotated[Event, Field(discriminator="event")])
# What a line leaves out: what the fold knows anyway (a reason's turn and spans), and texts that stand elsewhere.
_LEFT_OUT: dict[str, Any] = {
    "id": True,
    "reason": {"turn": True, "spans": True},
    "passages": {"__all__": {"text": True}},
}


def _form(event: Event) -> Json:
    """The event as JSON, without its id and without what has its default."""
    form = event.model_dump(mode="json", exclude_defaults=True, exclude=_LEFT_OUT)
    form["event"] = event.event
    return form


# What may quote the note. The words of turns are the dialogue itself, and stay.
_QUOTING = ("plan", "reason", "repairs", "fault", "because", "failure", "audit")


def sealed(event: Event, hidden: str | None = None) -> tuple[Event, bytes]:
    """The event with its id, and its line. ``hidden`` is a text that the line must not quote: spans of it stand in its
    place."""
    form = _form(event)
    if hidden is not None:
        form |= {name: spans_for(form[name], hidden) for name in _QUOTING if name in form}
    name, line = signed_line(form, "id")
    return event.model_copy(update={"id": name}), line


def read_event(line: bytes | str, hidden: str | None = None) -> Event:
    """The event of a line; ``hidden`` is the text that it was not to quote. Raises ``EventError`` for a line that is
    none or has been changed since it was written."""
    try:
        form = orjson.loads(line)
        name = form.pop("id")
        if digest_of(form) != name:
            raise EventError("it is not what was written: its checksum differs")
        form["id"] = name
        if hidden is not None:
            form |= {part: words_for(form[part], hidden) for part in _QUOTING if part in form}
        if form.get("reason") is not None:
            form["reason"]["turn"] = form["turn"]["id"] if isinstance(form["turn"], dict) else form["turn"]
        return _EVENT.validate_python(form)
    except (orjson.JSONDecodeError, ValidationError, AttributeError, KeyError, TypeError) as error:
        raise EventError(f"it is no event of bedside ({type(error).__name__})") from None
