"""How soon is a planted fault seen by ``bedside batch --stop-on-drift``, and how often is one seen that is not there?

``python -m bedside.benchmarks.drift``: simulated outcomes, no dialogue is made. Clean runs of so many items draw failures, costs and
faults from one distribution, another one a run: 0 to 15% of items fail, the logarithm of a cost for its note's length has a standard deviation of 0.2 to 0.5
and one in a hundred is five times as dear, a turn has 0 to 0.15 faults. Planted: after 25 to 500 items one of them changes, and told is how many items
later the run stops. ``--spread`` tells that standard deviation for the notes of the shipped cases, or of ``--notes FILE``: by the
tokens that a model would be asked for, counted without a call.
"""

import argparse
import asyncio
import math
import random
import statistics
import sys
from pathlib import Path

from bedside.benchmarks.speed import read_notes
from bedside.orchestrator.batch.drift import DriftWatch
from bedside.orchestrator.batch.estimate import held_dry
from bedside.orchestrator.batch.items import Row
from bedside.orchestrator.runs.outcome import ItemOutcome
from bedside.scenarios.case import Case, Models
from bedside.scenarios.player import Player

FAULTS = (
    "half of the items fail",
    "nine of ten fail",
    "costs double",
    "costs treble",
    "costs halve",
    "0.3 faults a turn more",
)


def main() -> int:
    """Simulate and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--runs", type=int, default=100)
    parser.add_argument("--items", type=int, default=1000, help="of a clean run")
    parser.add_argument("--first", type=int, default=0, help="seed of the first run")
    parser.add_argument("--spread", action="store_true", help="tell how much costs differ, and nothing else")
    parser.add_argument("--notes", type=Path, help="with --spread: JSON Lines of id and note")
    given = parser.parse_args()
    if given.spread:
        spread(given.notes)
        return 0
    seeds = range(given.first, given.first + given.runs)
    alarms = [stopped for seed in seeds if (stopped := simulated(seed, given.items)) is not None]
    print(
        f"{given.runs} clean runs of {given.items:,} items: {len(alarms)} stopped" + "".join(f"\n  {a}" for a in alarms)
    )
    print("| planted | runs | seen within 20 items | median | latest | missed in 100 |\n|---|--:|--:|--:|--:|--:|")
    for fault in FAULTS:
        late: list[int] = []
        for seed in seeds:
            begins = random.Random(f"{fault}/{seed}").randrange(25, 500)
            found = simulated(1000 + seed, begins + 100, fault, begins)
            late.append(found[0] - begins + 1 if found is not None else 101)
        seen = sum(one <= 20 for one in late)
        missed = sum(one > 100 for one in late)
        print(f"| {fault} | {len(late)} | {seen} | {statistics.median(late):g} | {max(late)} | {missed} |")
    return 0


def simulated(seed: int, items: int, fault: str = "", begins: int = 0) -> tuple[int, str] | None:
    """At which item a run stops, and why; None where it comes to its end. One that stops before ``begins`` counts from there."""
    draw = random.Random(f"drift/{seed}")
    failing, spread, faulty = draw.uniform(0, 0.15), draw.uniform(0.2, 0.5), draw.uniform(0, 0.15)
    why: list[str] = []
    watch = DriftWatch(why.append)
    for number in range(items):
        planted = fault if number >= begins else ""
        share = {FAULTS[0]: 0.5, FAULTS[1]: 0.9}.get(planted, failing)
        times = {FAULTS[2]: 2.0, FAULTS[3]: 3.0, FAULTS[4]: 0.5}.get(planted, 1.0)
        more = 0.3 if planted == FAULTS[5] else 0.0
        watch.came(*drawn(draw, f"n{number}", share, spread, times, faulty + more))
        if why and (not fault or number >= begins):
            return number, why[0]
        why.clear()
    return None


def drawn(
    draw: random.Random, name: str, share: float, spread: float, times: float, faulty: float
) -> tuple[ItemOutcome, float]:
    """An item's outcome and cost."""
    words, turns = draw.randrange(80, 900), draw.randrange(20, 90)
    if draw.random() < share:
        return ItemOutcome(name, "", "failed", "schema", 3, failure={"kind": "schema"}), 0.0
    outlier = math.log(5) if draw.random() < 0.01 else 0.0
    cost = times * words * math.exp(draw.gauss(0, spread) + outlier)
    faults = sum(draw.random() < faulty for _ in range(turns))
    return ItemOutcome(name, "", "finished", "complete", turns, words=(words, words), faults=faults), cost


def spread(notes: Path | None) -> None:
    """How much the costs of dialogues differ, as they are and for their notes' lengths."""
    base = Case(id="notes", note="-", models=Models(default=Player(name="openai:any")), knowledge=False)
    rows = [Row(f"n{number}", number, note) for number, note in enumerate(read_notes(notes))]
    costs = [
        (len(row.note.split()), dry.usage.total.tokens)
        for row, dry in zip(rows, asyncio.run(held_dry(rows, base, None, 0)), strict=True)
    ]
    told = [(words, tokens) for words, tokens in costs if tokens]
    whole = statistics.stdev(math.log(tokens) for _, tokens in told)
    by_words = statistics.stdev(math.log(tokens / words) for words, tokens in told)
    print(
        f"{len(told)} dialogues, standard deviation of the logarithm of tokens: {whole:.2f}, by the note's words {by_words:.2f}"
    )


if __name__ == "__main__":
    sys.exit(main())
