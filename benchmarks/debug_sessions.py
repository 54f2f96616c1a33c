"""Random debugging sessions: does any of them corrupt a branch, or change what was opened?

``python -m bedside.benchmarks.debug_sessions 400`` holds so many sessions of random verbs over one kept dialogue of the scripted
family, half of them with LangGraph's checkpoints in memory, half with them in SQLite, reads each back from its folder
and prints what was found.
"""

import argparse
import asyncio
import random
import shutil
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bedside.orchestrator.build.player_options import PlayerOptions
from bedside.orchestrator.cases.case_input import CaseOptions
from bedside.orchestrator.debug.console import Console
from bedside.orchestrator.debug.dialogue_source import open_case, open_kept
from bedside.orchestrator.debug.journal import Journal
from bedside.orchestrator.debug.session import Session
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.runs.events import Event, sealed
from bedside.orchestrator.runs.fold import fold
from bedside.orchestrator.runs.reader import RunFolder
from bedside.orchestrator.runs.verify import verify

NAME = "random"
CASE = f"""\
id: {NAME}
note: |
  He fell on the ice. The knee hurts on stairs. He denies fever. He takes no pills. Exam shows swelling.
  Plan is to rest the knee.
models: {{default: scripted}}
limits: {{turns: 12}}
knowledge: false
"""
VERBS = 14  # typed in a session
LINES = (
    "step", "next", "next 3", "continue", "back", "back 2", "jump start", "jump end", "jump 1", "jump 3", "fork", "replay",
    'edit 1 "Edited {n}."', 'edit 2 "Edited {n}." "why {n}"', 'edit 2 "Kept {n}." --keep', 'say patient "Said {n}."',
    'say physician "Said {n}."', "set limits.turns={turns}", "set patient.persona=anxious", "reroll 2", "accept 1", "switch {branch}",
    "diff {branch} {other}", "RELOAD",
)  # fmt: skip


@dataclass
class RandomSessions:
    """Random sessions over the dialogue that ``run`` keeps. ``counts`` is what was typed, ``refused`` how often in vain."""

    run: Path
    checkpointer: Any = None
    counts: Counter[str] = field(default_factory=Counter[str])
    refused: int = 0
    branches: int = 0
    events: int = 0

    @classmethod
    async def over(cls, folder: Path, checkpointer: Any = None) -> "RandomSessions":
        """Make the dialogue that is debugged, below ``folder``."""
        file = folder / f"{NAME}.case.yaml"
        file.write_text(CASE, encoding="utf-8")
        source = open_case(file, CaseOptions(), PlayerOptions())
        journal = Journal(source, folder / "runs", {})
        console = Console(Session(source, "nobody", journal.sink))
        await console.run("continue")
        journal.close()
        assert journal.folder is not None
        return cls(journal.folder, checkpointer)

    async def hold(self, seed: int) -> list[str]:
        """Hold one session and return what is wrong with it."""
        draw = random.Random(seed)
        console, journal = self._opened(self.run)
        faults: list[str] = []
        for n in range(VERBS):
            line = self._line(draw, console, n)
            self.counts[line.split(" ")[0]] += 1
            if line == "RELOAD":
                if journal.folder is not None:
                    faults += self._closed(console, journal)
                    console, journal = self._opened(journal.folder)
                continue
            try:
                await console.run(line)
            except Problem:
                self.refused += 1
            except Exception as error:
                faults.append(f"{line}: {type(error).__name__} {error}")
            faults += _faults(console.session, line)
        return faults + self._closed(console, journal)

    def _opened(self, run: Path) -> tuple[Console, Journal]:
        source = open_kept(RunFolder(run), NAME, PlayerOptions())
        journal = Journal(source, run.parent, {})
        return Console(Session(source, "nobody", journal.sink, self.checkpointer)), journal

    def _closed(self, console: Console, journal: Journal) -> list[str]:
        session = console.session
        journal.close()
        self.branches += len(session.branches)
        self.events += len(session.log)
        return [] if journal.folder is None else _as_kept(session, journal.folder)

    @staticmethod
    def _line(draw: random.Random, console: Console, n: int) -> str:
        names = [one.name for one in console.session.branches]
        return draw.choice(LINES).format(
            n=n, turns=draw.randint(4, 14), branch=draw.choice(names), other=draw.choice(names)
        )


def _faults(session: Session, line: str) -> list[str]:
    """What is wrong with a session after a line."""
    faults: list[str] = []
    for one in session.branches:
        parent = ""
        for event in one.events:
            if event.parent != parent or _name(event) != event.id:
                faults.append(f"{line}: {one.name} is broken at {event.event}")
            parent = event.id
    state, folded = session.state, fold(session.path)
    for key in (
        "tip",
        "status",
        "stop",
        "turns",
        "reasons",
        "authors",
        "said",
        "withheld",
        "cursor",
        "part",
        "repairs",
    ):
        if getattr(state, key) != getattr(folded, key):
            faults.append(f"{line}: {key} is not what the events come to")
    return faults


_names: dict[int, tuple[Event, str]] = {}  # an event is sealed once: it does not change


def _name(event: Event) -> str:
    known = _names.get(id(event))
    if known is None or known[0] is not event:
        _names[id(event)] = known = (event, sealed(event)[0].id)
    return known[1]


def _as_kept(session: Session, folder: Path) -> list[str]:
    """What is wrong with what was written of a session."""
    faults = [f"{folder.name}: {fault}" for fault in verify(folder).faults]
    kept = RunFolder(folder).dialogue(NAME)
    if list(kept.log) != list(session.log):
        faults.append(f"{folder.name}: other events on the disk than in memory")
    return faults


async def _table(count: int) -> None:
    from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver

    print("| checkpoints | sessions | verbs | refused | branches | events | corrupt | original changed | seconds |")
    print("|---|--:|--:|--:|--:|--:|--:|---|--:|")
    for store in ("memory", "SQLite"):
        folder = Path(tempfile.mkdtemp(prefix="bedside-debug-"))
        began = time.perf_counter()
        async with AsyncSqliteSaver.from_conn_string(str(folder / "checkpoints.sqlite")) as sqlite:
            sessions = await RandomSessions.over(folder, sqlite if store == "SQLite" else None)
            before = _content(sessions.run)
            corrupt = [seed for seed in range(count // 2) if await sessions.hold(seed)]
        took = time.perf_counter() - began
        changed = "no" if _content(sessions.run) == before else "YES"
        counts = (count // 2, sum(sessions.counts.values()), sessions.refused, sessions.branches, sessions.events)
        print(f"| {store} | {' | '.join(f'{n:,}' for n in counts)} | {len(corrupt)} | {changed} | {took:.1f} |")
        shutil.rmtree(folder)


def _content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def main() -> None:
    """Hold so many sessions and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("sessions", type=int, nargs="?", default=400)
    asyncio.run(_table(parser.parse_args().sessions))


if __name__ == "__main__":
    main()
