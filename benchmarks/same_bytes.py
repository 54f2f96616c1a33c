"""Whether an earlier version of bedside says the same, byte for byte: the gallery and a file of notes, seed by seed.

    python -m bedside.benchmarks.same_bytes [--base c12dd70] [--notes FILE.jsonl ...] [--seeds 0 1]

The base is a commit of this repository, checked out beside it for the time of the run and given the installed libraries.
A line holds the version that made it; that alone may differ. The gallery is held case by case, files of notes as
batches of the built-in family and of ``scripted``.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# Version 0.1.0 forgot what their persona keeps back, or drew no manner for them, as soon as a seed stood beside the case.
MENDED = frozenset(
    f"{name}.case.yaml" for name in ("interview-two-grey-weeks", "low-mood-and-silence", "the-third-try-to-quit")
)
ROOMS = ("agents", "benchmarks", "evaluation", "knowledge", "orchestrator", "scenarios")
_MAIN = """
import importlib
name = "bedside.orchestrator.cli"
module = importlib.import_module(name)
(module.main if callable(getattr(module, "main", None)) else importlib.import_module(name + ".main").main)()
"""
_HELD = """
import json, sys
from pathlib import Path
try:
    from bedside.orchestrator.simulate import simulate
except ImportError:
    from bedside import simulate
for path in sorted(Path(sys.argv[1]).rglob("*.case.yaml")):
    try:
        record = simulate(path, seed=int(sys.argv[2]))
        told = [[t.id, t.speaker, t.text, list(r.facts)] for t, r in zip(record.turns, record.reasons)]
        print(json.dumps([path.name, record.stop, told]))
    except Exception as error:
        print(json.dumps([path.name, type(error).__name__]))
"""


def main() -> int:
    """Run both versions and print what differs. Exits with 1 if anything does."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", default="c12dd70", help="the commit to compare with: version 0.1.0")
    parser.add_argument("--notes", type=Path, nargs="*", default=[], help="JSON Lines of notes")
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1])
    parser.add_argument("--cases", type=Path, default=ROOT / "scenarios" / "cases")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        base = _checkout(given.base, here / "base")
        tried = [_compare(base, here, given.cases, given.notes, seed) for seed in given.seeds]
    total, other = sum(count for count, _ in tried), sum(different for _, different in tried)
    print(f"{total} dialogues compared, {other} differ")
    return 1 if other else 0


def _checkout(commit: str, folder: Path) -> Path:
    """The tree of a commit, with its rooms under one import name."""
    archive = subprocess.run(["git", "archive", commit], cwd=ROOT, check=True, capture_output=True).stdout
    folder.mkdir()
    subprocess.run(["tar", "-x", "-C", str(folder)], input=archive, check=True)
    return _linked(folder)


def _linked(tree: Path) -> Path:
    """A folder for the module path, in which the tree is ``bedside`` before any that is installed."""
    package = tree / "path" / "bedside"
    package.mkdir(parents=True)
    for room in ROOMS:
        (package / room).symlink_to(tree / room)
    front = tree / "bedside" / "__init__.py"
    (package / "__init__.py").write_text(front.read_text() if front.exists() else "", encoding="utf-8")
    return package.parent


def _compare(base: Path, here: Path, cases: Path, notes: Iterable[Path], seed: int) -> tuple[int, int]:
    """How many dialogues of one seed were compared, and how many differ."""
    tried = [("gallery", [_held(path, cases, seed) for path in (base, None)])]
    for file in notes:
        for family in ("agenda", "scripted"):
            tried.append((f"{file.stem} {family}", [_batch(path, here, file, family, seed) for path in (base, None)]))
    total = different = 0
    for name, (before, now) in tried:
        wrong = sum(one != other for one, other in zip(before, now, strict=False)) + abs(len(before) - len(now))
        print(f"{name}, seed {seed}: {len(before)} dialogues, {wrong} differ", flush=True)
        total, different = total + len(before), different + wrong
    return total, different


def _held(path: Path | None, cases: Path, seed: int) -> list[str]:
    """Every case of the gallery but those that were mended since, held from inside one version: a line each."""
    done = _python(path, [_HELD, str(cases), str(seed)], check=True)
    return [line for line in done.stdout.splitlines() if json.loads(line)[0] not in MENDED]


def _batch(path: Path | None, here: Path, file: Path, family: str, seed: int) -> list[str]:
    """The lines of a batch of one version, without the version that made them."""
    out, name = here / ("base" if path else "here"), f"{file.stem}-{family}-{seed}"
    made = ["batch", "--notes", str(file), "--processes", "1", "--model", family, "--seed", str(seed)]
    _python(path, [_MAIN, *made, "--out", str(out / "runs"), "--run", name, "-q"])
    return _lines(out / "runs" / name / "dialogues.jsonl")


def _python(path: Path | None, arguments: list[str], check: bool = False) -> "subprocess.CompletedProcess[str]":
    """Run a program in this interpreter, with the bedside of ``path`` before the one that is installed."""
    env = {**os.environ, **({"PYTHONPATH": str(path)} if path else {})}
    return subprocess.run([sys.executable, "-c", *arguments], env=env, check=check, stdout=subprocess.PIPE, text=True)


def _lines(path: Path) -> list[str]:
    """The dialogues of a run, without the version that made them."""
    found = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for row in found:
        row["generator"].pop("version")
    return [json.dumps(row, sort_keys=True) for row in sorted(found, key=lambda row: row["id"])]


if __name__ == "__main__":
    sys.exit(main())
