"""Is blame right? Faults are planted through data, blame is asked, and its answer compared with where each was planted."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One kind of fault: how many were planted, how often the right step came first, the goal."""

    name: str
    right: int
    of: int
    goal: float
    below: bool = False  # the goal is a most, not a least

    @property
    def share(self) -> float:
        """The share, 0 where nothing was planted."""
        return self.right / self.of if self.of else 0.0

    @property
    def met(self) -> bool:
        """Whether the goal is met."""
        return self.share <= self.goal if self.below else self.share >= self.goal


@dataclass(frozen=True)
class Validation:
    """``rows`` are judged, ``details`` are the same by kind. ``missed`` names what went wrong, a line each."""

    rows: tuple[Row, ...]
    details: tuple[Row, ...]
    missed: tuple[str, ...]
    seconds: float

    @property
    def met(self) -> bool:
        """Whether every goal is met."""
        return all(row.met for row in self.rows)

    def markdown(self) -> str:
        """A Markdown table."""
        raise NotImplementedError


def validate(
    faults: int = 200,
    pairs: int = 50,
    unharmed: int = 100,
    bisections: int = 100,
    tell: Callable[[str], None] = lambda _: None,
) -> Validation:
    """Plant, ask, compare. Offline and the same every time."""
    raise NotImplementedError
