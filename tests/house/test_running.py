"""How the tests are run: what is left out and when that is an error, what a missing program means, what is shared."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from house.floor import verdict
from once import Once

# Packages in single quotes: .ci/run looks for double ones, and is not to install these.
LAWS = """
import os, pytest

@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_law(seed): pass

@pytest.mark.slow
def test_slow_throughout(): pass

@pytest.mark.needs_program('no-such-package')
def test_program(): pass

@pytest.mark.needs_program('coreutils', program='ls')
def test_present(): pass

@pytest.mark.parametrize("n", range(4))
def test_shared(once, n):
    once.get("x", lambda: open("made", "a").write("x"))
"""


@pytest.fixture
def suite(repo: Path, tmp_path: Path) -> Path:
    """A small suite under the conftest.py and the settings of this one."""
    (tmp_path / "tests").mkdir()
    for name in ("conftest.py", "once.py"):
        shutil.copy(repo / "tests" / name, tmp_path / "tests" / name)
    shutil.copy(repo / "pyproject.toml", tmp_path / "pyproject.toml")
    (tmp_path / "tests" / "test_laws.py").write_text(LAWS, encoding="utf-8")
    return tmp_path


def run(suite: Path, *options: str) -> str:
    """What pytest prints over the small suite."""
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-n", "0", "-rsf", *options]
    done = subprocess.run(command, cwd=suite, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def test_repetitions_and_missing_programs(suite: Path) -> None:
    """Plain, a slow repetition is left out, not a test that is slow throughout, and a missing program is a skip with its
    reason; asked for, the repetition is run and the missing program fails. What workers share is made once."""
    plain = run(suite, "-n", "2")
    assert "7 passed, 1 skipped" in plain and "needs the program no-such-package" in plain
    assert (suite / "made").read_text(encoding="utf-8") == "x"
    every = run(suite, "--slow", "--all-programs")
    assert "8 passed, 1 error" in every
    assert "2 passed" in run(suite, "--slow", "-m", "slow")  # the repetition, and what is slow throughout


def test_what_fails_to_be_made_is_made_by_the_next(tmp_path: Path) -> None:
    """Nobody gets half a result: an error is for whoever met it, and another asks again."""
    with pytest.raises(ZeroDivisionError):
        Once(tmp_path / "once").get("x", lambda: 1 // 0)
    assert Once(tmp_path / "once").get("x", lambda: [2]) == Once(tmp_path / "once").get("x", lambda: [3]) == [2]


def test_the_floor_only_rises() -> None:
    """Below the floor is wrong, a little above is right, and far above the floor is to be raised."""
    assert verdict(89.9, 90.0) is not None
    assert verdict(90.4, 90.0) is None
    assert re.search(r"raise fail_under .* to 92\.5", verdict(93.0, 90.0) or "")


def test_ci_leaves_nothing_out(repo: Path) -> None:
    """.ci/run holds every law and every slow repetition at once, lets no program be missing, judges the floor, and fails by
    what any of them or the checks find, whichever comes first."""
    script = (repo / ".ci" / "run").read_text(encoding="utf-8")
    (tests,) = re.findall(r"^\.venv/bin/pytest (.*)", script, re.MULTILINE)
    assert tests == "--slow --all-programs --cov --cov-report= || wrong=1"
    assert re.search(r"tests/house/floor\.py \|\| wrong=1$", script, re.MULTILINE)
    assert re.search(r"^nice .*make check .*&$", script, re.MULTILINE)
    assert re.search(r'^wait "\$checks" \|\| wrong=1$', script, re.MULTILINE)
    assert script.rstrip().endswith('exit "$wrong"')
