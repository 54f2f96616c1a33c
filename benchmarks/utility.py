"""What is a set worth to train on: ``python -m bedside.benchmarks.utility``.

Over the notes of MTS-Dialog bedside holds conversations, and rivals make theirs (the note read out, a template, another note's human
conversation). Of each ``bedside evaluate --utility`` says what models come to that are trained on it and tested on the people of the
validation part, beside models that are trained on as many of people's. Then interviews are held, and a screening's label is told from
the answers: synthetic ones alone.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bedside.benchmarks.corpora import DATA, read, write
from bedside.benchmarks.rivals import RIVALS, Simulator

Json = dict[str, Any]
_MAIN = [sys.executable, "-m", "bedside.orchestrator.cli.main"]
MADE = ("shuffled", "readout", "template")
_INTERVIEW = """id: person
note: A person comes for an interview.
protocol: interview/pcl-5
interview:
  label: positive
"""


def ran(*arguments: object) -> str:
    """What a command prints."""
    done = subprocess.run([*_MAIN, *map(str, arguments)], capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):  # 1: some dialogues of a batch failed, and are counted
        sys.exit(f"bedside {arguments[0]} failed:\n{done.stderr[-2000:]}")
    return done.stdout


def bedside_set(rows: Sequence[Json], folder: Path) -> Path:
    """bedside's conversations of these notes, each known for one section."""
    keys = ("id", "note", "section_header")
    notes = write(folder / "notes.jsonl", [{key: row[key] for key in keys} | {"style": "section"} for row in rows])
    ran("batch", "--notes", notes, "--out", folder, "--run", "bedside", "--quiet")
    return folder / "bedside"


def rival_set(name: str, rows: Sequence[Json], folder: Path) -> Path:
    """A rival's conversations of the same notes."""
    simulator: Simulator = RIVALS[name]
    made = [
        {key: row[key] for key in ("id", "note", "section_header")}
        | {"turns": [{"speaker": who, "text": text} for who, text in simulator(rows, at)]}
        for at, row in enumerate(rows)
    ]
    return write(folder / f"{name}.jsonl", made)


def report(run: Path, folder: Path, *options: object) -> Json:
    """What ``bedside evaluate --utility`` says of a set."""
    return json.loads(ran("evaluate", run, "--utility", "--to", folder, "--json", *options))


def table(reports: dict[str, Json]) -> list[str]:
    """A row a task, measure and kind of training, tested on people; then the rows that say nothing of people."""
    lines = [
        "| trained on | " + " | ".join(reports) + " |",
        "|---|" + "---|" * len(reports),
    ]
    first = next(iter(reports.values()))
    for at, row in enumerate(first["scores"]):
        cells = [_cell(of["scores"][at]) for of in reports.values()]
        if any(cell != "–" for cell in cells):
            mark = "" if row["tested_on"] == "real" else " (nothing of people)"
            lines.append(
                f"| {row['task']}, {row['measure']}: {row['trained_on']} → {row['tested_on']}{mark} | {' | '.join(cells)} |"
            )
    return lines


def _apart(reports: dict[str, Json]) -> list[str]:
    """How far each set's training is from people's, on the same dialogues."""
    return [
        f"{name}: {row['task']}, {row['measure']} {row['apart']:+.3f} [{row['apart_low']:+.3f}, {row['apart_high']:+.3f}] from real → real"
        for name, of in reports.items()
        for row in of["scores"]
        if row["trained_on"] == "synthetic" and row["apart"] is not None
    ]


def _cell(row: Json) -> str:
    if row["value"] is None:
        return "–"
    return f"{row['value']:.3f} [{row['low']:.3f}, {row['high']:.3f}] n {row['trained']:,} → {row['tested']:,}"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--notes", type=int, default=300, help="notes of the training part, the first so many")
    parser.add_argument("--subjects", type=int, default=100, help="interviews")
    parser.add_argument("--transformer", help="also by this, as evaluate --transformer takes it")
    parser.add_argument("--sets", nargs="+", choices=("bedside", *MADE), default=("bedside", *MADE), help="these alone")
    parser.add_argument("--only", choices=("notes", "interviews"), help="one of the two tables")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        if asked.only != "interviews":
            files = [asked.data / "dev" / f"mts_{part}.jsonl" for part in ("train", "valid")]
            rows = [row for row in read(files[0])[: asked.notes] if row["note"]] + read(files[1])
            runs = {
                name: bedside_set(rows, folder) if name == "bedside" else rival_set(name, rows, folder)
                for name in asked.sets
            }
            options = ["--real", files[0], "--real-test", files[1]]
            options += ["--transformer", asked.transformer] if asked.transformer else []
            reports = {name: report(run, folder / f"{name}-scores", *options) for name, run in runs.items()}
            print(f"{len(rows):,} notes of MTS-Dialog; tested on its validation part\n")
            print("\n".join(table(reports)))
            print("\n" + "\n".join(_apart(reports)))
            floors = {(one["task"], one["measure"]): one["floor"] for one in next(iter(reports.values()))["scores"]
                      if one["floor"] is not None and one["tested_on"] == "real"}  # fmt: skip
            print(
                "\nWithout training: "
                + ", ".join(f"{task} {name} {value:.3f}" for (task, name), value in floors.items())
            )
        if asked.only != "notes":
            case = folder / "person.case.yaml"
            case.write_text(_INTERVIEW, encoding="utf-8")
            ran(
                "batch",
                "--case",
                case,
                "--subjects",
                asked.subjects,
                "--positive",
                "0.5",
                "--out",
                folder,
                "--run",
                "interviews",
                "--quiet",
            )
            made = report(folder / "interviews", folder / "interviews-scores")
            print(f"\n{asked.subjects} interviews by the PCL-5, half of them positive; synthetic alone\n")
            print("\n".join(table({"bedside": made})))


if __name__ == "__main__":
    main()
