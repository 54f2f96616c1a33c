"""What is slow to make and the same for every test is made once a session, by whichever worker process needs it first."""

import fcntl
import hashlib
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")


class Once:
    """Results by name, kept as files in the session's own folder and, once read, in memory.

    Whoever is first makes the result and the others wait for it; what raises is kept by nobody, so that each who needs
    it sees the error. Results are shared: no test may change one.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        self.folder = folder
        self._known: dict[str, Any] = {}

    def get(self, name: str, make: Callable[[], T]) -> T:
        """The result of this name; ``make`` is called if nobody in this session has made it yet. It must pickle."""
        if name not in self._known:
            file = self.folder / hashlib.sha256(name.encode()).hexdigest()[:32]
            with file.with_suffix(".lock").open("w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                if not file.exists():
                    file.write_bytes(pickle.dumps(make()))
            self._known[name] = pickle.loads(file.read_bytes())
        return self._known[name]
