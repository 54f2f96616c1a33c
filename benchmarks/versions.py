"""Is version 0.1.0 below the present one: ``python -m bedside.benchmarks.versions``.

The 26 conversations of version 0.1.0 that readers marked (``marks/`` in the data folder) and the present version's over the same notes
are scored by ``bedside evaluate`` beside people's over other notes, and set side by side, pair by pair, by ``bedside compare``.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bedside.benchmarks.corpora import CORPORA, DATA, people, read, transcribed, write
from bedside.benchmarks.rivals import SHOWN, bedside_run, evaluate, human, made, teachers

Json = dict[str, Any]
OLD = "bedside-0.1.0"


def table(old: Json, new: Json, compared: Json) -> list[str]:
    """A row a metric: both versions, people, and for what a dialogue has by itself the difference of the pairs."""
    sides = [{row["metric"]: row for row in card["metrics"]} for card in (old, new)]
    pairs = {row["metric"]: row for row in compared["metrics"]}
    rows: list[str] = []
    for metric in SHOWN:
        values = [
            sides[0][metric]["value"],
            sides[1][metric]["value"],
            (sides[1][metric].get("reference") or {}).get("value"),
        ]
        cells = " | ".join("–" if value is None else f"{value:.3f}" for value in values)
        apart = pairs.get(metric)
        known = apart is not None and apart["low"] is not None
        told = f"{apart['difference']:+.3f} [{apart['low']:+.3f}, {apart['high']:+.3f}]" if apart and known else ""
        rows.append(f"| `{metric}` | {cells} | {told} |")
    return rows


GROUPS = ("grounding", "disclosure", "coherence", "realism")


def ranks(old: Json, new: Json) -> list[str]:
    """By group, in how many metrics either version is unlike people, and whether the present one is so in fewer."""
    rows: list[str] = []
    for group in GROUPS:
        sides = [card["unlike_people"].get(group) for card in (old, new)]
        if None in sides:
            continue
        shares = [len(side["unlike"]) / side["compared"] for side in sides]
        told = "below" if shares[1] < shares[0] else "level" if shares[1] == shares[0] else "ABOVE"
        counts = " and ".join(f"{len(side['unlike'])} of {side['compared']}" for side in sides)
        rows.append(f"0.1.0 is {told} the present version in {group}: unlike people in {counts} metrics")
    return rows


def compare(a: Path, b: Path) -> Json:
    """What ``bedside compare`` says of two folders of scores."""
    command = [sys.executable, "-m", "bedside.orchestrator.cli.main", "compare", str(a), str(b), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"bedside compare failed:\n{done.stderr[-2000:]}")
    return json.loads(done.stdout)


def _apart(rows: Sequence[Json], ids: frozenset[str]) -> list[Json]:
    return [row for row in rows if row["id"] not in ids]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    data = parser.parse_args().data
    rows = [row for row in read(data / "marks" / "conversations.jsonl") if row["source"] == OLD]
    ids = frozenset(row["id"] for row in rows)
    others = _apart([row for row in people(data, CORPORA["aci"], None) if transcribed(row)], ids)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        reference = write(folder / "reference.jsonl", list(made(human, others)))
        known = write(folder / "teachers.jsonl", _apart(teachers(data), ids))
        old = write(folder / "old.jsonl", list(made(human, rows)))
        new = bedside_run(rows, folder)
        cards = [
            evaluate(run, folder / name, reference, known) for run, name in ((old, "old-scores"), (new, "new-scores"))
        ]
        compared = compare(folder / "old-scores", folder / "new-scores")
    print(f"{len(rows)} notes; {compared['pairs']} pairs; people over {len(others)} other notes\n")
    print("| metric | 0.1.0 | present | people | present less 0.1.0, in pairs |\n|---|---|---|---|---|")
    print("\n".join(table(cards[0], cards[1], compared)))
    print("\n" + "\n".join(ranks(cards[0], cards[1])))


if __name__ == "__main__":
    main()
