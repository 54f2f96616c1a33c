"""The cache folder: everything in it can be made again, and whatever appears in it appears whole."""

import errno
import os
import shutil
import stat
import tempfile
from collections.abc import Callable
from pathlib import Path

from bedside.knowledge.error import KnowledgeError


def cache_folder() -> Path:
    """``$BEDSIDE_CACHE``, else ``$XDG_CACHE_HOME/bedside``, else ``~/.cache/bedside``; it need not exist yet."""
    if named := os.environ.get("BEDSIDE_CACHE"):
        return Path(named).expanduser()
    home = os.environ.get("XDG_CACHE_HOME")
    return (Path(home) if home else Path("~/.cache").expanduser()) / "bedside"


def publish(target: Path, fill: Callable[[Path], None], *, replace: bool = False) -> None:
    """Make the folder ``target`` by filling another beside it and renaming that: readers see all of it or nothing.

    When two processes make the same folder the first one's stays; with ``replace`` the last one's does.
    Raises ``KnowledgeError`` if the cache cannot be written.
    """
    temporary: Path | None = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(prefix=".tmp-", dir=target.parent))
        made = temporary / "made"
        made.mkdir()
        fill(made)
        for path in made.iterdir():
            with path.open("rb") as file:
                os.fsync(file.fileno())
        if replace and target.exists():
            target.rename(temporary / "old")
        try:
            made.rename(target)
        except OSError:
            if not target.is_dir():
                raise
    except OSError as error:
        mend = "Set BEDSIDE_CACHE to a folder that can be written and has room"
        raise KnowledgeError(f"{target.parent} cannot be written ({error.strerror or error}). {mend}.") from error
    finally:
        if temporary is not None:
            shutil.rmtree(temporary, ignore_errors=True)


def private_folder() -> Path:
    """A folder of this user's alone for what processes on this machine share while they run: sockets, counts. Raises
    ``OSError`` where it is somebody else's or open to others."""
    place = Path(os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir()) / f"bedside-{os.getuid()}"
    place.mkdir(mode=0o700, exist_ok=True)
    about = place.lstat()
    if about.st_uid != os.getuid() or about.st_mode & 0o077 or not stat.S_ISDIR(about.st_mode):
        raise PermissionError(errno.EPERM, "not this user's alone", str(place))
    return place
