"""Plays that end the process they are played in. A worker is a new process: it imports this file by its name."""

import os
import signal
from dataclasses import dataclass, replace

from bedside.orchestrator.batch.worker import WorkerSpec
from bedside.orchestrator.build.simulate_item import Simulator
from bedside.orchestrator.graph.context import Players
from bedside.scenarios.case import Case
from bedside.scenarios.note import Note


@dataclass(frozen=True)
class Deadly(WorkerSpec):
    """The reading of "b" ends the process, as the system does when memory runs out."""

    def simulator(self) -> Simulator:
        """The simulator of a worker, with other players."""
        simulator = super().simulator()

        def players(case: Case) -> Players:
            made = simulator.players_for(case)

            def extract(note_id: str, text: str, section: str | None = None) -> Note:
                if note_id == "b":
                    os.kill(os.getpid(), signal.SIGKILL)
                return made.extract(note_id, text, section)

            return replace(made, extract=extract)

        return replace(simulator, players_for=players)


@dataclass(frozen=True)
class Stillborn(WorkerSpec):
    """The process ends before a row is looked at, as one does that cannot load a library."""

    def simulator(self) -> Simulator:
        """None: the process has ended."""
        os._exit(7)
