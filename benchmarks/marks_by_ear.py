"""What a small language model hears of what readers marked: ``python -m bedside.benchmarks.marks_by_ear --turns 150``.

Turns of version 0.1.0 that readers marked as making no sense (severity 2 and 3) and as many that they passed, of the same speaker and about the same
length, each behind the five turns before it (``evaluation/sets/told_before.py``): how well the two are told apart by either metric of ``bedside
evaluate --lm``, with an interval by drawing conversations. As many turns of people stand beside them. The sample is the same for the same ``--turns``, and a smaller
one is the beginning of a larger.
"""

import argparse
import json
import random
import sys
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sklearn.metrics import roc_auc_score

from bedside.benchmarks.corpora import DATA, read
from bedside.benchmarks.marks import GRAVE, PEOPLE
from bedside.evaluation.sets.local_language_model import NO_MODEL, Surprisals, load, model_file
from bedside.evaluation.sets.told_before import TalkTurn, heard_turn

Json = dict[str, Any]
BANDS = (6, 9, 13, 20, 32)  # words
_SHORTEST = 4  # words
_DRAWS = 1000


@dataclass(frozen=True)
class EarMark:
    """A turn of a conversation that was read, and the gravest mark on it."""

    talk: Json
    at: int
    severity: int

    def heard(self, surprisals: Surprisals) -> TalkTurn:
        """What a model hears of it."""
        turns = [
            ("physician" if t["speaker"] in ("doctor", "physician") else "patient", t["text"])
            for t in self.talk["turns"]
        ]
        return heard_turn(turns, self.at, surprisals)


def sample(data: Path, seed: int = 3) -> tuple[list[EarMark], list[EarMark]]:
    """Marked and passed turns of version 0.1.0, matched and mixed, and turns of people."""
    severity: dict[tuple[str, str], dict[int, int]] = defaultdict(dict)
    for line in (data / "marks" / "marks.jsonl").read_text(encoding="utf-8").splitlines():
        mark = json.loads(line)
        held = severity[mark["id"], mark["source"]]
        held[mark["turn"]] = max(held.get(mark["turn"], 0), mark["severity"])
    cells: dict[tuple[str, int], tuple[list[EarMark], list[EarMark]]] = defaultdict(lambda: ([], []))
    people: list[EarMark] = []
    for talk in read(data / "marks" / "conversations.jsonl"):
        for at, turn in enumerate(talk["turns"]):
            words = len(turn["text"].split())
            if not at or words < _SHORTEST:
                continue
            one = EarMark(talk, at, severity[talk["id"], talk["source"]].get(at, 0))
            if talk["source"] == PEOPLE:
                people.append(one)
            elif one.severity != 1:
                cells[turn["speaker"], bisect_left(BANDS, words)][one.severity >= GRAVE].append(one)
    draw = random.Random(seed)
    matched = [one for cell in cells.values() for side in cell for one in draw.sample(side, min(map(len, cell)))]
    draw.shuffle(matched)
    draw.shuffle(people)
    return matched, people


Heard = Sequence[tuple[EarMark, TalkTurn]]


def information(heard: TalkTurn) -> float:
    """How little the turns before say of it: the more, the likelier to be marked."""
    return heard.behind - heard.alone


def surprise(heard: TalkTurn) -> float:
    """How surprising it is behind them, a token."""
    return heard.behind / heard.tokens


SAYS = {"told_before": (information, -1.0), "surprise_in_talk": (surprise, 1.0)}  # and the sign by which it is shown


def area(told: Sequence[tuple[bool, float]]) -> float | None:
    """How often a marked turn gets more than a passed one; None where there are only ones of a kind."""
    labels = [marked for marked, _ in told]
    return float(roc_auc_score(labels, [said for _, said in told])) if 0 < sum(labels) < len(labels) else None


def between(told: Sequence[tuple[str, bool, float]], seed: int = 0) -> tuple[float, float]:
    """The 95 % interval of the area, drawing conversations."""
    by: dict[str, list[tuple[bool, float]]] = defaultdict(list)
    for name, marked, said in told:
        by[name].append((marked, said))
    draw, names, found = random.Random(seed), list(by), list[float]()
    for _ in range(_DRAWS):
        one = area([pair for name in draw.choices(names, k=len(names)) for pair in by[name]])
        if one is not None:
            found.append(one)
    found.sort()
    return found[int(0.025 * len(found))], found[int(0.975 * len(found))]


def table(made: Heard, people: Heard) -> list[str]:
    """A row a metric."""
    rows = [
        "| metric | area | 95 % interval | mean, marked | mean, passed | mean, people |",
        "|---|---|---|---|---|---|",
    ]
    for name, (says, sign) in SAYS.items():
        told = [(turn.talk["id"], turn.severity >= GRAVE, says(heard)) for turn, heard in made]
        low, high = between(told)
        sides = ([s for _, m, s in told if m], [s for _, m, s in told if not m], [says(heard) for _, heard in people])
        means = " | ".join(f"{sign * sum(side) / len(side):.2f}" if side else "–" for side in sides)
        found = area([(marked, said) for _, marked, said in told])
        rows.append(f"| `{name}` | {found or float('nan'):.3f} | [{low:.3f}, {high:.3f}] | {means} |")
    return rows


def main() -> None:
    """Listen, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--turns", type=int, default=150, help="of version 0.1.0, and as many of people")
    asked = parser.parse_args()
    found = model_file()
    if found is None:
        sys.exit(NO_MODEL)
    listens = load(found)
    made, people = ([(one, one.heard(listens)) for one in side[: asked.turns]] for side in sample(asked.data))
    marked = sum(turn.severity >= GRAVE for turn, _ in made)
    print(f"{len(made)} turns of version 0.1.0, {marked} of them marked; {len(people)} of people\n")
    print("\n".join(table(made, people)))


if __name__ == "__main__":
    main()
