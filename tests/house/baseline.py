"""Functions and files that are larger than the house allows: listed in ``baseline.toml``, which may only shrink.

``make baseline`` writes what has become smaller and takes out what is small enough. It adds nothing and raises nothing:
what is new and too large is to be made smaller. Files are known by their name alone, so that one may be moved.
"""

import json
import re
import subprocess
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
FILE = Path(__file__).with_suffix(".toml")
ROOMS = ("agents", "benchmarks", "evaluation", "knowledge", "orchestrator", "scenarios", "tests")
COMPLEXITY = 15  # cyclomatic, of a function, as ruff's C901 counts it
LINES = 400  # of a file
STEP = 50  # lines are listed rounded up to the next fifty, so that not every edit is one of the list
HEAD = """# What is larger than the house allows. This list may only shrink: `make baseline` rewrites it.
# Functions over a cyclomatic complexity of 15, as "file.py::function"; files over 400 lines, rounded up to the next 50.
"""
Sizes = dict[str, dict[str, list[int]]]  # kind, then name, then one number for each of that name, largest first


def measure(root: Path = REPO) -> Sizes:
    """All that is too large in the rooms under ``root`` now. Raises ``CalledProcessError`` if ruff cannot run."""
    found: dict[str, dict[str, list[int]]] = {"complexity": defaultdict(list), "lines": defaultdict(list)}
    rooms = [str(root / room) for room in ROOMS if (root / room).is_dir()]
    for name, value in [*_complex(rooms)]:
        found["complexity"][name].append(value)
    for room in rooms:
        for file in Path(room).rglob("*.py"):
            if (lines := file.read_bytes().count(b"\n")) > LINES:
                found["lines"][file.name].append(-(-lines // STEP) * STEP)
    return {kind: {name: sorted(of[name], reverse=True) for name in sorted(of)} for kind, of in found.items()}


def _complex(rooms: list[str]) -> Iterator[tuple[str, int]]:
    check = [
        sys.executable,
        "-m",
        "ruff",
        "check",
        "--select=C901",
        "--output-format=json",
        "--exit-zero",
        "--no-cache",
    ]
    limit = f"--config=lint.mccabe.max-complexity={COMPLEXITY}"
    done = subprocess.run([*check, limit, "--ignore-noqa", *rooms], capture_output=True, text=True, check=True)
    for fault in json.loads(done.stdout):
        name, value = re.findall(r"`(\w+)` is too complex \((\d+)", fault["message"])[0]
        yield f"{Path(fault['filename']).name}::{name}", int(value)


def listed(file: Path = FILE) -> Sizes:
    """The list as it is written."""
    return tomllib.loads(file.read_text(encoding="utf-8"))


def larger(found: Sizes, allowed: Sizes) -> list[str]:
    """What is too large and not on the list, or larger than the list says."""
    told: list[str] = []
    for kind, names in found.items():
        for name, values in names.items():
            known = allowed[kind].get(name, [])
            if len(values) > len(known) or any(v > k for v, k in zip(values, known, strict=False)):
                told.append(f"{name}: {kind} {values} against {known or 'none'}")
    return told


def smaller(found: Sizes, allowed: Sizes) -> list[str]:
    """What the list says is larger than it is, or is no longer too large at all."""
    return larger(allowed, found)


def shrunk(found: Sizes, allowed: Sizes) -> Sizes:
    """The list without what is small enough now, and with the smaller of both numbers elsewhere."""
    return {
        kind: {
            name: [min(v, k) for v, k in zip(found[kind][name], values, strict=False)]
            for name, values in names.items()
            if name in found[kind]
        }
        for kind, names in allowed.items()
    }


def written(sizes: Sizes) -> str:
    """The list as a file."""
    parts = [
        f"\n[{kind}]\n" + "".join(f'"{name}" = {values}\n' for name, values in of.items()) for kind, of in sizes.items()
    ]
    return HEAD + "".join(parts)


def main() -> None:
    """Rewrite the list, and end with 1 if something is too large for it."""
    found = measure()
    FILE.write_text(written(shrunk(found, listed())), encoding="utf-8")
    if told := larger(found, listed()):
        sys.exit("too large, make them smaller:\n" + "\n".join(told))


if __name__ == "__main__":
    main()
