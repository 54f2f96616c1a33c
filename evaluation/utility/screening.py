"""Does a screening's label show in what the patient says: words and pairs of words (TF-IDF), told apart by logistic regression, or the vectors of a
transformer that is given.

Where one set is trained and tested on, it is in five folds, no subject in two. Tested on synthetic interviews a number says that
their makers' labels can be told back from their makers' words, and nothing of people.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bedside.evaluation.utility.example import Example, Kind
from bedside.evaluation.utility.told_labels import label_measures
from bedside.evaluation.utility.utility_score import PAIRS, Trial, UtilityScore, scores
from bedside.evaluation.utility.vectors import Tell

TASK = "screening"
MEASURES = ("balanced_accuracy",)
LEAST = 20  # interviews of each label
_FOLDS = 5


def screening_scores(
    real: Sequence[Example], synthetic: Sequence[Example], tell: Tell | None = None
) -> list[UtilityScore]:
    """Balanced accuracy of every pair of kinds. All of each kind is used: a set that is tested on itself is folded. ``tell`` learns and
    tells in place of words, as a task of its own."""
    sets = {"real": [one for one in real if one.label], "synthetic": [one for one in synthetic if one.label]}
    name = TASK if tell is None else f"{TASK} by a transformer"
    return scores(name, MEASURES, [(a, b, _trial(a, b, sets, tell or _told)) for a, b in PAIRS])


def instruments(examples: Sequence[Example]) -> list[str]:
    """The instruments whose labels there are."""
    return sorted({one.instrument or "not told" for one in examples if one.label})


def _trial(trained_on: Kind, tested_on: Kind, sets: dict[str, list[Example]], tell: Tell) -> Trial:
    test = sets[tested_on]
    used = ("real", "synthetic") if trained_on == "mixed" else (trained_on,)
    bare = Trial(sum(len(sets[kind]) for kind in used), [one.person for one in test])
    for kind in dict.fromkeys((*used, tested_on)):
        why = _too_few(kind, sets[kind])
        if why:
            return replace(bare, reason=why)
    others = [one for kind in used if kind != tested_on for one in sets[kind]]
    told = _folded(test, others, tell) if tested_on in used else _heard(others, test, tell)
    truth = [str(one.label) for one in test]
    return replace(bare, measures=label_measures(truth, told), floors=label_measures(truth, [truth[0]] * len(truth)))


def _too_few(kind: str, examples: Sequence[Example]) -> str:
    if not examples:
        return f"no {kind} dialogue has a label" + (
            ": interviews have one" if kind == "synthetic" else ": name people's interviews with --real"
        )
    if len(instruments(examples)) > 1:
        return f"the {kind} labels are of several instruments: {', '.join(instruments(examples))}"
    count = Counter(one.label for one in examples)
    if min(count["positive"], count["negative"]) < LEAST:
        return f"fewer than {LEAST} {kind} interviews have each label"
    return ""


def _folded(test: Sequence[Example], others: Sequence[Example], tell: Tell) -> list[str]:
    """What is told of each by a model that has not seen its subject, and all of ``others``."""
    from sklearn.model_selection import StratifiedGroupKFold

    told = [""] * len(test)
    folds = StratifiedGroupKFold(_FOLDS, shuffle=True, random_state=0)
    labels = [str(one.label) for one in test]
    for seen, unseen in folds.split(labels, labels, [one.person for one in test]):
        found = _heard([*(test[at] for at in seen), *others], [test[at] for at in unseen], tell)
        for at, one in zip(unseen, found, strict=True):
            told[at] = one
    return told


def _heard(train: Sequence[Example], test: Sequence[Example], tell: Tell) -> list[str]:
    return tell([one.by_patient for one in train], [str(one.label) for one in train], [one.by_patient for one in test])


def _told(texts: Sequence[str], labels: Sequence[str], unseen: Sequence[str]) -> list[str]:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    model: Any = make_pipeline(
        TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True),
        LogisticRegression(C=10, max_iter=1000, class_weight="balanced", solver="liblinear"),
    )
    model.fit(list(texts), list(labels))
    return [str(one) for one in model.predict(list(unseen))]
