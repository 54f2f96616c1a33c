"""What a batch is made of: the rows of a notes file, read line by line, and the item of each."""

import hashlib
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any

import orjson

from bedside.orchestrator.batch.row_fields import id_text, row_values
from bedside.orchestrator.build.note_input import MAX_CHARACTERS
from bedside.orchestrator.build.simulate_item import Item
from bedside.orchestrator.cases.json_cells import is_empty_cell, repeated_key
from bedside.orchestrator.cases.text_encoding import NotText, decoded, is_utf16, utf8_lines
from bedside.orchestrator.failures import Problem
from bedside.scenarios.case import Case
from bedside.scenarios.protocol import refuse_pair

MAX_LINE = 8 * MAX_CHARACTERS  # bytes; a longer line is refused without being parsed


@dataclass(frozen=True)
class Row:
    """One line of the notes file, or one case file: a note with what was chosen for it, or the reason it cannot be one."""

    id: str
    line: int
    note: str = ""
    section: str | None = None
    style: str | None = None
    protocol: str | None = None
    interview: dict[str, Any] | None = None
    fault: str | None = None
    setting: str | None = None
    language: str | None = None
    persona: str | None = None
    seed: int | None = None
    case: Case | None = None  # of a case file, in place of the case that all rows start from
    of: str = ""  # the id of its note, where several rows are made of one
    file: str = ""  # where it stands, if there are several files
    at: int | None = None  # its place among all rows, where only a part of them is made

    @property
    def note_id(self) -> str:
        """The id of the note, which several rows may share."""
        return self.of or self.id

    @property
    def place(self) -> str:
        """Where it stands, for a sentence."""
        return f"{self.file} line {self.line}" if self.file else f"line {self.line}"


@dataclass
class NotesScan:
    """The first pass over the notes file: its ids in order and its digest. 10,000 ids take about a megabyte."""

    ids: list[str] = field(default_factory=list)
    digest: str = ""


def rows(path: Path, hasher: Any = None) -> Iterator[Row]:
    """The rows of a JSON Lines file of ``{"id": ..., "note": ...}``, with the optional keys of ``row_fields``.

    Other keys are left alone. A line that cannot be used is a row with a fault, under its id or ``line-N``.
    """
    for number, line in enumerate(utf8_lines(path), 1):
        if hasher is not None:
            hasher.update(line)
        if line.strip():
            yield _row(number, line)


def without_identifiers(row: Row) -> Row:
    """The same row, with made-up identifiers in the place of those of its note."""
    from bedside.agents.identifiers.surrogates import deidentified

    return replace(row, note=deidentified(row.note)[0]) if row.fault is None else row


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
    twice = repeated_key(line)
    if twice is not None:
        named = id_text(data.get("id")) or name
        return Row(named, number, fault=f'line {number} has "{twice}" twice: keep one of them.')
    return row_of(data, name, number)


def row_of(given: Mapping[str, Any], name: str, line: int, file: str = "", *, unnamed: str = "") -> Row:
    """The row of an object with ``id``, ``note`` and what ``row_fields`` knows beside them. ``name`` is its id where it has none
    that can be used; ``unnamed`` that of a row which may do without."""
    place = f"{file} line {line}" if file else f"line {line}"
    raw = id_text(given.get("id")) or unnamed
    if not raw.strip():
        return Row(name, line, fault=f'{place} has no "id": give each note its own.', file=file)
    if is_empty_cell(given.get("note"), given.get("section_header")):
        empty = f"{place} has “{given.get('note')}” for a note, as tables write an empty cell: give its text."
        return Row(raw, line, fault=empty, file=file)
    values = row_values(given, place)
    return Row(raw, line, fault=values, file=file) if isinstance(values, str) else Row(raw, line, file=file, **values)


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
    with refused(path):
        for row in islice(rows(path, hasher), limit):
            if row.id in lines:
                raise Problem(
                    "input",
                    f"{path}: the id {row.id!r} stands in lines {lines[row.id]} and {row.line}: give each its own.",
                )
            lines[row.id] = row.line
    found.ids = list(lines)
    found.digest = hasher.hexdigest()
    if not found.ids:
        raise Problem("input", f"{path} has no notes: give one object with id and note a line.")
    return found


@contextmanager
def refused(path: Path) -> Generator[None]:
    """Look at a file that is to hold notes, then turn what the system says of it inside into a ``Problem``."""
    if path.exists() and not path.is_file() and not path.is_dir():
        raise Problem("input", f"{path} is no regular file, and notes are read twice: save them to a file first.")
    try:
        with path.open("rb") as file:
            head = file.read(4096)
            if b"\0" in head and not is_utf16(head):
                raise Problem("input", f"{path} is not text: give JSON Lines, one object with id and note a line.")
        yield
    except FileNotFoundError:
        raise Problem("input", f"There is no file {path}: check the path after --notes.") from None
    except IsADirectoryError:
        raise Problem("input", f"{path} is a folder: give a JSON Lines file.") from None
    except OSError as error:
        raise Problem("input", f"{path} cannot be read ({error.strerror}): check its permissions.") from None


def item(row: Row, base: Case, key: str = "") -> Item:
    """The item of a row; ``base`` gives all that neither the row nor its case file does. Raises ``Problem``."""
    from bedside.orchestrator.cases.case_input import CaseOptions, in_its_language
    from bedside.scenarios.load import note_only_case

    case = row.case or note_only_case(row.id, row.note, seed=base.seed, base=base)
    if row.case is None and row.language is None:
        case = in_its_language(case, row.note)
    if row.style:
        case = case.model_copy(update={"style": row.style})
    if row.setting or row.language or row.persona:
        # Where it is set and what is held there are looked at together.
        protocol = row.protocol if row.interview is None else None
        case = CaseOptions(
            setting=row.setting, language=row.language, persona=row.persona, protocol=protocol, seed=row.seed
        ).of(case)
    elif row.seed is not None:
        case = case.model_copy(update={"seed": row.seed})
    if row.protocol or row.interview is not None:
        case = asked(case, row.protocol, row.interview)
    own_seed = case.seed if row.case is not None or row.seed is not None else None
    return Item(row.id, case, row.note, row.section, key, own_seed, row.note_id)


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
