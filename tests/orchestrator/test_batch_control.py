"""A batch in the hands of whoever made it: asked, held, let go on, told to try again, killed in between; nothing is lost."""

import os
import random
import signal
import stat
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest
from batches import Batches, rows
from commands import Command, run_command
from test_batch_accounting import LONGER, shaky

from bedside.orchestrator.batch.control_socket import ask, socket_of
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.runs.usage import read_usage
from bedside.orchestrator.runs.verify import verify


@pytest.fixture
def batch(tmp_path: Path) -> Batches:
    """A folder of its own."""
    return Batches(tmp_path)


def until(what: Callable[[], Any], seconds: float = 60) -> Any:
    """What it gives once it gives something."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = what()
        if found:
            return found
        time.sleep(0.02)
    raise AssertionError("it never came to that")


def answered(folder: Path, **request: Any) -> dict[str, Any] | None:
    """What the run says, nothing where nobody writes it."""
    try:
        return ask(folder, request)
    except Problem:
        return None


def test_a_run_is_asked_held_changed_and_let_go_on(batch: Batches) -> None:
    """Paused, it asks nothing more; jobs and limits are changed while it runs; what it says has no word of a note; its socket is its
    owner's alone and goes with it."""
    batch.file("notes.jsonl", b"".join(orjson.dumps({"id": f"n{i}", "note": LONGER}) + b"\n" for i in range(4)))
    log = batch.folder / "log"
    with shaky(log, 0.0) as url:
        common = ("batch", "notes.jsonl", "--model", "openai:plain", "--base-url", url, "--no-knowledge", "--jobs", "2")
        process = Command(*common, "--run", "r", cwd=batch.folder, stderr=subprocess.PIPE)
        folder = batch.path()
        until(lambda: log.exists() and log.read_bytes().count(b"\n") > 10)
        paused = answered(folder, do="pause")
        assert paused is not None and paused["state"] == "paused"
        place = socket_of(folder)
        assert stat.S_IMODE(place.parent.stat().st_mode) == 0o700
        time.sleep(0.5)  # what is in the air comes to its end
        before = log.read_bytes().count(b"\n")
        time.sleep(1.0)
        assert log.read_bytes().count(b"\n") == before
        shown = run_command("ctl", "r", cwd=batch.folder, text=True)
        assert shown.returncode == 0 and shown.stdout.startswith("paused")
        assert "knee" not in shown.stdout.lower()
        assert run_command("ctl", "r", "set", "jobs", "5", cwd=batch.folder).returncode == 0
        assert run_command("ctl", "r", "set", "colour", "5", cwd=batch.folder).returncode == 2
        told = answered(folder, do="set", name="max_calls", value="100000")
        assert told is not None and (told["jobs"], told["state"]) == (5, "paused")
        assert run_command("ctl", "r", "resume", "--json", cwd=batch.folder).returncode == 0
        assert process.wait(120) == 0
    assert batch.about()["counts"]["finished"] == 4
    assert not place.exists()
    gone = run_command("ctl", "r", "pause", cwd=batch.folder, text=True)
    assert gone.returncode == 2 and "Nobody is writing" in gone.stderr


@pytest.mark.parametrize("processes", ["1", pytest.param("2", marks=pytest.mark.slow)])
def test_a_signal_holds_a_run_and_another_lets_it_go_on(batch: Batches, processes: str) -> None:
    """SIGUSR1 holds it and SIGUSR2 lets it go on, more than once; SIGTERM ends it while it is held,
    and the same command goes on to the dialogues of a run that nobody disturbed, for the same calls and one of each in flight."""
    ids = [f"n{i}" for i in range(2)]
    batch.file("notes.jsonl", b"".join(orjson.dumps({"id": i, "note": LONGER}) + b"\n" for i in ids))
    log = batch.folder / "log"
    with shaky(log, 0.0) as url:
        how = ("--no-knowledge", "--jobs", "2", "--processes", processes)
        common = ("batch", "notes.jsonl", "--model", "openai:plain", "--base-url", url, *how)
        assert run_command(*common, "--run", "whole", cwd=batch.folder).returncode == 0
        whole = log.read_bytes().count(b"\n")
        process = Command(*common, "--run", "r", cwd=batch.folder, stderr=subprocess.PIPE)
        until(lambda: log.read_bytes().count(b"\n") > whole + 4)
        for _ in range(2):
            process.send_signal(signal.SIGUSR1)
            until(lambda: (told := answered(batch.path(), do="status")) and told["state"] == "paused")
            time.sleep(0.5)  # what is in the air comes to its end
            before = log.read_bytes().count(b"\n")
            time.sleep(0.5)
            assert log.read_bytes().count(b"\n") == before and process.poll() is None
            process.send_signal(signal.SIGUSR2)
            until(lambda before=before: log.read_bytes().count(b"\n") > before)
        process.send_signal(signal.SIGUSR1)
        until(lambda: (told := answered(batch.path(), do="status")) and told["state"] == "paused")
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=60)
        assert process.returncode == 130 and b"Held by a signal" in said and b"Traceback" not in said
        assert run_command(*common, "--run", "r", cwd=batch.folder).returncode == 0
        asked = log.read_bytes().count(b"\n") - whole
    assert batch.turns() == batch.turns("whole")
    assert verify(batch.path()).faults == []
    assert whole <= asked <= whole + 2


def test_failed_items_are_tried_again_while_the_run_goes_on(batch: Batches) -> None:
    """requeue: one of kind input, which is never tried by itself, is tried once more before the sitting ends."""
    batch.file(
        "notes.jsonl", b"{}\n" + b"".join(orjson.dumps({"id": f"n{i}", "note": LONGER}) + b"\n" for i in range(4))
    )
    with shaky(batch.folder / "log", 0.0) as url:
        common = ("batch", "notes.jsonl", "--model", "openai:plain", "--base-url", url, "--no-knowledge", "--jobs", "1")
        process = Command(*common, "--run", "r", cwd=batch.folder)
        failed = until(lambda: (told := answered(batch.path(), do="failed")) and told["items"])
        assert [row["id"] for row in failed] == ["line-1"] and set(failed[0]) == {"id", "kind", "stage", "attempts"}
        assert run_command("ctl", "r", "requeue", "n1", cwd=batch.folder).returncode == 2
        told = run_command("ctl", "r", "requeue", "line-1", cwd=batch.folder, text=True)
        assert told.returncode == 0 and "1 failed items" in told.stdout
        assert process.wait(120) == 3
    assert batch.failures()["line-1"]["attempts"] == 2


@pytest.mark.parametrize("cycles", [3, pytest.param(6, marks=pytest.mark.slow)])
def test_paused_killed_gone_on_with_and_requeued_nothing_is_lost(batch: Batches, cycles: int) -> None:
    """Through so many cycles at random moments the dialogues are those of a run that nobody disturbed."""
    ids = [f"n{i}" for i in range(3)]
    batch.file(
        "notes.jsonl", b"".join(orjson.dumps({"id": i, "note": LONGER}) + b"\n" for i in ids) + rows("x", seed="no")
    )
    draw = random.Random(cycles)
    with shaky(batch.folder / "log", 0.0) as url:
        common = ("batch", "notes.jsonl", "--model", "openai:plain", "--base-url", url, "--no-knowledge", "--jobs", "3")
        assert run_command(*common, "--run", "whole", cwd=batch.folder).returncode == 3
        whole = read_usage(batch.path("whole")).total.calls
        for _ in range(cycles):
            process = Command(*common, "--run", "r", cwd=batch.folder)
            until(lambda process=process: process.poll() is not None or answered(batch.path(), do="pause"))
            answered(batch.path(), do="requeue")
            answered(batch.path(), do="resume")
            time.sleep(draw.uniform(0.05, 0.4))
            process.kill()
            process.wait(60)
        assert run_command(*common, "--run", "r", cwd=batch.folder).returncode == 3
    assert batch.turns() == batch.turns("whole")
    assert verify(batch.path()).faults == []
    asked = (batch.folder / "log").read_bytes().count(b"\n") - whole
    assert whole <= asked <= whole + 3 * cycles  # the one call that was in the air of each dialogue in flight


def test_a_folder_of_somebody_else_is_no_place_for_a_socket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where others could reach in, there is none, and the run goes on without."""
    (tmp_path / f"bedside-{os.getuid()}").mkdir(mode=0o777)
    (tmp_path / f"bedside-{os.getuid()}").chmod(0o777)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    with pytest.raises(PermissionError):
        socket_of(tmp_path)
    batch = Batches(tmp_path)
    batch.file("notes.jsonl", rows("a"))
    assert batch.make("notes.jsonl") == 0
