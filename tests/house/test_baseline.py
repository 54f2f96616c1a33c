"""Nothing becomes larger than the house allows, and the list of what was already may only shrink."""

import tomllib
from pathlib import Path

from house.baseline import LINES, larger, listed, measure, shrunk, smaller, written


def test_nothing_is_larger_than_the_list_says() -> None:
    """A function over a complexity of 15 or a file over 400 lines is on the list, with no smaller number."""
    assert larger(measure(), listed()) == [], "make them smaller: the tree against the list"


def test_what_became_smaller_is_written_down() -> None:
    """The list holds no larger number than the tree has: `make baseline` takes out what was mended, so that it stays so."""
    assert smaller(measure(), listed()) == [], "run `make baseline`: the list against the tree"


def test_a_planted_giant_is_found(tmp_path: Path) -> None:
    """The gate can fail: a function with seventeen ways through it and a file one line too long are told by name; moved
    to another folder they stay who they are."""
    branches = "".join(f"    if x == {n}:\n        return {n}\n" for n in range(16))
    for room in ("agents", "knowledge"):
        (tmp_path / room).mkdir()
    giant = tmp_path / "agents" / "giant.py"
    giant.write_text(f"def grown(x):\n{branches}    return 0\n" + "\n" * LINES, encoding="utf-8")
    found = measure(tmp_path)
    assert found == {"complexity": {"giant.py::grown": [17]}, "lines": {"giant.py": [450]}}
    assert len(larger(found, {"complexity": {}, "lines": {}})) == 2
    giant.rename(tmp_path / "knowledge" / "giant.py")
    assert measure(tmp_path) == found


def test_the_list_shrinks_and_never_grows() -> None:
    """Rewritten, it takes the smaller of both numbers, leaves out what is small enough, and takes in nothing new."""
    allowed = {"complexity": {"a.py::f": [30], "b.py::g": [20, 18], "c.py::h": [17]}, "lines": {"a.py": [500]}}
    found = {"complexity": {"a.py::f": [20], "b.py::g": [25], "d.py::i": [40]}, "lines": {"a.py": [550]}}
    kept = shrunk(found, allowed)
    assert kept == {"complexity": {"a.py::f": [20], "b.py::g": [20]}, "lines": {"a.py": [500]}}
    assert tomllib.loads(written(kept)) == kept
    assert len(larger(found, kept)) == 3 and len(smaller(found, allowed)) == 3
