"""Run folders of shards put together: one folder, as a single run over all of it would have written it.

Law of the file: the folders that are read are not changed, and the new one appears whole or not at all. Every dialogue is there
exactly once, with its log, its exchanges and what it took.
"""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from bedside.orchestrator.failures import Problem, storage
from bedside.orchestrator.runs.checksum import checked, signed
from bedside.orchestrator.runs.entry import Entry
from bedside.orchestrator.runs.file_names import ITEMS, PASSAGES, PASSAGES_PACKED, USAGE
from bedside.orchestrator.runs.files import Lines, whole_lines
from bedside.orchestrator.runs.item_keys import diff
from bedside.orchestrator.runs.lock import is_held
from bedside.orchestrator.runs.open_run import checked_rows, open_run
from bedside.orchestrator.runs.outcome import ItemOutcome
from bedside.orchestrator.runs.packed import find_blocks
from bedside.orchestrator.runs.reader import RunFolder
from bedside.orchestrator.runs.store import Run
from bedside.orchestrator.runs.usage import read_usage

Json = dict[str, Any]
_OWN = ("version", "config", "digest", "versions", "counts", "kept", "shard", "served", "arguments")
_PART = ".merging"


@dataclass
class Merged:
    """What came of it: the folder, its account, and shards that are missing."""

    folder: Path
    counts: dict[str, int]
    missing: list[str] = field(default_factory=list[str])


def merge(folders: Sequence[Path], out: Path, name: str, shared: bool = False) -> Merged:
    """Put these runs together as ``out/name``. Raises ``Problem`` for runs of different configurations, one that is still
    written, an id that is in two, and a folder that is there already."""
    read = [_readable(path) for path in dict.fromkeys(path.resolve() for path in folders)]
    if not read:
        raise Problem("usage", "Name the run folders to put together: bedside merge runs/knees-*-of-8 --run knees.")
    first = read[0]
    for other in read[1:]:
        changed = diff(first.about.get("config", {}), other.about.get("config", {}))
        if changed:
            raise Problem("config", f"{first.path} and {other.path} were made differently ({'; '.join(changed)}).")
    target, part = out / name, out / f"{name}{_PART}"
    if target.exists():
        raise Problem("usage", f"{target} is there already: give another --run, or remove it.")
    shutil.rmtree(part, ignore_errors=True)  # of a merge that was broken off
    about: Json = {key: value for key, value in first.about.items() if key not in _OWN}
    about |= {"arguments": _whole(first.about.get("arguments", ())), "merged": [one.path.name for one in read]}
    about["served"] = sorted({model for one in read for model in one.about.get("served", ())})
    run = open_run(out, name, first.about.get("config", {}), about, name=part.name, shared=shared)
    order: dict[str, tuple[int, int, int]] = {}
    for number, folder in enumerate(read):
        _take(run, folder)
        _order(folder, number, order)
    for done in run.finished:
        run.failed.pop(done, None)
    asked = sorted(order, key=lambda one: order[one])
    run.settle(asked)
    counts = run.close(asked)
    try:
        part.rename(target)
    except OSError as error:
        raise storage(error, str(target)) from error
    return Merged(target, counts, _missing(read))


def _readable(path: Path) -> RunFolder:
    folder = RunFolder(path)
    if folder.version == 1:
        raise Problem("input", f"{path} was made by version 0.1.0, whose runs are not put together.")
    if is_held(path):
        raise Problem("usage", f"{path} is still being written: wait for it.")
    return folder


def _take(run: Run, folder: RunFolder) -> None:
    """Everything of one folder."""
    passages = tuple(_passages(folder.path))
    for name in folder.ids:
        kept = folder.survey.kept.get(name)
        if name in run.finished and kept is not None:
            raise Problem("input", f"{name} is in {folder.path} and in another: each item belongs to one shard.")
        measured = tuple(_bare(row) for row in folder.calls_of(name))
        exchanges = tuple(_bare(row) for row in folder.exchanges_of(name))
        for line in folder.lines_of(name):
            event = orjson.loads(line)
            begins = not event.get("parent")
            run.sink(Entry(name, event["id"], line, None, begins, measured, exchanges, passages))
            measured = exchanges = passages = ()  # all of it stands beside the first
        if kept is not None:
            stop, turns = ("", 0) if kept.turns is None else ("turns", kept.turns)
            run.keep(ItemOutcome(name, kept.key, "finished", stop, turns, line=folder.line(name)))
        elif name in folder.failures:
            run.failed[name] = folder.failures[name]
    used = read_usage(folder.path)
    if used.by:
        lines = Lines(run.folder / USAGE, run.mode)
        lines.write(signed({"used": used.rows()}))
        lines.close()


def _bare(row: Json) -> Json:
    return {key: value for key, value in row.items() if key not in ("sum", "dialogue")}


def _passages(path: Path) -> Iterator[Json]:
    packed = (line for _, lines in find_blocks(path / PASSAGES_PACKED) for line in lines.splitlines(keepends=True))
    for line in (*packed, *(line for _, line in whole_lines(path / PASSAGES))):
        with suppress(ValueError):
            yield checked(line)


def _order(folder: RunFolder, number: int, order: dict[str, tuple[int, int, int]]) -> None:
    """Where each item stands: as the shards say, and those of which none says so at the end."""
    for row in checked_rows(folder.path / ITEMS):
        order[row["id"]] = (0, row["n"], 0)
    for at, name in enumerate(folder.ids):
        order.setdefault(name, (1, number, at))


def _whole(arguments: Sequence[str]) -> list[str]:
    """The arguments without the shard."""
    words = [str(word) for word in arguments]
    at = words.index("--shard") if "--shard" in words else len(words)
    return words[:at] + words[at + 2 :]


def _missing(read: Sequence[RunFolder]) -> list[str]:
    """The shards that are not among these, as ``3/8``."""
    shards = {str(one.about["shard"]) for one in read if one.about.get("shard")}
    counts = {int(shard.rpartition("/")[2]) for shard in shards}
    return [s for count in sorted(counts) for n in range(1, count + 1) if (s := f"{n}/{count}") not in shards]
