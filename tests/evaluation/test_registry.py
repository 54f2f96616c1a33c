"""Metrics of other packages: found through their entry points; a broken one costs a sentence and nothing else."""

import os
import subprocess
import sys
from pathlib import Path

from bedside.evaluation.metrics.registry import OWN, metrics

THEIRS = """
from bedside.evaluation.metric import Metric, Outcome

def made(name, version=1):
    return Metric(id=name, version=version, measures="x", direction="higher", unit="share", needs={"record"},
                  measure=lambda given: Outcome(1.0, 1))

good, double, text = made("their_own", 4), made("coverage"), "no metric"
"""
SHOW = """
import json
from bedside.evaluation.metrics.registry import metrics, problems
print(json.dumps([{name: metric.version for name, metric in metrics().items()}, problems()]))
"""


def installed(folder: Path, points: dict[str, str]) -> tuple[dict[str, int], list[str]]:
    """What a new process finds beside an installed package ``theirs`` with these entry points."""
    import json

    about = folder / "theirs-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: theirs\nVersion: 1.0\n", encoding="utf-8")
    lines = "\n".join(f"{name} = {value}" for name, value in points.items())
    (about / "entry_points.txt").write_text(f"[bedside.metrics]\n{lines}\n", encoding="utf-8")
    (folder / "theirs.py").write_text(THEIRS, encoding="utf-8")
    (folder / "broken.py").write_text("raise RuntimeError('no model\\nis here')", encoding="utf-8")
    env = {**os.environ, "PYTHONPATH": str(folder)}
    done = subprocess.run([sys.executable, "-c", SHOW], capture_output=True, text=True, check=True, env=env)
    found, told = json.loads(done.stdout)
    return found, told


def test_a_metric_of_another_package_is_there(tmp_path: Path) -> None:
    """It stands behind ours, under its id, with its version."""
    found, told = installed(tmp_path, {"any-name": "theirs:good"})
    assert list(found) == [*(metric.id for metric in OWN), "their_own"]
    assert (found["their_own"], told) == (4, [])


def test_what_is_broken_or_double_is_told_in_a_sentence_each(tmp_path: Path) -> None:
    """A module that is not there, one that raises, something that is no metric and an id that is taken: each is named with
    its package, on one line, and all other metrics are there."""
    points = {
        "a": "nowhere:metric",
        "b": "broken:metric",
        "c": "theirs:text",
        "d": "theirs:double",
        "e": "theirs:missing",
        "f": "theirs:good",
    }
    found, told = installed(tmp_path, points)
    assert list(found) == [*(metric.id for metric in OWN), "their_own"]
    assert found["coverage"] == metrics()["coverage"].version
    for name, sentence, said in zip("abcde", told, ("nowhere", "no model is here", "of type str", "coverage", "missing"), strict=True):  # fmt: skip
        assert f"{name!r} of theirs" in sentence and said in sentence
        assert "\n" not in sentence and sentence.endswith(".")


def test_nobody_can_change_what_others_are_given() -> None:
    """Each caller has a table of its own, and ids are unique."""
    metrics().clear()
    assert list(metrics()) == [metric.id for metric in OWN]
