"""A fixed number of dialogues out of any number, the same whatever their order: those whose ids have the smallest digests.

Law of the file: what is measured over a sample says how many it saw, and memory does not grow with the set.
"""

import heapq
from dataclasses import dataclass, field
from hashlib import sha256

SIZE = 1000  # dialogues


@dataclass(frozen=True)
class Spoken:
    """What was said in one dialogue: pairs of speaker (``physician``, ``patient`` or a third party) and text. ``note`` is the
    digest of its note."""

    id: str
    turns: tuple[tuple[str, str], ...]
    note: str | None = None

    def by(self, speaker: str) -> list[str]:
        """The turns of one speaker."""
        return [text for who, text in self.turns if who == speaker]


@dataclass
class Sample:
    """At most ``size`` of the dialogues that were added. ``seen`` counts all."""

    size: int = SIZE
    seen: int = 0
    _kept: list[tuple[int, str, Spoken]] = field(default_factory=list[tuple[int, str, Spoken]])

    def add(self, talk: Spoken) -> None:
        """Take a dialogue into account."""
        self.seen += 1
        key = -int.from_bytes(sha256(talk.id.encode()).digest()[:8], "big")
        if len(self._kept) < self.size:
            heapq.heappush(self._kept, (key, talk.id, talk))
        elif key > self._kept[0][0]:
            heapq.heapreplace(self._kept, (key, talk.id, talk))

    @property
    def talks(self) -> list[Spoken]:
        """Those that were kept, by the digest of their ids."""
        return [talk for _, _, talk in sorted(self._kept, key=lambda one: (-one[0], one[1]))]
