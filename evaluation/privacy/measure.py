"""One line of a privacy report: a number, the band it lies in, what it says, and what to do in that band."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

Band = Literal["green", "amber", "red"]
BANDS: tuple[Band, ...] = get_args(Band)  # mildest first
WHERE = 20  # dialogues that are named


@dataclass(frozen=True)
class PrivacyMeasure:
    """``band`` is None for what was not measured, and ``says`` is why; ``talks`` are numbers of the dialogues it points at."""

    measure: str
    band: Band | None
    says: str
    do: str = ""
    value: float | None = None
    low: float | None = None
    high: float | None = None
    p: float | None = None
    n: int = 0
    talks: tuple[int, ...] = ()


def worst(bands: Iterable[Band | None]) -> Band | None:
    """The gravest of the bands; None where nothing was measured."""
    known = [BANDS.index(band) for band in bands if band is not None]
    return BANDS[max(known)] if known else None
