"""How long does scoring take, and does its memory grow: ``python -m bedside.benchmarks.scoring_speed``.

The shipped English cases are held once; their conversations, each time with another word at the end of every turn and of the note
so that nothing is remembered, make files of growing size, which ``bedside evaluate`` scores. What is printed is measured, not
extrapolated.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bedside.benchmarks.corpora import write
from bedside.orchestrator.cases.case_input import read_case
from bedside.orchestrator.cases.find_case import shipped_cases
from bedside.orchestrator.runs.reader import RunFolder

Json = dict[str, Any]
_MAIN = [sys.executable, "-m", "bedside.orchestrator.cli.main"]


def talks(folder: Path, most: int) -> list[Json]:
    """Conversations of shipped cases in English, with their notes."""
    notes = [{"id": name, "note": read_case(path)[1]} for name, path in shipped_cases().items()]
    file = write(folder / "notes.jsonl", notes[: 2 * most])
    command = [*_MAIN, "batch", "--notes", str(file), "--out", str(folder), "--run", "cases", "--quiet"]
    subprocess.run(command, check=False, capture_output=True)
    found: list[Json] = []
    for kept in RunFolder(folder / "cases").dialogues():
        if kept.record.status == "finished" and kept.given and kept.note is not None and kept.note.language == "en":
            turns = [{"speaker": turn.speaker, "text": turn.text} for turn in kept.record.turns]
            found.append({"id": kept.id, "note": kept.given, "turns": turns})
    return found[:most]


def _another(talk: Json, number: int) -> Json:
    """The same conversation with a word of its own in every turn and in the note."""
    word = "".join(chr(ord("a") + int(digit)) for digit in f"{number:06}")
    turns = [turn | {"text": f"{turn['text']} {word.capitalize()}."} for turn in talk["turns"]]
    return {"id": f"n{number}", "note": f"{talk['note']}\n\n{word.capitalize()}.\n", "turns": turns}


def measured(file: Path, folder: Path, processes: int) -> tuple[float, float, float]:
    """Seconds by the clock, seconds of processor, and megabytes of the largest process."""
    command = [*_MAIN, "evaluate", str(file), "--to", str(folder), "--processes", str(processes), "--json"]
    begun = time.monotonic()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    if status:
        sys.exit("bedside evaluate failed")
    return time.monotonic() - begun, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main() -> None:
    """Print a row a size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 300])
    parser.add_argument("--cases", type=int, default=20, help="different conversations that are repeated")
    parser.add_argument("--processes", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        made = talks(folder, asked.cases)
        mean = sum(len(talk["turns"]) for talk in made) / len(made)
        print(f"{len(made)} conversations of {mean:.0f} turns, repeated; {asked.processes} processes\n")
        print(
            "| dialogues | seconds | of processor | ms of processor a dialogue | MB of the largest process |\n|---|---|---|---|---|"
        )
        for size in asked.sizes:
            rows = [_another(made[at % len(made)], at) for at in range(size)]
            file = folder / f"{size}.jsonl"
            file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
            wall, cpu, memory = measured(file, folder / f"scores-{size}", asked.processes)
            print(f"| {size:,} | {wall:.0f} | {cpu:.0f} | {1000 * cpu / size:.0f} | {memory:.0f} |", flush=True)


if __name__ == "__main__":
    main()
