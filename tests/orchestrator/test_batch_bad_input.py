"""Trouble from outside that a batch survives: nothing is lost, and where it cannot go on one sentence says why."""

import errno
import os
from collections.abc import Iterator
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import orjson
import pytest
from batches import NOTE, Batches, rows
from kept import same

from bedside.orchestrator.build.simulate_item import Simulator
from bedside.orchestrator.cli import batch_command
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.runs.reader import RunFolder
from bedside.orchestrator.runs.verify import verify


@pytest.fixture
def batch(tmp_path: Path) -> Batches:
    """A folder of its own."""
    return Batches(tmp_path)


def test_a_clock_that_is_set_back_in_between_changes_nothing(batch: Batches, monkeypatch: pytest.MonkeyPatch) -> None:
    """Held with one clock, gone on with where another stands a year before and runs backwards: what is said and in which order
    is the same, and the folder is whole."""
    batch.file("notes.jsonl", rows(*"abcd"))
    assert batch.make("notes.jsonl", run="whole") == 0
    assert batch.make("notes.jsonl", limit=2) == 0
    assert batch.make("notes.jsonl", stop_after="draft") == 0
    back: Iterator[int] = count(1_600_000_000, -1)
    monkeypatch.setattr(batch_command, "Simulator", partial(Simulator, now=lambda: float(next(back))))
    assert batch.make("notes.jsonl") == 0
    monkeypatch.undo()
    same(batch.path(), batch.path("whole"))
    assert verify(batch.path()).faults == []
    events = RunFolder(batch.path()).dialogue("c").events
    assert events[-1].at < events[0].at
    assert batch.make("notes.jsonl") == 0 and batch.made() == [*"abcd"]


@pytest.mark.thin(2)
@pytest.mark.parametrize("writes", [5, 30, 60])
@pytest.mark.parametrize("error", [errno.EROFS, errno.EDQUOT], ids=["read-only", "over quota"])
def test_a_folder_that_cannot_be_written_any_more(
    batch: Batches, monkeypatch: pytest.MonkeyPatch, writes: int, error: int
) -> None:
    """In mid-run: one sentence with the mend, whole lines, and where it can be written again the same command goes on."""
    batch.file("notes.jsonl", rows(*"abcd"))
    assert batch.make("notes.jsonl", run="whole") == 0
    done, write = 0, os.write

    def refusing(handle: int, data: bytes) -> int:
        nonlocal done
        name = str(Path(f"/proc/self/fd/{handle}").readlink())
        done += "/runs/r/" in name
        if done > writes and "/runs/r/" in name:
            raise OSError(error, os.strerror(error))
        return write(handle, data)

    with monkeypatch.context() as patched:
        patched.setattr(os, "write", refusing)
        with pytest.raises(Problem) as caught:
            batch.make("notes.jsonl")
    assert caught.value.kind == "storage" and "\n" not in str(caught.value)
    for file in batch.path().glob("*.jsonl"):
        assert not file.stat().st_size or file.read_bytes().endswith(b"\n"), file
    assert batch.make("notes.jsonl") == 0
    same(batch.path(), batch.path("whole"))
    assert verify(batch.path()).faults == []


def test_a_parquet_file_of_nullable_and_mixed_columns(batch: Batches) -> None:
    """Dictionary-encoded text, integers with gaps as seeds, a column of nothing, one of lists: what cannot be used is a failed
    item under its id, and every other row is made."""
    arrow: Any = pytest.importorskip("pyarrow")
    parquet: Any = pytest.importorskip("pyarrow.parquet")
    table = arrow.table(
        {
            "id": arrow.array([1, 2, None, 4, 5], arrow.int32()),
            "note": arrow.array([NOTE, NOTE, NOTE, None, NOTE]).dictionary_encode(),
            "seed": arrow.array([7, None, 3, 4, -1], arrow.int64()),
            "persona": arrow.array([None, "terse", None, None, None]),
            "nothing": arrow.nulls(5),
            "codes": arrow.array([[1, 2], None, [], [3], [4]]),
        }
    )
    parquet.write_table(table, batch.folder / "notes.parquet")
    assert batch.make("notes.parquet") == 3
    assert set(batch.lines()) == {"1", "2", "notes-3"}
    failures = batch.failures()
    assert set(failures) == {"4", "5"} and {one["kind"] for one in failures.values()} == {"input"}
    assert "seed" in failures["5"]["message"]


def test_a_broken_row_in_the_middle_of_a_large_file(batch: Batches) -> None:
    """Rows that are cut off, no UTF-8, and far too long: they are failures under their lines, the rest is
    looked through."""
    bad = [b'{"id": "cut", "note": "He f\n', b'{"id": "x", "note": "\xff\xfe"}\n', b'"' + b"x" * (2 << 20) + b'"\n']
    batch.file("notes.jsonl", rows(*(f"a{n}" for n in range(9))) + b"".join(bad) + rows(*(f"b{n}" for n in range(9))))
    assert batch.make("notes.jsonl") == 3
    assert set(batch.failures()) == {"line-10", "line-11", "line-12"}
    counts = batch.about()["counts"]
    assert (counts["requested"], counts["finished"], counts["failed"]) == (21, 18, 3)
    assert orjson.loads((batch.path() / "run.json").read_bytes())["counts"] == counts
