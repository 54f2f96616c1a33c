"""A run folder made whole again before it is written to.

Law of the file: nothing is thrown away. What is damaged is set aside in a file that ends in ``.damaged``, what can be made again
is written again, and only what was half written when a process was stopped goes. Each file is replaced whole and the index
last, so that whoever is stopped in here finds the same to do.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import chain
from pathlib import Path

from bedside.orchestrator.runs.checksum import checked, dump, signed
from bedside.orchestrator.runs.file_names import (
    ANSWERS,
    CALLS,
    DIALOGUES,
    EVENTS,
    EXCHANGES,
    FAILURES,
    INDEX,
    ITEMS,
    LOG,
    PASSAGES,
    REQUESTS,
    USAGE,
)
from bedside.orchestrator.runs.files import PART, Lines, replace, whole_lines
from bedside.orchestrator.runs.survey import Survey

DAMAGED = ".damaged"  # how the names of files end that hold what was damaged


def mend(folder: Path, found: Survey, mode: int) -> None:
    """Mend what a survey found. Raises ``StorageProblem``."""
    for path in folder.glob(f"*{PART}"):
        with suppress(OSError):
            path.unlink()
    for one in found.damage:
        set_aside(folder, one.file, one.data, mode)
    if found.lost:
        set_aside(folder, DIALOGUES, b"".join(dump({"lost": name}) for name in found.lost), mode)
    _mend_dialogues(folder, found, mode)
    _mend_logs(folder, found, mode)
    _mend_failures(folder, found, mode)
    if (folder / ANSWERS).exists():
        replace(folder / ANSWERS, (signed(row) for rows in found.answers.values() for row in rows), mode)
    for name in (CALLS, LOG, EXCHANGES, PASSAGES, USAGE, ITEMS, REQUESTS):
        if found.damaged(name):
            replace(folder / name, _whole(folder / name), mode)
    for name, end in found.ends.items():
        path = folder / name
        if path.exists() and path.stat().st_size > end:
            cut(path, end, mode)
    if found.damage or found.again or found.lost or found.unindexed or found.unexplained or found.adopted:
        replace(folder / INDEX, [found.index.lines()], mode)


def set_aside(folder: Path, name: str, data: bytes, mode: int) -> None:
    """Keep damaged bytes of a file. Raises ``StorageProblem``."""
    append(folder / f"{name}{DAMAGED}", data if data.endswith(b"\n") else data + b"\n", mode)


def append(path: Path, data: bytes, mode: int) -> int:
    """Append to a file that is seldom written; returns where the data begins. Raises ``StorageProblem``."""
    lines = Lines(path, mode)
    try:
        return lines.write(data)
    finally:
        lines.close()


def cut(path: Path, size: int, mode: int) -> None:
    """Keep the first ``size`` bytes of a file."""
    lines = Lines(path, mode)
    try:
        lines.cut(size)
    finally:
        lines.close()


def parts(path: Path, places: Iterable[tuple[int, int]]) -> Iterator[bytes]:
    """What stands in a file between these offsets."""
    with path.open("rb") as file:
        for begin, end in places:
            file.seek(begin)
            yield file.read(end - begin)


def _mend_dialogues(folder: Path, found: Survey, mode: int) -> None:
    path = folder / DIALOGUES
    places = sorted(found.at.values())
    if found.stale or found.again or found.damaged(DIALOGUES):
        old = parts(path, places) if places else ()
        replace(path, chain(old, found.again.values()), mode)


def _mend_logs(folder: Path, found: Survey, mode: int) -> None:
    """Leave what is not packed: a process may have been killed between the one and the other."""
    for name in list(found.logs):
        kept = found.kept.get(name)
        if name in found.reopened:
            continue
        if kept is not None and kept.place is not None and found.begun(name) == kept.key:
            del found.logs[name]
    path = folder / EVENTS
    size = sum(len(line) for lines in found.logs.values() for line in lines)
    if path.exists() and path.stat().st_size != size:
        replace(path, (line for lines in found.logs.values() for line in lines), mode)


def _mend_failures(folder: Path, found: Survey, mode: int) -> None:
    path = folder / FAILURES
    if path.exists():
        lines = [signed(row) for row in found.failures.values()]
        if path.stat().st_size != sum(map(len, lines)):
            replace(path, lines, mode)


def _whole(path: Path) -> Iterator[bytes]:
    for _, line in whole_lines(path):
        with suppress(ValueError):
            checked(line)
            yield line
