"""What one item came to: its dialogue as far as it got, and what was measured on the way."""

from dataclasses import dataclass, field
from typing import Any

from bedside.orchestrator.runs.events import Fold


@dataclass(frozen=True)
class Admitted:
    """A note's text as the agents get it. ``replaced`` counts control characters that became spaces or line ends."""

    text: str
    replaced: int = 0


@dataclass(frozen=True)
class ItemResult:
    """What one item came to. ``measured`` holds what no second run repeats: seconds and calls."""

    fold: Fold
    admitted: Admitted | None
    spent: dict[str, float] = field(default_factory=dict)
    measured: tuple[dict[str, Any], ...] = ()
