"""A metric of a set: what no dialogue has by itself, measured over a sample, beside a reference set where it needs one.

Law of the file: that of ``evaluation/metric.py``: None with a reason, never 0; the version goes up whenever the same sets may
score otherwise. ``n`` is the number of dialogues that were seen, and an interval is of resampled dialogues.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import Field, model_validator

from bedside.evaluation.metric import Direction, Group
from bedside.evaluation.sets.sample import Spoken
from bedside.scenarios.value import Value

Found = TypeVar("Found")
SetNeed = Literal["dialogues", "reference"]


@dataclass(frozen=True, kw_only=True)
class Sets:
    """A sample of what is scored, one of what it is compared with, and one to learn from how people talk; without the last
    it is learnt from half of the reference."""

    dialogues: Sequence[Spoken]
    reference: Sequence[Spoken] = ()
    teachers: Sequence[Spoken] = ()
    seed: int = 0
    learnt: dict[str, Any] = field(default_factory=dict[str, Any], repr=False, compare=False)

    def once(self, name: str, learn: Callable[[], Found]) -> Found:
        """What is learnt from the teachers, when first asked for under this name. Sets with the same reference and teachers may
        share ``learnt``."""
        if name not in self.learnt:
            self.learnt[name] = learn()
        return self.learnt[name]

    def lacks(self, need: SetNeed) -> bool:
        """Whether nothing of this kind was given."""
        there: dict[SetNeed, bool] = {
            "dialogues": bool(self.dialogues),
            "reference": bool(self.reference),
        }
        return not there[need]

    @property
    def halves(self) -> tuple[list[Spoken], list[Spoken]]:
        """The reference in two, by the digest of its notes."""
        parts: tuple[list[Spoken], list[Spoken]] = ([], [])
        for talk in self.reference:
            parts[sha256((talk.note or talk.id).encode()).digest()[0] % 2].append(talk)
        return parts

    @property
    def learning(self) -> tuple[list[Spoken], list[Spoken]]:
        """People who are strangers to what is learnt, and those it is learnt from: no note is on both sides."""
        if not self.teachers:
            return self.halves
        known = {talk.note or talk.id for talk in self.reference}
        return list(self.reference), [talk for talk in self.teachers if (talk.note or talk.id) not in known]

    @property
    def others(self) -> list[Spoken]:
        """The reference without the dialogues that are scored, for people who are compared with their own set."""
        ours = {talk.turns for talk in self.dialogues}
        return [talk for talk in self.reference if talk.turns not in ours]

    def strangers(self, known: Sequence[Spoken]) -> list[Spoken]:
        """The scored dialogues of whose notes nothing in ``known`` speaks."""
        notes = {talk.note or talk.id for talk in known}
        return [talk for talk in self.dialogues if (talk.note or talk.id) not in notes]


@dataclass(frozen=True, slots=True)
class SetOutcome:
    """What a measure came to over ``n`` dialogues, with its interval; None with the reason."""

    value: float | None
    n: int
    reason: str = ""
    low: float | None = None
    high: float | None = None


class SetScore(Value):
    """One number over a set, with its source."""

    metric: str
    version: int
    value: Annotated[float, Field(allow_inf_nan=False)] | None
    n: int = Field(ge=0)
    reason: str = ""
    low: float | None = None
    high: float | None = None

    @model_validator(mode="after")
    def _honest(self) -> Self:
        if (self.value is None) == (not self.reason):
            raise ValueError("a score has a value, or a reason why it has none")
        return self


class SetMetric(Value):
    """One metric of a set; its fields are those of ``evaluation.metric.Metric``."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    version: int = Field(default=1, ge=1)
    measures: str = Field(min_length=1)
    direction: Direction
    unit: str
    needs: frozenset[SetNeed]
    group: Group
    citation: str = ""
    goal: float | None = None  # the value of people among themselves, where that is known beforehand
    compares: bool = False  # with the reference itself, so that people are halved to be compared with themselves
    measure: Callable[[Sets], SetOutcome] = Field(exclude=True, repr=False)

    def __call__(self, sets: Sets) -> SetScore:
        """Score a set; None where something it needs was not given."""
        missing = sorted(need for need in self.needs if sets.lacks(need))
        found = SetOutcome(None, 0, f"not given: {', '.join(missing)}") if missing else self.measure(sets)
        return SetScore(
            metric=self.id,
            version=self.version,
            value=found.value,
            n=found.n,
            reason=found.reason,
            low=found.low,
            high=found.high,
        )
