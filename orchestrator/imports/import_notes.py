"""Notes of other sets brought in: a file or a folder in, the notes' JSON Lines that ``batch`` reads out, and case files.

Every row is counted: ``rows = notes + bad``. A row that makes no note is written down with its file, line and reason, and
never stops another. Files are written beside their name and moved into place at the end; none is overwritten.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from bedside.agents.identifiers.surrogates import deidentified
from bedside.agents.languages.notes import written_in
from bedside.orchestrator.build.note_input import admit
from bedside.orchestrator.cases.draft import Known, draft, write
from bedside.orchestrator.failures import Problem, storage
from bedside.orchestrator.imports.formats import DatasetShape, Imported, own_shape, read, shape_for, with_heading
from bedside.orchestrator.imports.readers import TEXTS, FoundRow, Unread, files, rows
from bedside.orchestrator.runs.checksum import dump


@dataclass(frozen=True)
class Wanted:
    """What is to be imported and where to. ``note`` and ``name`` are the columns of a shape of one's own."""

    source: Path
    out: Path
    shape: str = "auto"
    note: str | None = None
    name: str | None = None
    cases: Path | None = None
    limit: int | None = None
    deidentify: bool = False  # made-up identifiers take the place of the notes'

    @property
    def bad(self) -> Path:
        """Where the rows that make no note are written down."""
        return self.out.with_name(f"{self.out.name.removesuffix('.jsonl')}.bad.jsonl")


@dataclass
class Tally:
    """What came of the rows."""

    notes: int = 0
    bad: int = 0
    cases: int = 0
    files_read: int = 0
    files_left: int = 0  # of a folder, that cannot be read
    shapes: dict[str, int] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """All rows that were looked at."""
        return self.notes + self.bad


def bring(wanted: Wanted, say: Callable[[str], None] = lambda _: None) -> Tally:
    """Import everything. Raises ``Problem`` where nothing can be made of the source, or a file to write is there already."""
    looked_through = files(wanted.source)
    todo = looked_through.readable
    for path in (wanted.out, wanted.bad):
        if path.exists():
            raise Problem("usage", f"{path} exists and is left as it is: give another name with --out, or remove it.")
    tally = Tally(files_read=len(todo))
    part, bad = wanted.out.with_name(f"{wanted.out.name}.part"), wanted.bad.with_name(f"{wanted.bad.name}.part")
    try:
        wanted.out.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as notes, bad.open("wb") as faults:
            for one in looked_through.left:
                tally.files_left += 1
                faults.write(_fault(one, one.row))
            for found, made in _made(todo, wanted):
                if isinstance(made, Unread):
                    tally.bad += 1
                    faults.write(_fault(found, made))
                    continue
                tally.notes += 1
                tally.shapes[made.shape] = tally.shapes.get(made.shape, 0) + 1
                notes.write(dump(_line(made, found)))
                if wanted.cases is not None:
                    _case(made, wanted.cases)
                    tally.cases += 1
                if tally.rows % 10_000 == 0:
                    say(f"{tally.rows:,} rows")
        if tally.bad or tally.files_left:
            bad.replace(wanted.bad)
        if tally.notes:
            part.replace(wanted.out)
    except OSError as error:
        raise storage(error, str(wanted.out)) from error
    finally:
        part.unlink(missing_ok=True)
        bad.unlink(missing_ok=True)
    return tally


def _fault(found: FoundRow, made: Any) -> bytes:
    return dump({"file": str(found.file), "line": found.line, "reason": made.reason})


def _made(todo: list[Path], wanted: Wanted) -> Iterator[tuple[FoundRow, Imported | Unread]]:
    """Every row with the note it gives, or why it gives none; ids are made one of a kind here."""
    taken: dict[str, str] = {}
    many = sum(file.suffix.lower() not in TEXTS for file in todo) > 1
    for found, given in islice(_read(todo, wanted), wanted.limit):
        if isinstance(given, Unread):
            yield found, given
            continue
        try:
            admit(given.note, written_in(given.note))
        except Problem as error:
            yield found, Unread(str(error))
            continue
        name = given.id or f"{found.file.stem}-{found.line}"
        if many and given.id and (given.id.isdecimal() or given.id in taken):
            name = f"{found.file.stem}-{given.id}"  # sets number each of their files from 0
        place = f"{found.file}:{found.line}"
        if name in taken:
            yield found, Unread(f"the id {name!r} was used by {taken[name]}: give each note its own")
            continue
        taken[name] = place
        text = deidentified(given.note)[0] if wanted.deidentify else given.note
        yield found, Imported(name, text, given.shape, given.section, given.age, given.sex)


def _read(todo: list[Path], wanted: Wanted) -> Iterator[tuple[FoundRow, Imported | Unread]]:
    for file in todo:
        shape: DatasetShape | None = own_shape(wanted.note, wanted.name) if wanted.note else None
        passed = 0
        for found in rows(file):
            if isinstance(found.row, Unread):
                yield found, found.row
                continue
            shape = shape or shape_for(found.row, wanted.shape)
            if shape is None:
                if file.name.endswith("_metadata.csv"):
                    break  # ACI-Bench keeps a table about its visits beside each table of visits
                passed += 1
                if passed == 1 and len(todo) == 1 and not wanted.note:
                    raise Problem("input", _unknown(file, found.row, wanted.shape))
                yield found, Unread(_unknown(file, found.row, wanted.shape))
                continue
            yield found, read(found.row, shape)


def _unknown(file: Path, row: dict[str, Any], shape: str) -> str:
    columns = ", ".join(list(row)[:12]) or "none"
    what = "no known shape" if shape == "auto" else f"not the shape {shape!r}"
    return f"{file} has {what} (columns: {columns}): name the column of the note with --note-column."


def _line(made: Imported, found: FoundRow) -> dict[str, Any]:
    """A row for ``batch``. What is not for it tells where the note came from."""
    row: dict[str, Any] = {"id": made.id, "note": made.note, "shape": made.shape}
    row["source"] = {"file": found.file.name, "line": found.line}
    if made.section:
        row |= {"section_header": made.section, "style": "section"}
    about = {key: value for key, value in (("age", made.age), ("sex", made.sex)) if value is not None}
    return row | ({"patient": about} if about else {})


def _case(made: Imported, folder: Path) -> None:
    known = Known(made.age, made.sex, "section" if made.section else None)
    name = made.id or "note"
    text = draft(with_heading(made), name, known=known)
    case_id = text.split("id: ", 1)[1].split("\n", 1)[0].strip('"')
    write(folder / f"{case_id}.case.yaml", text)
