"""Several processes make one batch: killed, stopped or left in peace, the run folder is that of one process."""

import asyncio
import os
import signal
import time
from multiprocessing import active_children
from pathlib import Path
from typing import Any

import orjson
import pytest
from commands import Command, run_command
from deadly_plays import Deadly, Stillborn
from kept import lines, same, works

from bedside.orchestrator.batch.items import Row
from bedside.orchestrator.batch.pool import DEATHS, Workers
from bedside.orchestrator.batch.runner import run_batch
from bedside.orchestrator.batch.worker import WorkerSpec
from bedside.orchestrator.build.player_options import PlayerOptions
from bedside.orchestrator.build.simulate_item import Simulator
from bedside.orchestrator.cli.batch_command import BatchOptions, processes_for
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.runs.entry import Entry
from bedside.orchestrator.runs.open_run import open_run
from bedside.orchestrator.runs.store import Run
from bedside.orchestrator.runs.survey import survey
from bedside.scenarios.case import Case, Models

BASE = Case(id="batch", note="-", models=Models.model_validate({"default": "scripted"}), knowledge=False)
NOTE = "He fell on the ice. The knee hurts. Exam shows swelling. Plan is rest."
BATCH = ("batch", "--notes", "notes.jsonl", "--no-knowledge", "-q")


def rows(*ids: str) -> list[Row]:
    """Rows with these ids; "x" has a fault, and "b" has a long note."""
    faults = {"x": "there is no note."}
    notes = {"b": " ".join([NOTE] * 80)}
    return [Row(name, n, notes.get(name, NOTE), fault=faults.get(name)) for n, name in enumerate(ids, 1)]


def alone(folder: Path, *ids: str) -> Run:
    """The run of one process."""
    run = open_run(folder, "run", {}, {}, name="run")
    asyncio.run(run_batch(works(run, rows(*ids)), BASE, Simulator(0), run))
    return run


def together(folder: Path, *ids: str, count: int = 2, play: WorkerSpec | None = None, on: Any = None) -> Run:
    """The run of several; ``on`` hears every event once it is written."""
    run = open_run(folder, "run", {}, {}, name="run")

    def sink(entry: Entry) -> None:
        run.sink(entry)
        if on is not None:
            on(entry)

    async def all_of_them() -> None:
        async with Workers(count, play or WorkerSpec(BASE), sink) as workers:
            await run_batch(works(run, rows(*ids)), BASE, Simulator(0), run, jobs=workers.slots, make=workers.perform)

    asyncio.run(all_of_them())
    run.settle(ids)
    return run


def kill_workers() -> None:
    """Kill every process that this one has started to work."""
    for child in active_children():
        assert child.pid is not None
        os.kill(child.pid, signal.SIGKILL)


@pytest.mark.parametrize(
    ("count", "flight"),
    [pytest.param(1, 1, marks=pytest.mark.slow), (2, 2), pytest.param(3, 2, marks=pytest.mark.slow)],
)
def test_however_many_make_it_the_bytes_are_those_of_one(tmp_path: Path, count: int, flight: int) -> None:
    """Lines stand in the order of the rows, a row with a fault is a failed one, counts add up, the log says what was
    written."""
    ids = ("a", "b", "x", "c", "d", "e", "f")
    first = alone(tmp_path / "one", *ids).close(ids)
    run = together(tmp_path / "many", *ids, count=count, play=WorkerSpec(BASE, flight=flight))
    assert set(run.finished) == {*"abcdef"}
    assert run.close(ids) == first == {"requested": 7, "finished": 6, "failed": 1, "filtered": 0, "pending": 0}
    same(tmp_path / "many/run", tmp_path / "one/run")
    assert not survey(tmp_path / "many/run", deep=True).unexplained


def test_workers_that_are_killed_lose_nothing(tmp_path: Path) -> None:
    """All workers die once in mid-dialogue: others take their rows, and the bytes are those of a quiet run."""
    ids = ("a", "b", "c", "d", "e")
    alone(tmp_path / "one", *ids).close(ids)
    heard = 0

    def on(_: Entry) -> None:
        nonlocal heard
        heard += 1
        if heard == 4:
            kill_workers()

    run = together(tmp_path / "many", *ids, on=on)
    assert heard > 4
    assert run.close(ids)["finished"] == 5
    same(tmp_path / "many/run", tmp_path / "one/run")
    assert not survey(tmp_path / "many/run", deep=True).unexplained


def test_a_row_that_no_worker_survives_fails_by_class(tmp_path: Path) -> None:
    """Whoever is given "b" dies: after a few deaths it is a failure of kind internal at the stage worker, and the rest is
    made."""
    counts = together(tmp_path, "a", "b", "c", count=1, play=Deadly(BASE)).close("abc")
    assert counts == {"requested": 3, "finished": 2, "failed": 1, "filtered": 0, "pending": 0}
    (failure,) = lines(tmp_path / "run/failures.jsonl")
    assert (failure["id"], failure["kind"], failure["stage"]) == ("b", "internal", "worker")
    assert f"died {DEATHS} times" in failure["message"]


def test_workers_that_never_begin_end_the_run_and_fail_no_row(tmp_path: Path) -> None:
    """When no process can begin, that is said once, no row bears the blame, and a later run makes them all."""
    with pytest.raises(Problem, match=r"died before they began \(exit code 7\)"):
        together(tmp_path, "a", "b", "c", play=Stillborn(BASE))
    assert not active_children()
    assert not lines(tmp_path / "run/failures.jsonl")
    assert together(tmp_path, "a", "b", "c", count=1).close("abc")["finished"] == 3


def test_a_log_that_cannot_be_written_ends_the_run_and_its_workers(tmp_path: Path) -> None:
    """What the log raises comes out of the batch, and no process is left behind."""

    def on(_: Entry) -> None:
        raise Problem("storage", "No space left.")

    with pytest.raises(Problem, match="No space left"):
        together(tmp_path, "a", "b", "c", on=on)
    assert not active_children()


@pytest.mark.thin(1)
@pytest.mark.parametrize("stop", [signal.SIGKILL, signal.SIGINT], ids=["kill -9", "Ctrl-C"])
def test_workers_end_with_whoever_started_them(tmp_path: Path, stop: signal.Signals) -> None:
    """Stopped or killed in the middle, a batch leaves no process; the same command goes on to the bytes of one process."""
    ids = [f"n{i}" for i in range(4)]
    (tmp_path / "notes.jsonl").write_bytes(b"".join(orjson.dumps({"id": i, "note": NOTE}) + b"\n" for i in ids))
    assert run_command(*BATCH, "--processes", "1", "--run", "one", cwd=tmp_path).returncode == 0
    process = Command(*BATCH, "--processes", "2", "--run", "many", cwd=tmp_path, session=True)
    journal = tmp_path / "runs/many/events.jsonl"
    until = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < until and not (journal.exists() and journal.stat().st_size):
        time.sleep(0.01)
    if stop == signal.SIGINT:
        os.killpg(process.pid, stop)  # as a terminal does: to everybody
    else:
        process.send_signal(stop)
    assert process.wait(timeout=60) == (130 if stop == signal.SIGINT else -stop)
    until = time.monotonic() + 20
    while time.monotonic() < until and _alive(process.pid):
        time.sleep(0.02)
    assert not _alive(process.pid)
    assert run_command(*BATCH, "--processes", "1", "--run", "many", cwd=tmp_path).returncode == 0
    same(tmp_path / "runs/many", tmp_path / "runs/one")
    counts = orjson.loads((tmp_path / "runs/many/run.json").read_bytes())["counts"]
    assert counts == {"requested": 4, "finished": 4, "failed": 0, "filtered": 0, "pending": 0}


def _alive(group: int) -> bool:
    """Whether a process of this group is left."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def test_several_processes_are_started_where_they_pay(tmp_path: Path) -> None:
    """A small batch and a model's get one process, a large one of the built-in family as many as there are cores; one
    cassette cannot be written by several."""
    agenda = Case(id="batch", note="-")
    assert processes_for(BatchOptions(), agenda, 30) == 1
    assert processes_for(BatchOptions(), agenda, 100_000) >= 1
    assert processes_for(BatchOptions(processes=5), agenda, 3) == 5
    asked = agenda.model_copy(update={"models": Models.model_validate({"default": {"name": "openai:m"}})})
    assert processes_for(BatchOptions(), asked, 100_000) == 1
    with pytest.raises(Problem, match="--record"):
        processes_for(BatchOptions(processes=2, player_options=PlayerOptions(record=tmp_path / "c.jsonl")), asked, 5)
