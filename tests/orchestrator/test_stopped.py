"""Stopped from outside, or with nobody left who listens: what was made is kept, the counts are written, the same command goes
on."""

import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import orjson
import pytest
from commands import Command, run_command

BEDSIDE = [sys.executable, "-m", "bedside.orchestrator.cli.main"]
PLAYERS = ["--model", "scripted", "--no-knowledge"]
NOTE = "He fell on the ice. The knee hurts. He denies fever. Exam shows swelling. Plan is rest."
COMMANDS = {
    "batch": ["batch", "--notes", "notes.jsonl", "--processes", "1", *PLAYERS, "--run", "r"],
    "simulate": ["simulate", "--note", "note.txt", *PLAYERS, "--run", "r"],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with notes."""
    rows = [{"id": f"n{n}", "note": NOTE * 20} for n in range(24)]
    (tmp_path / "notes.jsonl").write_bytes(b"".join(orjson.dumps(row) + b"\n" for row in rows))
    (tmp_path / "note.txt").write_text(" ".join([NOTE] * 150))
    return tmp_path


def until_begun(folder: Path, running: "Command | subprocess.Popen[bytes] | None" = None) -> None:
    """Wait until something has been said in the run."""
    log = folder / "runs/r/events.jsonl"
    until = time.monotonic() + 60
    while time.monotonic() < until and not (log.exists() and log.read_bytes().count(b'"event":"spoke"') > 3):
        assert running is None or running.poll() is None
        time.sleep(0.01)


def counts(folder: Path) -> dict[str, int]:
    """The account of the run."""
    return orjson.loads((folder / "runs/r/run.json").read_bytes())["counts"]


@pytest.mark.thin(2)
@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM, signal.SIGINT], ids=lambda number: number.name)
@pytest.mark.parametrize("command", COMMANDS)
def test_every_way_to_stop_is_the_same(command: str, number: signal.Signals, folder: Path) -> None:
    """Exit code 130, one sentence that says how to go on, whole lines, the counts; then the run goes on to its end."""
    with Command(*COMMANDS[command], cwd=folder, stderr=subprocess.PIPE) as running:
        until_begun(folder, running)
        running.send_signal(number)
        _, said = running.communicate(timeout=60)
    assert running.returncode == 130, said
    assert said.count(b"run the same command to go on") == 1
    assert b"Traceback" not in said
    assert counts(folder)["pending"] > 0
    assert counts(folder)["failed"] == 0
    for path in (folder / "runs/r").glob("*.jsonl"):
        assert path.read_bytes()[-1:] in (b"\n", b""), path
    done = run_command(*COMMANDS[command], cwd=folder)
    assert done.returncode == 0, done.stderr
    assert counts(folder)["pending"] == 0
    assert not list((folder / "runs/r").glob("*.damaged"))


@pytest.mark.thin(1)
@pytest.mark.parametrize("command", COMMANDS)
def test_a_terminal_that_closes(command: str, folder: Path) -> None:
    """The window is closed on a running command: there is nobody to tell any more, and still the counts are written."""
    process, terminal = pty.fork()
    if process == 0:
        signal.signal(signal.SIGHUP, signal.SIG_DFL)  # whoever started the tests may have it ignored
        os.chdir(folder)
        os.execv(BEDSIDE[0], [*BEDSIDE, *COMMANDS[command]])
    os.set_blocking(terminal, False)
    until_begun(folder)
    os.close(terminal)
    assert os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 130
    assert counts(folder)["pending"] > 0


def test_nohup_outlives_its_terminal(folder: Path) -> None:
    """Whoever has it ignore a hangup wants it to go on."""
    command = ["sh", "-c", 'trap "" HUP; exec "$@"', "sh", *BEDSIDE, *COMMANDS["batch"], "--limit", "12"]
    with subprocess.Popen(command, cwd=folder, stderr=subprocess.DEVNULL) as running:
        until_begun(folder, running)
        running.send_signal(signal.SIGHUP)
        assert running.wait(timeout=60) == 0
    assert counts(folder)["finished"] == 12


CLOSED = ("<&- >&- 2>&-", ">&-", "2>&-", "2>&1 | true", "2>/dev/full")


@pytest.mark.thin(3)
@pytest.mark.parametrize(
    ("command", "closed"),
    [
        *(("simulate", closed) for closed in CLOSED),
        *(pytest.param("batch", closed, marks=[pytest.mark.slow] * (0 < n < 4)) for n, closed in enumerate(CLOSED)),
    ],
)
def test_closed_streams_lose_nothing(command: str, closed: str, folder: Path) -> None:
    """Whatever was closed, or cannot be written, or is read by nobody: no traceback, all is made, or the same command makes
    it; no file of the run takes the number of a stream that was closed."""
    more = " --limit 2" if command == "batch" else ""
    call = " ".join([*BEDSIDE, *COMMANDS[command]]) + more
    done = subprocess.run(
        ["bash", "-c", f"{call} {closed}; exit ${{PIPESTATUS[0]}}"], cwd=folder, capture_output=True, text=True
    )
    assert "Traceback" not in done.stderr + done.stdout
    if command == "batch" or "|" not in closed:
        assert done.returncode == 0
    again = run_command(*COMMANDS[command], *more.split(), cwd=folder)
    assert again.returncode == 0, again.stderr
    assert counts(folder)["finished"] == (2 if command == "batch" else 1)
    for path in (folder / "runs/r").glob("*.jsonl"):
        assert all(line.startswith(b"{") for line in path.read_bytes().splitlines()), path


@pytest.mark.thin(1)
@pytest.mark.parametrize("command", COMMANDS)
def test_two_processes_on_one_folder(command: str, folder: Path) -> None:
    """The second is told so in one sentence, and the first ends as it should."""
    with Command(*COMMANDS[command], cwd=folder) as running:
        until_begun(folder, running)
        running.send_signal(signal.SIGSTOP)
        second = run_command(*COMMANDS[command], cwd=folder, text=True)
        running.send_signal(signal.SIGCONT)
        assert running.wait(timeout=120) == 0
    assert second.returncode == 2
    assert second.stderr == "bedside: runs/r is being written by another bedside: wait for it or use --fresh.\n"
    assert counts(folder)["pending"] == 0
