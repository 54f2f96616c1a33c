"""One of several equal parts of a batch, made by one job of many: ``--shard 3/8``.

Which part a note is in depends on its id alone, so that all that is made of it is in one, and a file that grows moves nothing.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from bedside.orchestrator.batch.items import Row
from bedside.orchestrator.failures import Problem

MOST = 100_000


@dataclass(frozen=True)
class Shard:
    """Part ``number`` of ``count``, counted from one."""

    number: int
    count: int

    @classmethod
    def parse(cls, text: str) -> "Shard":
        """Read ``3/8``. Raises ``Problem``."""
        found = re.fullmatch(r"(\d{1,6})/(\d{1,6})", text.strip())
        if found is None or not 1 <= int(found[1]) <= int(found[2]) <= MOST:
            raise Problem("usage", f"--shard {text!r} is no part: write 1/8 for the first of eight, up to 8/8.")
        return cls(int(found[1]), int(found[2]))

    def __str__(self) -> str:
        return f"{self.number}/{self.count}"

    def run_name(self, name: str) -> str:
        """What the run of this part is called."""
        return f"{name}-{self.number}-of-{self.count}"

    def holds(self, note_id: str) -> bool:
        """Whether a note is in this part."""
        digest = hashlib.sha256(note_id.encode("utf-8", "surrogatepass")).digest()
        return int.from_bytes(digest[:8], "big") % self.count == self.number - 1

    def rows(self, found: Iterable[Row]) -> Iterator[Row]:
        """The rows of this part, each with its place among all."""
        return (replace(row, at=at) for at, row in enumerate(found) if self.holds(row.note_id))
