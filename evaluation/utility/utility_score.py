"""What a model came to that was trained on one kind of dialogues and tested on another, with its interval.

Law of the file: what could not be scored is None with the reason. An interval is of drawing the notes that are tested on; the
model is trained once, so how it would differ with other training is not in it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from bedside.evaluation.utility.example import Kind

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Measured = Callable[[NDArray[np.intp]], float]

PAIRS: tuple[tuple[Kind, Kind], ...] = (
    ("real", "real"),
    ("synthetic", "real"),
    ("mixed", "real"),
    ("real", "synthetic"),
    ("synthetic", "synthetic"),
)
DRAWS = 1000


@dataclass(frozen=True, slots=True)
class UtilityScore:
    """``trained`` and ``tested`` are dialogues. ``floor`` is what the same measure gives without any training. ``apart`` is how
    far it is from real→real on the same dialogues, with its interval."""

    task: str
    measure: str
    trained_on: Kind
    tested_on: Kind
    value: float | None
    trained: int = 0
    tested: int = 0
    low: float | None = None
    high: float | None = None
    floor: float | None = None
    apart: float | None = None
    apart_low: float | None = None
    apart_high: float | None = None
    reason: str = ""


@dataclass(frozen=True)
class Trial:
    """One model, tested: ``measures`` give a number for any drawing of the tested dialogues (their indices), ``floors`` the same
    without training, ``keys`` what is drawn as one. ``reason`` says why there is none."""

    trained: int = 0
    keys: Sequence[str] = ()
    measures: "dict[str, Measured] | None" = None
    floors: "dict[str, Measured] | None" = None
    reason: str = ""


def scores(
    task: str, measures: Sequence[str], trials: Sequence[tuple[Kind, Kind, Trial]], seed: int = 0
) -> list[UtilityScore]:
    """A score a measure and trial; what was trained on real dialogues and tested on real ones comes first where it is there."""
    base = next((trial for a, b, trial in trials if a == b == "real"), Trial())
    found: list[UtilityScore] = []
    for measure in measures:
        for trained_on, tested_on, trial in trials:
            bare = UtilityScore(
                task, measure, trained_on, tested_on, None, trial.trained, len(trial.keys), reason=trial.reason
            )
            same = base if tested_on == "real" and trained_on != "real" and base.measures else None
            found.append(_score(bare, trial, same, seed) if trial.measures else bare)
    return found


def _score(bare: UtilityScore, trial: Trial, base: Trial | None, seed: int) -> UtilityScore:
    import numpy as np

    assert trial.measures is not None
    measured, everything = trial.measures[bare.measure], np.arange(len(trial.keys))
    if not np.isfinite(measured(everything)):
        return replace(bare, reason="in no dialogue that is tested on is there anything to compare")
    low, high = interval(trial.keys, measured, seed)
    floor = trial.floors[bare.measure](everything) if trial.floors else None
    found = replace(bare, value=measured(everything), low=low, high=high, floor=floor)
    if base is None or base.measures is None:
        return found
    theirs = base.measures[bare.measure]

    def apart(at: "NDArray[np.intp]") -> float:
        return measured(at) - theirs(at)

    low, high = interval(trial.keys, apart, seed)
    return replace(found, apart=apart(everything), apart_low=low, apart_high=high)


def mean_of(values: "NDArray[np.float64]") -> "Measured":
    """The mean of a drawing of values, those that are NaN left out; NaN where nothing is left."""
    import numpy as np

    def measured(at: "NDArray[np.intp]") -> float:
        drawn = values[at]
        known = drawn[np.isfinite(drawn)]
        return float(known.mean()) if len(known) else float("nan")

    return measured


def interval(keys: Sequence[str], measured: "Measured", seed: int = 0) -> tuple[float | None, float | None]:
    """The 95 % interval of drawing keys with all that belongs to them; None where there is one key only."""
    import numpy as np

    drawings = _drawings(tuple(keys), seed)
    known = [value for at in drawings if np.isfinite(value := measured(at))]
    if not known:
        return None, None
    low, high = np.quantile(known, [0.025, 0.975])
    return float(low), float(high)


@lru_cache(maxsize=4)
def _drawings(keys: tuple[str, ...], seed: int) -> "list[NDArray[np.intp]]":
    """The same drawings for all measures and models of one test set, as indices; none of a single key."""
    import numpy as np

    _, group = np.unique(np.asarray(keys), return_inverse=True)
    sizes = np.bincount(group)
    if len(sizes) < 2:
        return []
    order, begins = np.argsort(group, kind="stable"), np.cumsum(sizes) - sizes
    rng = np.random.default_rng(seed)
    drawn: list[NDArray[np.intp]] = []
    for _ in range(DRAWS):
        chosen = rng.integers(0, len(sizes), len(sizes))
        many = sizes[chosen]
        ends = np.cumsum(many)
        drawn.append(order[np.repeat(begins[chosen] - (ends - many), many) + np.arange(ends[-1])])
    return drawn
