"""Open the folder of a run: made, or gone on with if it was begun by the same configuration."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from bedside.orchestrator.failures import Problem, storage
from bedside.orchestrator.runs.checksum import checked
from bedside.orchestrator.runs.file_names import ABOUT, DIALOGUES, INDEX
from bedside.orchestrator.runs.files import (
    PRIVATE_FILE,
    PRIVATE_FOLDER,
    SHARED_FILE,
    SHARED_FOLDER,
    whole_lines,
)
from bedside.orchestrator.runs.index import read_index
from bedside.orchestrator.runs.item_keys import diff, digest
from bedside.orchestrator.runs.lock import hold
from bedside.orchestrator.runs.repair_folder import set_aside
from bedside.orchestrator.runs.run_json import RUN_VERSION, is_whole, read_about, write_about
from bedside.orchestrator.runs.store import Run
from bedside.orchestrator.runs.versions import versions

Json = dict[str, Any]


def open_run(
    out: Path,
    stem: str,
    config: Json,
    about: Json,
    *,
    name: str | None = None,
    fresh: bool = False,
    shared: bool = False,
    allow_changes: bool = False,
) -> Run:
    """Open the folder of a run, to go on with it if it was begun.

    ``config`` is all that decides what is generated, without paths and without the items; ``about`` is what else
    ``run.json`` says. The folder is its owner's alone unless ``shared``. With ``allow_changes`` a run of another configuration
    is gone on with all the same, and what changed is on its record. Raises ``Problem`` if it was begun with another
    configuration or by another version, is in use or cannot be written.
    """
    folder = _folder(out, name or f"{stem}-{digest(config)[:8]}", fresh)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER if not shared else SHARED_FOLDER)
    except OSError as error:
        raise storage(error, str(folder)) from error
    hold(folder)
    _set_modes(folder, shared)
    mode = SHARED_FILE if shared else PRIVATE_FILE
    before = _before(folder, digest(config), mode)
    if before:
        about = {**about, **_begun(before, config, folder, about, allow_changes)}
    whole = {"version": RUN_VERSION, "config": config, "digest": digest(config), "versions": versions(), **about}
    if not before:  # else what it says stays until there is more to say
        write_about(folder, whole, mode)
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


def _set_modes(folder: Path, shared: bool) -> None:
    """Take from a folder that was made less private what others could read, or give them what ``shared`` lets them."""
    mask = os.umask(0)
    os.umask(mask)
    for_folder, for_file = PRIVATE_FOLDER, PRIVATE_FILE
    if shared:
        for_folder, for_file = SHARED_FOLDER & ~mask, SHARED_FILE & ~mask
    with suppress(OSError):
        entries = [entry for entry in os.scandir(folder) if entry.is_file(follow_symlinks=False)]
        for path, mode in [(folder, for_folder), *((Path(entry.path), for_file) for entry in entries)]:
            if path.stat().st_mode & 0o777 != mode:
                path.chmod(mode)


def _before(folder: Path, config: str, mode: int) -> Json:
    """What ``run.json`` said, nothing for a run that begins. One that is damaged is set aside where the index says that the
    run was made by the configuration with this digest. Raises ``Problem``."""
    path = folder / ABOUT
    whole = is_whole(path)
    if whole or (path.exists() and _newer(path)):
        return read_about(path)
    made_by = read_index(checked_rows(folder / INDEX)).config
    held = (folder / DIALOGUES).exists() and (folder / DIALOGUES).stat().st_size
    if made_by != config and (made_by or held):
        what = "damaged" if path.exists() else "missing"
        raise Problem(
            "config",
            f"{path} is {what}, and the dialogues beside it were not made by this command: give the one that made them, "
            "or use --fresh for a new folder or --run for another name.",
        )
    if path.exists():
        set_aside(folder, ABOUT, path.read_bytes(), mode)
    return {}


def _newer(path: Path) -> bool:
    """Whether a later version made this, by its own checksum or none."""
    with suppress(Problem):
        found = read_about(path).get("version")
        return isinstance(found, int) and found > RUN_VERSION
    return False


def checked_rows(path: Path) -> Iterator[Json]:
    """The lines of a file that are as they were written."""
    for _, line in whole_lines(path):
        with suppress(ValueError):
            yield checked(line)


def _begun(before: Json, config: Json, folder: Path, about: Json, allow_changes: bool) -> Json:
    """What of an earlier sitting still holds. Raises ``Problem`` where the run cannot be gone on with."""
    found = before.get("version", 1)
    if found != RUN_VERSION:
        newer = isinstance(found, int) and found > RUN_VERSION
        what = "a newer bedside than this one: install that" if newer else "version 0.1.0, which can be shown"
        raise Problem("config", f"{folder} was made by {what}; use --fresh for a new folder or --run for another name.")
    changed = diff(before.get("config", {}), config)
    kept = {name: before[name] for name in ("served", "begun", "earlier", "changes") if name in before}
    if changed and allow_changes:
        kept["earlier"] = [*before.get("earlier", ()), before["digest"]]
        kept["changes"] = [*before.get("changes", ()), {"from": before["digest"], "what": changed}]
    elif changed:
        raise Problem(
            "config",
            f"{folder} was made with another configuration ({'; '.join(changed)}): "
            "use --fresh for a new folder or --run for another name.",
        )
    return {**({"begun": about["begun"]} if "begun" in about else {}), **kept}
