"""The planner's contract: facts in, an ordered agenda out. It sees everything and says nothing."""

from typing import Protocol

from bedside.scenarios.case import Case
from bedside.scenarios.note import Note
from bedside.scenarios.plan import Plan


class Planner(Protocol):
    """Orders a note's facts into topics and steps, every fact placed once or accounted for."""

    async def plan(self, case: Case, note: Note, seed: int) -> Plan:
        """Return the agenda for this note. Deterministic for a seed in the built-in family."""
        ...
