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
from kept import lines, same, traces, works

from bedside.orchestrator.batch.items import Row, scan
from bedside.orchestrator.batch.runner import run_batch
from bedside.orchestrator.build.simulate_item import Simulator, built_in_players
from bedside.orchestrator.failures import Problem, StorageProblem
from bedside.orchestrator.graph.context import Players
from bedside.orchestrator.runs.checksum import dump
from bedside.orchestrator.runs.entry import Entry
from bedside.orchestrator.runs.events import Started, sealed
from bedside.orchestrator.runs.files import Lines
from bedside.orchestrator.runs.item_keys import diff
from bedside.orchestrator.runs.log import open_log
from bedside.orchestrator.runs.open_run import open_run
from bedside.orchestrator.runs.resume import branch
from bedside.orchestrator.runs.store import Run
from bedside.orchestrator.runs.survey import by_dialogue, folded, survey
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
    asyncio.run(run_batch(works(run, todo), BASE, Simulator(1), run, jobs=jobs))
    return run


def test_files_of_a_run(tmp_path: Path) -> None:
    """One line a dialogue, its reasons apart and parallel, spans into the note, counts that add up, the log packed."""
    run = make(tmp_path, [*rows("a", "b"), Row("c", 3, "")])
    run.settle("abc")
    counts = run.close("abc")
    assert counts == {"requested": 3, "finished": 2, "failed": 1, "filtered": 0, "pending": 0}
    dialogues, reasons = lines(tmp_path / "run/dialogues.jsonl"), traces(tmp_path / "run")
    assert [line["id"] for line in dialogues] == [line["id"] for line in reasons] == ["a", "b"]
    assert all(line["synthetic"] is True and line["generator"]["family"] == "scripted" for line in dialogues)
    for dialogue, trace in zip(dialogues, reasons, strict=True):
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
    left = (tmp_path / "run/events.jsonl").read_bytes().splitlines()
    assert {orjson.loads(line)["dialogue"] for line in left} == {"c"}  # what failed can still go on


def test_the_account_can_fail(tmp_path: Path) -> None:
    """Each part is counted by itself: an item that counts twice does not add up."""
    run = make(tmp_path, rows("a", "b"))
    run.failed["b"] = {"id": "b"}
    with pytest.raises(AssertionError, match="does not add up"):
        run.counts("ab")
    run.failed.clear()
    assert run.counts("abc")["pending"] == 1
    run.close("ab")


def test_one_that_hangs_holds_up_no_other(tmp_path: Path) -> None:
    """Two at a time, the first waits until six others have spoken: they are made meanwhile, and are on the disk before
    it. A batch that waited for the first in line would never end."""
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
        await run_batch(works(run, rows(*"abcdefgh")), BASE, Simulator(1, players_for=players), run, jobs=2)
        return run

    run = asyncio.run(all_of_them())
    finished = [line["id"] for line in lines(tmp_path / "run/dialogues.jsonl")]
    assert finished.index("a") > 4
    run.settle("abcdefgh")
    assert run.close("abcdefgh")["finished"] == 8
    assert [line["id"] for line in lines(tmp_path / "run/dialogues.jsonl")] == list("abcdefgh")


def test_what_was_planned_and_not_said_is_counted(tmp_path: Path) -> None:
    """A talk that a limit cut short names the facts that its plan had still to bring out."""
    short = BASE.model_copy(update={"limits": Limits(turns=4)})
    run = open_run(tmp_path, "run", {}, {}, name="run")
    asyncio.run(run_batch(works(run, rows("a")), short, Simulator(1), run))
    run.close("a")
    trace = traces(tmp_path / "run")[0]
    said = [name for reason in trace["reasons"] for name in reason["facts"]]
    assert (trace["stop"], said, trace["meta"]["unsaid"]) == ("turns", ["f0", "f1"], ["f2", "f3"])


def test_the_log_folds_to_what_was_written(tmp_path: Path) -> None:
    """The lines of dialogues.jsonl are what the log folds to."""
    run = make(tmp_path, rows("a", "b"))
    logs = by_dialogue((tmp_path / "run/events.jsonl").read_bytes().splitlines(keepends=True))
    states = [folded(log) for log in logs.values()]
    written = lines(tmp_path / "run/dialogues.jsonl")
    assert [[(t["speaker"], t["text"]) for t in line["turns"]] for line in written] == [
        [(t.speaker, t.text) for t in state.turns] for state in states if state is not None
    ]
    assert all(state is not None and state.record().status == "finished" for state in states)
    run.close("ab")


@pytest.mark.parametrize("cut", [1, 40, 700])
def test_a_run_cut_anywhere_goes_on_to_the_same_bytes(tmp_path: Path, cut: int) -> None:
    """Whatever the last bytes of the files were when the machine stopped, the run ends as if it had not."""
    ids = ("a", "b", "c", "d")
    make(tmp_path / "whole", rows(*ids)).close(ids)
    make(tmp_path / "cut", rows(*ids[:3])).close(ids)
    for name in ("dialogues.jsonl", "events.jsonl", "index.jsonl"):
        path = tmp_path / "cut/run" / name
        os.truncate(path, max(0, path.stat().st_size - cut))
    with (tmp_path / "cut/run/failures.jsonl").open("ab") as file:
        file.write(b'{"id": "a", "kin')
    run = make(tmp_path / "cut", rows(*ids))
    run.settle(ids)
    run.close(ids)
    same(tmp_path / "cut/run", tmp_path / "whole/run")
    assert lines(tmp_path / "cut/run/failures.jsonl") == []


@pytest.mark.parametrize("jobs", [1, 3])
def test_order_and_company_change_nothing(tmp_path: Path, jobs: int) -> None:
    """An item's dialogue is the same alone, in another order, and beside others in flight."""
    ids = ("a", "b", "c", "d", "e")
    make(tmp_path / "one", rows(*ids)).close(ids)
    make(tmp_path / "two", rows(*reversed(ids)), jobs=jobs).close(ids)
    one, two = tmp_path / "one/run", tmp_path / "two/run"
    assert sorted((two / "dialogues.jsonl").read_bytes().splitlines()) == sorted(
        (one / "dialogues.jsonl").read_bytes().splitlines()
    )
    assert sorted(traces(two), key=lambda t: t["id"]) == traces(one)


def test_failures_are_tried_again_and_lines_settle_in_input_order(tmp_path: Path) -> None:
    """An item that failed before and finishes now is counted once and stands in its place; attempts are counted over all
    sittings."""
    broken = [Row("a", 1, NOTE), Row("b", 2, ""), Row("c", 3, NOTE)]
    make(tmp_path, broken).close("abc")
    run = make(tmp_path, rows("a", "b", "c"))
    assert [line["id"] for line in lines(tmp_path / "run/dialogues.jsonl")] == ["a", "c", "b"]
    run.settle("abc")
    assert run.close("abc")["finished"] == 3
    assert [line["id"] for line in lines(tmp_path / "run/dialogues.jsonl")] == ["a", "b", "c"]
    assert lines(tmp_path / "run/failures.jsonl") == []
    make(tmp_path / "again", broken).close("abc")
    again = make(tmp_path / "again", broken)
    assert lines(tmp_path / "again/run/failures.jsonl")[-1]["attempts"] == 2
    again.close("abc")


@pytest.mark.parametrize("file", ["dialogues.jsonl", "index.jsonl", "events.jsonl.bz2"])
def test_a_damaged_line_costs_nothing_that_can_be_made_again(tmp_path: Path, file: str) -> None:
    """A letter that still parses, anywhere in a finished run: what was there is set aside, and the dialogues stay."""
    ids = "abcdefghijkl"
    make(tmp_path / "whole", rows(*ids)).close(ids)
    run = make(tmp_path / "hurt", rows(*ids))
    run.settle(ids)
    run.close(ids)
    path = tmp_path / "hurt/run" / file
    data = bytearray(path.read_bytes())
    at = data.index(b"knee") if b"knee" in data else len(data) // 2
    data[at] ^= 1
    path.write_bytes(bytes(data))
    assert survey(path.parent).damage
    again = make(tmp_path / "hurt", [])
    assert again.finished.keys() == set(ids)
    again.settle(ids)
    again.close(ids)
    assert path.with_name(path.name + ".damaged").stat().st_size
    whole = tmp_path / "whole/run/dialogues.jsonl"
    assert sorted((tmp_path / "hurt/run/dialogues.jsonl").read_bytes().splitlines()) == sorted(
        whole.read_bytes().splitlines()
    )


def test_a_dialogue_in_flight_goes_on_at_its_last_turn(tmp_path: Path) -> None:
    """What was said before the process died is not asked for again."""
    asked: list[str] = []

    class Patient:
        async def speak(self, brief: Brief) -> Utterance:
            asked.append(brief.step.id)
            if len(asked) == 3:
                raise KeyboardInterrupt
            return Utterance(text=f"Yes, {brief.step.id}.")

    def players(case: Case) -> Players:
        return replace(built_in_players(case), patient=Patient())

    for sitting in range(2):
        run = open_run(tmp_path, "run", {}, {}, name="run")
        simulator = Simulator(1, players_for=players)
        if sitting:
            asyncio.run(run_batch(works(run, rows("a")), BASE, simulator, run))
        else:
            with pytest.raises(KeyboardInterrupt):
                asyncio.run(run_batch(works(run, rows("a")), BASE, simulator, run))
        assert run.close("a")["finished"] == sitting
    steps = [step for n, step in enumerate(asked) if n != 2]  # the one that was interrupted is asked for again
    assert len(steps) == len(set(steps))


def test_another_configuration_is_refused_with_the_difference(tmp_path: Path) -> None:
    """The same name with another configuration names what changed; fresh makes another folder."""
    make(tmp_path, rows("a"), config={"seed": 1, "case": {"style": "visit"}}).close("a")
    with pytest.raises(Problem, match=r"case.style: visit -> brief; seed: 1 -> 2.*--fresh"):
        make(tmp_path, rows("a"), config={"seed": 2, "case": {"style": "brief"}})
    run = make(tmp_path, rows("a"), config={"seed": 2}, fresh=True)
    assert run.folder == tmp_path / "run-2"
    run.close("a")


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
        "import sys; from pathlib import Path; from bedside.orchestrator.runs.open_run import open_run;"
        "open_run(Path(sys.argv[1]), 'x', {'seed': 1}, {}, name='run')"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True)
    assert "another bedside" in done.stderr
    run.close("a")


def test_a_full_disk_leaves_whole_lines(tmp_path: Path) -> None:
    """A write that does not fit is taken back entirely, and the run goes on when there is room."""
    whole = tmp_path / "whole"
    make(whole, rows(*"abcdef")).close("abcdef")
    small = (whole / "run/events.jsonl").stat().st_size // 2
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
    run.settle("abcdef")
    assert run.close("abcdef")["finished"] == 6
    same(tmp_path / "cut/run", whole / "run")


def test_a_line_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    """A closed file gives one sentence and not half a line."""
    log = Lines(tmp_path / "x.jsonl")
    log.write(b"one\n")
    os.close(log._fd)  # pyright: ignore[reportPrivateUsage]
    with pytest.raises(StorageProblem):
        log.write(b"two\n")
    assert (tmp_path / "x.jsonl").read_bytes() == b"one\n"


def test_the_open_log_is_kept_small(tmp_path: Path) -> None:
    """Finished dialogues are packed and taken out of a log that has grown; those in flight stay."""
    ids = [f"n{n}" for n in range(11)]
    run = open_run(tmp_path, "run", {}, {}, name="run")
    start, line = sealed(Started(dialogue="open", note_id="o" * (5 << 20), seed=0))
    run.sink(Entry("open", start.id, line, start))
    asyncio.run(run_batch(works(run, rows(*ids)), BASE, Simulator(1), run))
    left = by_dialogue((tmp_path / "run/events.jsonl").read_bytes().splitlines(keepends=True))
    assert set(left) == {"open", "n10"}
    assert [event.id for event in branch(left["open"])] == [start.id]
    run.close(ids)


def test_a_run_is_its_owners_alone_unless_it_is_shared(tmp_path: Path) -> None:
    """Folder 700 and files 600, whatever the umask; a folder that was made less private is closed; --shared opens it."""
    before = os.umask(0o022)
    try:
        for shared, folder, file in ((False, 0o700, 0o600), (True, 0o755, 0o644)):
            place = tmp_path / str(shared)
            run = make(place, [*rows(*"abcdefghijk"), Row("z", 2, "")], shared=shared)
            run.settle("abcdefghijkz")
            run.close("abcdefghijkz")
            assert (place / "run").stat().st_mode & 0o777 == folder
            modes = {path.name: path.stat().st_mode & 0o777 for path in (place / "run").iterdir()}
            assert set(modes.values()) == {file}, modes
        make(tmp_path / "True", []).close("a")
        assert {path.stat().st_mode & 0o077 for path in (tmp_path / "True/run").iterdir()} == {0}
    finally:
        os.umask(before)


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
