"""Open the folder of a run: made, or gone on with if it was begun by the same configuration."""

import os
from contextlib import suppress
from pathlib import Path
from typing import Any

import orjson

from bedside.orchestrator.failures import Problem, storage
from bedside.orchestrator.runs.files import PRIVATE_FILE, PRIVATE_FOLDER, SHARED_FILE, SHARED_FOLDER, replace
from bedside.orchestrator.runs.keys import diff, digest
from bedside.orchestrator.runs.lock import hold
from bedside.orchestrator.runs.store import Run
from bedside.orchestrator.runs.versions import versions

Json = dict[str, Any]
RUN_VERSION = 2  # of the folder's form; 1 was version 0.1.0's


def open_run(
    out: Path,
    stem: str,
    config: Json,
    about: Json,
    *,
    name: str | None = None,
    fresh: bool = False,
    shared: bool = False,
) -> Run:
    """Open the folder of a run, to go on with it if it was begun.

    ``config`` is all that decides what is generated, without paths and without the items; ``about`` is what else
    ``run.json`` says. The folder is its owner's alone unless ``shared``. Raises ``Problem`` if it was begun with another
    configuration or by another version, is in use or cannot be written.
    """
    folder = _folder(out, name or f"{stem}-{digest(config)[:8]}", fresh)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER if not shared else SHARED_FOLDER)
    except OSError as error:
        raise storage(error, str(folder)) from error
    hold(folder)
    if not shared:
        _make_private(folder)
    path = folder / "run.json"
    before = read_about(path) if path.exists() else {}
    if before:
        about = {**about, **_begun(before, config, folder, about)}
    whole = {"version": RUN_VERSION, "config": config, "digest": digest(config), "versions": versions(), **about}
    option = orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE | orjson.OPT_INDENT_2
    replace(path, [orjson.dumps(whole, option=option)], SHARED_FILE if shared else PRIVATE_FILE)
    return Run(folder, whole, shared, before)


def _folder(out: Path, chosen: str, fresh: bool) -> Path:
    bad = not chosen or chosen in (".", "..") or any(sign in chosen for sign in '/\\\0\n\r\t:*?"<>|')
    if bad or chosen.startswith("-") or not chosen.isprintable() or len(chosen.encode()) > 200:
        raise Problem(
            "usage",
            f"--run {chosen[:60]!r} is not a folder name: use letters, digits, dots and dashes, and --out for the place.",
        )
    folder = out / chosen
    n = 2
    while fresh and folder.exists():
        folder, n = out / f"{chosen}-{n}", n + 1
    return folder


def _make_private(folder: Path) -> None:
    """Take from a folder that was made less private what others could read."""
    with suppress(OSError):
        if folder.stat().st_mode & 0o077:
            folder.chmod(PRIVATE_FOLDER)
        for entry in os.scandir(folder):
            if entry.is_file(follow_symlinks=False) and entry.stat().st_mode & 0o077:
                Path(entry.path).chmod(PRIVATE_FILE)


def _begun(before: Json, config: Json, folder: Path, about: Json) -> Json:
    """What of an earlier sitting still holds. Raises ``Problem`` where the run cannot be gone on with."""
    found = before.get("version", 1)
    if found != RUN_VERSION:
        newer = isinstance(found, int) and found > RUN_VERSION
        what = "a newer bedside than this one: install that" if newer else "version 0.1.0, which can be shown"
        raise Problem("config", f"{folder} was made by {what}; use --fresh for a new folder or --run for another name.")
    changed = diff(before.get("config", {}), config)
    if changed:
        raise Problem(
            "config",
            f"{folder} was made with another configuration ({'; '.join(changed)}): "
            "use --fresh for a new folder or --run for another name.",
        )
    kept = {name: before[name] for name in ("served", "begun") if name in before}
    return {**({"begun": about["begun"]} if "begun" in about else {}), **kept}


def read_about(path: Path) -> Json:
    """``run.json``. Raises ``Problem`` for one that cannot be read."""
    try:
        about = orjson.loads(path.read_bytes())
        if not isinstance(about, dict):
            raise ValueError
    except (OSError, ValueError):
        raise Problem("config", f"{path} cannot be read: use --fresh for a new folder, or remove this one.") from None
    return about  # pyright: ignore[reportUnknownVariableType]
