"""What the crash benchmarks share: a folder with notes, the command that makes their dialogues, and the run that nothing
disturbed."""

import io
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol

import orjson

from bedside.orchestrator.build.player_options import PlayerOptions
from bedside.orchestrator.cases.case_input import CaseOptions
from bedside.orchestrator.cli.batch_command import BatchOptions, run_batch_command
from bedside.orchestrator.cli.simulate_command import RunPlace
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.runs.survey import survey
from bedside.scenarios.load import load_case, read_note

CASES = Path(__file__).resolve().parents[1] / "scenarios" / "cases"
BEDSIDE = (sys.executable, "-m", "bedside.orchestrator.cli.main")
PATIENCE = 600.0  # seconds for one command


class StartedCommand(Protocol):
    """A command that runs in a process of its own; its standard error can be read."""

    def poll(self) -> int | None:
        """The exit code, minus the signal where one ended it; None while it runs."""
        ...

    def wait(self, timeout: float) -> int:
        """The exit code once it has ended."""
        ...

    def kill(self) -> None:
        """``kill -9``."""
        ...

    def communicate(self, *, timeout: float) -> tuple[bytes, bytes]:
        """What it says up to its end."""
        ...


def start(command: Sequence[str], cwd: Path) -> StartedCommand:
    """Start a command as a shell does."""
    return subprocess.Popen(command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def gallery_notes(limit: int) -> dict[str, str]:
    """The notes of the first shipped cases in English, by id."""
    found: dict[str, str] = {}
    for path in sorted(CASES.glob("*.case.yaml")):
        case = load_case(path)
        if case.language == "en" and len(found) < limit:
            found[case.id] = read_note(case, path.parent)
    return found


@dataclass(frozen=True)
class Scene:
    """A folder with ``notes.jsonl`` in it; runs are kept under ``runs``. ``more`` goes with every command, and ``start``
    starts those that no other program runs."""

    folder: Path
    notes: dict[str, str]
    model: str = "agenda"
    knowledge: bool = True
    processes: int = 1
    more: tuple[str, ...] = ()
    start: Callable[[Sequence[str], Path], StartedCommand] = start

    def write(self, notes: dict[str, str] | None = None) -> None:
        """Write the notes file."""
        rows = (self.notes if notes is None else notes).items()
        data = b"".join(orjson.dumps({"id": name, "note": text}) + b"\n" for name, text in rows)
        (self.folder / "notes.jsonl").write_bytes(data)

    def command(self, run: str, *more: str) -> list[str]:
        """The command that makes the run of this name, or goes on with it."""
        how = [
            "--model",
            self.model,
            "--processes",
            str(self.processes),
            *([] if self.knowledge else ["--no-knowledge"]),
        ]
        return [*BEDSIDE, "batch", "--notes", "notes.jsonl", "--run", run, "-q", *how, *self.more, *more]

    def run(self, run: str, *more: str, before: Sequence[str] = (), expect: int | None = 0) -> str:
        """Run the command to its end and return what it said. Raises ``RuntimeError`` for another exit code than
        ``expect``, None for any."""
        process = (start if before else self.start)([*before, *self.command(run, *more)], self.folder)
        said = process.communicate(timeout=PATIENCE)[1].decode()
        code = process.wait(timeout=PATIENCE)
        if expect is not None and code != expect:
            raise RuntimeError(f"exit code {code}, not {expect}: {said[-2000:]}")
        return said

    def kill_when(self, run: str, ready: Callable[[], bool], wait: float = PATIENCE) -> bool:
        """Start the command and kill it with ``kill -9`` once ``ready``; whether it was killed, and had not ended before."""
        process = self.start(self.command(run), self.folder)
        until = time.monotonic() + wait
        try:
            while process.poll() is None and time.monotonic() < until and not ready():
                time.sleep(0.002)
        finally:
            process.kill()
            process.communicate(timeout=60)
        return process.wait(timeout=60) == -signal.SIGKILL

    def run_here(self, run: str) -> str:
        """As ``run``, with one process and in this one: where a command is run many times, starting it is most of it."""
        said = io.StringIO()
        player = PlayerOptions(self.model)
        order = BatchOptions(notes=self.folder / "notes.jsonl", processes=1, player_options=player, quiet=True)
        choices = CaseOptions(knowledge=None if self.knowledge else False)
        with redirect_stderr(said):
            try:
                run_batch_command(order, choices, RunPlace(self.folder / "runs", run))
            except Problem as problem:
                raise RuntimeError(str(problem)) from None
        return said.getvalue()

    def of(self, run: str) -> Path:
        """The folder of a run."""
        return self.folder / "runs" / run

    def dialogues(self, run: str) -> bytes:
        """The dialogues of a run."""
        return (self.of(run) / "dialogues.jsonl").read_bytes()

    def copy(self, run: str, name: str) -> Path:
        """A run under another name."""
        shutil.rmtree(self.of(name), ignore_errors=True)
        shutil.copytree(self.of(run), self.of(name))
        return self.of(name)

    @cached_property
    def first(self) -> Path:
        """A run of two sittings before its second: some notes were empty then, so that there is something to settle."""
        assert self.whole
        bad = set(list(self.notes)[1::4])
        self.write({name: "" if name in bad else text for name, text in self.notes.items()})
        self.run("first", expect=3)
        self.write()
        return self.of("first")

    @cached_property
    def whole(self) -> bytes:
        """The dialogues of the run that nothing disturbed."""
        self.write()
        self.run("whole")
        return self.dialogues("whole")


def kept(folder: Path) -> dict[str, bytes]:
    """The lines of all dialogues that a run still has, whatever became of it, by id."""
    found = survey(folder)
    data = (folder / "dialogues.jsonl").read_bytes() if (folder / "dialogues.jsonl").exists() else b""
    return {name: data[begin:end] for name, (begin, end) in found.at.items()} | found.again


def named_as_damaged(folder: Path, name: str) -> bool:
    """Whether a file of what was damaged names this dialogue."""
    return any(name.encode() in path.read_bytes() for path in folder.glob("*.damaged"))


def made(folder: Path) -> int:
    """How many dialogues the log of a folder says were finished, over all sittings: more than there are notes were made
    again. One may be missing, where a kill fell between the dialogue's own line and the log's."""
    return (folder / "log.jsonl").read_bytes().count(b'"event":"finished"') if (folder / "log.jsonl").exists() else 0


def grown(paths: Sequence[Path], by: int) -> Callable[[], bool]:
    """Whether these files together have grown by so many bytes since now, one of them at least being there."""
    before = _size(paths)
    return lambda: _size(paths) - before >= by


def _size(paths: Sequence[Path]) -> int:
    total = 0
    for path in paths:
        try:
            total += path.stat().st_size
        except FileNotFoundError:
            continue
    return total


def draw(*seed: object) -> random.Random:
    """A random generator of its own for each purpose: the same table every time."""
    return random.Random("/".join(map(str, seed)))
