"""Files of a run folder: appended to in whole lines, replaced whole, and readable by their owner alone unless shared."""

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from bedside.orchestrator.failures import storage

PRIVATE_FILE, PRIVATE_FOLDER = 0o600, 0o700
SHARED_FILE, SHARED_FOLDER = 0o666, 0o777  # less what the umask takes
PART = ".part"  # what a file that is being replaced is called until it is whole
_BLOCK = 1 << 16  # bytes read at a time


class Lines:
    """An append-only file of whole lines. A write that fails leaves no half line behind. Raises ``StorageProblem``."""

    def __init__(self, path: Path, mode: int = PRIVATE_FILE) -> None:
        self.path = path
        self._mode = mode
        self._fd = self._open()
        self.size = os.fstat(self._fd).st_size

    def _open(self) -> int:
        try:
            return os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, self._mode)
        except OSError as error:
            raise storage(error, str(self.path)) from error

    def write(self, data: bytes) -> int:
        """Append ``data`` or nothing of it; returns where it begins."""
        done, begin = 0, self.size
        try:
            while done < len(data):
                done += os.write(self._fd, data[done:])
        except BaseException as error:
            with suppress(OSError):
                os.ftruncate(self._fd, self.size)
            if isinstance(error, OSError):
                raise storage(error, str(self.path)) from error
            raise
        self.size += done
        return begin

    def cut(self, size: int) -> None:
        """Keep the first ``size`` bytes."""
        os.ftruncate(self._fd, size)
        self.size = size

    def rewrite(self, parts: Iterable[bytes]) -> None:
        """Put ``parts`` in the place of all that is there, atomically."""
        replace(self.path, parts, self._mode)
        os.close(self._fd)
        self._fd = self._open()
        self.size = os.fstat(self._fd).st_size

    def sync(self) -> None:
        """See to it that what was written is on the disk."""
        try:
            os.fsync(self._fd)
        except OSError as error:
            raise storage(error, str(self.path)) from error

    def close(self) -> None:
        """Close the file; what was written is on the disk."""
        if self._fd >= 0:
            with suppress(OSError):
                os.fsync(self._fd)
            os.close(self._fd)
            self._fd = -1


def replace(path: Path, parts: Iterable[bytes], mode: int = PRIVATE_FILE) -> None:
    """Write a whole file, part by part, atomically: it is the old one or the new one, whatever happens. Raises
    ``StorageProblem``."""
    part = path.with_name(path.name + PART)
    try:
        with open(part, "wb", opener=lambda name, flags: os.open(name, flags, mode)) as file:
            for data in parts:
                file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        raise storage(error, str(path)) from error


def _sync_folder(folder: Path) -> None:
    """A rename is on the disk when its folder is; where a system cannot say so, it is on its way."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def torn_end(path: Path) -> bytes:
    """What follows the last line that ends: nothing in a file that was written whole."""
    if not path.exists():
        return b""
    end = b""
    with path.open("rb") as file:
        begin = file.seek(0, os.SEEK_END)
        while begin and b"\n" not in end:
            size = min(begin, _BLOCK)
            begin = file.seek(begin - size)
            end = file.read(size) + end
    return end[end.rfind(b"\n") + 1 :]


def whole_lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """The lines of a file that end, each with where it begins; nothing for a file that is not there."""
    if not path.exists():
        return
    begin = 0
    with path.open("rb") as file:
        for line in file:
            if line.endswith(b"\n"):
                yield begin, line
            begin += len(line)
