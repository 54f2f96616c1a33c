"""What a batch is made of: the rows of a notes file, read line by line, and the item of each."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any

import orjson

from bedside.orchestrator.build.note_input import MAX_CHARACTERS
from bedside.orchestrator.build.simulate_item import Item
from bedside.orchestrator.cases.json_cells import id_of, is_empty_cell, repeated_key
from bedside.orchestrator.cases.text_encoding import NotText, decoded, is_utf16, utf8_lines
from bedside.orchestrator.failures import Problem
from bedside.scenarios.case import Case
from bedside.scenarios.protocol import refuse_pair

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
class NotesScan:
    """The first pass over the notes file: its ids in order and its digest. 10,000 ids take about a megabyte."""

    ids: list[str] = field(default_factory=list)
    digest: str = ""


def rows(path: Path, hasher: Any = None) -> Iterator[Row]:
    """The rows of a JSON Lines file of ``{"id": ..., "note": ...}``, with optional ``section_header``, ``style``,
    ``protocol`` and ``interview``.

    Other keys are left alone. A line that cannot be used is a row with a fault, under its id or ``line-N``.
    """
    for number, line in enumerate(utf8_lines(path), 1):
        if hasher is not None:
            hasher.update(line)
        if line.strip():
            yield _row(number, line)


def rows_without_identifiers(path: Path) -> Iterator[Row]:
    """The same, with made-up identifiers in the place of those of each note."""
    from bedside.agents.identifiers.surrogates import deidentified

    return (replace(row, note=deidentified(row.note)[0]) if row.fault is None else row for row in rows(path))


def _row(number: int, line: bytes) -> Row:
    name = f"line-{number}"
    if len(line) > MAX_LINE:
        return Row(name, number, fault=f"line {number} has {len(line):,} bytes: give one visit's note, not a chart.")
    try:
        data = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        return Row(name, number, fault=f"line {number} {_broken(line, error)}.")
    if not isinstance(data, dict):
        return Row(name, number, fault=f'line {number} is not an object: write {{"id": ..., "note": ...}}.')
    given: dict[str, Any] = data
    raw = id_of(given.get("id"))
    twice = repeated_key(line)
    if twice is not None:
        return Row(raw or name, number, fault=f'line {number} has "{twice}" twice: keep one of them.')
    if not isinstance(raw, str) or not raw.strip():
        return Row(name, number, fault=f'line {number} has no "id": give each note its own.')
    note, section, style = given.get("note"), given.get("section_header"), given.get("style")
    if is_empty_cell(note, section):
        return Row(
            raw, number, fault=f"line {number} has “{note}” for a note, as tables write an empty cell: give its text."
        )
    if not isinstance(note, str):
        return Row(raw, number, fault=f'line {number} has no text under "note": put the note there.')
    protocol, interview = given.get("protocol"), given.get("interview")
    for key, value in (("section_header", section), ("style", style), ("protocol", protocol)):
        if value is not None and not isinstance(value, str):
            return Row(raw, number, fault=f'line {number}: "{key}" must be text or left out.')
    if interview is not None and not isinstance(interview, dict):
        return Row(raw, number, fault=f'line {number}: "interview" must be an object with a label, or left out.')
    return Row(raw, number, note, section, style, protocol, interview)


def _broken(line: bytes, error: orjson.JSONDecodeError) -> str:
    try:
        decoded(line)
    except NotText as fault:
        return str(fault).removeprefix("line 1 ")
    return f"is not JSON ({error.msg}, column {error.colno}): write one object a line, in UTF-8"


def scan(path: Path, limit: int | None = None) -> NotesScan:
    """Read the whole file once, before anything is made. Raises ``Problem`` for a file that cannot be a set of notes
    and for an id that stands twice."""
    found = NotesScan()
    lines: dict[str, int] = {}
    hasher = hashlib.sha256()
    if path.exists() and not path.is_file() and not path.is_dir():
        raise Problem("input", f"{path} is no regular file, and notes are read twice: save them to a file first.")
    try:
        with path.open("rb") as file:
            head = file.read(4096)
            if b"\0" in head and not is_utf16(head):
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


def item(row: Row, base: Case, key: str = "") -> Item:
    """The item of a row; ``base`` gives all that the row does not."""
    from bedside.orchestrator.cases.case_input import in_its_language
    from bedside.scenarios.load import note_only_case

    case = note_only_case(row.id, row.note, seed=base.seed, base=base)
    case = in_its_language(case, row.note)
    if row.style:
        case = case.model_copy(update={"style": row.style})
    if row.protocol or row.interview is not None:
        case = asked(case, row.protocol, row.interview)
    return Item(row.id, case, row.note, row.section, key)


def asked(case: Case, protocol: str | None, interview: dict[str, Any] | None) -> Case:
    """The case with the protocol and the interview of a batch's row. Raises ``Problem``."""
    from pydantic import ValidationError

    given: dict[str, Any] = {**case.model_dump(), **({"protocol": protocol} if protocol else {})}
    if interview is not None:
        given["interview"] = {**interview, "answers": _texts(interview.get("answers", {}))}
    try:
        made = Case.model_validate(given)
    except ValidationError as error:
        fault = error.errors()[0]
        raise Problem(
            "input", f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}. docs/interviews.md says what goes there."
        ) from None
    refused = refuse_pair(made.protocol, made.setting)
    if refused:
        raise Problem("input", f"{refused[0]}. {refused[1]}.")
    if made.interview is not None and made.interview.instrument and "\n" not in made.interview.instrument:
        raise Problem(
            "input", "interview.instrument: a row cannot name a file. Use --case with the case that names it."
        )
    # What the author did not set stays open for the interview to draw.
    return case.model_copy(update={"protocol": made.protocol, "interview": made.interview})


def _texts(answers: Any) -> Any:
    return {str(key): value for key, value in answers.items()} if isinstance(answers, dict) else answers  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
