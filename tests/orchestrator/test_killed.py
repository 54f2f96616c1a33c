"""Real runs of the built-in players, killed where nothing can be tidied up."""

import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest
from commands import Command, run_command
from kept import same

from bedside.orchestrator.cases.case_input import read_case
from bedside.orchestrator.runs.events import Dropped, Inserted, Spoke
from bedside.orchestrator.runs.fold import DialogueState, fold
from bedside.orchestrator.runs.packed import find_blocks
from bedside.orchestrator.runs.resume import branch
from bedside.orchestrator.runs.survey import by_dialogue, survey

CASES = sorted((Path(__file__).parents[2] / "scenarios" / "cases").glob("*.case.yaml"))[:4]
BATCH = ("batch", "--notes", "notes.jsonl", "--no-knowledge", "-q")


def states(log: bytes) -> Iterator[DialogueState]:
    """The dialogues that a log folds to, each of which must make a valid record with a reason for every turn."""
    whole = log[: log.rfind(b"\n") + 1]
    for name, lines in by_dialogue(whole.splitlines(keepends=True)).items():
        state = fold(branch(lines), name)
        record = state.record()
        assert [turn.id for turn in record.turns] == [reason.turn for reason in record.reasons]
        assert len({turn.id for turn in record.turns}) == len(record.turns)
        yield state


@pytest.fixture(scope="module")
def notes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a file of notes, and the run over them that nothing disturbed."""
    folder = tmp_path_factory.mktemp("killed")
    rows = ({"id": path.name.split(".")[0], "note": read_case(path)[1]} for path in CASES)
    (folder / "notes.jsonl").write_bytes(b"".join(orjson.dumps(row) + b"\n" for row in rows))
    assert run_command(*BATCH, "--run", "whole", cwd=folder, timeout=300).returncode == 0
    return folder


@pytest.mark.parametrize(
    "how",
    [("--jobs", "3"), pytest.param(("--processes", "2"), marks=pytest.mark.slow)],
    ids=["--jobs3", "--processes2"],
)
def test_a_run_killed_at_any_point_goes_on_to_the_same_bytes(notes: Path, how: tuple[str, str]) -> None:
    """After every kill -9 the log, cut anywhere, holds valid records; the run that goes on ends as one that never
    stopped."""
    draw = random.Random(f"kill/{how}")
    folder = notes / "runs" / "".join(("killed", *how))
    journal = folder / "events.jsonl"
    command = (*BATCH, "--run", folder.name, *how)
    killed = 0
    for _ in range(2):
        goal = (journal.stat().st_size if journal.exists() else 0) + draw.randrange(1, 60_000)
        process = Command(*command, cwd=notes)
        until = time.monotonic() + 60
        while process.poll() is None and time.monotonic() < until:
            if journal.exists() and journal.stat().st_size >= goal:
                break
            time.sleep(0.001)
        process.kill()
        killed += process.wait(timeout=60) == -9
        if not journal.exists():
            break
        left = journal.read_bytes()
        for at in (len(left), 0, *(draw.randrange(len(left)) for _ in range(5))):
            list(states(left[:at]))
    assert killed, "every run came to its end before it could be killed"
    assert run_command(*command, cwd=notes, timeout=300).returncode == 0
    same(folder, notes / "runs" / "whole")
    assert not survey(folder, deep=True).damage
    about = orjson.loads((folder / "run.json").read_bytes())
    assert about["counts"] == {"requested": 4, "finished": 4, "failed": 0, "filtered": 0, "pending": 0}


@pytest.mark.thin(1)
@pytest.mark.parametrize("path", CASES[:3], ids=lambda path: path.name.split(".")[0])
def test_any_prefix_of_a_real_log_is_an_unfinished_record(path: Path, tmp_path: Path) -> None:
    """Cut after any event, and at any byte, the log of a conversation with repairs folds to what had been said."""
    done = run_command("simulate", path, "--no-knowledge", "-q", "--run", "r", cwd=tmp_path, timeout=300)
    assert done.returncode == 0, done.stderr
    ((_, log),) = find_blocks(tmp_path / "runs/r/events.jsonl.bz2")
    events = branch(log.splitlines(keepends=True))
    for count in range(1, len(events)):
        one = fold(events[:count])
        assert (one.status, one.stop, one.failure) == ("unfinished", "", None)
        said = {event.turn.id for event in events[:count] if isinstance(event, Spoke | Inserted)}
        gone = {event.turn for event in events[:count] if isinstance(event, Dropped)}
        assert {turn.id for turn in one.turns} == said - gone
    assert fold(events).status == "finished"
    draw = random.Random(path.name)
    for at in sorted(draw.randrange(1, len(log)) for _ in range(60)):
        whole = log[: log.rfind(b"\n", 0, at) + 1].splitlines(keepends=True)
        assert branch(whole) == events[: len(whole)]


@pytest.mark.thin(2)
@pytest.mark.parametrize("delay", [0.05, 0.1, 0.15, 0.2, 0.3, 0.45])
def test_a_ctrl_c_while_it_starts_shows_no_traceback(tmp_path: Path, delay: float) -> None:
    """Whenever it comes, the command ends and says nothing of its inside."""
    (tmp_path / "note.txt").write_text("He fell on the ice. The knee hurts.", encoding="utf-8")
    begin = "import bedside.orchestrator.cli.start as s; print('here', flush=True); s.main()"
    command = [sys.executable, "-c", begin, "simulate", "--note", "note.txt", "--no-knowledge"]
    with subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()  # the interpreter has started; what loads now is ours
        time.sleep(delay)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=60)
    assert "Traceback" not in errors
    assert process.returncode in (0, 130, -signal.SIGINT)
