"""Which note is a dialogue of: each dialogue is held against all notes that are tested on, and its own should come first.

A note is as near as the words (TF-IDF) that the two share, and as near as a linear map from what is said to what is written
takes the one to the other. Weights, map and how much that counts are learnt of pairs of dialogue and note. Without training there are the weights of the
notes that are tested on, and no map: that is the floor.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bedside.evaluation.utility.example import Example, Kind, Sides, too_few
from bedside.evaluation.utility.utility_score import PAIRS, Trial, UtilityScore, mean_of, scores

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from bedside.evaluation.utility.utility_score import Measured

TASK = "note retrieval"
MEASURES = ("reciprocal_rank", "found_first")
LEAST = 50  # dialogues of a training
LEAST_TESTED = 20  # notes
_WIDE = 300  # dimensions of the map, at most
_RIDGE = 0.1
_WEIGHTS = (
    0.0,
    0.25,
    0.5,
    1.0,
)  # of the map beside shared words; the best over a fifth of the training, the least of equals
_FIFTH = 5


def retrieval_scores(sides: Sides) -> list[UtilityScore]:
    """Mean reciprocal rank, and the share whose own note comes first, of every pair of kinds."""
    noted = sides.of(lambda one: bool(one.note and one.digest))
    notes = {one.key: str(one.note) for one in noted.real_test}
    trials: list[tuple[Kind, Kind, Trial]] = [
        (a, b, _trial(a, noted.training(a), noted.testing(b), notes)) for a, b in PAIRS
    ]
    return scores(TASK, MEASURES, trials)


def _trial(kind: Kind, train: Sequence[Example], test: Sequence[Example], notes: dict[str, str]) -> Trial:
    bare = Trial(len(train), [one.key for one in test])
    if why := too_few(kind, train, LEAST, "a note"):
        return replace(bare, reason=why)
    if len(notes) < LEAST_TESTED:
        return replace(bare, reason=f"there are fewer than {LEAST_TESTED} notes to test on")
    if len({one.key for one in test}) < LEAST_TESTED:
        return replace(bare, reason=f"dialogues of fewer than {LEAST_TESTED} of the notes are there to test on")
    said, texts = [one.said for one in test], list(notes.values())
    own = [list(notes).index(one.key) for one in test]
    return replace(
        bare, measures=_measures(_learnt(train, said, texts), own), floors=_measures(_unlearnt(said, texts), own)
    )


def _measures(near: "NDArray[np.float64]", own: Sequence[int]) -> "dict[str, Measured]":
    """``near`` is of shape (dialogues, notes); notes that are as near as a dialogue's own share its place."""
    import numpy as np

    mine = near[np.arange(len(own)), own][:, None]
    place = 1 + (near > mine).sum(axis=1) + ((near == mine).sum(axis=1) - 1) / 2
    return {"reciprocal_rank": mean_of(1 / place), "found_first": mean_of((place == 1).astype(np.float64))}


def _unlearnt(said: Sequence[str], notes: Sequence[str]) -> "NDArray[np.float64]":
    from sklearn.feature_extraction.text import TfidfVectorizer

    weights: Any = TfidfVectorizer(sublinear_tf=True).fit(notes)
    return (weights.transform(said) @ weights.transform(notes).T).toarray()


def _learnt(train: Sequence[Example], said: Sequence[str], notes: Sequence[str]) -> "NDArray[np.float64]":
    import numpy as np

    inner = [[one for at, one in enumerate(train) if (at % _FIFTH == 0) is held] for held in (False, True)]
    held = {one.key: str(one.note) for one in inner[1]}
    known = {one.key for one in inner[1]}
    words, mapped = _near(
        [one for one in inner[0] if one.key not in known], [one.said for one in inner[1]], list(held.values())
    )
    own, everything = [list(held).index(one.key) for one in inner[1]], np.arange(len(inner[1]))
    found = {weight: _measures(words + weight * mapped, own)["reciprocal_rank"](everything) for weight in _WEIGHTS}
    best = max(_WEIGHTS, key=lambda weight: (round(found[weight], 6), -weight))
    words, mapped = _near(train, said, notes)
    return words + best * mapped


def _near(
    train: Sequence[Example], said: Sequence[str], notes: Sequence[str]
) -> "tuple[NDArray[np.float64], NDArray[np.float64]]":
    """How near dialogues and notes are by shared words, and by the map, both of shape (dialogues, notes)."""
    import numpy as np
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
    from sklearn.linear_model import Ridge
    from sklearn.preprocessing import normalize
    from threadpoolctl import threadpool_limits

    talks, written = [one.said for one in train], [str(one.note) for one in train]
    known: Any = CountVectorizer().fit([*talks, *written, *notes])  # a word that no training has is the rarest of all
    weights: Any = TfidfVectorizer(sublinear_tf=True, vocabulary=known.vocabulary_).fit([*talks, *written])
    asked, held, spoken, noted = (weights.transform(texts) for texts in (said, notes, talks, written))
    width = min(_WIDE, len(train) - 1, len(weights.vocabulary_) - 1)
    with threadpool_limits(1):  # small matrices: more threads wait for each other
        fold: Any = TruncatedSVD(width, random_state=0).fit(weights.transform([*talks, *written]))
        there: Any = Ridge(alpha=_RIDGE).fit(fold.transform(spoken), normalize(fold.transform(noted)))
        asked_as, held_as = np.asarray(there.predict(fold.transform(asked))), np.asarray(fold.transform(held))
        mapped = np.asarray(normalize(asked_as)) @ np.asarray(normalize(held_as)).T
    return (asked @ held.T).toarray(), mapped
