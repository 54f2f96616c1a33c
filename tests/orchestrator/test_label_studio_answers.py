"""What was marked in Label Studio is read back as what the page saves: every annotator a reader, nothing guessed."""

from pathlib import Path
from typing import Any

import orjson
import pytest
from run_folders import many
from typer.testing import CliRunner

from bedside.orchestrator.cli.main import app
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.reviews.answers import read_answers, read_key

Json = dict[str, Any]


@pytest.fixture(scope="module")
def review(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Json]]:
    """A key, and the tasks that were written with it."""
    folder = tmp_path_factory.mktemp("review")
    runs = [str(many(folder, "a", "b", name=name)) for name in ("one", "two")]
    made = CliRunner().invoke(app, ["review", *runs, "--for", "label-studio", "--to", str(folder / "tasks")])
    assert made.exit_code == 0, (made.output, made.exception)
    return folder / "tasks.key.json", orjson.loads((folder / "tasks/tasks.json").read_bytes())


def region(name: str, turns: tuple[int, int], label: str, kind: str = "") -> list[Json]:
    """A marked stretch with its kind, as Label Studio writes them: two results of one id."""
    start, end = map(str, turns)
    at = {"start": start, "end": end, "startOffset": 0, "endOffset": 4}
    both = [{"id": name, "from_name": "severity", "to_name": "dialogue", "type": "paragraphlabels", "value": {**at, "paragraphlabels": [label]}}]  # fmt: skip
    if kind:
        both.append({"id": name, "from_name": "kind", "to_name": "dialogue", "type": "choices", "value": {**at, "choices": [kind]}})  # fmt: skip
    return both


def whole(guess: str, real: int) -> list[Json]:
    """What was said of a conversation."""
    return [
        {"id": "g", "from_name": "guess", "to_name": "dialogue", "type": "choices", "value": {"choices": [guess]}},
        {"id": "r", "from_name": "real", "to_name": "dialogue", "type": "rating", "value": {"rating": real}},
        {"id": "t", "from_name": "remark", "to_name": "dialogue", "type": "textarea", "value": {"text": ["Hm."]}},
    ]


def export(tasks: list[Json], annotations: list[list[Json]], file: Path) -> Path:
    """The tasks with their annotations, as exported."""
    rows = [{"id": n, "data": task["data"], "annotations": of} for n, (task, of) in enumerate(zip(tasks, annotations, strict=True), 11)]  # fmt: skip
    file.write_bytes(orjson.dumps(rows))
    return file


def by(who: Any, result: list[Json], cancelled: bool = False) -> Json:
    """One annotation."""
    return {"id": 7, "completed_by": who, "was_cancelled": cancelled, "ground_truth": False, "result": result}


def test_every_annotator_is_a_reader(review: tuple[Path, list[Json]], tmp_path: Path) -> None:
    """Marks, kinds and guesses come through; a stretch marks every turn of it, the graver of two marks stays, a cancelled one was not read."""
    key, tasks = read_key(review[0]), review[1]
    ann = {"id": 1, "email": "ann@example.org"}
    marked = [*region("x", (1, 2), "2 incoherent", "GR"), *region("y", (2, 2), "3 wrong", "QA"), *whole("program", 2)]
    file = export(
        tasks, [[by(ann, marked), by(2, whole("people", 5))], [by(ann, [], cancelled=True)]], tmp_path / "e.json"
    )
    readers = {one.reader: one for one in read_answers([file], key)}
    assert set(readers) == {"ann@example.org", "annotator 2"}
    first, second = (key.items[task["data"]["item"]] for task in tasks[:2])
    reading = readers["ann@example.org"].readings[first.item]
    assert reading.marks == {1: (2, "GR"), 2: (3, "QA")}
    assert (reading.guess, reading.real, reading.remark, reading.done) == ("program", 2, "Hm.", True)
    assert readers["ann@example.org"].severities(second) is None
    assert set(readers["annotator 2"].severities(first) or [9]) == {0}
    counted = CliRunner().invoke(app, ["review", "--answers", str(file), "--key", str(review[0])])
    assert counted.exit_code == 0 and "ann@example.org" in counted.output


@pytest.mark.parametrize("wrong", ["label", "turn", "review", "task", "nothing", "object"])
def test_what_is_no_export_of_this_review_is_refused(
    wrong: str, review: tuple[Path, list[Json]], tmp_path: Path
) -> None:
    """One sentence with the task, and nothing is guessed."""
    key, tasks = review
    result = region("x", (1, 1), "9 awful") if wrong == "label" else region("x", (99, 99), "1 stiff") if wrong == "turn" else []  # fmt: skip
    put = [{"data": {**task["data"], "review": "other"}} for task in tasks] if wrong == "review" else tasks
    put = [{"data": {"text": "x"}}] if wrong == "task" else put[:1]
    file = export(put, [[by(1, result)] if wrong != "nothing" else []], tmp_path / "e.json")
    if wrong == "object":
        file.write_bytes(b'[{"data": ]')
    with pytest.raises(Problem) as caught:
        read_answers([file], read_key(key))
    assert str(caught.value).endswith(".") and str(file) in str(caught.value)
