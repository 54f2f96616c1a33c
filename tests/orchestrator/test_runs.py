"""The run folder: resumed, repaired, refused, settled; never a half-written line."""

import asyncio
import os
import resource
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest

from bedside.orchestrator.batch.items import Row, scan
from bedside.orchestrator.batch.runner import run_batch
from bedside.orchestrator.build.simulate_item import Simulator, built_in_players
from bedside.orchestrator.failures import Problem, StorageProblem
from bedside.orchestrator.graph.context import Players
from bedside.orchestrator.runs.events import fold
from bedside.orchestrator.runs.log import open_log
from bedside.orchestrator.runs.store import Lines, Run, diff, dump, open_run, read_lines
from bedside.scenarios.brief import Brief
from bedside.scenarios.case import Case, Limits, Models
from bedside.scenarios.turn import Utterance

BASE = Case(id="batch", note="-", models=Models.model_validate({"default": "scripted"}), knowledge=False)
NOTE = "He fell on the ice. The knee hurts. Exam shows swelling. Plan is rest."


def rows(*ids: str, note: str = NOTE) -> list[Row]:
    """Rows with these ids."""
    return [Row(name, line, note) for line, name in enumerate(ids, 1)]


def make(folder: Path, todo: list[Row], *, jobs: int = 1, config: dict[str, Any] | None = None, **more: Any) -> Run:
    """Run these rows into ``folder``/run."""
    run = open_run(folder, "run", config or {"seed": 1}, {}, name="run", **more)
    asyncio.run(run_batch((row for row in todo if row.id not in run.finished), BASE, Simulator(1), run, jobs=jobs))
    return run


def lines(path: Path) -> list[Any]:
    """The values of a JSON Lines file."""
    return [orjson.loads(line) for line in path.read_bytes().splitlines()]


def test_files_of_a_run(tmp_path: Path) -> None:
    """One line a dialogue, its reasons apart and parallel, spans into the note, counts that add up, no journal left."""
    run = make(tmp_path, [*rows("a", "b"), Row("c", 3, "")])
    counts = run.close(3)
    assert counts == {"requested": 3, "finished": 2, "failed": 1, "filtered": 0, "pending": 0}
    dialogues, traces = lines(tmp_path / "run/dialogues.jsonl"), lines(tmp_path / "run/traces.jsonl")
    assert [line["id"] for line in dialogues] == [line["id"] for line in traces] == ["a", "b"]
    assert all(line["synthetic"] is True and line["generator"]["family"] == "scripted" for line in dialogues)
    for dialogue, trace in zip(dialogues, traces, strict=True):
        assert [reason["index"] for reason in trace["reasons"]] == list(range(len(dialogue["turns"])))
        assert [reason["speaker"] for reason in trace["reasons"]] == [turn["speaker"] for turn in dialogue["turns"]]
        spans = [span for reason in trace["reasons"] for span in reason["spans"]]
        assert {NOTE[span["start"] : span["end"]] for span in spans} >= {"The knee hurts.", "Plan is rest."}
        assert set(dialogue["turns"][0]) == {"speaker", "text"}
    failure = lines(tmp_path / "run/failures.jsonl")[0]
    assert (failure["id"], failure["kind"], failure["stage"], failure["attempts"]) == ("c", "input", "intake", 1)
    about = orjson.loads((tmp_path / "run/run.json").read_bytes())
    assert about["counts"] == counts
    assert about["versions"]["python"]
    assert not (tmp_path / "run/journal.jsonl").exists()


def test_one_that_hangs_holds_up_no_other(tmp_path: Path) -> None:
    """Two at a time, the first waits until six others have spoken: they are made meanwhile, and the lines stand in order.
    A batch that waited for the first in line would never end."""
    spoken: set[str] = set()

    async def all_of_them() -> Run:
        others = asyncio.Event()

        class Patient:
            async def speak(self, brief: Brief) -> Utterance:
                spoken.add(brief.dialogue)
                if brief.dialogue == "a":
                    await asyncio.wait_for(others.wait(), 30)
                elif len(spoken) >= 7:
                    others.set()
                return Utterance(text=f"Yes, {brief.step.id}.")

        def players(case: Case) -> Players:
            return replace(built_in_players(case), patient=Patient())

        run = open_run(tmp_path, "run", {}, {}, name="run")
        await run_batch(iter(rows(*"abcdefgh")), BASE, Simulator(1, players_for=players), run, jobs=2)
        return run

    assert asyncio.run(all_of_them()).close(8)["finished"] == 8
    assert [line["id"] for line in lines(tmp_path / "run/dialogues.jsonl")] == list("abcdefgh")


def test_what_was_planned_and_not_said_is_counted(tmp_path: Path) -> None:
    """A talk that a limit cut short names the facts that its plan had still to bring out."""
    short = BASE.model_copy(update={"limits": Limits(turns=4)})
    run = open_run(tmp_path, "run", {}, {}, name="run")
    asyncio.run(run_batch(iter(rows("a")), short, Simulator(1), run))
    run.close(1)
    trace = lines(tmp_path / "run/traces.jsonl")[0]
    said = [name for reason in trace["reasons"] for name in reason["facts"]]
    assert (trace["stop"], said, trace["meta"]["unsaid"]) == ("turns", ["f0", "f1"], ["f2", "f3"])


def test_the_journal_folds_to_what_was_written(tmp_path: Path) -> None:
    """The lines of dialogues.jsonl are what the journal folds to."""
    run = make(tmp_path, rows("a", "b"))
    folds = fold(event for _, event in read_lines(tmp_path / "run/journal.jsonl"))
    written = lines(tmp_path / "run/dialogues.jsonl")
    assert [[(t["speaker"], t["text"]) for t in line["turns"]] for line in written] == [
        [(t["speaker"], t["text"]) for t in one.turns] for one in folds.values()
    ]
    assert all(one.record().status == "finished" for one in folds.values())
    run.close(2)


@pytest.mark.parametrize("cut", [1, 40, 700])
def test_a_run_cut_anywhere_goes_on_to_the_same_bytes(tmp_path: Path, cut: int) -> None:
    """Whatever the last bytes of the files were when the machine stopped, the run ends as if it had not."""
    ids = ("a", "b", "c", "d")
    make(tmp_path / "whole", rows(*ids)).close(4)
    make(tmp_path / "cut", rows(*ids[:3])).close(4)
    for name in ("dialogues.jsonl", "traces.jsonl"):
        path = tmp_path / "cut/run" / name
        os.truncate(path, path.stat().st_size - cut)
    with (tmp_path / "cut/run/failures.jsonl").open("ab") as file:
        file.write(b'{"id": "a", "kin')
    run = make(tmp_path / "cut", rows(*ids))
    run.close(4)
    for name in ("dialogues.jsonl", "traces.jsonl"):
        assert (tmp_path / "cut/run" / name).read_bytes() == (tmp_path / "whole/run" / name).read_bytes()
    assert lines(tmp_path / "cut/run/failures.jsonl") == []


@pytest.mark.parametrize("jobs", [1, 3])
def test_order_and_company_change_nothing(tmp_path: Path, jobs: int) -> None:
    """An item's dialogue is the same alone, in another order, and beside others in flight."""
    ids = ("a", "b", "c", "d", "e")
    make(tmp_path / "one", rows(*ids)).close(5)
    make(tmp_path / "two", rows(*reversed(ids)), jobs=jobs).close(5)
    for name in ("dialogues.jsonl", "traces.jsonl"):
        one = (tmp_path / "one/run" / name).read_bytes().splitlines()
        assert (tmp_path / "two/run" / name).read_bytes().splitlines() == one[::-1]


def test_failures_are_tried_again_and_lines_settle_in_input_order(tmp_path: Path) -> None:
    """An item that failed before and finishes now is counted once and stands in its place."""
    broken = [Row("a", 1, NOTE), Row("b", 2, ""), Row("c", 3, NOTE)]
    make(tmp_path, broken).close(3)
    run = make(tmp_path, rows("a", "b", "c"))
    run.settle(["a", "b", "c"])
    assert run.close(3)["finished"] == 3
    for name in ("dialogues.jsonl", "traces.jsonl"):
        assert [line["id"] for line in lines(tmp_path / "run" / name)] == ["a", "b", "c"]
    make(tmp_path / "again", broken).close(3)
    again = make(tmp_path / "again", broken)
    assert lines(tmp_path / "again/run/failures.jsonl")[0]["attempts"] == 2
    again.close(3)


def test_another_configuration_is_refused_with_the_difference(tmp_path: Path) -> None:
    """The same name with another configuration names what changed; fresh makes another folder."""
    make(tmp_path, rows("a"), config={"seed": 1, "case": {"style": "visit"}}).close(1)
    with pytest.raises(Problem, match=r"case.style: visit -> brief; seed: 1 -> 2.*--fresh"):
        make(tmp_path, rows("a"), config={"seed": 2, "case": {"style": "brief"}})
    run = make(tmp_path, rows("a"), config={"seed": 2}, fresh=True)
    assert run.folder == tmp_path / "run-2"
    run.close(1)


def test_differences_are_named_by_key() -> None:
    """Keys are dotted, sorted, and long values shortened."""
    assert diff({"a": {"b": 1, "c": 2}}, {"a": {"b": 1, "c": 3}, "d": "x" * 50}) == [
        "a.c: 2 -> 3",
        "d: None -> xxxxxxxxxxxx…",
    ]


@pytest.mark.parametrize("name", ["../up", "a/b", "..", "a\0b", "a\\b"])
def test_a_run_name_is_a_folder_name(tmp_path: Path, name: str) -> None:
    """A name cannot lead out of the folder of runs."""
    with pytest.raises(Problem, match="--out"):
        open_run(tmp_path, "x", {}, {}, name=name)


def test_two_processes_do_not_write_one_folder(tmp_path: Path) -> None:
    """A second process is told to wait."""
    run = make(tmp_path, rows("a"))
    code = (
        "import sys; from pathlib import Path; from bedside.orchestrator.runs.store import open_run;"
        "open_run(Path(sys.argv[1]), 'x', {'seed': 1}, {}, name='run')"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True)
    assert "another bedside" in done.stderr
    run.close(1)


def test_a_full_disk_leaves_whole_lines(tmp_path: Path) -> None:
    """A write that does not fit is taken back entirely, and the run goes on when there is room."""
    whole = tmp_path / "whole"
    make(whole, rows(*"abcdef")).close(6)
    small = (whole / "run/traces.jsonl").stat().st_size // 2
    code = (
        "import resource, signal, sys; sys.path.insert(0, sys.argv[2]);"
        "from pathlib import Path; import test_runs as t;"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]),) * 2);"
        "t.make(Path(sys.argv[1]), t.rows(*'abcdef'))"
    )
    here = str(Path(__file__).parent)
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "cut"), here, str(small)], capture_output=True, text=True
    )
    assert "StorageProblem" in done.stderr
    assert "No space left" in done.stderr
    for path in (tmp_path / "cut/run").glob("*.jsonl"):
        assert path.read_bytes()[-1:] in (b"", b"\n"), path
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY
    run = make(tmp_path / "cut", rows(*"abcdef"))
    assert run.close(6)["finished"] == 6
    for name in ("dialogues.jsonl", "traces.jsonl"):
        assert (tmp_path / "cut/run" / name).read_bytes() == (whole / "run" / name).read_bytes()


def test_a_line_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    """A closed file gives one sentence and not half a line."""
    log = Lines(tmp_path / "x.jsonl")
    log.write(b"one\n")
    os.close(log._fd)  # pyright: ignore[reportPrivateUsage]
    with pytest.raises(StorageProblem):
        log.write(b"two\n")
    assert (tmp_path / "x.jsonl").read_bytes() == b"one\n"


def test_the_journal_is_kept_small(tmp_path: Path) -> None:
    """Finished dialogues are taken out of a journal that has grown; those in flight stay."""
    run = open_run(tmp_path, "run", {}, {}, name="run")
    run.sink({"event": "start", "dialogue": "open", "note_id": "o", "seed": 0})
    for _ in range(3):
        run.sink({"event": "start", "dialogue": "big", "note_id": "b" * (2 << 20), "seed": 0})
    asyncio.run(run_batch(iter(rows("big")), BASE, Simulator(1), run))
    assert [event["dialogue"] for _, event in read_lines(tmp_path / "run/journal.jsonl")] == ["open"]
    run.close(1)


def test_the_log_never_holds_what_was_said(tmp_path: Path) -> None:
    """Only known keys are written; anything else is redacted."""
    sink = Lines(tmp_path / "log.jsonl")
    open_log(sink).info("finished", id="a", text="the knee hurts", turns=3)
    line = lines(tmp_path / "log.jsonl")[0]
    assert (line["event"], line["id"], line["turns"], line["text"]) == ("finished", "a", 3, "[redacted]")


def test_a_scan_reads_the_ids_and_finds_doubles(tmp_path: Path) -> None:
    """An id that stands twice is refused with both lines; numbers are ids too; blank lines are none."""
    path = tmp_path / "notes.jsonl"
    path.write_bytes(dump({"id": "a", "note": "x"}) + b"\n" + dump({"id": 7, "note": "x"}))
    assert scan(path).ids == ["a", "7"]
    path.write_bytes(path.read_bytes() + dump({"id": "7", "note": "y"}))
    with pytest.raises(Problem, match="lines 3 and 4"):
        scan(path)
    assert scan(path, limit=2).ids == ["a", "7"]
