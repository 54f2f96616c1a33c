"""``run.json``: what a run was made with. It carries its own checksum, as every other file of the folder does."""

from pathlib import Path
from typing import Any

import orjson

from bedside.orchestrator.failures import Problem
from bedside.orchestrator.runs.checksum import digest_of
from bedside.orchestrator.runs.file_names import ABOUT
from bedside.orchestrator.runs.files import PRIVATE_FILE, replace

Json = dict[str, Any]
RUN_VERSION = 2  # of the folder's form; 1 was version 0.1.0's
_OPTION = orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE | orjson.OPT_INDENT_2


def write_about(folder: Path, about: Json, mode: int = PRIVATE_FILE) -> None:
    """Write ``run.json``, whole. Raises ``StorageProblem``."""
    replace(folder / ABOUT, [orjson.dumps({**about, "sum": digest_of(about)}, option=_OPTION)], mode)


def read_about(path: Path) -> Json:
    """``run.json``, whole or not, without its checksum. Raises ``Problem`` for one that cannot be read."""
    found = _parsed(path)
    if found is None:
        raise Problem(
            "config",
            f"{path} cannot be read: run the command again that made it, which mends it, or use --fresh for a new folder.",
        )
    found.pop("sum", None)
    return found


def is_whole(path: Path) -> bool:
    """Whether ``run.json`` is what was written. Version 0.1.0 wrote no checksum."""
    found = _parsed(path)
    if found is None:
        return False
    if "sum" not in found and found.get("version", 1) == 1:
        return True
    data = path.read_bytes()
    given = found.pop("sum", None)
    return given == digest_of(found) and orjson.dumps({**found, "sum": given}, option=_OPTION) == data


def _parsed(path: Path) -> Json | None:
    try:
        about = orjson.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    return about if isinstance(about, dict) else None  # pyright: ignore[reportUnknownVariableType]
