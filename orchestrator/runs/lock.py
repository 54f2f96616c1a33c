"""One process writes a run folder at a time."""

import fcntl
import os
from pathlib import Path

from bedside.orchestrator.failures import Problem, storage

_HELD: dict[str, int] = {}


def hold(folder: Path) -> None:
    """Hold the folder for this process until it ends: the lock goes with the process, even if it is killed. Raises
    ``Problem`` if another process holds it."""
    key = str(folder.resolve())
    if key in _HELD:
        return
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    except OSError as error:
        raise storage(error, str(folder)) from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise Problem("usage", f"{folder} is being written by another bedside: wait for it or use --fresh.") from None
    except OSError:  # a file system without locks
        os.close(handle)
        return
    _HELD[key] = handle


def is_held(folder: Path) -> bool:
    """Whether another process is writing this folder now."""
    if str(folder.resolve()) in _HELD:
        return False
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        fcntl.flock(handle, fcntl.LOCK_UN)
    except BlockingIOError:
        return True
    except OSError:
        return False
    finally:
        os.close(handle)
    return False
