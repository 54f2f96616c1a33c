"""A run folder is its owner's alone from its first moment on, whatever the umask; ``--shared`` leaves that to the umask."""

import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import orjson
import pytest

from bedside.orchestrator.build.player_options import PlayerOptions
from bedside.orchestrator.cases.case_input import CaseOptions
from bedside.orchestrator.cli.batch_command import BatchOptions, run_batch_command
from bedside.orchestrator.cli.simulate_command import RunPlace
from bedside.orchestrator.runs.files import PART, replace
from bedside.orchestrator.runs.repair_folder import DAMAGED

NOTE = "He fell on the ice. The knee hurts. Exam shows swelling. Plan is rest."


@contextmanager
def umask(mask: int) -> Generator[None]:
    """Inside, new files lose these bits."""
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


def batch(folder: Path, count: int = 12, shared: bool = False) -> Path:
    """A run of notes, one of which cannot be used, with guidelines; its folder."""
    notes = folder / "notes.jsonl"
    rows = [{"id": "bad", "note": ""}, *({"id": f"n{n}", "note": f"{NOTE} Call {n}."} for n in range(count))]
    notes.write_bytes(b"".join(orjson.dumps(row) + b"\n" for row in rows))
    order = BatchOptions(notes=notes, processes=1, player_options=PlayerOptions("scripted"), quiet=True)
    assert run_batch_command(order, CaseOptions(), RunPlace(folder / "runs", "r", shared=shared)) == 3
    return folder / "runs" / "r"


def modes(folder: Path) -> dict[str, str]:
    """The modes of a folder and all in it, in octal."""
    return {path.name: f"{path.stat().st_mode & 0o777:o}" for path in (folder, *folder.iterdir())}


def break_a_byte(path: Path) -> None:
    """Turn a byte in the middle of a file."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize("mask", [0o022, 0o000])
def test_all_of_a_run_is_private(tmp_path: Path, mask: int) -> None:
    """Every file, also one that was opened up, one that is made on going on, what is set aside, and the log."""
    with umask(mask):
        folder = batch(tmp_path)
        folder.chmod(0o755)
        for path in folder.iterdir():
            path.chmod(0o644)
        for name in ("dialogues.jsonl", "events.jsonl.bz2", "index.jsonl", "run.json"):
            break_a_byte(folder / name)
        batch(tmp_path, 14)
    found = modes(folder)
    assert found.pop("r") == "700"
    assert {*found.values()} == {"600"}
    assert {name for name in found if name.endswith(DAMAGED)} >= {
        f"{name}{DAMAGED}" for name in ("dialogues.jsonl", "events.jsonl.bz2", "index.jsonl", "run.json")
    }
    assert "log.jsonl" in found
    assert "events.jsonl" in found  # of the note that cannot be used


def test_what_is_half_written_is_private(tmp_path: Path) -> None:
    """A file that takes another's place is nobody else's while it is written, either."""
    seen: list[int] = []

    def parts() -> Generator[bytes]:
        seen.append((tmp_path / f"a{PART}").stat().st_mode & 0o777)
        yield b"x"

    with umask(0):
        replace(tmp_path / "a", parts())
    assert (seen, (tmp_path / "a").stat().st_mode & 0o777) == ([0o600], 0o600)


def test_shared_opens_what_was_private_and_closes_again(tmp_path: Path) -> None:
    """With a umask of 022 others may read all of it, and without --shared no more."""
    with umask(0o022):
        folder = batch(tmp_path)
        batch(tmp_path, shared=True)
        found = modes(folder)
        assert found.pop("r") == "755"
        assert {*found.values()} == {"644"}
        batch(tmp_path)
        assert {*modes(folder).values()} == {"700", "600"}
