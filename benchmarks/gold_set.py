"""Do metrics and checks find what was planted, and only that? ``python -m bedside.benchmarks.gold_set``.

The built-in family speaks over shipped cases, ``gold/`` says what is done to its conversations, and the detectors that
``bedside evaluate`` and the checks have read both the planted and the untouched. Frames, tables and planter were written
by somebody who had not read a detector.

Recall is the share of a class's defects that a detector of the class points at, at their turn. Precision counts each
untouched twin in which one of them points at anything as a false alarm: found / (found + such twins). A twin may have a
fault of its own, so precision is a lower bound.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bedside.benchmarks.gold_alarms import GoldVerdict, verdict
from bedside.benchmarks.gold_plants import CLASSES, GRAVE, Defect, plants
from bedside.benchmarks.gold_talk import talks

FIRST = Path(__file__).parent / "gold" / "first.json"
GOAL = (0.95, 0.9)  # precision and recall, of the classes in GRAVE
Json = dict[str, Any]


def scores(verdicts: Sequence[GoldVerdict]) -> Json:
    """What the detectors of one class came to."""
    found = sum(one.found for one in verdicts)
    false = sum(bool(one.false) for one in verdicts)
    return {
        "planted": len(verdicts),
        "found": found,
        "twins": false,
        "precision": round(found / (found + false), 3) if found + false else None,
        "recall": round(found / len(verdicts), 3) if verdicts else None,
    }


def _cell(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def table(first: dict[str, Json], last: dict[str, Json]) -> list[str]:
    """A row a class: the first run's numbers beside these."""
    rows = [
        "| class | planted | precision, first | recall, first | precision | recall |",
        "|---|---|---|---|---|---|",
    ]
    for kind, now in last.items():
        then = first.get(kind, {})
        cells = [_cell(one.get(key)) for one in (then, now) for key in ("precision", "recall")]
        mark = ""
        if kind in GRAVE:
            kept = (now["precision"] or 0) >= GOAL[0] and (now["recall"] or 0) >= GOAL[1]
            mark = " (goal met)" if kept else " (goal missed)"
        rows.append(f"| {kind.replace('_', ' ')}{mark} | {now['planted']} | {' | '.join(cells)} |")
    return rows


def write_rows(path: Path, made: Sequence[Defect]) -> None:
    """The conversations as ``bedside evaluate`` reads them, each planted one behind its twin, its label under ``gold``."""
    rows = [row for plant in made for row in plant.rows()]
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def show(verdicts: Sequence[GoldVerdict]) -> None:
    """What was missed, and where a twin was blamed."""
    for one in verdicts:
        plant = one.plant
        if not one.found:
            before = plant.talk.turns[plant.turn - 1][1] if plant.turn else ""
            print(f"missed {plant.id} {plant.twin.case}[{plant.turn}]: {before[-70:]} / {plant.said[:160]}")
        for name, at in one.false:
            before = plant.twin.turns[at - 1][1] if at else ""
            print(f"false  {plant.id} {plant.twin.case}[{at}] {name}: {before[-70:]} / {plant.twin.turns[at][1][:160]}")


def main() -> None:
    """Plant, look, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=17)
    parser.add_argument("--classes", nargs="+", choices=CLASSES, default=list(CLASSES))
    parser.add_argument("--cases", type=int, help="only the first N visits")
    parser.add_argument("--write", type=Path, help="write the conversations into this file, and do not judge")
    parser.add_argument("--show", action="store_true", help="what was missed, and what was blamed wrongly")
    parser.add_argument("--save-first", action="store_true", help="keep this run as the first one")
    given = parser.parse_args()
    made = list(plants(given.seed, talks(given.seed, given.cases), tuple(given.classes)))
    if given.write:
        write_rows(given.write, made)
        sys.exit(0)
    verdicts = [verdict(plant) for plant in made]
    if given.show:
        show(verdicts)
    last = {kind: scores([one for one in verdicts if one.plant.kind == kind]) for kind in given.classes}
    if given.save_first:
        FIRST.write_text(json.dumps(last, indent=1) + "\n", encoding="utf-8")
    first: dict[str, Json] = json.loads(FIRST.read_text(encoding="utf-8")) if FIRST.exists() else {}
    print(f"{len(made)} planted conversations and their twins, seed {given.seed}\n")
    print("\n".join(table(first, last)))


if __name__ == "__main__":
    main()
