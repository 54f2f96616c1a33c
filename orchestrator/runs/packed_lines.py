"""Lines that are seldom read: loose in a file of their own while they are few, packed into a file beside it from time to time."""

from pathlib import Path

from bedside.orchestrator.runs.files import Lines
from bedside.orchestrator.runs.index import block_line
from bedside.orchestrator.runs.packed import pack, place_of
from bedside.orchestrator.runs.repair_folder import append

_ROLL = 32 << 20  # bytes after which they are packed


class PackedLines:
    """The lines of one such file. ``index`` is told where each block stands."""

    def __init__(self, path: Path, mode: int, index: Lines) -> None:
        self.path = path
        self._mode = mode
        self._index = index
        self._lines: Lines | None = None

    def write(self, data: bytes) -> None:
        """Append whole lines. Raises ``StorageProblem``."""
        if self._lines is None:
            self._lines = Lines(self.path, self._mode)
        self._lines.write(data)
        if self._lines.size > _ROLL:
            self.pack()

    def pack(self) -> None:
        """Pack what is loose. Raises ``StorageProblem``."""
        if self._lines is None and not self.path.exists():
            return
        lines = self._lines = self._lines or Lines(self.path, self._mode)
        if lines.size:
            block = pack(self.path.read_bytes())
            packed = self.path.with_name(self.path.name + ".bz2")
            place = place_of(block, append(packed, block, self._mode))
            self._index.write(block_line(packed.name, place))
            lines.cut(0)  # killed before this, and they are there twice, under the same names

    def close(self) -> None:
        """Close the file, and take it away if it is empty."""
        if self._lines is not None:
            empty = not self._lines.size
            self._lines.close()
            self._lines = None
            if empty:
                self.path.unlink(missing_ok=True)
