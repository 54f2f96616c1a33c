"""A batch made in parts by several jobs and put together is the batch made at once."""

from pathlib import Path

import pytest
from batches import Batches, rows
from commands import run_command
from kept import same

from bedside.orchestrator.batch.shard import Shard
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.runs.merge import merge
from bedside.orchestrator.runs.verify import verify

IDS = [f"n{i:02d}" for i in range(12)]
GRID = ("seed=0..1",)


@pytest.fixture
def batch(tmp_path: Path) -> Batches:
    """A folder of its own, with notes of which one is broken."""
    made = Batches(tmp_path)
    made.file("notes.jsonl", rows(*IDS[:6]) + b"{}\n" + rows(*IDS[6:]))
    return made


def test_shards_put_together_are_the_run_made_at_once(batch: Batches) -> None:
    """Every dialogue exactly once, the same bytes and logs in the same order, the account included; all cells of a note are in one
    shard; and the command without --shard goes on in the merged folder."""
    assert batch.make("notes.jsonl", run="whole", grid=GRID) == 3
    for number in (1, 2, 3):
        shard = ("--shard", f"{number}/3", "--run", "part", "--grid", *GRID, "--model", "scripted", "--no-knowledge")
        assert run_command("batch", "notes.jsonl", *shard, cwd=batch.folder).returncode in (0, 3)
    parts = [batch.path(f"part-{number}-of-3") for number in (1, 2, 3)]
    notes = [{line["note_id"] for line in batch.lines(part.name).values()} for part in parts]
    assert sum(map(len, notes)) == len(set.union(*notes)) == 12
    before = {path: path.read_bytes() for part in parts for path in part.iterdir()}
    done = run_command("merge", *parts, "--run", "merged", cwd=batch.folder, text=True)
    assert done.returncode == 3, done.stderr
    assert {path: path.read_bytes() for part in parts for path in part.iterdir()} == before
    same(batch.path("merged"), batch.path("whole"))
    assert verify(batch.path("merged")).faults == []
    assert batch.about("merged")["counts"] == batch.about("whole")["counts"]
    assert batch.failures("merged").keys() == batch.failures("whole").keys() == {"line-7"}
    assert batch.make("notes.jsonl", run="merged", grid=GRID) == 3
    assert len(batch.made("merged")) == 24
    same(batch.path("merged"), batch.path("whole"))


def test_what_is_missing_is_said_and_what_does_not_fit_is_refused(batch: Batches) -> None:
    """A shard that is not there leaves its items pending; another configuration, an item that is in two, a folder that is there."""
    for number in (1, 2):
        batch.make("notes.jsonl", run="part", shard=Shard(number, 2))
    batch.make("notes.jsonl", run="other", choices={"seed": 3}, shard=Shard(1, 2))
    one, two, other = (batch.path(name) for name in ("part-1-of-2", "part-2-of-2", "other-1-of-2"))
    out = batch.folder / "merged"
    made = merge([one], out, "half")
    assert made.missing == ["2/2"] and made.counts["finished"] == len(batch.lines(one.name))
    for folders, name, words in (
        ([one, other], "x", "made differently"),
        ([one, two], "half", "is there already"),
        ([], "x", "Name the run folders"),
        ([out], "x", "no run folder"),
    ):
        with pytest.raises(Problem, match=words):
            merge(folders, out, name)
    batch.make("notes.jsonl", run="all")
    with pytest.raises(Problem, match="belongs to one shard"):
        merge([one, batch.path("all")], out, "twice")
    assert sorted(path.name for path in out.iterdir()) == ["half", "twice.merging"]
    assert merge([one, two], out, "twice").counts["finished"] == 12


@pytest.mark.parametrize("text", ["0/3", "4/3", "1", "a/b", "1/0", "-1/2"])
def test_a_faulty_shard_is_refused(text: str) -> None:
    """In one sentence."""
    with pytest.raises(Problem, match="--shard"):
        Shard.parse(text)
