"""One question to a language model: to whom, when, what it cost, and with the words where they may be kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class ModelCall:
    """``asked`` is the model's name as asked, ``served`` as the server names it; ``began`` and ``ended`` are seconds since
    1970, tokens are None where the server does not count them. ``error`` is the class of what went wrong, "" where there
    was an answer. ``again`` where the answer was there already, from a process that was killed. ``exchange`` is the
    exchange as a run keeps it."""

    asked: str
    began: float
    ended: float
    served: str | None = None
    finish: str = ""
    attempts: int = 1
    prompt: int | None = None
    completion: int | None = None
    cached: int | None = None
    reasoning: int | None = None
    error: str = ""
    tier: str | None = None  # the price it was answered at, where it is not the normal one
    again: bool = False
    exchange: Mapping[str, Any] = field(default_factory=dict[str, Any])
