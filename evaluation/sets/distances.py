"""How far the turns and words of a set are from a reference's, as distributions: the largest gap between the two cumulative
shares (Kolmogorov and Smirnov), 0 for the same, 1 for nothing in common."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from bedside.agents.checks.spoken import tokens
from bedside.evaluation.sets.sample import Spoken
from bedside.evaluation.sets.set_metric import SetMetric, SetOutcome, Sets

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_DRAWS = 200
_FEW = 5  # dialogues of a side, below which no distance is given

Count = Callable[[Spoken], Sequence[int]]


def _length(talk: Spoken) -> list[int]:
    return [len(talk.turns)]


def _words(talk: Spoken, physician: bool) -> list[int]:
    return [len(tokens(text)) for who, text in talk.turns if (who == "physician") == physician]


def distance(sets: Sets, count: Count) -> SetOutcome:
    """The distance between what is counted in the dialogues and in the reference."""
    import numpy as np

    ours, theirs = ([np.asarray(count(talk)) for talk in talks] for talks in (sets.dialogues, sets.others))
    if min(len(ours), len(theirs)) < _FEW:
        return SetOutcome(None, 0, f"fewer than {_FEW} dialogues on one side")
    rng = np.random.default_rng(sets.seed)
    drawn = [_gap(_drawn(ours, rng), _drawn(theirs, rng)) for _ in range(_DRAWS)]
    low, high = np.quantile(drawn, [0.025, 0.975])
    return SetOutcome(_gap(np.concatenate(ours), np.concatenate(theirs)), len(ours), low=float(low), high=float(high))


def _drawn(counts: "Sequence[NDArray[np.int64]]", rng: "np.random.Generator") -> "NDArray[np.int64]":
    import numpy as np

    return np.concatenate([counts[at] for at in rng.integers(0, len(counts), len(counts))])


def _gap(ours: "NDArray[np.int64]", theirs: "NDArray[np.int64]") -> float:
    import numpy as np

    both = np.unique(np.concatenate([ours, theirs]))
    shares = [np.searchsorted(np.sort(side), both, side="right") / len(side) for side in (ours, theirs)]
    return float(np.abs(shares[0] - shares[1]).max())


def _metric(name: str, measures: str, count: Count) -> SetMetric:
    return SetMetric(
        id=name,
        measures=f"distance from the reference of {measures}",
        direction="lower",
        unit="0 to 1",
        needs=frozenset({"dialogues", "reference"}),
        group="realism",
        citation="Kolmogorov and Smirnov's distance",
        compares=True,
        measure=partial(distance, count=count),
    )


DISTANCES = (
    _metric("turns_distance", "the number of turns", _length),
    _metric("patient_words_distance", "the words of a turn of the patient's side", partial(_words, physician=False)),
    _metric("physician_words_distance", "the words of a physician's turn", partial(_words, physician=True)),
)
