"""The patient's contract: a brief in, one utterance out. A relative who speaks for the patient keeps it too."""

from typing import Protocol

from bedside.scenarios.brief import Brief
from bedside.scenarios.turn import Utterance


class Patient(Protocol):
    """Answers what was asked, in lay words and in the first person, knowing only its brief."""

    async def speak(self, brief: Brief) -> Utterance:
        """Say one thing. ``brief.facts`` holds what this person may tell now."""
        ...
