"""``compare``: two runs of the same notes, pair by pair; other notes, other versions and missing scores are refused."""

from pathlib import Path
from typing import Any

import orjson
import pytest
from test_evaluate import TURNS, row, written

from bedside.orchestrator.failures import Problem
from bedside.orchestrator.scorecards.compare import compare, verdict
from bedside.orchestrator.scorecards.evaluate import evaluate
from bedside.orchestrator.scorecards.score_file import read_scores
from bedside.orchestrator.scorecards.talk_file import FileTalks
from tests.commands import run_command

Json = dict[str, Any]
WORSE = [
    *TURNS[:1],
    {"speaker": "patient", "text": "I have had this cough for nine days, a rash and asthma."},
    *TURNS[2:],
]


def scored(folder: Path, name: str, *rows: Json) -> Path:
    """The scores of these dialogues."""
    evaluate(FileTalks(written(folder / f"{name}.jsonl", *rows)), [], folder / name)
    return folder / name / "scores.jsonl"


def test_pairs_are_compared_and_the_rest_is_told(tmp_path: Path) -> None:
    """What every pair has worse is sure; what has no pair, or another note under the same id, is counted."""
    good = [row(f"n{number}") for number in range(12)]
    bad = [{**one, "turns": WORSE} for one in good[:10]] + [row("n10", note="Another note. She has asthma.")]
    a, b = (read_scores(scored(tmp_path, name, *rows), name) for name, rows in (("a", good), ("b", bad)))
    found = compare(a, b, "a", "b")
    assert found["pairs"] == 10
    (wrong,) = [one for one in found["metrics"] if one["metric"] == "unsupported"]
    assert wrong["difference"] > 0 and wrong["low"] > 0
    assert verdict(wrong) == "a better"
    assert any("another note" in remark for remark in found["remarks"])
    assert any("2 of a have no pair" in remark for remark in found["remarks"])
    same = compare(a, a, "a", "a")
    assert all(verdict(one) == "" for one in same["metrics"])


def test_runs_of_other_notes_are_refused(tmp_path: Path) -> None:
    """Nothing is compared, and it is said why."""
    a = read_scores(scored(tmp_path, "a", row("n1"), row("n2")), "a")
    b = read_scores(scored(tmp_path, "b", row("m1"), row("m2")), "b")
    with pytest.raises(Problem, match="no note in common"):
        compare(a, b, "a", "b")


def test_scores_of_two_versions_are_refused(tmp_path: Path) -> None:
    """Between two runs, and within one file: the run with the older scores is to be scored again."""
    path = scored(tmp_path, "a", row("n1"), row("n2"))
    lines = path.read_bytes().splitlines(keepends=True)
    older = [line.replace(b'"coverage":{"version":1', b'"coverage":{"version":0') for line in lines]
    assert older != lines
    old, mixed = tmp_path / "old.jsonl", tmp_path / "mixed.jsonl"
    old.write_bytes(b"".join(older))
    mixed.write_bytes(lines[0] + older[1])
    with pytest.raises(Problem, match=r"coverage \(0 and 1\).*bedside evaluate before again"):
        compare(read_scores(old, "before"), read_scores(path, "after"), "before", "after")
    with pytest.raises(Problem, match="score the run again"):
        read_scores(mixed, "mixed")


def test_the_command_needs_scores_and_says_so(tmp_path: Path) -> None:
    """A run that was not evaluated is named with the command; two that were are a table, or JSON."""
    first, second = (written(tmp_path / f"{name}.jsonl", row("n1"), row("n2")) for name in "ab")
    done = run_command("compare", first, second, text=True)
    assert done.returncode == 2 and f"bedside evaluate {first}" in done.stderr
    for file in (first, second):
        evaluate(FileTalks(file), [], file.with_name(f"{file.stem}-evaluation"))
    shown = run_command("compare", first, second, text=True)
    assert shown.returncode == 0, shown.stderr
    assert "2 pairs" in shown.stdout
    assert orjson.loads(run_command("compare", first, second, "--json", text=True).stdout)["pairs"] == 2
    again = run_command("compare", first, first, text=True)
    assert again.returncode == 2 and "name two" in again.stderr
