"""The history of what was typed, in the file that the line interface keeps."""

from contextlib import suppress
from pathlib import Path

_MOST = 1000  # lines that are read back
_OTHER_FORM = "_HiStOrY_V2_"  # how libedit's files begin, which escape what they hold: left alone


class History:
    """Lines, oldest first; ``file`` keeps them, None for memory alone. A file that cannot be read or written is none."""

    def __init__(self, file: Path | None = None) -> None:
        self.lines: list[str] = []
        self._file = file
        if file is None:
            return
        with suppress(OSError, UnicodeDecodeError):
            lines = file.read_text(encoding="utf-8").splitlines()
            if lines[:1] == [_OTHER_FORM]:
                self._file = None
            else:
                self.lines = lines[-_MOST:]

    def add(self, line: str) -> None:
        """Remember a line, unless it is the last one again."""
        if not line.strip() or self.lines[-1:] == [line]:
            return
        self.lines.append(line)
        if self._file is None:
            return
        with suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with self._file.open("a", encoding="utf-8") as out:
                out.write(f"{line}\n")
            self._file.chmod(0o600)
