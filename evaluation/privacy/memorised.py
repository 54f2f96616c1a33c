"""Memorisation by nearest neighbours, adjusted by a hold-out.

``nearest_to_sources``: of every dialogue the nearest note that is not its own; if nothing was memorised, sources and hold-out are
nearest in proportion to their numbers. ``adjusted_by_holdout``: the custodian's audit (Research Square rs-8997592, by its abstract), whose attacker calls a
note a member above a threshold of nearness, less what calling every note a member would give: M = (F1 - Fmax) / (1 - Fmax).

Law of the file: the threshold is found on one half of the notes and scored on the other, so that no chance is fitted.
"""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bedside.evaluation.privacy.material import Material
from bedside.evaluation.privacy.nearness import DialogueSpace

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DRAWS = 2000
RESAMPLES = 200


@dataclass(frozen=True)
class NearestNotes:
    """The share of dialogues whose nearest note, their own left out, is a source; the share that chance gives; and how often
    chance gives as much, when the notes are dealt to both sides anew."""

    share: float
    expected: float
    p: float
    dialogues: int


def nearest_to_sources(material: Material, space: DialogueSpace) -> NearestNotes | None:
    """None where no dialogue is near to a note that is not its own."""
    import numpy as np

    nearest = space.nearest_other_notes([talk.own for talk in material.talks])
    times = Counter(int(note) for note in nearest if note >= 0)
    dialogues = times.total()
    if not dialogues:
        return None
    sources, total = len(material.sources), len(material.notes)
    counts = np.zeros(total)
    for note, count in times.items():
        counts[note] = count
    seen = counts[:sources].sum()
    rng = np.random.default_rng(material.seed)
    drawn = np.asarray([rng.choice(counts, sources, replace=False).sum() for _ in range(DRAWS)])
    p = (1 + int((drawn >= seen).sum())) / (1 + DRAWS)
    return NearestNotes(float(seen / dialogues), sources / total, p, dialogues)


def adjusted_by_holdout(
    members: "NDArray[np.float64]", others: "NDArray[np.float64]", seed: int = 0
) -> tuple[float, float, float]:
    """M with its 95 % interval, from drawing notes of both sides again; 0 is no better than calling every note a member."""
    import numpy as np

    rng = np.random.default_rng(seed)
    drawn = [
        _adjusted(rng.choice(members, len(members)), rng.choice(others, len(others)), seed) for _ in range(RESAMPLES)
    ]
    low, high = np.quantile(drawn, [0.025, 0.975])
    return _adjusted(members, others, seed), float(low), float(high)


def _adjusted(members: "NDArray[np.float64]", others: "NDArray[np.float64]", seed: int) -> float:
    most = 2 * len(members) / (2 * len(members) + len(others))
    sides = [_halves(members, seed), _halves(others, seed + 1)]
    scores: list[float] = []
    for fitted in (0, 1):
        limit = _best_limit(sides[0][fitted], sides[1][fitted])
        scores.append(_f1(sides[0][1 - fitted], sides[1][1 - fitted], limit))
    return (sum(scores) / 2 - most) / (1 - most)


def _halves(values: "NDArray[np.float64]", seed: int) -> "tuple[NDArray[np.float64], NDArray[np.float64]]":
    order = list(range(len(values)))
    random.Random(seed).shuffle(order)
    middle = len(order) // 2
    return values[order[:middle]], values[order[middle:]]


def _best_limit(members: "NDArray[np.float64]", others: "NDArray[np.float64]") -> float:
    import numpy as np

    limits = np.unique(np.concatenate([members, others]))
    true = len(members) - np.searchsorted(np.sort(members), limits)
    false = len(others) - np.searchsorted(np.sort(others), limits)
    return float(limits[np.argmax(2 * true / (len(members) + true + false))])


def _f1(members: "NDArray[np.float64]", others: "NDArray[np.float64]", limit: float) -> float:
    true, false = int((members >= limit).sum()), int((others >= limit).sum())
    return 2 * true / (len(members) + true + false)


def enough(sides: Sequence[Sequence[object]]) -> bool:
    """Whether both sides have the notes to be halved and told apart."""
    return all(len(side) >= 20 for side in sides)
