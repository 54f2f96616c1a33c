"""A batch made up by shares: notes chosen by what they say, persona and setting dealt out, and what could not be met is told."""

from collections import Counter
from pathlib import Path
from typing import Any

import orjson
import pytest
from batches import Batches
from commands import run_command
from hypothesis import given, settings
from hypothesis import strategies as st

from bedside.orchestrator.batch.quota import filled
from bedside.orchestrator.batch.targets import Targets, largest_remainder
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.runs.reader import RunFolder

NOTE = (
    "HISTORY OF PRESENT ILLNESS\n{name} is a {age}-year-old {sex} with {what}. {They} denies fever.\n\n"
    "ASSESSMENT\n{What}.\n\nPLAN\nRest for 2 weeks.\n"
)
KNEE, COUGH = "left knee pain", "a dry cough"


@pytest.fixture
def batch(tmp_path: Path) -> Batches:
    """A folder of its own."""
    return Batches(tmp_path)


def people(*groups: tuple[int, int, str, str]) -> bytes:
    """JSON Lines of so many notes of each group, by count, age, sex and what they have; and of one that says neither."""
    lines: list[bytes] = []
    for number, (count, age, sex, what) in enumerate(groups):
        who = {"name": "The patient", "age": age, "sex": sex, "They": "She" if sex == "woman" else "He"}
        note = NOTE.format(**who, what=what, What=what.capitalize())
        lines += [orjson.dumps({"id": f"g{number}-{n}", "note": f"{note}Seen on day {n}."}) for n in range(count)]
    return b"\n".join([*lines, orjson.dumps({"id": "silent", "note": "The knee hurts. Plan is rest."})]) + b"\n"


GROUPS = ((9, 30, "woman", KNEE), (6, 30, "man", COUGH), (4, 70, "woman", COUGH), (5, 70, "man", KNEE))
TARGETS = """
total: 12
age: {18-64: 0.5, 65+: 0.5}
sex: {female: 0.5, male: 0.5}
condition: {knee: 0.5, other: 0.5}
persona: {plain: 0.5, anxious: 0.25, terse: 0.25}
setting: {clinic: 0.7, telehealth: 0.3}
"""


def test_shares_are_kept_and_the_same_seed_gives_the_same(batch: Batches) -> None:
    """By a real run: every axis has its numbers, together, and the run says so; the choice is the seed's alone."""
    batch.file("notes.jsonl", people(*GROUPS) + b"{}\n")
    batch.file("targets.yaml", TARGETS)
    command = ("batch", "notes.jsonl", "--targets", "targets.yaml", "--model", "scripted", "--no-knowledge")
    done = run_command(*command, "--run", "r", cwd=batch.folder, text=True)
    assert done.returncode == 3, done.stderr  # the broken row is told as ever
    assert "12 of 25 notes are taken, 12 were wanted" in done.stderr and "Could not be met" not in done.stderr
    lines = batch.lines()
    assert len(lines) == 12 and "silent" not in lines
    groups = Counter(name[:2] for name in lines)
    ages = groups["g0"] + groups["g1"], groups["g2"] + groups["g3"]
    sexes = groups["g0"] + groups["g2"], groups["g1"] + groups["g3"]
    knees = groups["g0"] + groups["g3"], groups["g1"] + groups["g2"]
    assert ages == sexes == knees == (6, 6)
    kept = list(RunFolder(batch.path()).dialogues(list(lines)))
    assert Counter(one.record.meta["persona"] for one in kept) == {"plain": 6, "anxious": 3, "terse": 3}
    assert Counter(one.record.meta["setting"] for one in kept) == {"clinic": 8, "telehealth": 4}
    told = batch.about()["targets"]
    assert (told["wanted"], told["met"], told["silent"]["age"]) == (12, 12, 1)
    assert "--targets" in batch.about()["arguments"]
    assert batch.make("notes.jsonl", targets=batch.folder / "targets.yaml") == 3
    assert len(batch.made()) == 12  # chosen again as before: nothing is made anew
    batch.make("notes.jsonl", run="other", targets=batch.folder / "targets.yaml", choices={"seed": 5})
    assert set(batch.lines("other")) != set(lines)


def test_what_cannot_be_met_is_told_and_as_many_as_can_be_are_taken_without_a_total(
    batch: Batches, capsys: pytest.CaptureFixture[str]
) -> None:
    """Forty are wanted of which nine men are there: no other stands in for them. Without a total the shares hold."""
    batch.file("notes.jsonl", people(*GROUPS))
    sexes = "sex: {female: 0.75, male: 0.25}\n"
    batch.file("many.yaml", f"total: 40\n{sexes}")
    assert batch.make("notes.jsonl", targets=batch.folder / "many.yaml", quiet=False) == 0
    told = capsys.readouterr().err
    assert "Could not be met: sex female: 13 of 30; sex male: 10 of 10." not in told
    assert "Could not be met: sex female: 13 of 30." in told
    assert len(batch.lines()) == 13 + 10
    batch.file("most.yaml", sexes)
    assert batch.make("notes.jsonl", run="most", targets=batch.folder / "most.yaml") == 0
    assert Counter(name[:2] in ("g0", "g2") for name in batch.lines("most")) == {True: 13, False: 4}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("sex: {female: 0.5, male: 0.4}", "add up to 0.9"),
        ("sex: {female: 1.5}", "no share"),
        ("sex: {woman: 1}", "'woman' is not known"),
        ("age: {0-17: 0.5, 10-20: 0.5}", "overlap"),
        ("age: {young: 1}", "no band"),
        ("colour: {red: 1}", "no axis 'colour'"),
        ("persona: {nobody: 1}", "no persona 'nobody'"),
        ("setting: {moon: 1}", "no setting 'moon'"),
        ("total: 0\nsex: {female: 1}", "total 0"),
        ("sex: female", "needs its values"),
        ("[", "cannot be read as YAML"),
        ("", "names no axis"),
        ("age: {90+: 1}", "no note of this input is age 90+"),
        ("total: 3\nage: {90+: 1}", "cannot be met"),
        ("age: {18-64: 0.5, 90+: 0.5}", "no note of this input is age 90+"),
    ],
)
def test_shares_that_cannot_be_used_are_refused_in_one_sentence(batch: Batches, text: str, words: str) -> None:
    """Before anything is made."""
    batch.file("notes.jsonl", people((1, 30, "woman", KNEE)))
    path = batch.file("targets.yaml", text)
    with pytest.raises(Problem) as caught:
        batch.make("notes.jsonl", targets=path)
    assert words in str(caught.value) and "\n" not in str(caught.value)
    assert not (batch.folder / "runs").exists()


def test_a_grid_over_what_is_dealt_out_is_refused(batch: Batches) -> None:
    """The one makes all values, the other a share of each."""
    batch.file("notes.jsonl", people())
    path = batch.file("targets.yaml", "persona: {plain: 1}")
    with pytest.raises(Problem, match="--grid persona"):
        batch.make("notes.jsonl", targets=path, grid=("persona=terse,plain",))


@settings(max_examples=15, deadline=None)
@given(st.lists(st.floats(0.01, 1), min_size=1, max_size=9), st.integers(0, 500))
def test_largest_remainders_add_up_and_are_next_to_the_share(weights: list[float], total: int) -> None:
    """Each number is its share rounded down or up, and together they are all."""
    made = largest_remainder({str(n): weight for n, weight in enumerate(weights)}, total)
    assert sum(made.values()) == total
    for n, weight in enumerate(weights):
        assert abs(made[str(n)] - weight * total / sum(weights)) < 1 + 1e-6


def test_quotas_are_kept_by_as_many_notes_as_can_be() -> None:
    """Where taking the commonest kind first would leave quotas unfilled; and how the axes go together is kept."""
    available = {("a", "x"): 5, ("a", "y"): 5, ("b", "x"): 5}
    assert filled(available, [{"a": 5, "b": 5}, {"x": 5, "y": 5}]) == {("a", "x"): 0, ("a", "y"): 5, ("b", "x"): 5}
    together: dict[Any, int] = {("a", "x"): 80, ("a", "y"): 20, ("b", "x"): 20, ("b", "y"): 80}
    assert filled(together, [{"a": 10, "b": 10}, {"x": 10, "y": 10}]) == {
        ("a", "x"): 8,
        ("a", "y"): 2,
        ("b", "x"): 2,
        ("b", "y"): 8,
    }
    assert filled({("c", "x"): 5}, [{"a": 1}, {"x": 1}]) == {}


def test_the_shares_of_the_page_are_a_file_that_can_be_read(repo: Path, tmp_path: Path) -> None:
    """docs/batch.md shows one."""
    text = (repo / "docs" / "batch.md").read_text(encoding="utf-8").split("## A given make-up")[1]
    (tmp_path / "t.yaml").write_text(text.split("```yaml\n")[1].split("```")[0], encoding="utf-8")
    assert Targets.read(tmp_path / "t.yaml").total == 400
