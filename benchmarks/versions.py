"""Is version 0.1.0 below the present one: ``python -m bedside.benchmarks.versions``.

The 26 conversations of version 0.1.0 that readers marked (``marks/`` in the data folder) and the present version's over the same notes
are scored by ``bedside evaluate`` beside people's over other notes of the same corpora, in the same proportion, and set side by side, pair by
pair, by ``bedside compare``. *Passed* is version 0.1.0 without the turns that readers marked as making no sense: what it tells besides.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from bedside.benchmarks.corpora import CORPORA, DATA, people, read, transcribed, write
from bedside.benchmarks.rivals import SHOWN, bedside_run, evaluate, human, made, teachers

Json = dict[str, Any]
OLD = "bedside-0.1.0"
GRAVE = 2  # severity from which a turn makes no sense
TOLD = ("coverage", "concept_recall", "concept_f1", "number_recall", "heard_100")  # how much is told, by whatever turn


def table(old: Json, new: Json, compared: Json) -> list[str]:
    """A row a metric: both versions, people, and for what a dialogue has by itself the difference of the pairs."""
    sides = [{row["metric"]: row for row in card["metrics"]} for card in (old, new)]
    pairs = {row["metric"]: row for row in compared["metrics"]}
    rows: list[str] = []
    for metric in (*SHOWN, *(name for name in ("told_before", "surprise_in_talk") if name in sides[0])):
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


def told(cards: Sequence[Json]) -> list[str]:
    """How much of the note is told: by version 0.1.0, by its turns that make sense, by the present version, by people."""
    old, new, sense = ({row["metric"]: row for row in card["metrics"]} for card in cards)
    rows: list[str] = []
    for metric in TOLD:
        cells = [old[metric], sense[metric], new[metric], new[metric].get("reference") or {}]
        shown = " | ".join(
            f"{row['value']:.3f} [{row['low']:.3f}, {row['high']:.3f}]" if row.get("low") is not None else "–"
            for row in cells
        )
        rows.append(f"| `{metric}` | {shown} |")
    return rows


def compare(a: Path, b: Path) -> Json:
    """What ``bedside compare`` says of two folders of scores."""
    command = [sys.executable, "-m", "bedside.orchestrator.cli.main", "compare", str(a), str(b), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"bedside compare failed:\n{done.stderr[-2000:]}")
    return json.loads(done.stdout)


def beside(data: Path, rows: Sequence[Json], ids: frozenset[str]) -> list[Json]:
    """People over other notes: of each corpus as many as its share of these rows asks for, of what is transcribed the most that there are."""
    wanted = Counter(row["id"].partition("-")[0] for row in rows)
    there = {
        name: _apart([row for row in people(data, CORPORA[name], None) if transcribed(row)], ids) for name in wanted
    }
    times = min(len(there[name]) / count for name, count in wanted.items())
    return [row for name, count in sorted(wanted.items()) for row in _spread(there[name], int(times * count))]


def _spread(rows: Sequence[Json], count: int) -> list[Json]:
    """So many rows, from all over."""
    return [rows[at * len(rows) // count] for at in range(count)]


def passed(data: Path, rows: Sequence[Json]) -> Iterator[Json]:
    """The rows without the turns that a reader marked as making no sense."""
    marks = [json.loads(line) for line in (data / "marks" / "marks.jsonl").read_text(encoding="utf-8").splitlines()]
    grave = {(mark["id"], mark["turn"]) for mark in marks if mark["source"] == OLD and mark["severity"] >= GRAVE}
    for row in rows:
        turns = [turn for at, turn in enumerate(row["turns"]) if (row["id"], at) not in grave]
        yield {"id": row["id"], "note": row["note"], "turns": turns}


def _apart(rows: Sequence[Json], ids: frozenset[str]) -> list[Json]:
    return [row for row in rows if row["id"] not in ids]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--lm", type=int, help="also heard by the small language model, so many turns")
    asked = parser.parse_args()
    data, more = asked.data, ("--lm", str(asked.lm)) if asked.lm else ()
    rows = [row for row in read(data / "marks" / "conversations.jsonl") if row["source"] == OLD]
    ids = frozenset(row["id"] for row in rows)
    others = beside(data, rows, ids)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        reference = write(folder / "reference.jsonl", list(made(human, others)))
        known = write(folder / "teachers.jsonl", _apart(teachers(data), ids))
        old = write(folder / "old.jsonl", list(made(human, rows)))
        new = bedside_run(rows, folder)
        sense = write(folder / "passed.jsonl", list(passed(data, rows)))
        runs = ((old, "old-scores"), (new, "new-scores"), (sense, "passed-scores"))
        cards = [evaluate(run, folder / name, reference, known, more) for run, name in runs]
        compared = compare(folder / "old-scores", folder / "new-scores")
    print(f"{len(rows)} notes; {compared['pairs']} pairs; people over {len(others)} other notes\n")
    print("| metric | 0.1.0 | present | people | present less 0.1.0, in pairs |\n|---|---|---|---|---|")
    print("\n".join(table(cards[0], cards[1], compared)))
    print("\n" + "\n".join(ranks(cards[0], cards[1])))
    print("\n| told | 0.1.0 | 0.1.0, passed turns | present | people |\n|---|---|---|---|---|")
    print("\n".join(told(cards)))


if __name__ == "__main__":
    main()
