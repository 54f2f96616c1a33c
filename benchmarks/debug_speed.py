"""How fast is the debugger, and how much does a session take on the disk?

``python -m bedside.benchmarks.debug_speed`` prints medians of opening a kept dialogue (over simulate's first line, in the same run, both
as processes of their own), of a step at turn 100 over what the roles themselves take, of ``bedside check`` over a hundred
saved tests, and the bytes of a session of a hundred turns with twenty forks.
"""

import argparse
import asyncio
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bedside.orchestrator.build.player_options import PlayerOptions
from bedside.orchestrator.cases.case_input import CaseOptions
from bedside.orchestrator.debug.console import Console
from bedside.orchestrator.debug.dialogue_source import open_case
from bedside.orchestrator.debug.journal import Journal
from bedside.orchestrator.debug.session import Session
from bedside.orchestrator.failures import Problem

SHIPPED = "rolled-ankle"
TESTS, FORKS, TURNS = 100, 20, 100
SENTENCES = ("He hurt knee number {n} on the ice.", "Toe {n} aches at night.", "Exam of joint {n} shows swelling.")


def long_case() -> str:
    """A case of the scripted family that goes on for more than a hundred turns."""
    note = " ".join(SENTENCES[n % 3].format(n=n) for n in range(200))
    return f"id: long\nnote: {note!r}\nmodels: {{default: scripted}}\nknowledge: false\nlimits: {{turns: 400}}\n"


def first_line(arguments: Sequence[str], folder: Path, wanted: str, typed: str = "") -> float:
    """Seconds from the start of a process to the first line of its output that has ``wanted``."""
    began = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", "bedside", *arguments],
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        if typed:
            process.stdin.write(typed)
            process.stdin.flush()
        while wanted not in (line := process.stdout.readline()):
            if not line:
                raise RuntimeError(f"bedside {' '.join(arguments)} ended before it said {wanted!r}")
        took = time.perf_counter() - began
        process.stdin.close()
        process.kill()
    return took


def opening(folder: Path, times: int) -> tuple[float, float]:
    """Medians, in seconds, of opening a kept dialogue and of simulate's first line, taken in turns."""
    subprocess.run(
        [sys.executable, "-m", "bedside", "simulate", SHIPPED, "--run", "kept"],
        cwd=folder,
        check=True,
        capture_output=True,
    )
    opened: list[float] = []
    simulated: list[float] = []
    for n in range(times):
        opened.append(first_line(["debug", f"runs/kept/{SHIPPED}"], folder, "next:"))
        simulated.append(first_line(["simulate", SHIPPED, "--run", f"again{n}"], folder, "PHYSICIAN"))
    return statistics.median(opened), statistics.median(simulated)


async def stepping(folder: Path, text: str, goal: int) -> tuple[float, float, int]:
    """Medians, in milliseconds, of a step near the turn ``goal`` and of what the roles take of it, and that turn."""
    file = folder / "step.case.yaml"
    file.write_text(text, encoding="utf-8")
    source = open_case(file, CaseOptions(), PlayerOptions())
    journal = Journal(source, folder / "stepped", {})
    session = Session(source, "nobody", journal.sink)
    console = Console(session)
    await console.run(f"next {goal - 5}")
    steps: list[float] = []
    roles: list[float] = []
    while len(session.state.turns) < goal + 5 and session.state.status == "unfinished":
        before = dict(session.context.spent)
        began = time.perf_counter()
        await console.run("step")
        steps.append(time.perf_counter() - began)
        spent = session.context.spent
        roles.append(sum(spent[name] - before.get(name, 0.0) for name in spent))
    await session.close()
    journal.close()
    return statistics.median(steps) * 1000, statistics.median(roles) * 1000, len(session.state.turns)


async def forked(folder: Path) -> tuple[int, int, int]:
    """Bytes, turns and branches of a session of ``TURNS`` turns with ``FORKS`` forks of four turns each."""
    file = folder / "long.case.yaml"
    file.write_text(long_case(), encoding="utf-8")
    source = open_case(file, CaseOptions(), PlayerOptions())
    journal = Journal(source, folder / "forked", {})
    session = Session(source, "nobody", journal.sink)
    console = Console(session)
    await console.run(f"next {TURNS}")
    for n in range(FORKS):
        for line in ("switch main", f"jump {5 * n + 4}", f'edit {5 * n + 4} "Said in place {n}." "tried"', "next 4"):
            await console.run(line)
    await console.run("switch main")
    await session.close()
    journal.close()
    assert journal.folder is not None
    size = sum(path.stat().st_size for path in journal.folder.iterdir())
    return size, len(session.state.turns), len(session.branches)


async def checking(folder: Path) -> tuple[float, float, int]:
    """Seconds of ``bedside check`` over a folder of saved tests, those of the processor, and how many tests there are."""
    saved = folder / "saved"
    for n in range(TESTS):
        file = folder / "short.case.yaml"
        note = "He fell on the ice. The knee hurts on stairs. He denies fever. Exam shows swelling. Plan is to rest."
        file.write_text(f"id: short-{n}\nnote: {note}\nknowledge: false\nseed: {n}\n", encoding="utf-8")
        session = Session(open_case(file, CaseOptions(), PlayerOptions()), "nobody")
        console = Console(session)
        try:
            await console.run("next 3")
            await console.run(f'edit 2 "Saved words number {n}."')
            await console.run("continue")
            await console.run(f"save test {saved / f'short-{n}.case.yaml'}")
        except Problem as problem:
            print(f"not saved: {problem}", file=sys.stderr)
        await session.close()
    began, before = time.perf_counter(), _processor()
    ran = subprocess.run(
        [sys.executable, "-m", "bedside", "check", "--quiet", str(saved)],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    took = time.perf_counter() - began
    if ran.returncode:
        print(ran.stdout[:500], ran.stderr[:500], file=sys.stderr)
    return took, _processor() - before, len(list(saved.glob("*.case.yaml")))


def _processor() -> float:
    """Seconds of the processor that processes started here have used."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description="How fast is the debugger?")
    parser.add_argument("--times", type=int, default=5, help="how often what is a process of its own is started")
    times = parser.parse_args().times
    with tempfile.TemporaryDirectory(prefix="bedside-debug-") as made:
        folder = Path(made)
        opened, simulated = opening(folder, times)
        step, role, turn = asyncio.run(stepping(folder, long_case(), TURNS))
        took, used, tests = asyncio.run(checking(folder))
        size, turns, count = asyncio.run(forked(folder))
    print("| what | measured | goal |")
    print("|---|--:|--:|")
    print(
        f"| opening a kept dialogue, over simulate's first line ({opened:.2f} s / {simulated:.2f} s) | {opened / simulated:.2f} | 1.2 |"
    )
    print(
        f"| a step at turn {turn - 5}, over what the roles take ({step:.1f} ms - {role:.1f} ms) | {step - role:.1f} ms | 50 ms |"
    )
    print(f"| bedside check of {tests} saved tests ({used:.1f} s of the processor) | {took:.1f} s | 10 s |")
    print(f"| a session of {turns} turns with {count - 1} forks | {size / 1e6:.2f} MB | 1 MB |")


if __name__ == "__main__":
    main()
