"""A batch that is held for a person: what they change is on the record with their name, and all else is as if nobody had
looked."""

from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import orjson
import pytest
import yaml
from batches import Batches, rows
from commands import run_command
from kept import same, traces
from typer.main import get_command as command

from bedside.benchmarks.crash_scene import gallery_notes
from bedside.orchestrator.cli.commands.gate import app
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.graph.review_gate import review_gate
from bedside.orchestrator.runs.reader import RunFolder
from bedside.orchestrator.runs.verify import verify


@pytest.fixture
def batch(tmp_path: Path) -> Batches:
    """A folder of its own."""
    return Batches(tmp_path)


def gate(batch: Batches, *arguments: str) -> tuple[int, str]:
    """``bedside gate`` in this process, which holds the run's lock: its exit code, and what it said."""
    given = [str(batch.folder / one) if one.endswith((".yaml", ".jsonl")) else one for one in arguments]
    try:
        with redirect_stdout(StringIO()) as said:
            command(app).main([str(batch.path()), *given], standalone_mode=False)
    except Problem as problem:
        return 2, str(problem)
    return 0, said.getvalue()


def documents(path: Path) -> list[dict[str, Any]]:
    """The dialogues of a file that a person is to change."""
    return [one for one in yaml.safe_load_all(path.read_text(encoding="utf-8")) if one]


def write_back(path: Path, forms: list[dict[str, Any]]) -> None:
    """As a person leaves the file: another program has written it anew."""
    path.write_text(yaml.safe_dump_all(forms, allow_unicode=True), encoding="utf-8")


@pytest.mark.parametrize(
    ("count", "edited", "form"),
    [(12, 2, "drafts.yaml"), pytest.param(200, 25, "drafts.jsonl", marks=pytest.mark.slow)],
    ids=["2 of 12", "25 of 200"],
)
def test_what_nobody_edited_is_byte_identical(batch: Batches, count: int, edited: int, form: str) -> None:
    """Drafts written, some turns given other words, taken in, each by a process of its own: those are on the record, and every
    other dialogue has the bytes and reasons of a run without a gate."""

    def run(*arguments: str) -> Any:
        return run_command(*arguments, cwd=batch.folder, text=True)

    batch.file("notes.jsonl", rows(*(f"n{i:03d}" for i in range(count))))
    assert batch.make("notes.jsonl", run="whole") == 0
    common = ("batch", "notes.jsonl", "--run", "r", "--model", "scripted", "--no-knowledge", "--processes", "1")
    held = run(*common, "--stop-after", "draft")
    assert held.returncode == 0 and f"{count} held after their draft" in held.stderr
    counts = batch.about()["counts"]
    assert (counts["finished"], counts["failed"], counts["pending"]) == (0, 0, count)
    assert run("gate", "r", "--write", form).returncode == 0
    path = batch.folder / form
    assert path.stat().st_mode & 0o777 == 0o600
    if form.endswith("yaml"):
        forms = documents(path)
    else:
        forms = [orjson.loads(line) for line in path.read_bytes().splitlines()]
    chosen = [one["id"] for one in forms[:: count // edited]][:edited]
    for one in forms:
        if one["id"] in chosen:
            one["turns"][3]["text"] = f"No: {one['id']} — that's “another” word."
    if form.endswith("yaml"):
        write_back(path, forms)
    else:
        path.write_bytes(b"".join(orjson.dumps(one) + b"\n" for one in forms))
    told = run("gate", "r", "--take", form, "--author", "Dr. Lee", "--why", "too stiff")
    assert told.returncode == 0 and f"{edited} changed ({edited} turns" in told.stdout
    assert run(*common).returncode == 0
    before, after = batch.lines("whole"), batch.lines()
    assert {name for name in before if before[name] != after[name]} == set(chosen)
    assert [*before] == [*after]
    for name in chosen:
        assert after[name]["edited"] == [3] and after[name]["turns"][3]["text"].startswith(f"No: {name} — that's")
        events = RunFolder(batch.path()).dialogue(name).events
        (event,) = [one for one in events if one.event == "edited"]
        assert (event.by, event.why) == ("person:Dr.-Lee", "too stiff")
    kept = [trace for trace in traces(batch.path("whole")) if trace["id"] not in chosen]
    assert [trace for trace in traces(batch.path()) if trace["id"] not in chosen] == kept
    assert verify(batch.path()).faults == []


@pytest.mark.parametrize(
    ("stage", "processes"), [("plan", 1), ("draft", 1), pytest.param("draft", 2, marks=pytest.mark.slow)]
)
def test_held_and_gone_on_with_is_never_held(batch: Batches, stage: Any, processes: int) -> None:
    """The built-in family, whose drafts are repaired: held at a gate, in one process or two, and there once more, then gone on with
    without a change, it is the run that nobody held."""
    notes = gallery_notes(1)
    batch.file("notes.jsonl", b"".join(orjson.dumps({"id": i, "note": n}) + b"\n" for i, n in notes.items()))
    assert batch.make("notes.jsonl", run="whole", player=None) == 0
    assert batch.make("notes.jsonl", player=None, stop_after=stage, processes=processes) == 0
    log = (batch.path() / "events.jsonl").read_bytes()
    assert batch.make("notes.jsonl", player=None, stop_after=stage) == 0
    assert (batch.path() / "events.jsonl").read_bytes() == log
    file = f"{stage}s.yaml"
    assert gate(batch, "--write", file)[0] == 0
    assert "0 changed" in gate(batch, "--take", file, "--author", "x")[1]
    assert batch.make("notes.jsonl", player=None) == 0
    same(batch.path(), batch.path("whole"))


def test_a_plan_is_changed(batch: Batches) -> None:
    """A fact is taken out, two steps change places: what is said follows, the fact is counted as left out by a person, and
    the record says who. Another dialogue is as it was."""
    batch.file("notes.jsonl", rows("a", "b"))
    assert batch.make("notes.jsonl", run="whole") == 0
    assert batch.make("notes.jsonl", stop_after="plan") == 0
    assert gate(batch, "--write", "plans.yaml")[0] == 0
    forms = documents(batch.folder / "plans.yaml")
    (told,) = (topic for topic in forms[0]["plan"] if topic["topic"] == "assessment")
    (step,) = told["steps"]
    gone = next(name for name, words in step["facts"].items() if "swelling" in words)
    del step["facts"][gone]
    forms[0]["plan"] = [told, *(topic for topic in forms[0]["plan"] if topic is not told)]
    write_back(batch.folder / "plans.yaml", forms)
    code, said = gate(batch, "--take", "plans.yaml", "--author", "lee")
    assert code == 0 and "1 plans" in said
    assert batch.make("notes.jsonl") == 0
    before, after = batch.lines("whole"), batch.lines()
    assert after["b"] == before["b"]
    said = " ".join(turn["text"] for turn in after["a"]["turns"])
    assert "swelling" not in said and "Plan is rest." in after["a"]["turns"][0]["text"]
    assert after["a"]["replanned"] is True
    kept = RunFolder(batch.path()).dialogue("a")
    assert kept.record.meta["replanned"] == ["person:lee"]
    assert kept.record.meta["unplaced"] == {gone: "left out: by a person"}
    assert verify(batch.path()).faults == []


def test_words_of_notes_that_are_not_kept_are_not_in_the_log(batch: Batches) -> None:
    """Without the notes a plan cannot be shown; with them it is changed, and the log still quotes none of their words."""
    batch.file("notes.jsonl", rows("a"))
    how: dict[str, Any] = {"stop_after": "plan", "keep_text": False}
    assert batch.make("notes.jsonl", **how) == 0
    code, said = gate(batch, "--write", "plans.yaml")
    assert code == 2 and "--notes FILE" in said
    assert gate(batch, "--write", "plans.yaml", "--notes", "notes.jsonl")[0] == 0
    forms = documents(batch.folder / "plans.yaml")
    forms[0]["plan"][1]["steps"][0]["subject"] = "The knee hurts"
    write_back(batch.folder / "plans.yaml", forms)
    assert gate(batch, "--take", "plans.yaml", "--notes", "notes.jsonl", "--author", "lee")[0] == 0
    log = (batch.path() / "events.jsonl").read_bytes()
    assert b'"replanned"' in log and b"knee hurts" not in log
    assert batch.make("notes.jsonl", keep_text=False) == 0


def test_what_cannot_be_taken_in_is_refused_and_nothing_is(batch: Batches) -> None:
    """One sentence with the dialogue's id; the other changes of the file are not taken in either."""
    batch.file("notes.jsonl", rows("a", "b"))
    assert batch.make("notes.jsonl", stop_after="draft") == 0
    assert gate(batch, "--write", "good.jsonl")[0] == 0
    assert gate(batch, "--write", "good.jsonl")[0] == 2  # it may hold what somebody changed
    log = (batch.path() / "events.jsonl").read_bytes()
    good = (batch.folder / "good.jsonl").read_bytes().splitlines()
    first, second = (orjson.loads(line) for line in good)
    first["turns"][0]["text"] = "Good day."
    fewer = {**second, "turns": second["turns"][1:]}
    empty = {**second, "turns": [{**second["turns"][0], "text": " "}, *second["turns"][1:]]}
    other = {**second, "turns": [{**second["turns"][0], "speaker": "nurse"}, *second["turns"][1:]]}
    for bad, words in (
        (fewer, "not the turns"),
        (other, "not the turns"),
        (empty, "under"),
        ({**second, "id": "zz"}, "no dialogue"),
        ({**second, "after": "0"}, "no place"),
        ({"id": "b", "after": second["after"]}, "neither"),
        (first, "twice"),
    ):
        batch.file("bad.jsonl", b"".join(orjson.dumps(one) + b"\n" for one in (first, bad)))
        code, said = gate(batch, "--take", "bad.jsonl", "--author", "lee")
        assert code == 2 and words in said, said
        assert (batch.path() / "events.jsonl").read_bytes() == log
    batch.file("broken.yaml", "id: [a\n")
    assert "is not YAML, line" in gate(batch, "--take", "broken.yaml", "--author", "lee")[1]
    batch.file("good.jsonl", orjson.dumps(first))
    assert "1 changed" in gate(batch, "--take", "good.jsonl", "--author", "lee")[1]
    log = (batch.path() / "events.jsonl").read_bytes()
    assert "0 changed" in gate(batch, "--take", "good.jsonl", "--author", "lee")[1]  # a second time it changes nothing
    assert (batch.path() / "events.jsonl").read_bytes() == log
    assert batch.make("notes.jsonl") == 0
    first["turns"][1]["text"] = "Good day to you."
    batch.file("late.jsonl", orjson.dumps(first))
    assert "has gone on" in gate(batch, "--take", "late.jsonl", "--author", "lee")[1]
    assert "No dialogue" in gate(batch, "--write", "none.yaml")[1]
    with pytest.raises(Problem, match="--stop-after"):
        review_gate("refine")
