"""Runs made and read back, as the tests of run folders share it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from bedside.orchestrator.batch.items import Row
from bedside.orchestrator.batch.runner import Work
from bedside.orchestrator.runs.reader import RunFolder, trace_of
from bedside.orchestrator.runs.store import Run


def works(run: Run, todo: list[Row]) -> Iterator[Work]:
    """What is to be made of these rows, each with what is there of it."""
    return (Work(row, "", run.begun(row.id)) for row in todo if row.id not in run.finished)


def traces(folder: Path) -> list[Any]:
    """Why everything was said, dialogue by dialogue, as the run keeps it."""
    return [trace_of(kept) for kept in RunFolder(folder).dialogues() if kept.record.status == "finished"]


def same(one: Path, other: Path) -> None:
    """Two runs hold the same dialogues, byte for byte, for the same reasons."""
    assert (one / "dialogues.jsonl").read_bytes() == (other / "dialogues.jsonl").read_bytes()
    assert sorted(traces(one), key=lambda t: t["id"]) == sorted(traces(other), key=lambda t: t["id"])


def lines(path: Path) -> list[Any]:
    """The values of a JSON Lines file."""
    return [orjson.loads(line) for line in path.read_bytes().splitlines()]
