"""Many notes to one run folder: read line by line, written in input order, one failure never stopping the rest."""

import asyncio
import hashlib
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

import orjson

from bedside.orchestrator.collecting import seldom_collected
from bedside.orchestrator.company import Company, Item, Performance, failed_event, start_event
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.intake import MAX_CHARACTERS
from bedside.orchestrator.journal import Fold
from bedside.orchestrator.runs import Run
from bedside.orchestrator.scene import Event
from bedside.scenarios.case import Case
from bedside.scenarios.record import Failure

AHEAD = 4  # times as many dialogues as are in flight may wait to be written in order
MAX_LINE = 8 * MAX_CHARACTERS  # bytes; a longer line is refused without being parsed


@dataclass(frozen=True)
class Row:
    """One line of the notes file: a note, or the reason it cannot be one."""

    id: str
    line: int
    note: str = ""
    section: str | None = None
    style: str | None = None
    protocol: str | None = None
    interview: dict[str, Any] | None = None
    fault: str | None = None


@dataclass
class Scan:
    """The first pass over the notes file: its ids in order and its digest. 10,000 ids take about a megabyte."""

    ids: list[str] = field(default_factory=list)
    digest: str = ""


def rows(path: Path, hasher: Any = None) -> Iterator[Row]:
    """The rows of a JSON Lines file of ``{"id": ..., "note": ...}``, with optional ``section_header``, ``style``,
    ``protocol`` and ``interview``.

    Other keys are left alone. A line that cannot be used is a row with a fault, under its id or ``line-N``.
    """
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if hasher is not None:
                hasher.update(line)
            if line.strip():
                yield _row(number, line)


def _row(number: int, line: bytes) -> Row:
    name = f"line-{number}"
    if len(line) > MAX_LINE:
        return Row(name, number, fault=f"line {number} has {len(line):,} bytes: give one visit's note, not a chart.")
    try:
        data = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        broken = "is not UTF-8" if not _utf8(line) else f"is not JSON ({error.msg}, column {error.colno})"
        return Row(name, number, fault=f"line {number} {broken}: write one object a line, in UTF-8.")
    if not isinstance(data, dict):
        return Row(name, number, fault=f'line {number} is not an object: write {{"id": ..., "note": ...}}.')
    given: dict[str, Any] = data
    raw = given.get("id")
    if isinstance(raw, int) and not isinstance(raw, bool):
        raw = str(raw)
    if not isinstance(raw, str) or not raw.strip():
        return Row(name, number, fault=f'line {number} has no "id": give each note its own.')
    note, section, style = given.get("note"), given.get("section_header"), given.get("style")
    if not isinstance(note, str):
        return Row(raw, number, fault=f'line {number} has no text under "note": put the note there.')
    protocol, interview = given.get("protocol"), given.get("interview")
    for key, value in (("section_header", section), ("style", style), ("protocol", protocol)):
        if value is not None and not isinstance(value, str):
            return Row(raw, number, fault=f'line {number}: "{key}" must be text or left out.')
    if interview is not None and not isinstance(interview, dict):
        return Row(raw, number, fault=f'line {number}: "interview" must be an object with a label, or left out.')
    return Row(raw, number, note, section, style, protocol, interview)


def _utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def scan(path: Path, limit: int | None = None) -> Scan:
    """Read the whole file once, before anything is made. Raises ``Problem`` for a file that cannot be a set of notes
    and for an id that stands twice."""
    found = Scan()
    lines: dict[str, int] = {}
    hasher = hashlib.sha256()
    if path.exists() and not path.is_file() and not path.is_dir():
        raise Problem("input", f"{path} is no regular file, and notes are read twice: save them to a file first.")
    try:
        with path.open("rb") as file:
            if b"\0" in file.read(4096):
                raise Problem("input", f"{path} is not text: give JSON Lines, one object with id and note a line.")
        for row in islice(rows(path, hasher), limit):
            if row.id in lines:
                raise Problem(
                    "input",
                    f"{path}: the id {row.id!r} stands in lines {lines[row.id]} and {row.line}: give each its own.",
                )
            lines[row.id] = row.line
    except FileNotFoundError:
        raise Problem("input", f"There is no file {path}: check the path after --notes.") from None
    except IsADirectoryError:
        raise Problem("input", f"{path} is a folder: give a JSON Lines file.") from None
    except OSError as error:
        raise Problem("input", f"{path} cannot be read ({error.strerror}): check its permissions.") from None
    found.ids = list(lines)
    found.digest = hasher.hexdigest()
    if not found.ids:
        raise Problem("input", f"{path} has no notes: give one object with id and note a line.")
    return found


def item(row: Row, base: Case) -> Item:
    """The item of a row; ``base`` gives all that the row does not."""
    from bedside.orchestrator.interviews import asked
    from bedside.scenarios.load import note_only_case

    case = note_only_case(row.id, row.note, seed=base.seed, base=base)
    if row.style:
        case = case.model_copy(update={"style": row.style})
    if row.protocol or row.interview is not None:
        case = asked(case, row.protocol, row.interview)
    return Item(row.id, case, row.note, row.section)


Make = Callable[[Row], Awaitable[Performance]]


async def run_batch(
    todo: Iterator[Row],
    base: Case,
    company: Company,
    run: Run,
    *,
    jobs: int = 1,
    make: Make | None = None,
    tick: Callable[[Performance], None] = lambda _: None,
) -> None:
    """Make every row's dialogue, at most ``jobs`` at a time, and keep the results in the order of the rows. ``make``
    makes one where it is not to be made in this process."""

    async def here(row: Row) -> Performance:
        return await perform_row(row, base, company, run.sink)

    with seldom_collected() as settle:
        async for performance in _in_order(todo, make or here, jobs):
            settle()
            run.keep(performance)
            tick(performance)


async def _in_order(todo: Iterator[Row], make: Make, jobs: int) -> AsyncIterator[Performance]:
    # One that hangs holds back what is written, not what is made: the window is wider than the number in flight.
    window: deque[asyncio.Task[Performance]] = deque()
    free = asyncio.Semaphore(jobs)

    async def one(row: Row) -> Performance:
        async with free:
            return await make(row)

    try:
        for row in todo:
            if jobs == 1:  # no task: a dialogue of the built-in family never waits for anything
                yield await make(row)
                continue
            window.append(asyncio.create_task(one(row)))
            if len(window) >= AHEAD * jobs:
                yield await window.popleft()
        while window:
            yield await window.popleft()
    finally:
        for task in window:
            task.cancel()


async def perform_row(row: Row, base: Case, company: Company, sink: Callable[[Event], None]) -> Performance:
    """One row's dialogue; a row with a fault is a failed one."""
    fault = row.fault
    if fault is None:
        try:
            made = item(row, base)
        except Problem as problem:
            fault = f"line {row.line}: {problem}"
        else:
            return await company.perform(made, sink)
    fold = Fold(row.id)
    failure = Failure(kind="input", stage="read", message=fault[0].upper() + fault[1:])
    for event in (start_event(Item(row.id, base, ""), company.seed), failed_event(row.id, failure)):
        fold.add(event)
        sink(event)
    return Performance(fold, None)
