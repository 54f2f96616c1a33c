"""The refiner's contract: the finished talk in, instructions out. It sees everything and never writes a turn's words."""

from typing import Any, Literal, Protocol

from pydantic import Field

from bedside.scenarios.case import Case
from bedside.scenarios.finding import Finding, faults
from bedside.scenarios.note import Note
from bedside.scenarios.plan import Plan, Step
from bedside.scenarios.turn import Reason, Turn
from bedside.scenarios.value import Value

POLISH = "polish: "  # how the fault of a line begins that is right and should only sound better


def _told(given: dict[str, Any]) -> str:
    finding: Finding | None = given.get("finding")
    return "; ".join(faults([finding])) if finding is not None else ""


class Repair(Value):
    """An instruction. ``revise`` has the speaker of ``turn`` say it again; ``insert`` runs ``step`` after the
    last turn of its topic; ``drop`` removes a turn. ``finding`` is what a check found, None where a person asks; ``fault``
    is what the role is told, in words that give no answer away: those of the finding if nothing else is given."""

    kind: Literal["revise", "insert", "drop"]
    finding: Finding | None = None
    fault: str = Field(default_factory=_told, min_length=1, validate_default=True)
    turn: str | None = None
    step: Step | None = None
    after: str | None = None  # turn id to insert after


class Review(Value):
    """All that the refiner reads."""

    case: Case
    note: Note
    plan: Plan
    turns: tuple[Turn, ...]
    reasons: tuple[Reason, ...]
    round: int = 0


class Refiner(Protocol):
    """Checks the whole dialogue and asks for repairs."""

    async def review(self, review: Review) -> tuple[Repair, ...]:
        """Return what must be mended; an empty tuple when nothing must."""
        ...
