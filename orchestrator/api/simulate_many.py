"""Many conversations from Python, one after another or several at once: ``for record in simulate_many(cases)``.

Law of the file: one failure stops no other. What went wrong with a case is its record: ``status`` is ``failed`` and
``failure`` says why.
"""

import asyncio
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Unpack

from bedside.orchestrator.api.background_loop import OwnLoop
from bedside.orchestrator.api.keywords import Keywords, Options, read_keywords, spelled_out
from bedside.orchestrator.api.run_dialogue import CaseSource, Ready, hold, ready, simulator, spans_of
from bedside.orchestrator.build.families import ROLES
from bedside.orchestrator.build.simulate_item import PlayersFor, Simulator
from bedside.orchestrator.failures import Problem, classify
from bedside.orchestrator.runs.entry import Sink
from bedside.orchestrator.telemetry.sender import open_sender
from bedside.scenarios.case import Case
from bedside.scenarios.load import case_files
from bedside.scenarios.record import Record

WAITING = (
    16  # conversations at once that a named model plays; the built-in family never waits, others are the user's own
)
AHEAD = 4  # times as many may be finished and not yet asked for


@spelled_out(Keywords)
def simulate_many(
    cases: Iterable[CaseSource] | CaseSource, *, concurrency: int | None = None, **keywords: Unpack[Keywords]
) -> Iterator[Record]:
    """Hold a conversation for each case and give their records in the order of the cases, each as soon as it and those
    before it are there; nothing is written.

    ``cases`` are paths, folders of ``*.case.yaml``, ids of shipped cases and ``Case`` values, taken one by one as they are
    needed. ``concurrency`` says how many are held at once: left out, 16 of those that a named language model
    plays, else 1. Give it for a function or players of your own, which are then asked from several
    conversations at once. The other keywords are those of ``simulate`` and hold for every case.

    A case that cannot be used and a conversation that did not come to its end are records with ``status="failed"`` and a
    ``failure``. Raises ``Problem`` for keywords that cannot be used, and what ``cases`` itself raises.
    """
    options = read_keywords("simulate_many", keywords, Keywords)
    if concurrency is not None and concurrency < 1:
        raise Problem("usage", f"concurrency is {concurrency}: give 1 or more, the conversations held at once.")
    return _records(_each(cases), concurrency, options)


def _each(cases: Iterable[CaseSource] | CaseSource) -> Iterator[CaseSource]:
    """The cases one by one, the files of a folder in sorted order."""
    for case in [cases] if isinstance(cases, (str, Path, Case)) else cases:
        if isinstance(case, (str, Path)) and Path(case).is_dir():
            yield from case_files([Path(case)])
        else:
            yield case


def _records(cases: Iterator[CaseSource], concurrency: int | None, options: Options) -> Generator[Record]:
    window: deque[Future[Record]] = deque()
    with spans_of(open_sender(options.otel)) as spans, OwnLoop() as loop:
        shared = _Shared(options, concurrency, spans)
        try:
            for number, source in enumerate(cases):
                one = loop.run(shared.ready(source, number))
                window.append(loop.start(shared.held(one)))
                if len(window) >= AHEAD * shared.most:
                    yield window.popleft().result()
            while window:
                yield window.popleft().result()
        finally:
            for future in window:
                future.cancel()
            loop.run(shared.close())


@dataclass
class _Shared:
    """What the conversations share: how many are held at once, the guideline store, and players opened for one folder."""

    options: Options
    concurrency: int | None
    spans: Sink
    most: int = 1  # held at once so far
    free: dict[int, asyncio.Semaphore] = field(default_factory=dict[int, asyncio.Semaphore])
    opened: dict[bool, Simulator] = field(default_factory=dict[bool, Simulator])
    players: dict[tuple[Path, str, str | None], PlayersFor] = field(
        default_factory=dict[tuple[Path, str, str | None], PlayersFor]
    )

    async def ready(self, source: CaseSource, number: int) -> Ready | Record:
        """A case that can be played, or the record of one that cannot."""
        try:
            return ready(source, self.options, self._players_for)
        except Exception as error:
            name = source.id if isinstance(source, Case) else Path(str(source)).name.removesuffix(".case.yaml")
            return _failed(name or f"case-{number + 1}", 0, error)

    async def held(self, one: Ready | Record) -> Record:
        """The record of one case."""
        if isinstance(one, Record):
            return one
        together = self.concurrency or _together(one.item.case)
        self.most = max(self.most, together)
        async with self.free.setdefault(together, asyncio.Semaphore(together)):
            try:
                return await hold(self._simulator(one), one.item, spans=self.spans)
            except Exception as error:
                return _failed(one.item.id, one.item.case.seed, error)

    async def close(self) -> None:
        """Let go of what the players hold open."""
        for players_for in self.players.values():
            await Simulator(0, players_for=players_for).close()

    def _players_for(self, case: Case, folder: Path) -> PlayersFor:
        key = (folder, case.data_class, case.terms)
        if key not in self.players:
            self.players[key] = self.options.players_for(case, folder)
        return self.players[key]

    def _simulator(self, one: Ready) -> Simulator:
        case = one.item.case
        if case.knowledge not in self.opened:
            self.opened[case.knowledge] = simulator(one)
        return replace(self.opened[case.knowledge], seed=case.seed, players_for=one.players_for)


def _together(case: Case) -> int:
    """How many conversations like this one are held at once where nobody says."""
    players = [case.models.of(role) for role in ROLES]
    return WAITING if any(player.prompted and not player.given for player in players) else 1


def _failed(name: str, seed: int, error: Exception) -> Record:
    failure = classify("read", error)
    return Record(id=name, note_id=name, seed=seed, status="failed", stop=failure.kind, failure=failure)
