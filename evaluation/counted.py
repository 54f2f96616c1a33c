"""What a count of turns came to."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Counted:
    """``n`` turns that could be at fault in one way, and the indices of those that are; a turn stands once for each fault."""

    n: int
    turns: tuple[int, ...]
