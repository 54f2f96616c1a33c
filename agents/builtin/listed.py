"""Things as people list them."""

from collections.abc import Sequence


def and_(things: Sequence[str]) -> str:
    """The things with commas and one "and"."""
    return " and ".join(part for part in (", ".join(things[:-1]), things[-1]) if part)
