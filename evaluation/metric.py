"""A metric: records in, one score out, which says who measured and in which version.

Law of the file: what was not scored is None and says why, never 0. A score over nothing is None. The version of a metric
goes up whenever the same records may score otherwise, so that scores of two versions are never compared. Given one dialogue
it scores that dialogue; what it says of many is the mean of what it says of each, weighted by ``n``.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from bedside.evaluation.given import Given, Need
from bedside.scenarios.value import Value

Direction = Literal["higher", "lower", "none"]
Group = Literal["grounding", "disclosure", "coherence", "realism", "diversity", "overlap", "shape", "other"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a measure came to over ``n`` items: records, turns, or whatever it counts. None with the reason."""

    value: float | None
    n: int
    reason: str = ""


class Score(Value):
    """One number with its source. ``value`` is None where nothing could be scored, and ``reason`` then says why."""

    metric: str
    version: int
    value: Annotated[float, Field(allow_inf_nan=False)] | None
    n: int = Field(ge=0)
    reason: str = ""

    @model_validator(mode="after")
    def _honest(self) -> Self:
        if self.value is not None and not self.n:
            raise ValueError("a score of nothing is None")
        if self.value is None and not self.reason:
            raise ValueError("what was not scored says why")
        return self


class Metric(Value):
    """One metric. ``measures`` says in a line what, ``direction`` which way is better ("none" where a value is compared
    with people's), ``needs`` what it must be handed, ``citation`` whose measure it is where it is not ours, ``group`` where
    a scorecard shows it."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    version: int = Field(default=1, ge=1)
    measures: str = Field(min_length=1)
    direction: Direction
    unit: str
    needs: frozenset[Need]
    citation: str = ""
    group: Group = "other"
    measure: Callable[[Given], Outcome] = Field(exclude=True, repr=False)

    def __call__(self, given: Given) -> Score:
        """Score what is given; None where something it needs was not."""
        missing = sorted(need for need in self.needs if given.lacks(need))
        found = Outcome(None, 0, f"not given: {', '.join(missing)}") if missing else self.measure(given)
        return Score(metric=self.id, version=self.version, value=found.value, n=found.n, reason=found.reason)


def mean(values: Iterable[float | None], nothing: str) -> Outcome:
    """The mean of the values that there are; ``nothing`` is the reason where there is none."""
    scored = [value for value in values if value is not None]
    return Outcome(sum(scored) / len(scored), len(scored)) if scored else Outcome(None, 0, nothing)
