"""Which section of a note is a dialogue about: words and pairs of words (TF-IDF), told apart by a linear support vector machine, or
the vectors of a transformer that is given.

Only sections of which both kinds have enough to train on and people have some to test on take part.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bedside.evaluation.utility.example import Example, Kind, Sides, too_few
from bedside.evaluation.utility.told_labels import label_measures
from bedside.evaluation.utility.utility_score import PAIRS, Trial, UtilityScore, scores
from bedside.evaluation.utility.vectors import Tell

TASK = "section classification"
MEASURES = ("macro_f1", "accuracy")
LEAST_OF_ONE = 5  # dialogues of a section in each training
LEAST_TESTED_OF_ONE = 2
LEAST = 50  # dialogues of a training
LEAST_TESTED = 20  # notes


def section_scores(sides: Sides, tell: Tell | None = None) -> list[UtilityScore]:
    """Macro F1 and accuracy of every pair of kinds. ``tell`` learns and tells in place of words, as a task of its own."""
    labelled = sides.of(lambda one: bool(one.section))
    names = known_sections(labelled)
    kept = labelled.of(lambda one: one.section in names)
    trials: list[tuple[Kind, Kind, Trial]] = [
        (a, b, _trial(a, kept.training(a), kept.testing(b), len(names), tell or _told)) for a, b in PAIRS
    ]
    return scores(TASK if tell is None else f"{TASK} by a transformer", MEASURES, trials)


def known_sections(sides: Sides) -> frozenset[str]:
    """The sections that take part."""
    kinds: tuple[Kind, ...] = ("real", "synthetic")
    trained = [Counter(one.section for one in part) for kind in kinds if (part := sides.training(kind))]
    tested = Counter(one.section for one in sides.real_test)
    return frozenset(
        name
        for name, count in tested.items()
        if name and count >= LEAST_TESTED_OF_ONE and all(of[name] >= LEAST_OF_ONE for of in trained)
    )


def _trial(kind: Kind, train: Sequence[Example], test: Sequence[Example], names: int, tell: Tell) -> Trial:
    bare = Trial(len(train), [one.key for one in test])
    if names < 2:
        return replace(
            bare,
            reason=f"fewer than two sections have {LEAST_OF_ONE} dialogues to train on and {LEAST_TESTED_OF_ONE} real ones to test on",
        )
    if why := too_few(kind, train, LEAST, "a section"):
        return replace(bare, reason=why)
    if len({one.key for one in test}) < LEAST_TESTED:
        return replace(bare, reason=f"dialogues of fewer than {LEAST_TESTED} notes with a section are there to test on")
    truth = [str(one.section) for one in test]
    told = tell([one.said for one in train], [str(one.section) for one in train], [one.said for one in test])
    commonest = Counter(str(one.section) for one in train).most_common(1)[0][0]
    return replace(bare, measures=label_measures(truth, told), floors=label_measures(truth, [commonest] * len(truth)))


def _told(texts: Sequence[str], labels: Sequence[str], unseen: Sequence[str]) -> list[str]:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_pipeline
    from sklearn.svm import LinearSVC

    model: Any = make_pipeline(
        TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2)), LinearSVC(class_weight="balanced", random_state=0)
    )
    model.fit(list(texts), list(labels))
    return [str(one) for one in model.predict(list(unseen))]
