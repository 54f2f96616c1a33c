"""Inputs of a batch and exports at addresses: the same as from and to a folder, and one sentence where that cannot be."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fsspec
import orjson
import pytest
from batches import Batches, rows
from commands import run_command
from typer.main import get_command as command

from bedside.orchestrator.cases.remote_files import Copies, is_address, sent_to
from bedside.orchestrator.cli.commands.export import app
from bedside.orchestrator.failures import Problem


@pytest.fixture
def batch(tmp_path: Path) -> Batches:
    """A folder of its own."""
    return Batches(tmp_path)


@pytest.fixture
def memory() -> Iterator[Any]:
    """A file system in this process's memory, empty."""
    system: Any = fsspec.filesystem("memory")
    system.store.clear()
    yield system
    system.store.clear()


def remote(batch: Batches, *inputs: str, run: str | None = "r", **order: Any) -> int:
    """Make a run of inputs that are no paths of this machine."""
    from bedside.orchestrator.build.player_options import PlayerOptions
    from bedside.orchestrator.cases.case_input import CaseOptions
    from bedside.orchestrator.cli.batch_command import BatchOptions, run_batch_command
    from bedside.orchestrator.cli.simulate_command import RunPlace

    how: dict[str, Any] = {"processes": 1, "quiet": True, "player_options": PlayerOptions("scripted"), **order}
    place = RunPlace(batch.folder / "runs", run)
    return run_batch_command(BatchOptions(inputs=inputs, **how), CaseOptions(knowledge=False), place)


def test_a_file_a_folder_and_a_pattern_at_an_address(batch: Batches, memory: Any) -> None:
    """Each makes what the same files make here; the run remembers the address and goes on with it, and no copy stays."""
    memory.pipe("/set/a.jsonl", rows("a1", "a2"))
    memory.pipe("/set/deep/b.csv", b"id,note\nb,He fell. The knee hurts.\n")
    memory.pipe("/set/readme.bin", b"\0")
    batch.file("notes/a.jsonl", rows("a1", "a2"))
    batch.file("notes/deep/b.csv", b"id,note\nb,He fell. The knee hurts.\n")
    assert batch.make("notes", run="here") == 0
    assert remote(batch, "memory://set") == 0
    assert batch.lines() == batch.lines("here")
    assert remote(batch, "memory://set/*.jsonl", run="pattern") == 0
    assert [*batch.lines("pattern")] == ["a1", "a2"]
    assert remote(batch, "memory://set/a.jsonl", run=None) == 0
    (made,) = (batch.folder / "runs").glob("a-*")
    about = orjson.loads((made / "run.json").read_bytes())
    assert about["source"] == "memory://set/a.jsonl" and about["arguments"][1] == "memory://set/a.jsonl"
    memory.pipe("/set/a.jsonl", rows("a1", "a2", "a3"))
    assert remote(batch, "memory://set/a.jsonl", run=None) == 0
    assert batch.made(made.name) == ["a1", "a2", "a3"]


def test_copies_go_with_who_holds_them(memory: Any) -> None:
    """They are their user's alone while they are there, and two files of one name are two."""
    memory.pipe("/x/a.txt", b"one")
    memory.pipe("/x/y/x/a.txt", b"two")
    copies = Copies()
    found = copies.of("memory://x", (".txt",))
    assert [file.read_bytes() for file in found] == [b"one", b"two"]
    assert [copies.address_of[file] for file in found] == ["memory:///x/a.txt", "memory:///x/y/x/a.txt"]
    top = next(folder for folder in found[0].parents if folder.name.startswith("bedside-"))
    assert top.stat().st_mode & 0o777 == 0o700
    del copies
    assert not top.exists()


def test_an_export_at_an_address_is_the_export_here(
    batch: Batches, memory: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    """The same files with the same bytes; a place that is not empty is refused before anything is written."""
    batch.file("notes.jsonl", rows("a", "b"))
    assert batch.make("notes.jsonl") == 0
    main: Any = command(app).main
    given = [str(batch.path()), "--format", "messages", "--split", "train=0.5,test=0.5", "--without", "any"]
    main([*given, "--out", str(batch.folder / "set")], standalone_mode=False)
    main([*given, "--out", "memory://sets/one"], standalone_mode=False)
    here = {file.name: file.read_bytes() for file in (batch.folder / "set").iterdir()}
    assert {name.rpartition("/")[2]: memory.cat(name) for name in memory.find("/sets/one")} == here
    assert "bedside-" not in capsys.readouterr().out
    with pytest.raises(Problem, match="is there already"):
        main([*given, "--out", "memory://sets/one"], standalone_mode=False)


def test_by_processes_of_their_own(batch: Batches) -> None:
    """file:// in and out."""
    batch.file("in/notes.jsonl", rows("a"))
    at = f"file://{batch.folder}"
    common = ("--model", "scripted", "--no-knowledge", "--run", "r", "-q")
    done = run_command("batch", f"{at}/in/notes.jsonl", *common, cwd=batch.folder, text=True)
    assert done.returncode == 0, done.stderr
    done = run_command("export", "r", "--format", "csv", "--out", f"{at}/out/set", cwd=batch.folder, text=True)
    assert done.returncode == 0, done.stderr
    assert any(file.suffix == ".csv" for file in (batch.folder / "out" / "set").iterdir())


def test_what_cannot_be_is_one_sentence(batch: Batches, memory: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing there, no such kind of place, nothing to read, data that stay here, and no fsspec: then the extra is named."""
    memory.pipe("/empty/readme.bin", b"")
    for address, words in (
        ("memory://none.jsonl", "nothing at memory://none.jsonl"),
        ("nowhere://a/b.jsonl", "cannot be used"),
        ("memory://empty", "no file of notes"),
    ):
        with pytest.raises(Problem, match=words):
            remote(batch, address)
    assert not (batch.folder / "runs").exists()
    with pytest.raises(Problem, match="stay on this machine"), sent_to("s3://bucket/set", stays_here=True):
        pass
    with sent_to("memory://set", stays_here=True) as folder:
        folder.mkdir()
    assert not is_address("C:\\notes") and not is_address("a/b.jsonl")
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    with pytest.raises(Problem, match=r"pip install 'bedside\[remote\]'"):
        remote(batch, "memory://set/a.jsonl")
