"""The files that one part of an export is written to, dialogue by dialogue: JSON Lines, CSV, Parquet, a ConvoKit corpus.

Law of the file: no writer holds more than a block of rows, and every file is readable by its owner alone.
"""

import csv
import os
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import IO, Any, Protocol

from bedside.orchestrator.exports.formulas import defused
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.runs.checksum import dump
from bedside.orchestrator.runs.files import PRIVATE_FILE

Json = dict[str, Any]
_ROWS = 500  # of a group of Parquet
_PARQUET = "Parquet needs pyarrow, which is not installed: pip install 'bedside[parquet]', or export messages or csv."


class PartFiles(Protocol):
    """Where the rows of one part go."""

    files: Sequence[Path]
    defused: int  # cells that a spreadsheet would have taken for a formula

    def add(self, rows: Sequence[Json]) -> None:
        """Take the rows of one dialogue."""
        ...

    def close(self) -> None:
        """Write what is still held."""
        ...


def opened(path: Path) -> IO[bytes]:
    """A new file of its owner's, in a folder that is made if need be."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return open(path, "xb", opener=lambda name, flags: os.open(name, flags, PRIVATE_FILE))


class LinesFile:
    """JSON Lines."""

    defused = 0

    def __init__(self, path: Path) -> None:
        self.files: Sequence[Path] = (path,)
        self._file = opened(path)

    def add(self, rows: Sequence[Json]) -> None:
        """A line a row."""
        self._file.writelines(map(dump, rows))

    def close(self) -> None:
        """Close the file."""
        self._file.close()


class CsvFile:
    """A table in UTF-8 with a header and RFC 4180's line ends; no cell of it is a formula."""

    def __init__(self, path: Path, columns: Sequence[str]) -> None:
        self.files: Sequence[Path] = (path,)
        self.defused = 0
        opened(path).close()
        self._file = path.open("w", encoding="utf-8", errors="replace", newline="")
        self._table = csv.writer(self._file)
        self._columns = columns
        self._table.writerow(columns)

    def add(self, rows: Sequence[Json]) -> None:
        """A line a row."""
        for row in rows:
            cells: list[Any] = []
            for name in self._columns:
                cell = row[name]
                safe = defused(cell) if isinstance(cell, str) else cell
                self.defused += safe != cell
                cells.append(safe)
            self._table.writerow(cells)

    def close(self) -> None:
        """Close the file."""
        self._file.close()


class ParquetFile:
    """Parquet, packed with zstd, a dialogue a row; with ``shard`` so many rows a file at most, as ``PART-00000.parquet`` and on."""

    defused = 0

    def __init__(self, path: Path, note: bool, shard: int | None = None) -> None:
        try:
            arrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
        except ModuleNotFoundError:
            raise Problem("usage", _PARQUET) from None
        self._path, self._shard = path, shard
        self._made: list[Path] = []
        self.files: Sequence[Path] = self._made
        self._arrow: Any = arrow
        self._parquet: Any = parquet
        self._schema: Any = arrow.schema(_fields(arrow, note))
        self._rows: list[Json] = []
        self._begin()

    def add(self, rows: Sequence[Json]) -> None:
        """A row each, written some hundreds at a time."""
        for row in rows:
            if self._shard is not None and self._count == self._shard:
                self.close()
                self._begin()
            self._rows.append(row)
            self._count += 1
            if len(self._rows) >= _ROWS:
                self._write()

    def close(self) -> None:
        """Write the last group and the foot of the file."""
        self._write()
        self._writer.close()
        self._file.close()

    def _begin(self) -> None:
        number = len(self._made)
        stem = self._path.stem
        path = self._path if self._shard is None else self._path.with_name(f"{stem}-{number:05}{self._path.suffix}")
        self._made.append(path)
        self._count = 0
        self._file = opened(path)
        self._writer: Any = self._parquet.ParquetWriter(self._file, self._schema, compression="zstd")

    def _write(self) -> None:
        if self._rows:
            self._writer.write_table(self._arrow.Table.from_pylist(self._rows, schema=self._schema))
        self._rows = []


def _fields(arrow: Any, note: bool) -> list[tuple[str, Any]]:
    text, turn = arrow.string(), [("speaker", arrow.string()), ("text", arrow.string())]
    return [
        *((name, text) for name in ("id", "run", "note_id")),
        ("synthetic", arrow.bool_()),
        *((name, text) for name in ("status", "stop")),
        ("turns", arrow.list_(arrow.struct(turn))),
        ("edited", arrow.list_(arrow.int32())),
        *((name, text) for name in ("persona", "setting", "protocol", "language", "family", "style")),
        ("seed", arrow.int64()),
        ("version", text),
        *((("note", text),) if note else ()),
    ]
