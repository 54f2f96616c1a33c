"""A quantity in a text."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FoundQuantity:
    """A quantity in a text. ``start`` and ``end`` are character offsets, ``high`` the top of a range or the second
    number of a pair, ``unit`` normalised ("mg", "day", "mmhg", "%", "per day", "/10") or None."""

    value: float
    high: float | None
    unit: str | None
    start: int
    end: int
    kind: str

    @property
    def key(self) -> tuple[float, float | None, str | None]:
        """What has to agree for two quantities to be the same."""
        return (self.value, self.high, self.unit)
