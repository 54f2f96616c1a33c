"""Files at an address (``s3://bucket/notes.jsonl``, ``gs://``, ``https://``, ``memory://`` …) brought here, and a folder sent to one:
by fsspec, whose own packages know each place and its credentials.

Law of the file: what is read is copied to this machine once, piece by piece, into a folder that only its user can enter and
that goes with the process. So it may be read as often as it takes, and is the same each time.
"""

import posixpath
import re
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bedside.orchestrator.failures import Problem

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+(?:::[A-Za-z0-9+.-]+)*://")
_NO_FSSPEC = (
    "{address} is an address, and fsspec, which reads and writes such places, is not installed: pip install 'bedside[remote]', "
    "or copy the files to this machine."
)
_HERE = ("file", "local", "memory")  # places that are on this machine


def is_address(name: str) -> bool:
    """Whether a name is an address and no path."""
    return _ADDRESS.match(name) is not None


class Copies:
    """Copies of files at addresses, for as long as this is held. ``address_of`` says where each came from."""

    def __init__(self) -> None:
        self.address_of: dict[Path, str] = {}
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def of(self, address: str, suffixes: tuple[str, ...]) -> list[Path]:
        """The copies of what an address stands for: one file; those of a folder, or that fit a pattern, whose names end in one
        of ``suffixes``. Raises ``Problem``."""
        with _told(address):
            system, path = _opened(address)
            if any(sign in path for sign in "*?["):
                found = [str(one) for one in system.glob(path) if not system.isdir(one)]
            elif system.isdir(path):
                found = [str(one) for one in system.find(path)]
            else:
                return [self._copied(system, path, address)]
            wanted = [one for one in sorted(found) if one.lower().endswith(suffixes)]
            if not wanted:
                raise Problem("input", f"{address} holds no case files and no file of notes.")
            return [self._copied(system, one, str(system.unstrip_protocol(one))) for one in wanted]

    def _copied(self, system: Any, path: str, address: str) -> Path:
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="bedside-")
        # The last folder of the address stays in the path: runs are named after it.
        parent = re.sub(r"[^\w.-]+", "-", posixpath.basename(posixpath.dirname(path))) or "files"
        folder = Path(self._folder.name) / parent
        while (folder / posixpath.basename(path)).exists():
            folder = folder / "more"
        folder.mkdir(parents=True, exist_ok=True)
        copy = folder / posixpath.basename(path)
        system.get_file(path, str(copy))
        self.address_of[copy] = address
        return copy


@contextmanager
def sent_to(out: str, stays_here: bool = False) -> Generator[Path]:
    """A folder to write in: ``out`` itself, or where that is an address one of this machine, which is sent there once all in it is
    written. ``stays_here``: what is written may not leave this machine. Raises ``Problem``."""
    if not is_address(out):
        yield Path(out)
        return
    if stays_here and out.split("://")[0].split("::")[-1].lower() not in _HERE:
        raise Problem("usage", f"The data of this run stay on this machine, and {out} is not on it: give a folder.")
    with _told(out):
        system, path = _opened(out)
        if system.exists(path) and (not system.isdir(path) or system.find(path)):
            raise Problem("usage", f"{out} is there already: give an empty place, or one to be made.")
    with tempfile.TemporaryDirectory(prefix="bedside-") as name:
        folder = Path(name) / "set"
        yield folder
        with _told(out):
            system.makedirs(path, exist_ok=True)
            for file in sorted(one for one in folder.rglob("*") if one.is_file()):
                place = posixpath.join(path, file.relative_to(folder).as_posix())
                system.makedirs(posixpath.dirname(place), exist_ok=True)
                system.put_file(str(file), place)


def _opened(address: str) -> tuple[Any, str]:
    try:
        from fsspec.core import url_to_fs  # pyright: ignore[reportMissingImports]
    except ImportError:
        raise Problem("config", _NO_FSSPEC.format(address=address)) from None
    system, path = url_to_fs(address)
    return system, str(path)


@contextmanager
def _told(address: str) -> Generator[None]:
    """Turn what goes wrong with a place into a ``Problem``. Its libraries raise errors of their own, each with its reason."""
    try:
        yield
    except Problem:
        raise
    except FileNotFoundError:
        raise Problem("input", f"There is nothing at {address}: check the address.") from None
    except PermissionError as error:
        raise Problem("input", f"{address} may not be used ({_reason(error)}): check your credentials.") from None
    except Exception as error:
        raise Problem("input", f"{address} cannot be used ({_reason(error)}).") from None


def _reason(error: Exception) -> str:
    said = " ".join(str(error).split())[:200].rstrip(".")
    return said or type(error).__name__
