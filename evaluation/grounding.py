"""Where guidelines speak in a dialogue, read from its reasons."""

from dataclasses import dataclass
from difflib import SequenceMatcher

from bedside.scenarios.record import Record
from bedside.scenarios.turn import Turn


def cited(record: Record) -> tuple[str, ...]:
    """Passages behind a red-flag question or safety-net advice, in the order they were used."""
    found = [
        passage
        for reason in record.reasons
        for passage in reason.passages
        if (reason.act == "ask" and passage.endswith("#red-flags"))
        or (reason.act == "safety" and passage.endswith(("#safety-net", "#red-flags")))
    ]
    return tuple(dict.fromkeys(found))


@dataclass(frozen=True)
class StoreDifference:
    """A dialogue with and without the guideline store. ``expected`` turns rest on a passage or answer one that does;
    ``other`` are lines that differ and should not, ``after`` how many of them directly follow such a turn."""

    expected: int
    other: tuple[str, ...]
    after: int = 0

    @property
    def clean(self) -> bool:
        """Whether nothing else differs."""
        return not self.other


def difference(record: Record, without: Record) -> StoreDifference:
    """Compare a dialogue with the one made from the same note without the store."""
    steps = {reason.step for reason in record.reasons if reason.passages}
    cites = [reason.step in steps for reason in record.reasons]
    kept = [_line(turn) for turn, cite in zip(record.turns, cites, strict=True) if not cite]
    bare = [_line(turn) for turn in without.turns]
    follows = [i > 0 and cites[i - 1] for i, cite in enumerate(cites) if not cite]
    other: list[str] = []
    after = 0
    for kind, i, j, k, m in SequenceMatcher(None, kept, bare, autojunk=False).get_opcodes():
        if kind != "equal":
            after += sum(follows[i:j])
            other += [f"with: {line}" for line in kept[i:j]] + [f"without: {line}" for line in bare[k:m]]
    return StoreDifference(sum(cites), tuple(other), after)


def _line(turn: Turn) -> str:
    return f"{turn.speaker}: {turn.text}"
