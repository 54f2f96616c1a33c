"""How fast bedside is, as ratios measured in one run: ``python -m bedside.benchmarks.speed [--notes FILE] [--memory N]``.

Absolute times belong to a machine; the ratios are what the project promises. Everything runs on one core.
"""

import argparse
import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

import orjson

from bedside.orchestrator.batch.items import Row
from bedside.orchestrator.batch.runner import Work, run_batch
from bedside.orchestrator.build.simulate_item import Simulator
from bedside.orchestrator.runs.entry import Entry
from bedside.orchestrator.runs.open_run import open_run
from bedside.orchestrator.runs.outcome import ItemOutcome
from bedside.orchestrator.runs.store import Run
from bedside.scenarios.case import Case, Models

CASES = Path(__file__).resolve().parents[1] / "scenarios" / "cases"
_STAGES = ("extract", "intake", "plan", "retrieve", "briefs", "speak", "checks", "refine", "reasons")
_HEAVY = "import langgraph.graph, faiss, onnxruntime, tokenizers"
_TORCH = (
    "import sys; from bedside.orchestrator.cli.main import main\n"
    "sys.argv = ['bedside', 'simulate', '-q', '--out', sys.argv[1], *sys.argv[2:]]\n"
    "try: main()\nexcept SystemExit: pass\n"
    "print('TORCH' if 'torch' in sys.modules else 'CLEAN', file=sys.stderr)"
)


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--notes", type=Path, help="JSON Lines of id and note; default: the notes of the shipped cases")
    parser.add_argument("--limit", type=int, default=40, help="how many dialogues to time")
    parser.add_argument("--memory", type=int, default=0, metavar="N", help="also make N dialogues and watch memory")
    parser.add_argument("--processes", type=int, default=0, metavar="N", help="also make them in N processes")
    parser.add_argument("--model", default="agenda")
    parser.add_argument("--repeat", type=int, default=5, help="how often to time a process; the median counts")
    options = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    notes = read_notes(options.notes)
    rows: list[tuple[str, str, str]] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows += processes(folder, notes[0], options.model, options.repeat)
        rows += rates(folder, notes, options.limit, options.model)
        rows += several(folder, notes, options.limit, options.processes) if options.processes else []
        rows += memory(folder, notes, options.memory, options.model) if options.memory else []
    wide = max(len(row[0]) for row in rows)
    for what, measured, goal in rows:
        print(f"{what.ljust(wide)}  {measured.rjust(14)}  {goal}")


def read_notes(path: Path | None) -> list[str]:
    """The texts to work on."""
    if path is not None:
        return [row["note"] for row in map(orjson.loads, path.read_bytes().splitlines()) if row.get("note")]
    from bedside.scenarios.load import load_case, read_note

    cases = [(load_case(path), path.parent) for path in sorted(CASES.glob("*.case.yaml"))]
    return [read_note(case, folder) for case, folder in cases if case.language == "en"]


def clock(command: list[str], repeat: int) -> float:
    """Median wall seconds of a process."""
    taken: list[float] = []
    for _ in range(repeat):
        began = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)


def first_line(command: list[str]) -> float:
    """Wall seconds until the first turn is on standard output."""
    began = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if orjson.loads(line)["event"] == "turn":
                taken = time.perf_counter() - began
                process.stdout.read()
                return taken
    raise SystemExit("no turn was said: run bedside simulate by hand to see why")


def processes(folder: Path, note: str, models: str, repeat: int) -> list[tuple[str, str, str]]:
    """The command line as a process: help, and the first line of a conversation."""
    file = folder / "note.txt"
    file.write_text(note, "utf-8")
    python = sys.executable
    bare = clock([python, "-c", "pass"], repeat)
    helped = clock([python, "-m", "bedside.orchestrator.cli.main", "--help"], repeat)
    simulate = ["--note", str(file), "--model", models]
    out = ["--out", str(folder / "runs"), "--fresh", "--json", "-q"]
    command = [python, "-m", "bedside.orchestrator.cli.main", "simulate", *simulate, *out]
    first_line(command)  # the index is built, the files are in the system's cache
    spoken = statistics.median(first_line(command) for _ in range(repeat))
    heavy = clock([python, "-c", _HEAVY], repeat)
    probe = subprocess.run(
        [python, "-c", _TORCH, str(folder / "probe"), *simulate], capture_output=True, text=True, check=True
    )
    return [
        ("bedside --help / bare python", f"{helped / bare:.1f} x", f"<= 6    ({helped:.2f} s / {bare:.2f} s)"),
        (
            "first line, cold / importing what it needs",
            f"{spoken / heavy:.2f} x",
            f"<= 1.7  ({spoken:.2f} s / {heavy:.2f} s)",
        ),
        ("torch imported while simulating", "no" if "CLEAN" in probe.stderr else "yes", "no"),
    ]


def works_of(notes: list[str], count: int) -> Iterator[Work]:
    """``count`` rows to be made that go round the notes under ids of their own."""
    for number, (name, note) in enumerate(zip(names_of(count), cycle(notes), strict=False), 1):
        yield Work(Row(name, number, note))


def names_of(count: int) -> list[str]:
    """The ids of so many rows, in order."""
    return [f"n{number:06d}" for number in range(count)]


class WriteTimer:
    """Seconds spent in writing, kept beside those that dialogues keep themselves."""

    def __init__(self, run: Run) -> None:
        self.writing = 0.0
        self.journal = 0.0
        self.spent: dict[str, float] = {}
        self.turns = 0
        self.failed = 0
        self.cpu = 0.0  # seconds of this process: what the wall would show on a machine with nothing else to do
        self._keep, self._sink = run.keep, run.sink
        run.keep, run.sink = self.keep, self.sink  # type: ignore[method-assign]

    def sink(self, entry: Entry) -> None:
        """Time the writing of an event."""
        began = time.perf_counter()
        self._sink(entry)
        taken = time.perf_counter() - began
        self.writing += taken
        self.journal += taken

    def keep(self, outcome: ItemOutcome) -> None:
        """Time what is written at the end, and add up the rest."""
        began = time.perf_counter()
        self._keep(outcome)
        self.writing += time.perf_counter() - began
        self.turns += outcome.turns
        self.failed += outcome.status == "failed"
        for stage, seconds in outcome.spent.items():
            self.spent[stage] = self.spent.get(stage, 0.0) + seconds


def batch(
    folder: Path, name: str, notes: list[str], count: int, simulator: Simulator, models: str
) -> tuple[float, WriteTimer]:
    """Wall seconds for ``count`` dialogues, written as a batch writes them."""
    run = open_run(folder, name, {"name": name}, {}, name=name)
    watch = WriteTimer(run)
    base = Case(id="speed", note="-", models=Models.model_validate({"default": models}))
    began, cpu = time.perf_counter(), time.process_time()
    asyncio.run(run_batch(works_of(notes, count), base, simulator, run))
    watch.cpu, taken = time.process_time() - cpu, time.perf_counter() - began
    run.close(names_of(count))
    return taken, watch


def rates(folder: Path, notes: list[str], count: int, models: str) -> list[tuple[str, str, str]]:
    """Dialogues a second with cold and with warm query vectors, and where the time goes."""
    from bedside.knowledge.query_cache import QueryCache
    from bedside.orchestrator.build.guideline_store import open_guideline_store

    retriever: Any = open_guideline_store().retriever
    retriever.queries = QueryCache(None)
    simulator = Simulator(0, retriever)
    batch(folder, "imports", notes, 2, simulator, models)
    retriever.queries = QueryCache(None)
    cold, first = batch(folder, "cold", notes, count, simulator, models)
    warm, watch = batch(folder, "warm", notes, count, simulator, models)
    known = {stage: watch.spent.get(stage, 0.0) for stage in _STAGES}
    known["writing"] = watch.writing
    known["reasons"] -= watch.journal  # a turn is journalled while its reason is made
    known["LangGraph and the rest"] = warm - sum(known.values())
    told = [
        (
            "dialogues a second, warm query cache",
            f"{count / warm:.1f}",
            f">= 6, aim 10  ({count / watch.cpu:.1f} by CPU time)",
        ),
        (
            "dialogues a second, cold query cache",
            f"{count / cold:.1f}",
            f"              ({count / first.cpu:.1f} by CPU time)",
        ),
        ("turns a dialogue", f"{watch.turns / count:.0f}", ""),
        ("failed", f"{watch.failed}", "0"),
        ("milliseconds a dialogue", f"{1000 * warm / count:.1f}", ""),
    ]
    for stage, seconds in sorted(known.items(), key=lambda pair: -pair[1]):
        told.append((f"  {stage}", f"{1000 * seconds / count:.1f} ms", f"{seconds / warm:.0%}"))
    return told


def several(folder: Path, notes: list[str], count: int, processes: int) -> list[tuple[str, str, str]]:
    """Dialogues a second of the built-in family made in several processes on as many cores as there are, their start
    included, beside those of one process."""
    from bedside.orchestrator.batch.pool import Workers
    from bedside.orchestrator.batch.worker import WorkerSpec
    from bedside.orchestrator.build.guideline_store import open_guideline_store

    base = Case(id="speed", note="-")

    async def made(run: Run) -> None:
        async with Workers(processes, WorkerSpec(base), run.sink) as workers:
            simulator = Simulator(0)  # everything is made elsewhere
            await run_batch(works_of(notes, count), base, simulator, run, jobs=workers.slots, make=workers.perform)

    run = open_run(folder, "several", {}, {}, name="several")
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, range(os.cpu_count() or 1))
    began = time.perf_counter()
    asyncio.run(made(run))
    together = time.perf_counter() - began
    run.settle(names_of(count))
    run.close(names_of(count))
    os.sched_setaffinity(0, cores)
    alone, _ = batch(folder, "alone", notes, count, Simulator(0, open_guideline_store().retriever), "agenda")
    one, many = ((folder / name / "dialogues.jsonl").read_bytes() for name in ("alone", "several"))
    return [
        (
            f"dialogues a second, {processes} processes, start included",
            f"{count / together:.1f}",
            f">= 6  ({count / alone:.1f} by one, warm; the same bytes: {'yes' if one == many else 'NO'})",
        )
    ]


def resident() -> float:
    """Resident memory of this process in MiB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def memory(folder: Path, notes: list[str], count: int, models: str) -> list[tuple[str, str, str]]:
    """Resident memory after a tenth of the notes and after all of them."""
    from bedside.orchestrator.build.guideline_store import open_guideline_store

    simulator = Simulator(0, open_guideline_store().retriever)
    run = open_run(folder, "memory", {}, {}, name="memory")
    seen: list[float] = []

    def tick(_: ItemOutcome) -> None:
        seen.append(resident())

    base = Case(id="speed", note="-", models=Models.model_validate({"default": models}))
    asyncio.run(run_batch(works_of(notes, count), base, simulator, run, tick=tick))
    run.close(names_of(count))
    early, late = seen[len(seen) // 10], seen[-1]
    return [
        (
            f"memory after {count:,} / after {count // 10:,}",
            f"{late / early:.2f} x",
            f"flat    ({late:.0f} / {early:.0f} MiB)",
        )
    ]


if __name__ == "__main__":
    main()
