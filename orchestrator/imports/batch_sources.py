"""All that a batch can be made of: case files, tables of notes and text files, by name, folder or pattern, one row at a time.

Files are read as rows are asked for and never held whole. What cannot be used is a row with a fault under its file and line.
"""

import glob
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any

from bedside.orchestrator.batch.grid import Grid
from bedside.orchestrator.batch.items import Row, row_of
from bedside.orchestrator.batch.items import rows as json_rows
from bedside.orchestrator.batch.row_fields import TEXTS, id_text
from bedside.orchestrator.batch.target_rows import Choice
from bedside.orchestrator.cases.case_input import CaseOptions, read_case
from bedside.orchestrator.cases.find_case import find_case
from bedside.orchestrator.cases.remote_files import Copies, is_address
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.imports.formats import read, shape_for
from bedside.orchestrator.imports.readers import SUFFIXES, FoundRow, Unread, files
from bedside.orchestrator.imports.readers import rows as table_rows
from bedside.orchestrator.runs.file_names import ABOUT

_CASE = ".case.yaml"
_YAML = (".yaml", ".yml")
_JSON_LINES = (".jsonl", ".ndjson")
_OWN = frozenset((*TEXTS, "seed", "interview"))


@dataclass(frozen=True)
class BatchSources:
    """The files in order, what is laid over every case file, and what each note is crossed with."""

    files: tuple[Path, ...]
    choices: CaseOptions = field(default_factory=CaseOptions)
    grid: Grid = field(default_factory=Grid)
    limit: int | None = None
    copies: Copies = field(default_factory=Copies)  # of files at addresses, as long as they may be read
    choice: Choice | None = None  # which notes are made, where not all are

    @property
    def name(self) -> str:
        """How a run over them is called where nobody says."""
        first = self.files[0]
        stem = first.name.removesuffix(_CASE) if first.name.endswith(_CASE) else first.stem
        return stem if len(self.files) == 1 else f"{first.resolve().parent.name or stem}-{len(self.files)}"

    @property
    def folder(self) -> Path:
        """The folder that files named in cases start from: theirs if they share one, else the one that this is run in."""
        folders = {file.parent for file in self.files if file.suffix in _YAML}
        return folders.pop() if len(folders) == 1 else Path()

    def rows(self) -> Iterator[Row]:
        """Every row, crossed with the grid. Raises ``Problem`` for a file that cannot be opened."""
        return self.rows_of(self._plain())

    def rows_of(self, found: Iterator[Row]) -> Iterator[Row]:
        """The first ``limit`` of these rows, those that are chosen, each crossed with the grid."""
        first = islice(found, self.limit)
        for row in first if self.choice is None else self.choice.rows(first):
            yield from self.grid.cells(row)

    def _plain(self) -> Iterator[Row]:
        many = len(self.files) > 1
        for file in self.files:
            if file.suffix in _YAML:
                yield self._case(file)
            elif file.suffix.lower() in _JSON_LINES:
                yield from _json_lines(file, many)
            else:
                for found in table_rows(file):
                    yield _table_row(found, many)

    def _case(self, file: Path) -> Row:
        try:
            case, text = read_case(file, self.choices)
        except Problem as error:
            return Row(file.name.removesuffix(_CASE), 1, fault=str(error), file=str(file))
        return Row(case.id, 1, text, case=case, file=str(file))


def sources(given: Sequence[str], choices: CaseOptions, grid: Grid) -> BatchSources:
    """What these names stand for: files, folders, patterns (``notes/*.csv``, ``**``) and ids of shipped cases. Raises
    ``Problem``."""
    found: list[Path] = []
    copies = Copies()
    for name in given:
        path = Path(name)
        if is_address(name):
            found += [one for copy in copies.of(name, (*_YAML, *SUFFIXES)) for one in _alone(copy)]
        elif path.is_dir():
            found += _inside(path)
        elif any(sign in name for sign in "*?[") and not path.exists():
            matched = sorted(Path(one) for one in glob.glob(name, recursive=True))  # noqa: PTH207  # absolute patterns, too
            if not matched:
                raise Problem("input", f"Nothing fits {name!r}: check the pattern and the folder it starts from.")
            for one in matched:
                found += _inside(one) if one.is_dir() else _alone(one)
        else:
            found += _alone(find_case(name))
    every = tuple(dict.fromkeys(found))
    missing = next((file for file in every if not file.exists()), None)
    if missing is not None:
        raise Problem("input", f"There is no file {missing}: check the path.")
    return BatchSources(every, choices, grid, copies=copies)


def _alone(file: Path) -> list[Path]:
    """A file that can be read, as a list. Raises ``Problem`` for one that cannot."""
    return [file] if file.suffix in _YAML else files(file).readable


def _inside(folder: Path) -> list[Path]:
    """The case files and note files below a folder, in sorted order; those of run folders are none."""
    try:
        tables = files(folder).readable
    except Problem:
        tables = []
    found = sorted({*folder.rglob(f"*{_CASE}"), *tables})
    runs = {about.parent for about in folder.rglob(ABOUT)}
    kept = [file for file in found if not runs.intersection(file.parents) and not _hidden(file, folder)]
    if not kept:
        raise Problem("input", f"{folder} holds no case files (*.case.yaml) and no file of notes.")
    return kept


def _hidden(file: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in file.relative_to(folder).parts)


def _json_lines(file: Path, many: bool) -> Iterator[Row]:
    for row in json_rows(file):
        if not many:
            yield row
            continue
        name = f"{file.stem}-{row.id}" if row.fault is not None and row.id == f"line-{row.line}" else row.id
        yield replace(row, id=name, file=str(file))


def _table_row(found: FoundRow, many: bool) -> Row:
    """A row of a table as a row of a batch; the known shapes of published sets (``formats``) are told by their columns."""
    file = str(found.file) if many else ""
    unnamed = found.file.stem if found.file.suffix.lower() == ".txt" else f"{found.file.stem}-{found.line}"
    place = f"{file} line {found.line}" if many else f"line {found.line}"
    if isinstance(found.row, Unread):
        return Row(unnamed, found.line, fault=f"{place}: {found.row.reason}.", file=file)
    shape = shape_for(found.row)
    if shape is None:
        columns = ", ".join(list(found.row)[:12]) or "none"
        fault = f"{place} has no note (columns: {columns}): call its column note, or use bedside import --note-column."
        return Row(unnamed, found.line, fault=fault, file=file)
    made = read(found.row, shape)
    if isinstance(made, Unread):
        unnamed = next((name for key in shape.ids if (name := id_text(found.row.get(key)))), unnamed)
        return Row(unnamed, found.line, fault=f"{place}: {made.reason}.", file=file)
    given: dict[str, Any] = {"id": made.id, "note": made.note, "section_header": made.section}
    if shape.name == "notes":
        given |= _own(found.row)
    elif made.section:
        given["style"] = "section"
    return row_of(given, unnamed, found.line, file, unnamed=unnamed)


def _own(row: Mapping[str, Any]) -> Mapping[str, Any]:
    return {key: value for key, value in row.items() if key in _OWN}
