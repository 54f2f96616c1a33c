"""Dialogues that a limit of turns ended go on where they were ended once the limit is higher, and nobody is asked again."""

import time
from pathlib import Path
from typing import Any

import orjson
import pytest
from batches import Batches, rows
from commands import Command, run_command
from test_batch_accounting import LONGER, shaky

from bedside.orchestrator.batch.stop_rules import RunLimits
from bedside.orchestrator.build.player_options import PlayerOptions
from bedside.orchestrator.failures import HALTED
from bedside.orchestrator.runs.packed import find_blocks
from bedside.orchestrator.runs.reader import RunFolder
from bedside.orchestrator.runs.survey import survey
from bedside.orchestrator.runs.usage import read_usage
from bedside.orchestrator.runs.verify import verify


@pytest.fixture
def batch(tmp_path: Path) -> Batches:
    """A folder of its own."""
    return Batches(tmp_path)


def speaking(batch: Batches, url: str, count: int) -> None:
    """Cases in which a model speaks, by a plan that takes no account of a limit."""
    for n in range(count):
        note = "".join(f"  {line}\n" for line in LONGER.splitlines())
        models = f"models:\n  default: {{name: openai:plain, base_url: {url}}}\n  planner: scripted\n"
        batch.file(f"cases/n{n}.case.yaml", f"id: n{n}\nnote: |\n{note}knowledge: false\n{models}")


@pytest.mark.parametrize("processes", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_more_turns_go_on_and_no_call_is_made_twice(batch: Batches, processes: int) -> None:
    """Stopped by a limit of turns, then by one of calls on the way, they come to what a run without either comes to, for as
    many calls; that they were stopped, and since when not, is on the record."""
    with shaky(batch.folder / "log", 0.0) as url:
        speaking(batch, url, processes)
        how: dict[str, Any] = {"jobs": 2, "processes": processes, "player_options": PlayerOptions()}
        assert batch.make("cases", run="whole", **how) == 0
        whole = read_usage(batch.path("whole")).total.calls
        assert batch.make("cases", choices={"turns": 4}, **how) == 0
        assert {len(line["turns"]) for line in batch.lines().values()} == {4}
        first = read_usage(batch.path()).total.calls
        limits = RunLimits(calls=(first + whole) // 2)
        assert batch.make("cases", choices={"turns": 100}, limits=limits, **how) == HALTED
        assert batch.about()["counts"]["pending"] > 0
        assert verify(batch.path()).faults == []  # the short dialogues are there until there are longer ones
        assert len(batch.lines()) == processes
        assert batch.make("cases", choices={"turns": 100}, **how) == 0
    assert batch.lines() == batch.lines("whole")
    assert read_usage(batch.path()).total.calls == whole
    assert verify(batch.path()).faults == []
    events = RunFolder(batch.path()).dialogue("n0").events
    (at,) = (n for n, event in enumerate(events) if event.event == "changed")
    assert [event.event for event in events[at - 1 : at + 1]] == ["stopped", "changed"]
    assert (events[at].by, getattr(events[at], "why", "")) == ("orchestrator", "limits.turns is 100")


def test_cases_have_their_own_limits(batch: Batches) -> None:
    """A case file with a higher limit goes on, one with the same does not, and the option goes before both."""
    case = "id: {0}\nnote: |\n  He fell. The knee hurts {0}. Exam shows swelling.\nlimits: {{turns: {1}}}\n"
    for name in "ab":
        batch.file(f"cases/{name}.case.yaml", case.format(name, 4))
    assert batch.make("cases") == 0
    batch.file("cases/b.case.yaml", case.format("b", 60))
    assert batch.make("cases") == 0
    assert batch.made() == ["a", "b", "b"]
    turns = {name: len(said) for name, said in batch.turns().items()}
    assert turns["a"] == 4 < turns["b"]
    assert batch.make("cases", choices={"turns": 60}) == 0
    assert batch.made() == ["a", "b", "b", "a"]
    assert len(batch.turns()["a"]) == turns["b"]
    assert verify(batch.path()).faults == []


@pytest.mark.thin(2)
@pytest.mark.parametrize("kept", [-1, 0, 1, 3, 1000], ids=lambda n: f"{n} events further")
def test_killed_while_it_goes_on(batch: Batches, kept: int) -> None:
    """Broken off after so many events of what is new, or before the index knows of it: the short dialogue is whole until the
    long one is, no log is taken for that of the other, and the same command comes to the same."""
    batch.file("notes.jsonl", rows("a", "b"))
    assert batch.make("notes.jsonl", run="whole") == 0
    assert batch.make("notes.jsonl", choices={"turns": 4}) == 0
    old = {path.name: path.read_bytes() for path in batch.path().iterdir()}
    short = len(_log(batch.path(), "b"))
    assert batch.make("notes.jsonl") == 0
    lines = _log(batch.path(), "b")[: short + kept]
    for name, data in old.items():
        (batch.path() / name).write_bytes(data)
    (batch.path() / "events.jsonl").write_bytes(b"".join(lines))
    found = survey(batch.path(), deep=True)
    assert found.lost == found.unexplained == found.damage == []
    assert ("b" in found.again) == (kept == 1000)
    batch.make("notes.jsonl", choices={"turns": 4})  # not wanted any more: what there was stays
    assert len(batch.turns()["a"]) == 4
    assert verify(batch.path()).faults == []
    assert batch.make("notes.jsonl") == 0
    assert batch.lines() == batch.lines("whole")
    assert verify(batch.path()).faults == []


def _log(folder: Path, name: str) -> list[bytes]:
    """The lines of the last log of a dialogue in a folder."""
    lines = [line for _, block in find_blocks(folder / "events.jsonl.bz2") for line in block.splitlines(keepends=True)]
    own = [line for line in lines if orjson.loads(line)["dialogue"] == name]
    begins = [n for n, line in enumerate(own) if orjson.loads(line)["event"] == "started"]
    return own[begins[-1] :]


@pytest.mark.parametrize("kills", [(6,), pytest.param((4, 8, 12), marks=pytest.mark.slow)], ids=str)
def test_killed_at_random_while_they_go_on(batch: Batches, kills: tuple[int, ...]) -> None:
    """kill -9 with dialogues at a model, so many calls after each start: at most the calls in the air are made again."""
    log = batch.folder / "log"
    with shaky(log, 0.0) as url:
        speaking(batch, url, 3)
        common = ("batch", "cases", "--no-knowledge", "--jobs", "3")
        assert run_command(*common, "--run", "whole", cwd=batch.folder).returncode == 0
        whole = log.read_bytes().count(b"\n")
        assert run_command(*common, "--run", "r", "--turns", "4", cwd=batch.folder).returncode == 0
        for further in kills:
            goal = log.read_bytes().count(b"\n") + further
            process = Command(*common, "--run", "r", cwd=batch.folder)
            while process.poll() is None and log.read_bytes().count(b"\n") < goal:
                time.sleep(0.01)
            process.kill()
            process.wait(60)
        assert run_command(*common, "--run", "r", cwd=batch.folder).returncode == 0
    assert batch.lines() == batch.lines("whole")
    assert verify(batch.path()).faults == []
    assert log.read_bytes().count(b"\n") - whole <= whole + len(kills) * 3
