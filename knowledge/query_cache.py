"""Query vectors are remembered, in memory and on disk, so that a batch asks the encoder only for what is new.

The disk keeps the sha256 of a query beside its vector, never its words. A cache that cannot be read or written is
silently done without: it can change how long a search takes, never what it finds.
"""

import hashlib
import sqlite3
from collections import OrderedDict
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

IN_MEMORY = 4096  # vectors: about 6 MB at 384 dimensions
ON_DISK = 200_000  # vectors: about 330 MB; the oldest go first when a cache is opened


class QueryCache:
    """Vectors of one encoder. ``path`` is an SQLite file, None for memory only; safe for threads and processes."""

    def __init__(self, path: Path | None) -> None:
        self._recent: OrderedDict[str, Vectors] = OrderedDict()
        self._lock = Lock()
        self._disk = _opened(path) if path else None
        self.hits = 0
        self.misses = 0

    def vectors(self, texts: "Sequence[str]", encode: "Callable[[Sequence[str]], Vectors]") -> "list[Vectors]":
        """Return the vector of every text, calling ``encode`` once with those that are not remembered."""
        with self._lock:
            known = {text: vector for text in dict.fromkeys(texts) if (vector := self._remembered(text)) is not None}
            new = [text for text in dict.fromkeys(texts) if text not in known]
            self.hits += len(known)
            self.misses += len(new)
            if new:
                known.update(zip(new, encode(new), strict=True))
                self._keep({text: known[text] for text in new})
            return [known[text] for text in texts]

    def forget(self) -> None:
        """Ask the encoder again from here on, without touching the file."""
        self.close()
        with self._lock:
            self._recent.clear()

    def close(self) -> None:
        """Close the file; vectors are kept in memory from then on."""
        with self._lock:
            if self._disk:
                self._disk.close()
            self._disk = None

    def _remembered(self, text: str) -> "Vectors | None":
        if (vector := self._recent.get(text)) is not None:
            self._recent.move_to_end(text)
            return vector
        if self._disk is None:
            return None
        import numpy as np

        try:
            row = self._disk.execute("SELECT vector FROM vectors WHERE query = ?", (_key(text),)).fetchone()
        except sqlite3.Error:
            return None
        if row is None:
            return None
        vector = np.frombuffer(row[0], dtype="<f4")
        self._recall(text, vector)
        return vector

    def _recall(self, text: str, vector: "Vectors") -> None:
        self._recent[text] = vector
        if len(self._recent) > IN_MEMORY:
            self._recent.popitem(last=False)

    def _keep(self, vectors: "dict[str, Vectors]") -> None:
        for text, vector in vectors.items():
            self._recall(text, vector)
        if self._disk is None:
            return
        rows = [(_key(text), vector.astype("<f4").tobytes()) for text, vector in vectors.items()]
        try:
            with self._disk:
                self._disk.executemany("INSERT OR IGNORE INTO vectors (query, vector) VALUES (?, ?)", rows)
        except sqlite3.Error:
            self._disk = None  # a full or read-only disk: go on in memory


def _key(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


def _opened(path: Path) -> sqlite3.Connection | None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        disk = sqlite3.connect(path, timeout=5, check_same_thread=False)
        disk.execute("PRAGMA journal_mode = WAL")
        disk.execute("PRAGMA synchronous = NORMAL")
        disk.execute("CREATE TABLE IF NOT EXISTS vectors (query BLOB PRIMARY KEY, vector BLOB NOT NULL)")
        newest = disk.execute("SELECT max(rowid) FROM vectors").fetchone()[0] or 0
        if newest > ON_DISK:
            with disk:
                disk.execute("DELETE FROM vectors WHERE rowid <= ?", (newest - ON_DISK,))
        return disk
    except (sqlite3.Error, OSError):
        return None
