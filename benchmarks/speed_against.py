"""How much processor time a command takes against another checkout's, in pairs taken in turn.

    python -m bedside.benchmarks.speed_against OTHER [--notes FILE.jsonl] [--limit 40] [--pairs 9] [--only batch help]

OTHER is a checkout with an environment in ``.venv``. A pair is one run of each, one after the other, begun by turns with
the one and with the other; user and system time of the process and all it starts count, and the median of the pairs'
ratios is printed. Runs of ``batch`` must have made the same dialogues, but for the version that they name.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from bedside.benchmarks.crash_scene import gallery_notes

HERE = Path(sys.executable).with_name("bedside")
Command = Callable[[Path, str], list[str]]  # (folder, name of the run) -> arguments


def main() -> None:
    """Measure and print a table. Exits with 1 if two runs of ``batch`` said something else."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("other", type=Path, help="a checkout that has .venv/bin/bedside")
    parser.add_argument("--notes", type=Path, help="JSON Lines of id and note; default: the notes of the shipped cases")
    parser.add_argument("--limit", type=int, default=40, help="dialogues of one batch")
    parser.add_argument("--pairs", type=int, default=9)
    parser.add_argument(
        "--only", nargs="+", choices=("batch", "simulate", "help"), default=["batch", "simulate", "help"]
    )
    options = parser.parse_args()
    other = (options.other / ".venv" / "bin" / "bedside").absolute()
    with tempfile.TemporaryDirectory(prefix="bedside-speed-") as name:
        folder = Path(name)
        notes = options.notes.absolute() if options.notes else _gallery(folder)
        made = ["--notes", str(notes), "--limit", str(options.limit), "--processes", "1", "-q"]
        commands: dict[str, Command] = {
            "batch": lambda out, run: ["batch", *made, "--out", str(out), "--run", run],
            "simulate": lambda out, run: ["simulate", str(_case()), "-q", "--out", str(out), "--run", run],
            "help": lambda out, run: ["--help"],
        }
        print("| command | other, CPU s | here, CPU s | here / other | of the pairs |\n|---|--:|--:|--:|---|")
        same = True
        for command in options.only:
            times = [_pair(command, commands[command], other, folder, n) for n in range(-1, options.pairs)][1:]
            print(_row(command, times), flush=True)
        if "batch" in options.only:
            same = _dialogues(folder / "other") == _dialogues(folder / "here")
            print(f"\nbatch: {'the same dialogues' if same else 'OTHER DIALOGUES'}")
    sys.exit(0 if same else 1)


def _gallery(folder: Path) -> Path:
    """The notes of the shipped cases as a file."""
    path = folder / "notes.jsonl"
    rows = gallery_notes(1000).items()
    path.write_text("".join(json.dumps({"id": name, "note": text}) + "\n" for name, text in rows), encoding="utf-8")
    return path


def _case() -> Path:
    return Path(__file__).resolve().parents[1] / "scenarios" / "cases" / "rolled-ankle.case.yaml"


def _pair(name: str, command: Command, other: Path, folder: Path, n: int) -> tuple[float, float]:
    """Seconds of the other and of this one; which comes first alternates. The pair -1 warms up."""
    spent: dict[str, float] = {}
    for side, program in (("other", other), ("here", HERE))[:: 1 if n % 2 else -1]:
        spent[side] = _cpu([str(program), *command(folder / side, f"{name}{n}")], folder)
    return spent["other"], spent["here"]


def _cpu(command: list[str], folder: Path) -> float:
    """User and system seconds of a process and all it waits for. Raises ``CalledProcessError``."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    env = {**os.environ, "OMP_NUM_THREADS": "1"}
    subprocess.run(command, cwd=folder, env=env, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _row(name: str, times: list[tuple[float, float]]) -> str:
    other, here = (statistics.median(column) for column in zip(*times, strict=True))
    ratios = sorted(mine / theirs for theirs, mine in times)
    spread = f"{ratios[0]:.2f} to {ratios[-1]:.2f}, {len(ratios)} pairs"
    return f"| {name} | {other:.2f} | {here:.2f} | {statistics.median(ratios):.3f} | {spread} |"


def _dialogues(out: Path) -> list[str]:
    """The lines of the last batch, without the version that made them."""
    last = max(out.glob("batch*"), key=lambda path: path.stat().st_mtime)
    found = [json.loads(line) for line in (last / "dialogues.jsonl").read_text(encoding="utf-8").splitlines()]
    for row in found:
        row["generator"].pop("version")
    return [json.dumps(row, sort_keys=True) for row in found]


if __name__ == "__main__":
    main()
