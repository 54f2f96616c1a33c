"""Can a simple detector tell a set from a reference, turn by turn: the area under its curve, 0.5 not at all, 1 always.

Words and stretches of letters are weighed (TF-IDF) and told apart by logistic regression, in five folds; the turns of one note
are in one fold. Marks, capitals and spellings of contractions are taken out first, since transcripts differ in those.
"""

import random
from collections.abc import Sequence
from functools import partial

from bedside.evaluation.sets.sample import Spoken
from bedside.evaluation.sets.set_metric import SetMetric, SetOutcome, Sets
from bedside.evaluation.sets.speech_model import spoken_words

MOST = 800  # turns of a side
LEAST = 100
_NOTES = 10  # of a side: with fewer, what is left out of a fold tells the sides apart by itself
_WORDS = 3
_FOLDS = 5
_DRAWS = 200
_TOKEN = r"\S+"

Line = tuple[str, str]  # the note, and what was said over it


def detector(sets: Sets, role: str) -> SetOutcome:
    """The area under the curve for the turns of a role."""
    draw = random.Random(sets.seed)
    ours, theirs = (_lines(talks, role, draw) for talks in (sets.dialogues, sets.others))
    count = min(len(ours), len(theirs))
    if count < LEAST:
        return SetOutcome(None, 0, f"fewer than {LEAST} turns of three words on one side")
    lines = ours[:count] + theirs[:count]
    labels = [1] * count + [0] * count
    groups = [note for note, _ in lines]
    if min(len(set(groups[:count])), len(set(groups[count:]))) < _NOTES:
        return SetOutcome(None, 0, f"turns over fewer than {_NOTES} notes on one side")
    scores = _held_out([text for _, text in lines], labels, groups)
    value, low, high = _area(scores, labels, groups, sets.seed)
    return SetOutcome(value, len({note for note, _ in ours[:count]}), low=low, high=high)


def _lines(talks: Sequence[Spoken], role: str, draw: random.Random) -> list[Line]:
    lines = [
        (talk.note or talk.id, " ".join(words))
        for talk in talks
        for who, text in talk.turns
        if (who == "physician") == (role == "physician") and len(words := spoken_words(text)) >= _WORDS
    ]
    draw.shuffle(lines)
    return lines[:MOST]


def _held_out(texts: Sequence[str], labels: Sequence[int], groups: Sequence[str]) -> list[float]:
    """What a detector that has not seen a turn's note says of it."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import GroupKFold
    from sklearn.pipeline import make_pipeline, make_union

    scores = [0.0] * len(texts)
    for seen, unseen in GroupKFold(_FOLDS).split(texts, labels, groups):
        features = make_union(
            TfidfVectorizer(token_pattern=_TOKEN, ngram_range=(1, 2), sublinear_tf=True),
            TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 3), sublinear_tf=True, max_features=10_000),
        )
        model = make_pipeline(features, LogisticRegression(C=10, max_iter=300))
        model.fit([texts[at] for at in seen], [labels[at] for at in seen])
        told = model.decision_function([texts[at] for at in unseen])
        for at, score in zip(unseen, told, strict=True):
            scores[at] = float(score)
    return scores


def _area(
    scores: Sequence[float], labels: Sequence[int], groups: Sequence[str], seed: int
) -> tuple[float, float, float]:
    """The area under the curve, with the interval of drawing notes."""
    import numpy as np
    from sklearn.metrics import roc_auc_score

    told, label = np.asarray(scores), np.asarray(labels)
    by_note: dict[str, list[int]] = {}
    for at, note in enumerate(groups):
        by_note.setdefault(note, []).append(at)
    places = [np.asarray(ats) for ats in by_note.values()]
    rng = np.random.default_rng(seed)
    drawn: list[float] = []
    for _ in range(_DRAWS):
        at = np.concatenate([places[one] for one in rng.integers(0, len(places), len(places))])
        if 0 < label[at].sum() < len(at):
            drawn.append(float(roc_auc_score(label[at], told[at])))
    low, high = np.quantile(drawn, [0.025, 0.975])
    return float(roc_auc_score(label, told)), float(low), float(high)


DETECTORS = tuple(
    SetMetric(
        id=f"detector_{role}",
        measures=f"how well a detector tells single turns of the {who} from the reference's; 0.5 is not at all",
        direction="lower",
        unit="area under the curve",
        needs=frozenset({"dialogues", "reference"}),
        group="realism",
        goal=0.5,
        compares=True,
        measure=partial(detector, role=role),
    )
    for role, who in (("patient", "patient's side"), ("physician", "physician"))
)
