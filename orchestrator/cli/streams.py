"""Standard streams that are there, whoever started the command.

One that was closed is opened on nothing: else the next file to be opened, one of the run's own, would take its number, and
whatever a library writes to standard error would stand in it. What a console cannot show is written as it can. Remarks go to standard error and are never in the way: where
nobody can read them any more (a closed pipe, a terminal that has gone), the work goes on.
"""

import io
import os
import sys


class _Forgiving(io.FileIO):
    """A file whose writes cannot fail."""

    def write(self, data: object, /) -> int:
        """Write, if that can be done."""
        try:
            return super().write(data)  # pyright: ignore[reportArgumentType]
        except OSError:
            return memoryview(data).nbytes  # pyright: ignore[reportArgumentType]


class Nowhere(io.TextIOWrapper):
    """Standard output where it was closed: what is printed goes nowhere, and a command that does nothing else can say so."""


def ready() -> None:
    """Open what is closed, and let nothing that is said on standard error stop the command."""
    while (handle := os.open(os.devnull, os.O_RDWR)) <= 2:
        os.set_inheritable(handle, True)
    os.close(handle)
    if sys.stdin is None:  # pyright: ignore[reportUnnecessaryComparison]
        sys.stdin = io.TextIOWrapper(io.BufferedReader(io.FileIO(0, closefd=False)))
    if sys.stdout is None:  # pyright: ignore[reportUnnecessaryComparison]
        sys.stdout = Nowhere(io.BufferedWriter(io.FileIO(1, "w", closefd=False)), encoding="utf-8")
    if isinstance(sys.stdout, io.TextIOWrapper) and (sys.stdout.encoding or "").lower().replace("-", "") != "utf8":
        from bedside.orchestrator.cli.plain_signs import register

        sys.stdout.reconfigure(errors=register())
    raw = io.BufferedWriter(_Forgiving(2, "w", closefd=False))
    sys.stderr = io.TextIOWrapper(raw, encoding=_encoding(), errors="backslashreplace", line_buffering=True)


def _encoding() -> str:
    return getattr(sys.stderr, "encoding", None) or "utf-8"
