"""Does a batch that was held for a person stay what it was where nobody edited? ``python -m bedside.benchmarks.gates``.

So many notes are made without a gate, and once more with one (``--stop-after draft``): the drafts are written to a file, some of
them are given other words, and the run goes on. Told is how many dialogues are byte-identical, how many have the new words, and
how long writing and taking in took. The family is the scripted one, or ``--model agenda``.
"""

import argparse
import sys
import tempfile
from pathlib import Path

import orjson

from bedside.benchmarks.batch import bedside, notes_of, write

WORDS = "These are the words of a person."


def main() -> int:
    """Measure and print; 1 where another dialogue than the edited ones differs."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--notes", type=Path, help="JSON Lines of id and note; those of the shipped cases if left out")
    parser.add_argument("--size", type=int, default=1000, help="notes")
    parser.add_argument("--edits", type=int, default=25, help="dialogues that are edited")
    parser.add_argument("--model", default="scripted")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder / "notes.jsonl", notes_of(given, given.size))
        common = ("batch", "notes.jsonl", "--no-knowledge", "--model", given.model, "-q", "--run")
        bedside(folder, *common, "whole")
        bedside(folder, *common, "held", "--stop-after", "draft")
        writing, _ = bedside(folder, "gate", "held", "--write", "drafts.jsonl")
        edited = edit(folder / "drafts.jsonl", given.edits)
        taking, told = bedside(folder, "gate", "held", "--take", "drafts.jsonl", "--author", "benchmark")
        bedside(folder, *common, "held")
        before, after = (lines(folder / "runs" / run) for run in ("whole", "held"))
    same = sum(after.get(name) == line for name, line in before.items())
    changed = sum(WORDS.encode() in after.get(name, b"") for name in edited)
    print(told.stdout.strip())
    print(
        f"{given.size:,} dialogues, {len(edited)} edited: {same:,} byte-identical, {changed} with the new words; "
        f"{writing:.1f} s to write the file, {taking:.1f} s to take it in"
    )
    return int(same != given.size - len(edited) or changed != len(edited))


def edit(path: Path, count: int) -> list[str]:
    """Give a turn of so many dialogues, spread over all, other words; their ids."""
    forms = [orjson.loads(line) for line in path.read_bytes().splitlines()]
    chosen = forms[:: max(1, len(forms) // count)][:count]
    for form in chosen:
        form["turns"][-1]["text"] = WORDS
    path.write_bytes(b"".join(orjson.dumps(form) + b"\n" for form in forms))
    return [form["id"] for form in chosen]


def lines(folder: Path) -> dict[str, bytes]:
    """The dialogues of a run by id."""
    return {orjson.loads(line)["id"]: line for line in (folder / "dialogues.jsonl").read_bytes().splitlines()}


if __name__ == "__main__":
    sys.exit(main())
