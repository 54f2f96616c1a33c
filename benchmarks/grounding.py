"""Where guidelines speak, and that nothing else changes: ``python -m bedside.benchmarks.grounding [--data DIR]``.

Full visits are made twice, with the guideline store and without. Goals: in 80 % of them a red-flag question or
safety-net advice cites a passage, and the two runs differ in exactly the turns that rest on one.
"""

import argparse
import sys
import tempfile
from collections import Counter
from pathlib import Path

from bedside.benchmarks.corpora import CORPORA, DATA, people, records
from bedside.benchmarks.quality import filled, notes_file, place, run
from bedside.evaluation.given import Given
from bedside.evaluation.grounding import cited, difference
from bedside.evaluation.metrics.grounded import GROUNDED
from bedside.evaluation.metrics.unchanged_elsewhere import UNCHANGED_ELSEWHERE

GOAL = 0.80


def main() -> None:
    """Make both runs and print what was found. Exits with 1 if a goal is missed."""
    parser = argparse.ArgumentParser(prog="grounding", description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--data", type=Path, default=DATA, help=f"holds dev/; default {DATA}")
    parser.add_argument("--limit", type=int, help="only the first N visits")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--show", type=int, default=5, metavar="N", help="turns to show that differ and should not")
    parser.add_argument("--page", type=Path, help="a Markdown page whose list is to be made anew")
    parser.add_argument("--out", type=Path, help="keep both runs here; default: forget them")
    options = parser.parse_args()
    if not (options.data / "dev").is_dir():
        sys.exit(f"There are no visits at {options.data / 'dev'}: give the folder that holds dev/ with --data.")
    with tempfile.TemporaryDirectory() as scratch:
        good = report(options, options.out or Path(scratch))
    sys.exit(0 if good else 1)


def report(options: argparse.Namespace, out: Path) -> bool:
    """Print the findings; True if both goals are met."""
    corpus = CORPORA["aci"]
    rows = people(options.data, corpus, options.limit)
    styles = {row["id"]: corpus.style for row in rows}
    work = place(out, "grounding")
    notes = notes_file(work / "notes.jsonl", rows, styles)
    seed = ("--seed", str(options.seed))
    asked = run(notes, place(work, "with"), *seed)
    bare = run(notes, place(work, "without"), *seed, "--no-knowledge")
    visits = records(asked)
    without = {record.id: record for record in records(bare)}
    given = Given(records=visits, references=without)
    share = GROUNDED(given).value or 0.0
    silent = [record.id for record in visits if not cited(record)]
    found = Counter(passage.partition("#")[2] for record in visits for passage in cited(record))
    leaked = sum(bool(reason.passages) for record in without.values() for reason in record.reasons)
    made = [difference(record, without[record.id]) for record in visits]
    same = sum(one.clean for one in made)
    exact = UNCHANGED_ELSEWHERE(given).value == 1.0 and not leaked
    others = sum(line.startswith("with:") for one in made for line in one.other)
    lines = [
        f"* visits: {len(visits)}",
        f"* a passage asks or warns: {share:.3f} (goal ≥ {GOAL}){' ok' if share >= GOAL else ' miss'}",
        "* cited: " + ", ".join(f"{section} {count}" for section, count in sorted(found.items())),
        f"* turns that rest on a passage, or answer one: {sum(one.expected for one in made)}; without the store: {leaked}",
        f"* visits where nothing else differs: {same} of {len(made)} (goal: all){' ok' if exact else ' miss'}",
        f"* turns that differ and should not: {others}, of them {sum(one.after for one in made)} right after one that may",
    ]
    print("\n".join(lines))
    if options.page:
        page = options.page.read_text(encoding="utf-8")
        options.page.write_text(filled(page, "grounding", "\n".join(lines)), encoding="utf-8")
    if silent:
        print(f"no passage in: {', '.join(silent[:10])}{' …' if len(silent) > 10 else ''}")
    for line in [line for one in made for line in one.other][: options.show]:
        print(f"  {line}")
    return share >= GOAL and exact


if __name__ == "__main__":
    main()
