"""Rows of files that others made: text and documents, JSON Lines, JSON, CSV and Parquet, one row at a time.

The law: a row that cannot be read is an ``Unread`` with its place and the reason, and the next one comes all the same. A file
is never held whole, but for a JSON object (the list in it is what counts) and a text file, which is one note.
"""

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from bedside.orchestrator.batch.items import MAX_LINE
from bedside.orchestrator.cases.json_cells import repeated_key
from bedside.orchestrator.cases.note_file import DOCUMENTS, MARKED_UP, note_text, refuse_irregular
from bedside.orchestrator.cases.text_encoding import NotText, decoded, table_encoding, utf8_lines
from bedside.orchestrator.failures import Problem

TEXTS = (".txt", ".text", ".md", *MARKED_UP, *DOCUMENTS)  # one note each
SUFFIXES = (*TEXTS, ".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".parquet")
_CHUNK = 1 << 20
_PARQUET = "Parquet needs pyarrow, which is not installed: pip install 'bedside[parquet]', or save the table as CSV."

Raw = dict[str, Any]


@dataclass(frozen=True)
class Unread:
    """A row that cannot be read, and why."""

    reason: str


@dataclass(frozen=True)
class FoundRow:
    """One row at its place. ``line`` is the line it starts on (its number from 1 where the file has no lines)."""

    file: Path
    line: int
    row: Raw | Unread


@dataclass(frozen=True)
class FoundFiles:
    """The files at or below a path, in sorted order: those that can be read, and those that cannot, each with why."""

    readable: list[Path]
    left: list[FoundRow]


def files(path: Path) -> FoundFiles:
    """Every file at or below ``path``. Raises ``Problem`` where none can be read."""
    if path.is_dir():
        readable, left = list[Path](), list[FoundRow]()
        for file in sorted(file for file in path.rglob("*") if not file.is_dir() or file.is_symlink()):
            why = _left_out(file, path)
            if why:
                left.append(FoundRow(file, 0, Unread(why)))
            else:
                readable.append(file)
        if not readable:
            raise Problem("input", f"{path} holds no file to import: give {', '.join(SUFFIXES)} files.")
        return FoundFiles(readable, left)
    refuse_irregular(path)
    if not path.exists():
        raise Problem("input", f"There is no file {path}: check the path.")
    if path.suffix.lower() not in SUFFIXES:
        raise Problem("input", f"{path} cannot be imported: its name must end in one of {', '.join(SUFFIXES)}.")
    return FoundFiles([path], [])


def _left_out(file: Path, folder: Path) -> str:
    """Why a file of a folder is not read; "" if it is."""
    inside = file.resolve().is_relative_to(folder.resolve())
    if file.is_symlink() and not inside:
        return "it is a link that leads out of the folder: copy the file into it"
    if file.is_symlink() and file.is_dir():
        return "it is a link to a folder, which is read where it is"
    if not file.exists():
        return "it is a link to nothing"
    if not inside:
        return "a link above it leads out of the folder"
    if not file.is_file():
        return "it is no regular file"
    if file.name.startswith("."):
        return "it is hidden"
    if file.suffix.lower() not in SUFFIXES:
        return f"its name ends in none of {', '.join(SUFFIXES)}"
    return ""


def rows(file: Path) -> Iterator[FoundRow]:
    """The rows of one file. Raises ``Problem`` for a file that cannot be opened or is not what its name says."""
    readers = {".jsonl": _lines, ".ndjson": _lines, ".json": _json, ".parquet": _parquet}
    readers |= dict.fromkeys(TEXTS, _text)
    reader = readers.get(file.suffix.lower(), _csv)
    try:
        yield from reader(file)
    except OSError as error:
        raise Problem("input", f"{file} cannot be read ({error.strerror}): check its permissions.") from None


def _text(file: Path) -> Iterator[FoundRow]:
    with file.open("rb") as stream:
        raw = stream.read(MAX_LINE + 1)
    if len(raw) > MAX_LINE:
        yield FoundRow(file, 1, Unread(f"it has over {MAX_LINE:,} bytes: give one visit's note"))
        return
    try:
        yield FoundRow(file, 1, {"id": file.stem, "note": note_text(raw, file.name)})
    except NotText as error:
        yield FoundRow(file, error.line, Unread(str(error)))


def _lines(file: Path) -> Iterator[FoundRow]:
    for number, line in enumerate(utf8_lines(file), 1):
        if line.strip():
            yield FoundRow(file, number, _line(line))


def _line(line: bytes) -> Raw | Unread:
    if len(line) > MAX_LINE:
        return Unread(f"it has {len(line):,} bytes: give one visit's note")
    try:
        data = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        try:
            decoded(line)
        except NotText as fault:
            return Unread(str(fault).replace("line 1 ", "it "))
        return Unread(f"it is not JSON ({error.msg}, column {error.colno})")
    twice = repeated_key(line)
    if twice is not None:
        return Unread(f'it has "{twice}" twice: keep one of them')
    return data if isinstance(data, dict) else Unread("it is not an object with keys")


def _json(file: Path) -> Iterator[FoundRow]:
    """A list of objects, read piece by piece; or one object that holds such a list, which is read whole."""
    with file.open(encoding=table_encoding(file), errors="surrogateescape") as stream:
        head = stream.read(_CHUNK).lstrip()
        if head.startswith("["):
            yield from _list(file, stream, head[1:])
            return
        try:
            data = json.loads(head + stream.read())
        except ValueError as error:
            raise Problem("input", f"{file} is not JSON ({error}): give a list of objects.") from None
    inner = (
        next((value for value in data.values() if isinstance(value, list)), None) if isinstance(data, dict) else None
    )  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType, reportUnknownArgumentType]
    if inner is None:
        raise Problem("input", f"{file} holds no list of rows: give a list of objects, or JSON Lines.")
    for number, row in enumerate(inner, 1):  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
        yield FoundRow(file, number, _object(row))


def _list(file: Path, stream: Any, text: str) -> Iterator[FoundRow]:
    decoder = json.JSONDecoder()
    number = 0
    while True:
        text = text.lstrip(" \t\r\n,")
        if text.startswith("]"):
            return
        try:
            value, end = decoder.raw_decode(text)
        except ValueError:
            more = stream.read(_CHUNK)
            if not more or len(text) > 2 * MAX_LINE:
                number += 1
                yield FoundRow(file, number, Unread("the list breaks off or is no JSON here; what follows is not read"))
                return
            text += more
            continue
        number += 1
        yield FoundRow(file, number, _object(value))
        text = text[end:]


def _object(value: Any) -> Raw | Unread:
    return value if isinstance(value, dict) else Unread("it is not an object with keys")  # pyright: ignore[reportUnknownVariableType]


def _csv(file: Path) -> Iterator[FoundRow]:
    csv.field_size_limit(MAX_LINE)
    with file.open(encoding=table_encoding(file), errors="surrogateescape", newline="") as stream:
        reader = csv.reader(stream, delimiter="\t" if file.suffix.lower() == ".tsv" else ",")
        try:
            header = next(reader, None)
        except csv.Error as error:
            raise Problem(
                "input", f"{file} has no header that can be read ({error}): save it as CSV in UTF-8."
            ) from None
        if header is None:
            raise Problem("input", f"{file} is empty.")
        while True:
            line = reader.line_num + 1
            try:
                cells = next(reader, None)
            except csv.Error as error:
                yield FoundRow(file, line, Unread(f"it is not CSV ({error})"))
                continue
            if cells is None:
                return
            if cells:
                yield FoundRow(file, line, _cells(header, cells))


def _cells(header: list[str], cells: list[str]) -> Raw | Unread:
    if len(cells) != len(header):
        return Unread(f"it has {len(cells)} cells and the header has {len(header)}: check its quotes and commas")
    if any("\udc80" <= letter <= "\udcff" for cell in cells for letter in cell):
        raw = "\n".join(cells).encode("utf-8", "surrogateescape")
        try:
            decoded(raw)
        except NotText as fault:
            return Unread(re.sub(r"^line \d+ ", "it ", str(fault)))
    return dict(zip((name.strip() for name in header), cells, strict=True))


def _parquet(file: Path) -> Iterator[FoundRow]:
    try:
        import pyarrow as arrow  # pyright: ignore[reportMissingTypeStubs, reportMissingImports]
        import pyarrow.parquet as parquet  # pyright: ignore[reportMissingTypeStubs, reportMissingImports]
    except ImportError:
        raise Problem("config", _PARQUET) from None
    held: Any = parquet
    try:
        with held.ParquetFile(file) as table:
            number = 0
            for batch in table.iter_batches(batch_size=256):
                for row in batch.to_pylist():
                    number += 1
                    yield FoundRow(file, number, row)
    except arrow.ArrowInvalid as error:  # pyright: ignore[reportUnknownMemberType, reportAttributeAccessIssue]
        raise Problem("input", f"{file} is not a Parquet file ({error}): check it.") from None
