"""The physician's contract: a brief in, one utterance out."""

from typing import Protocol

from bedside.scenarios.brief import Brief
from bedside.scenarios.turn import Utterance


class Physician(Protocol):
    """Asks, examines, explains and advises, knowing only its brief."""

    async def speak(self, brief: Brief) -> Utterance:
        """Say one thing. ``brief.facts`` holds only findings, results and plans released for this step."""
        ...
