"""What is written of one event: its line in the log, and beside it what is kept in files of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bedside.orchestrator.runs.events import Event
from bedside.orchestrator.runs.model_call import ModelCall

Json = dict[str, Any]


@dataclass(frozen=True)
class Entry:
    """``event`` is None where it came from another process, which sends its line. ``begins`` where it is the first of its
    log, which takes the place of an older one. ``measured`` is what no second run repeats (seconds, tokens), one object a
    call; ``exchanges`` what a model was asked and answered, in order; ``passages`` the whole passages that a retrieval
    showed lines of; ``asked`` the questions to models since the event before, which nothing keeps: they are for whoever
    watches."""

    dialogue: str
    id: str
    line: bytes
    event: Event | None = None
    begins: bool = False
    measured: tuple[Json, ...] = ()
    exchanges: tuple[Json, ...] = ()
    passages: tuple[Json, ...] = ()
    asked: tuple[ModelCall, ...] = ()


Sink = Callable[[Entry], None]


Answered = Callable[
    [Json], None
]  # a model's answer, before the event that comes of it: which dialogue, after which event


def forget(_: Json) -> None:
    """Keep no answer."""


def nothing(_: Entry) -> None:
    """A sink that keeps nothing."""
