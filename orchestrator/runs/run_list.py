"""The run folders in a place, a row each, newest first. Nothing is unpacked, and whatever a folder is, it gets its row."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson

from bedside.orchestrator.failures import Problem
from bedside.orchestrator.runs.file_names import DIALOGUES, FAILURES
from bedside.orchestrator.runs.files import whole_lines
from bedside.orchestrator.runs.lock import is_held
from bedside.orchestrator.runs.reader import RunFolder

Json = dict[str, Any]
_COUNTED = ("requested", "finished", "failed", "filtered", "pending")


@dataclass(frozen=True)
class RunRow:
    """One run. ``at`` is when it was last written, in seconds since 1970; ``counts`` has None for what is not known before
    a run is closed; ``state`` is "closed", "open" (another process writes it), "stopped" (broken off: the same command goes
    on), "damaged" or "unreadable", and ``problem`` then says in a sentence what is wrong. ``version`` is that of the
    folder's form: 1 is version 0.1.0."""

    name: str
    path: str
    at: float
    state: str
    size: int = 0
    version: int | None = None
    bedside: str = ""
    arguments: tuple[str, ...] = ()
    players: str = ""
    counts: dict[str, int | None] = field(default_factory=dict)
    problem: str = ""


def run_rows(out: Path) -> list[RunRow]:
    """The runs in a folder. Raises ``Problem`` for a folder that cannot be looked into."""
    try:
        folders = [path for path in out.iterdir() if path.is_dir() and _is_run(path)] if out.is_dir() else []
    except OSError as error:
        raise Problem("input", f"{out} cannot be read ({error.strerror}): change its permissions.") from None
    return sorted(map(_row, folders), key=lambda row: (-row.at, row.name))


def _is_run(path: Path) -> bool:
    return any((path / name).exists() for name in ("run.json", DIALOGUES))


def _row(path: Path) -> RunRow:
    at, size = _written(path)
    try:
        return _read(RunFolder(path), at, size)
    except (Problem, OSError, ValueError, TypeError, AttributeError, KeyError) as error:
        problem = str(error) if isinstance(error, Problem) else f"{path} cannot be read ({type(error).__name__})."
        return RunRow(path.name, str(path), at, "unreadable", size, problem=problem)


def _read(folder: RunFolder, at: float, size: int) -> RunRow:
    about, problem = folder.about, ""
    counts: Json | None = about.get("counts")
    lines = sum(1 for _ in whole_lines(folder.path / DIALOGUES))
    kept = about.get("kept", {}).get("finished", lines if counts is None else counts["finished"])
    if is_held(folder.path):
        state, counts = "open", None
    elif counts is None:
        state = "stopped"
    else:
        state = "closed" if lines >= kept else "damaged"
        problem = (
            f"{kept - lines:,} of {kept:,} finished dialogues missing, see bedside verify {folder.path}"
            if lines < kept
            else ""
        )
    return RunRow(
        name=folder.path.name,
        path=str(folder.path),
        at=at,
        state=state,
        size=size,
        version=folder.version,
        bedside=str(about.get("versions", {}).get("bedside", "")),
        arguments=tuple(map(str, about.get("arguments", ()))),
        players=_players(about),
        counts={name: counts.get(name) for name in _COUNTED} if counts else _so_far(folder.path, lines),
        problem=problem,
    )


def _so_far(path: Path, finished: int) -> dict[str, int | None]:
    """What can be counted of a run that is not closed."""
    failed = {orjson.loads(line)["id"] for _, line in whole_lines(path / FAILURES)}
    return {**dict.fromkeys(_COUNTED), "finished": finished, "failed": len(failed)}


def _players(about: Json) -> str:
    """Who plays: one name where all are the same, else each role with its own."""
    players: Json = about.get("players", {})
    names = {role: str(player.get("name", "")) for role, player in players.items()}
    if len(set(names.values())) <= 1:
        return next(iter(names.values()), "")
    return ", ".join(f"{role} {name}" for role, name in names.items())


def _written(path: Path) -> tuple[float, int]:
    """When a folder was last written, by its own log or else by its files, and how many bytes it has."""
    at, size = 0.0, 0
    for file in _files(path):
        try:
            stat = file.stat()
        except OSError:
            continue
        size += stat.st_size
        at = max(at, stat.st_mtime)
    return _logged(path / "log.jsonl") or at, size


def _files(path: Path) -> Iterator[Path]:
    try:
        yield from (file for file in path.iterdir() if file.is_file())
    except OSError:
        return


def _logged(path: Path) -> float | None:
    """The time of the last line of the log: files that were copied have the time of the copy."""
    try:
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - 4096))
            return datetime.fromisoformat(orjson.loads(file.read().splitlines()[-1])["at"]).timestamp()
    except (OSError, ValueError, IndexError, KeyError, TypeError):
        return None
