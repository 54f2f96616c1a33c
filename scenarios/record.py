"""One finished, unfinished or failed dialogue with its reasons: versioned, readable without this program."""

from typing import Any, Literal

from bedside.scenarios.turn import Reason, Turn
from bedside.scenarios.value import Value

RECORD_VERSION = 1


class Failure(Value):
    """Why an item did not finish. ``kind`` is the class of error, ``stage`` where it happened."""

    kind: str
    stage: str
    message: str
    attempts: int = 1
    raw: str = ""


class Record(Value):
    """A dialogue as a value. ``stop`` is the reason it ended ("complete", "turns", "seconds", "calls", ...)."""

    version: int = RECORD_VERSION
    id: str
    note_id: str
    seed: int
    status: Literal["finished", "unfinished", "failed"]
    stop: str
    turns: tuple[Turn, ...] = ()
    reasons: tuple[Reason, ...] = ()
    meta: dict[str, Any] = {}
    failure: Failure | None = None
