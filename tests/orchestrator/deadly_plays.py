"""Plays that end the process they are played in. A worker is a new process: it imports this file by its name."""

import os
import signal
from dataclasses import dataclass, replace

from bedside.orchestrator.company import Company
from bedside.orchestrator.scene import Cast
from bedside.orchestrator.worker import Play
from bedside.scenarios.case import Case
from bedside.scenarios.note import Note


@dataclass(frozen=True)
class Deadly(Play):
    """The reading of "b" ends the process, as the system does when memory runs out."""

    def company(self) -> Company:
        """The company of a play, with other players."""
        company = super().company()

        def players(case: Case) -> Cast:
            made = company.players(case)

            def extract(note_id: str, text: str, section: str | None = None) -> Note:
                if note_id == "b":
                    os.kill(os.getpid(), signal.SIGKILL)
                return made.extract(note_id, text, section)

            return replace(made, extract=extract)

        return replace(company, players=players)


@dataclass(frozen=True)
class Stillborn(Play):
    """The process ends before a row is looked at, as one does that cannot load a library."""

    def company(self) -> Company:
        """None: the process has ended."""
        os._exit(7)
