"""What a bisection finds."""

from dataclasses import dataclass
from typing import Literal

CauseClass = Literal["note", "case", "prompt", "model", "seed", "guidelines", "edit", "code", "chance"]


@dataclass(frozen=True)
class Difference:
    """Where two dialogues part. ``at`` is the index of the first turn that is another, ``turn`` its id in the second (or the
    first, where the second has ended). ``what`` is what of it differs, the first on the way to its words: "author" (a
    person has changed it), "plan" (another step), "evidence", "brief", "words", or "end" (one has no such turn). ``one``
    and ``other`` are its words in both; ``parts`` the parts of the brief that differ."""

    at: int
    turn: str
    what: str
    one: str = ""
    other: str = ""
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Bisection:
    """``difference`` is None for two dialogues that say the same. ``cause`` is the class of what sets them apart, None where
    that cannot be told from what is kept; ``differs`` every component that is not the same in both, ``reruns`` how many
    stretches were played again, six at most."""

    difference: Difference | None
    cause: CauseClass | None = None
    differs: tuple[str, ...] = ()
    reruns: int = 0

    def rows(self) -> list[tuple[str, str]]:
        """A table: what, and what was found."""
        found = self.difference
        if found is None:
            return [("difference", "none")]
        return [
            ("first turn", f"{found.turn} (number {found.at})"),
            ("what", ", ".join([found.what, *found.parts])),
            ("in the first", found.one),
            ("in the second", found.other),
            ("differs", ", ".join(self.differs) or "nothing that is kept"),
            ("cause", self.cause or "not told"),
            ("re-runs", str(self.reruns)),
        ]


@dataclass(frozen=True)
class TurningPoint:
    """Where a condition turns: the id of the ``event`` with which it is met first, and the id of its ``turn``, None if it is
    met nowhere it was looked for; ``probes`` how often it was asked, of ``places`` events that changed what was
    said."""

    event: str | None
    turn: str | None
    probes: int
    places: int
    monotone: bool | None = None  # whether it stays met once it is; None if that was not looked at
