"""Is anything lost, or paid twice, when a batch is killed, held and gone on with? ``python -m bedside.benchmarks.batch_kills``.

A server on this machine speaks and counts. ``--only shards``: a batch in so many shards, killed (-9) at random points ``--kills`` times over
all, each shard gone on with until it is done, then merged. ``--only cycles``: one run through so many cycles of pause, requeue, resume and
kill by ``bedside ctl``'s socket. Both are held against a run that nothing disturbed: the same dialogues, each once, a whole folder, and
no more calls than those that were in the air.
"""

import argparse
import random
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import orjson

from bedside.benchmarks.batch import bedside, notes_of, server, write
from bedside.orchestrator.batch.control_socket import ask
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.runs.verify import verify

COMMON = ("batch", "notes.jsonl", "--no-knowledge", "--model", "openai:plain", "-q")


def main() -> int:
    """Measure and print; 1 where something is not as it should be."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--only", choices=("shards", "cycles"), action="append")
    parser.add_argument("--notes", type=Path, help="JSON Lines of id and note; those of the shipped cases if left out")
    parser.add_argument("--dialogues", type=int, default=200)
    parser.add_argument("--jobs", type=int, default=8, help="dialogues in flight")
    parser.add_argument("--shards", type=int, default=2)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--cycles", type=int, default=50)
    parser.add_argument(
        "--engine", choices=("processes", "ray"), help="two processes or Ray actors make what is killed"
    )
    parser.add_argument("--short", action="store_true", help="the first lines of each note, for a quick look")
    given = parser.parse_args()
    bad = 0
    for name in given.only or ("shards", "cycles"):
        with tempfile.TemporaryDirectory() as folder:
            bad += {"shards": shards, "cycles": cycles}[name](Path(folder), given)
    return int(bad > 0)


def shards(folder: Path, given: argparse.Namespace) -> int:
    """Killed in parts, put together."""
    draw = random.Random("shards")
    _notes(folder, given)
    log = folder / "log"
    with server(log, 0.0) as url:
        common = (*COMMON, "--base-url", url, "--jobs", str(given.jobs))
        bedside(folder, *common, "--run", "whole")
        whole = _calls(log)
        kills = 0
        for number in range(1, given.shards + 1):
            part = (*common, *_engine(given), "--run", "part", "--shard", f"{number}/{given.shards}")
            for _ in range(given.kills // given.shards):
                kills += _killed(folder, part, log, draw.randrange(1, max(2, 2 * whole // given.kills)))
            bedside(folder, *part)
        parts = sorted(str(path) for path in (folder / "runs").glob("part-*"))
        bedside(folder, "merge", *parts, "--run", "merged")
        asked = _calls(log) - whole
    what = f"{kills} kills of {given.shards} shards{f' made by {given.engine}' if given.engine else ''}"
    return _told(what, folder, "merged", asked, whole, kills * given.jobs)


def cycles(folder: Path, given: argparse.Namespace) -> int:
    """Held, tried again, let go on and killed, again and again."""
    draw = random.Random("cycles")
    _notes(folder, given)
    with (folder / "notes.jsonl").open("ab") as file:
        file.write(b'{"id": "broken", "note": 5}\n')  # something to requeue
    log, run = folder / "log", folder / "runs" / "r"
    with server(log, 0.0) as url:
        common = (*COMMON, "--base-url", url, "--jobs", str(given.jobs), "--run")
        bedside(folder, *common, "whole")
        whole = _calls(log)
        for _ in range(given.cycles):
            with subprocess.Popen(
                [sys.executable, "-m", "bedside", *common, "r", *_engine(given)], cwd=folder
            ) as process:
                while process.poll() is None and not _said(run, "pause"):
                    time.sleep(0.02)
                _said(run, "requeue")
                _said(run, "resume")
                time.sleep(draw.uniform(0.05, 0.5))
                process.kill()
        bedside(folder, *common, "r")
        asked = _calls(log) - whole
    return _told(f"{given.cycles} cycles through ctl", folder, "r", asked, whole, given.cycles * given.jobs)


def _engine(given: argparse.Namespace) -> tuple[str, ...]:
    return ("--engine", given.engine, "--processes", "2") if given.engine else ()


def _notes(folder: Path, given: argparse.Namespace) -> None:
    notes = notes_of(given, given.dialogues)
    write(folder / "notes.jsonl", ((name, note[:250] if given.short else note) for name, note in notes))


def _killed(folder: Path, command: tuple[str, ...], log: Path, calls: int) -> bool:
    """Run a command until the server has been asked so many times more, then kill it; whether it had not ended by then."""
    goal = _calls(log) + calls
    with subprocess.Popen([sys.executable, "-m", "bedside", *command], cwd=folder) as process:
        while process.poll() is None and _calls(log) < goal:
            time.sleep(0.005)
        process.kill()
        return process.wait() == -9


def _said(run: Path, do: str) -> bool:
    """Whether the run that is being made did as it was told."""
    with suppress(Problem):
        return bool(ask(run, {"do": do}))
    return False


def _calls(log: Path) -> int:
    return log.read_bytes().count(b"\n") if log.exists() else 0


def _told(what: str, folder: Path, name: str, asked: int, whole: int, most: int) -> int:
    """Compare a run with the undisturbed one and print it; 1 where it is another."""
    one, other = (_turns(folder / "runs" / run) for run in (name, "whole"))
    faults = verify(folder / "runs" / name).faults
    well = one == other and not faults and asked <= whole + most
    print(
        f"{what}: {len(one):,} of {len(other):,} dialogues, {'the same' if one == other else 'NOT THE SAME'}; "
        f"{asked - whole:,} of {whole:,} calls made again (at most {most:,} were in the air); {len(faults)} faults in the folder",
        flush=True,
    )
    return int(not well)


def _turns(folder: Path) -> list[tuple[str, str]]:
    rows = map(orjson.loads, (folder / "dialogues.jsonl").read_bytes().splitlines())
    return sorted((row["id"], str(row["turns"])) for row in rows)


if __name__ == "__main__":
    sys.exit(main())
