"""The verdicts of the quality table: what is marked ok must be."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from bedside.benchmarks.corpora import CORPORA
from bedside.benchmarks.goals import GOALS, Goal, bounds, goals_for, verdict
from bedside.benchmarks.quality import filled, folds, markdown
from bedside.benchmarks.tells import tells


@pytest.mark.parametrize(
    ("low", "high", "value", "mark"),
    [
        (0.95, None, 0.95, "ok"),
        (0.95, None, 0.9499, "miss"),
        (None, 0.06, 0.06, "ok"),
        (None, 0.06, 0.061, "miss"),
        (45, 70, 44.9, "miss"),
        (45, 70, 70.1, "miss"),
        (None, None, 0.5, ""),
        (0.95, None, None, ""),
    ],
)
def test_bounds_are_kept_to_the_letter(low: float | None, high: float | None, value: float | None, mark: str) -> None:
    """The bound itself is met, what lies beyond is a miss, what has no goal or no value is neither."""
    assert verdict(Goal("spoken", "x", "x", low, high), value, human=0.5) == mark


def test_people_excuse_nothing_in_full_visits() -> None:
    """Goals for full visits hold whatever people do; elsewhere nobody is asked to be better than people."""
    goal = Goal("varied", "x", "x", high=48)
    assert verdict(goal, 50, human=52) == "miss"
    assert verdict(replace(goal, or_human=True), 50, human=52) == "ok"
    assert not any(goal.or_human for goal in goals_for(CORPORA["aci"]))


def test_every_corpus_is_shown_by_the_same_rows() -> None:
    """What is measured does not depend on the corpus, and faithfulness has the same goals everywhere."""
    for corpus in CORPORA.values():
        assert [goal.key for goal in goals_for(corpus)] == [goal.key for goal in GOALS]
        faithful = [bounds(goal) for goal in goals_for(corpus) if goal.group == "faithful"]
        assert faithful == [bounds(goal) for goal in GOALS if goal.group == "faithful"]


def test_folds_are_even_and_belong_to_the_item() -> None:
    """Parts differ by one at most; an item's part does not depend on the order it came in."""
    rows = [{"id": f"n{i}"} for i in range(41)]
    parts = folds(rows)
    sizes = sorted(list(parts.values()).count(k) for k in range(5))
    assert sizes == [8, 8, 8, 8, 9]
    assert folds(rows[::-1]) == parts


def test_the_table_is_markdown() -> None:
    """Every row has the cells of the head."""
    text = markdown([["", "goal"], ["turns", "45–70"]])
    assert text.splitlines() == ["|       | goal  |", "|-------|-------|", "| turns | 45–70 |"]


def test_giveaways_are_what_one_side_says_more() -> None:
    """A phrase the generator repeats and people never say is named, and so is a stretch copied from the note."""
    made = [{"id": "a", "turns": [{"speaker": "patient", "text": "to be honest the left knee gave way"}] * 30}]
    human = [{"id": "a", "turns": [{"speaker": "patient", "text": "my knee went the wrong way somehow"}] * 30}]
    text = tells(made, human, {"a": "the left knee gave way on stairs"}, str.split, {"gave"}, 40)
    lines = dict(line.rsplit(": ", 1) for line in text.splitlines())
    assert "to be honest" in lines["patient: overused"] and "knee went" not in lines["patient: overused"]
    assert "knee went" in lines["patient: underused"]
    assert lines["patient: note register"] == "gave 30"
    assert lines["copied from notes"].startswith("the left knee gave 30")


def test_a_page_keeps_all_but_the_table() -> None:
    """Only what stands between a table's own marks is made anew; without marks the page stays as it is."""
    page = "a\n<!-- table: x -->\nold\n<!-- end of table -->\nb\n<!-- table: y -->\nkept\n<!-- end of table -->\n"
    assert filled(page, "x", "new") == page.replace("old", "new")
    assert filled(page, "z", "new") == page


@pytest.mark.parametrize("name", ["quality", "grounding"])
def test_missing_data_is_told_in_a_sentence(name: str, tmp_path: Path) -> None:
    """Without the data folder a benchmark says what to give it, and does nothing else."""
    command = [sys.executable, "-m", f"bedside.benchmarks.{name}", "--data", str(tmp_path / "none")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1 and done.stderr.count("\n") == 1 and "--data" in done.stderr, done.stderr
