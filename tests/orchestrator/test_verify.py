"""``verify``: what is whole is said to be, every damage is found and named with what it costs, and nothing is changed."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest
from run_folders import GOLDEN, begun, contents, many, turned

from bedside.orchestrator.runs.reader import RunFolder
from bedside.orchestrator.runs.survey import survey
from bedside.orchestrator.runs.verify import verify


def test_a_whole_run_is_whole(tmp_path: Path) -> None:
    """No fault, the account told, and not one byte of the folder changed."""
    folder = many(tmp_path, *"abc", empty=" ")
    before = contents(folder)
    verdict = verify(folder)
    assert verdict.faults == []
    assert "4 requested = 3 finished + 1 failed + 0 filtered + 0 pending." in verdict.whole
    assert contents(folder) == before


def _rewritten(path: Path, change: Callable[[dict[str, Any]], None]) -> None:
    about = orjson.loads(path.read_bytes())
    change(about)
    path.write_bytes(orjson.dumps(about))


DAMAGES: dict[str, tuple[Callable[[Path], object], str]] = {
    "a byte of a log": (lambda run: turned(run / "events.jsonl.bz2", 200), "logs damaged or missing, a, b, c"),
    "a byte of a line": (lambda run: turned(run / "dialogues.jsonl", 40), "1 line missing or damaged, to be made again"),
    "a letter that still parses": (
        lambda run: (run / "dialogues.jsonl").write_bytes(
            (run / "dialogues.jsonl").read_bytes().replace(b"greet", b"great", 1)
        ),
        "dialogues.jsonl: 1 line",
    ),
    "a line": (
        lambda run: (run / "dialogues.jsonl").write_bytes(
            b"".join((run / "dialogues.jsonl").read_bytes().splitlines(keepends=True)[1:])
        ),
        "dialogues.jsonl: 1 line missing or damaged, to be made again from the log, a",
    ),
    "half a line": (
        lambda run: (run / "dialogues.jsonl").write_bytes((run / "dialogues.jsonl").read_bytes()[:-9]),
        "its last line is cut off",
    ),
    "the packed logs": (lambda run: (run / "events.jsonl.bz2").unlink(), "logs damaged or missing, a, b, c"),
    "a failure": (lambda run: (run / "failures.jsonl").write_bytes(b""), "run.json counts 1 failed, and 0 are there"),
    "a line of the index": (lambda run: turned(run / "index.jsonl", 9), "index.jsonl: 1 line"),
    "what was measured": (
        lambda run: (run / "calls.jsonl").write_bytes(b"}\n" + (run / "calls.jsonl").read_bytes()),
        "calls.jsonl: 1 line (2 bytes) not as written",
    ),
    "the account": (
        lambda run: _rewritten(run / "run.json", lambda about: about["counts"].update(pending=7)),
        "the account does not add up: 4 requested",
    ),
    "all of it but the account": (
        lambda run: [(run / name).write_bytes(b"") for name in ("dialogues.jsonl", "index.jsonl", "events.jsonl.bz2")],
        "run.json counts 3 finished, and 0 are there",
    ),
}  # fmt: skip


@pytest.mark.thin(4)
@pytest.mark.parametrize("name", DAMAGES)
def test_damage_is_named(name: str, tmp_path: Path) -> None:
    """Whatever is taken away or turned is a fault in words that name it; looking changes nothing."""
    folder = many(tmp_path, *"abc", empty=" ")
    hurt, words = DAMAGES[name]
    hurt(folder)
    before = contents(folder)
    verdict = verify(folder)
    assert words in "\n".join(verdict.faults), verdict
    assert contents(folder) == before


def test_every_byte_of_dialogues_and_logs_counts(tmp_path: Path) -> None:
    """A turned bit anywhere in the lines or in the packed logs is a fault."""
    folder = many(tmp_path, *"ab")
    for name in ("dialogues.jsonl", "events.jsonl.bz2"):
        whole = (folder / name).read_bytes()
        for at in range(0, len(whole), max(1, len(whole) // 40)):
            turned(folder / name, at)
            assert verify(folder).faults, (name, at)
            (folder / name).write_bytes(whole)
    assert verify(folder).faults == []


def test_a_gap_in_a_log_is_found(tmp_path: Path) -> None:
    """A line that is missing in the middle of the log of a dialogue that is not finished."""
    run = begun(tmp_path, empty=" ")
    lines = (run.folder / "events.jsonl").read_bytes().splitlines(keepends=True)
    run.settle(["empty"])
    run.close(["empty"])
    assert verify(run.folder).faults == []
    (run.folder / "events.jsonl").write_bytes(b"".join(lines[1:]))
    assert any("1 log with a gap, empty" in fault for fault in verify(run.folder).faults)


def test_a_run_that_was_broken_off_is_no_fault(tmp_path: Path) -> None:
    """Before it is closed it has no account, and says how to go on."""
    run = begun(tmp_path, *"ab")
    verdict = verify(run.folder)
    assert verdict.faults == []
    assert "It was broken off" in verdict.remarks[0]


def test_dialogues_of_earlier_inputs_are_accounted_for(tmp_path: Path) -> None:
    """Those that are asked for no more stay, beside the account; one of them missing is a fault."""
    many(tmp_path, *"abc")
    folder = many(tmp_path, "d")
    verdict = verify(folder)
    assert verdict.faults == []
    assert any("3 of earlier inputs beside them" in sentence for sentence in verdict.whole)


@pytest.mark.thin(1)
@pytest.mark.parametrize("gone", ["the file", "half of it", "its first line"])
def test_without_its_index_a_run_is_whole(gone: str, tmp_path: Path) -> None:
    """What the index says can be found again from lines and logs: nothing is lost with it, in a folder that was copied in
    part, too."""
    folder = many(tmp_path, *(f"n{n:02}" for n in range(25)))
    index = folder / "index.jsonl"
    lines = index.read_bytes().splitlines(keepends=True)
    if gone == "the file":
        index.unlink()
    else:
        index.write_bytes(b"".join(lines[: len(lines) // 2] if gone == "half of it" else lines[1:]))
    found = survey(folder, deep=True)
    assert (len(found.kept), found.lost, found.unexplained, found.damage, found.again) == (25, [], [], [], {})
    assert all(kept.record.reasons for kept in RunFolder(folder).dialogues())


@pytest.mark.parametrize("line", [0, 5, *(pytest.param(n, marks=pytest.mark.slow) for n in (1, 2, 3, 4, 6, 7, 8))])
def test_an_old_log_of_an_item_that_changed_is_not_taken_for_the_new_one(line: int, tmp_path: Path) -> None:
    """A note that changed leaves its old log in the pack. Whichever line of the index is damaged, its dialogue is the new
    one, with the new one's reasons."""
    many(tmp_path, *"abc")
    folder = many(tmp_path, *"abc", note="She coughs.")
    index = folder / "index.jsonl"
    lines = index.read_bytes().splitlines(keepends=True)
    assert len(lines) == 9  # the configuration, then a line a dialogue and a block, twice
    said = {kept.id: kept.record for kept in RunFolder(folder).dialogues()}
    assert all(any("coughs" in turn.text for turn in record.turns) for record in said.values())
    turned(index, sum(map(len, lines[:line])) + 9)
    assert {kept.id: kept.record for kept in RunFolder(folder).dialogues()} == said


def test_version_1_is_checked_as_far_as_it_goes(tmp_path: Path) -> None:
    """Pairs and counts, and a sentence that says that there is no more to check."""
    verdict = verify(GOLDEN)
    assert verdict.faults == []
    assert "no checksums" in verdict.remarks[0]
    for path in GOLDEN.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    traces = (tmp_path / "traces.jsonl").read_bytes().splitlines(keepends=True)
    (tmp_path / "traces.jsonl").write_bytes(traces[1])
    assert any("numbers-of-the-thyroid" in fault for fault in verify(tmp_path).faults)
