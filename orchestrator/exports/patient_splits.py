"""Which part of a split a dialogue goes to: by a hash, and everything of one patient on one side.

A patient is who is named by a pattern in the note's id, else the note: dialogues with the same note id, the same text of the
note or the same subject of an interview belong together, also where only a third joins two of them.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bedside.orchestrator.failures import Problem
from bedside.orchestrator.runs.reader import KeptDialogue

Json = dict[str, Any]
EXAMPLE = "train=0.8,validation=0.1,test=0.1"
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,30}")
_WHOLE = 1 << 64


@dataclass(frozen=True)
class HashSplit:
    """Parts and their shares, which sum to one. With more dialogues a patient stays where they were, unless a new one joins
    two patients."""

    shares: tuple[tuple[str, float], ...] = (("train", 1.0),)
    seed: int = 0

    @classmethod
    def parse(cls, text: str, seed: int = 0) -> "HashSplit":
        """Read ``train=0.8,validation=0.1,test=0.1``. Raises ``Problem``."""
        shares: dict[str, float] = {}
        for part in text.split(","):
            name, _, share = (word.strip() for word in part.partition("="))
            if not _NAME.fullmatch(name) or name in shares:
                raise Problem("usage", f"--split {part!r} names no part of its own: write {EXAMPLE}.")
            try:
                shares[name] = float(share)
            except ValueError:
                raise Problem("usage", f"--split {part!r} has no share: write {EXAMPLE}.") from None
        if not all(0 <= share <= 1 for share in shares.values()) or abs(sum(shares.values()) - 1) > 1e-6:
            raise Problem("usage", f"--split sums to {sum(shares.values()):g}: the shares must sum to 1.")
        return cls(tuple(shares.items()), seed)

    @property
    def names(self) -> tuple[str, ...]:
        """The parts, in order."""
        return tuple(name for name, _ in self.shares)

    def part_of(self, patient: str) -> str:
        """The part of a patient."""
        digest = hashlib.sha256(f"{self.seed}\0{patient}".encode("utf-8", "surrogatepass")).digest()
        place, end = int.from_bytes(digest[:8]) / _WHOLE, 0.0
        for name, share in self.shares:
            end += share
            if place < end:
                return name
        return next(name for name, share in reversed(self.shares) if share)  # shares may sum to a hair below one


class Patients:
    """Who is whom, among all dialogues of an export. Memory: some keys a dialogue. Raises ``Problem`` for a pattern that is
    none."""

    def __init__(self, pattern: str | None = None) -> None:
        self._joined: dict[str, str] = {}
        try:
            self._pattern = re.compile(pattern) if pattern is not None else None
        except re.error as error:
            raise Problem("usage", f"--patient {pattern!r} is no regular expression: {error}.") from None

    def add(self, kept: KeptDialogue) -> str:
        """Take a dialogue in; the key to ask ``patient`` with. Raises ``Problem`` where the pattern finds nobody."""
        return self.join(list(self._keys(kept)))

    def join(self, keys: Sequence[str]) -> str:
        """Say that these keys are one patient; the first of them."""
        first = self.patient(keys[0])
        for key in keys[1:]:
            other = self.patient(key)
            # The least name stands for all of them, in whatever order they came.
            first, other = sorted((first, other))
            self._joined[other] = first
        return keys[0]

    def patient(self, key: str) -> str:
        """The name of the patient whose key this is, the same for all their keys."""
        root = key
        while (above := self._joined.get(root, root)) != root:
            root = above
        while (above := self._joined.get(key, key)) != root:  # next time the way is short
            self._joined[key], key = root, above
        return root

    def _keys(self, kept: KeptDialogue) -> Iterable[str]:
        note = kept.record.note_id or kept.id
        if self._pattern is not None:
            found = self._pattern.search(note)
            if found is None:
                raise Problem("input", f"--patient {self._pattern.pattern!r} finds nobody in the note id {note!r}.")
            yield f"a:{found[1] if found.re.groups and found[1] is not None else found[0]}"
        yield f"b:{note}"
        interview: Json | None = kept.record.meta.get("interview")
        if interview is not None:
            yield f"c:{interview.get('subject')}"
        if kept.digest:
            yield f"d:{kept.digest}"
