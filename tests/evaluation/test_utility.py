"""What is trained on a set and tested on people: no note on both sides, equal sizes, nulls with their reasons, and models that learn
what there is to learn and nothing else."""

import random
from collections.abc import Callable, Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from bedside.evaluation.utility.example import Example, Sides, split
from bedside.evaluation.utility.generation import MEASURES, NO_GENERATOR, generation_scores
from bedside.evaluation.utility.retrieval import retrieval_scores
from bedside.evaluation.utility.screening import screening_scores
from bedside.evaluation.utility.sections import section_scores
from bedside.evaluation.utility.told_labels import label_measures
from bedside.evaluation.utility.utility_score import UtilityScore, interval
from bedside.evaluation.utility.vectors import by_vectors

WORDS = {
    "ALLERGY": "penicillin hives peanuts latex rash swelling".split(),
    "FAM": "mother father brother sister smoke married".split(),
    "ROS": "cough fever chills nausea dizzy breath".split(),
}
SIDES = ("neck", "back", "elbow", "ankle", "wrist", "hip", "shoulder", "knee", "toe", "thumb", "jaw", "heel")


def talks(kind: str, notes: Sequence[int], told: Callable[[int], str] = list(WORDS).__getitem__) -> list[Example]:
    """A dialogue a note: some words of its section and three that are the note's own."""
    found: list[Example] = []
    for number in notes:
        section = number % len(WORDS)
        draw = random.Random(f"{kind}{number}")
        own = random.Random(number).sample(SIDES, 3)
        said = draw.sample(WORDS[told(section)], 3)
        turns = (
            ("physician", f"So, {said[0]} and your {own[0]}?"),
            ("patient", f"Yes, {' '.join((*said, *own))}, you know."),
        )
        note = f"Reports {' '.join(own)} on visit {number}."
        found.append(Example(f"{kind}{number}", turns, note, f"note{number}", list(WORDS)[section]))
    return found


def of(scores: Sequence[UtilityScore], measure: str, trained_on: str, tested_on: str = "real") -> UtilityScore:
    """One score."""
    (found,) = [
        one for one in scores if (one.measure, one.trained_on, one.tested_on) == (measure, trained_on, tested_on)
    ]
    return found


def test_no_note_is_on_both_sides_and_sizes_are_equal() -> None:
    """With a test set and without one; what both kinds are of comes first in a training."""
    real, synthetic = talks("r", range(100)), talks("s", range(20, 160))
    for sides in (split(real, None, synthetic), split(real, talks("t", range(30)), synthetic)):
        tested = {one.key for one in sides.real_test}
        assert tested and not tested & {one.key for one in (*sides.real, *sides.synthetic)}
        assert {one.key for one in sides.synthetic_test} <= tested
        a, b = (sides.training(kind) for kind in ("real", "synthetic"))
        assert len(a) == len(b) == min(len(sides.real), len(sides.synthetic))
        shared = {one.key for one in sides.real} & {one.key for one in sides.synthetic}
        assert {one.key for one in a[: len(shared)]} == shared == {one.key for one in b[: len(shared)]}
        assert len(sides.training("mixed")) == 2 * len(a)
    alone = Sides([], synthetic, real, [])
    assert len(alone.training("synthetic")) == len(synthetic) and not alone.training("mixed")


def test_sections_are_learnt_from_what_says_them() -> None:
    """A set whose dialogues are of their sections trains as well as people's; one with its sections exchanged trains to be wrong,
    and its distance from people is sure."""
    real, test = talks("r", range(120)), talks("t", range(200, 260))
    good = section_scores(split(real, test, talks("s", range(120))))
    assert of(good, "macro_f1", "real").value == of(good, "macro_f1", "synthetic").value == 1.0
    assert (of(good, "accuracy", "synthetic").trained, of(good, "accuracy", "synthetic").tested) == (120, 60)
    turned = section_scores(split(real, test, talks("s", range(120), lambda at: list(WORDS)[(at + 1) % 3])))
    wrong = of(turned, "accuracy", "synthetic")
    assert wrong.value == 0.0 and wrong.floor == pytest.approx(1 / 3)
    assert wrong.apart_high is not None and wrong.apart_high < 0
    assert of(turned, "accuracy", "real", "synthetic").value is None


def counted_words(texts: Sequence[str]) -> NDArray[np.float32]:
    """Vectors that count the words of every section: a transformer that knows what it needs to."""
    every = sorted(word for words in WORDS.values() for word in words)
    return np.asarray([[text.count(word) for word in every] for text in texts], dtype=np.float32)


def test_a_transformer_that_is_given_learns_beside_words() -> None:
    """By vectors that tell sections all is learnt, as a task of its own, with a long text read to its end; by vectors that tell nothing
    nothing is. A text is read once."""
    real, test = talks("r", range(120)), talks("t", range(200, 260))
    long = [
        Example(one.id, (("patient", "well " * 300), *one.turns), one.note, one.digest, one.section) for one in test
    ]
    asked: list[str] = []

    def heard(texts: Sequence[str]) -> NDArray[np.float32]:
        asked.extend(texts)
        return counted_words(texts)

    found = section_scores(split(real, long, talks("s", range(120))), by_vectors(heard))
    assert {one.task for one in found} == {"section classification by a transformer"}
    assert of(found, "accuracy", "synthetic").value == 1.0 and asked.count(" ".join(real[0].said.split())) == 1
    blind = by_vectors(lambda texts: np.zeros((len(texts), 2), dtype=np.float32))
    deaf = of(section_scores(split(real, test, talks("s", range(120))), blind), "accuracy", "synthetic")
    assert deaf.value is not None and deaf.value < 0.5
    screened = screening_scores(
        [], interviews("s", 60), by_vectors(lambda texts: np.asarray([[len(t)] for t in texts], dtype=np.float32))
    )
    assert of(screened, "balanced_accuracy", "synthetic", "synthetic").task == "screening by a transformer"


def test_notes_are_found_by_their_own_words() -> None:
    """A dialogue that names what its note names is found far above chance; with words of another note it is not."""
    real, test = talks("r", range(90)), talks("t", range(200, 240))
    found = of(retrieval_scores(split(real, test, talks("s", range(90)))), "reciprocal_rank", "synthetic")
    assert found.value is not None and found.low is not None and found.low > 0.5
    other = [Example(a.id, b.turns, a.note, a.digest) for a, b in zip(test, [*test[1:], test[0]], strict=True)]
    shuffled = of(retrieval_scores(split(real, other, talks("s", range(90)))), "reciprocal_rank", "synthetic")
    assert shuffled.value is not None and shuffled.value < 0.3


def interviews(kind: str, count: int, plain: bool = True) -> list[Example]:
    """Interviews, half of them positive; if ``plain``, the answers say so."""
    found: list[Example] = []
    for number in range(count):
        label = "positive" if number % 2 else "negative"
        answer = ("every night it comes back" if number % 2 else "I sleep well now") if plain else "I do not know"
        said = (
            ("physician", f"How is it, {label}?"),
            ("patient", f"{answer}, and {random.Random(number).choice(SIDES)}."),
        )
        found.append(Example(f"{kind}{number}", said, label=label, instrument="mine"))
    return found


def test_a_screening_reads_the_patient_alone() -> None:
    """A label is told from the answers and not from the interviewer's words; without people's interviews there is one score, of synthetic
    ones, and the others say why."""
    found = screening_scores([], interviews("s", 60))
    alone = of(found, "balanced_accuracy", "synthetic", "synthetic")
    assert alone.value == 1.0 and alone.floor == 0.5
    assert [one.value for one in found].count(None) == 4 and all(one.reason for one in found if one.value is None)
    blind = of(screening_scores([], interviews("s", 60, plain=False)), "balanced_accuracy", "synthetic", "synthetic")
    assert blind.value is not None and blind.value < 0.75
    both = screening_scores(interviews("r", 50), interviews("s", 60))
    assert all(one.value == 1.0 for one in both)
    assert of(both, "balanced_accuracy", "synthetic").apart == 0.0
    mixed = [*interviews("s", 30), *(Example(f"o{n}", (), label="positive", instrument="other") for n in range(30))]
    assert (
        "several instruments" in of(screening_scores([], mixed), "balanced_accuracy", "synthetic", "synthetic").reason
    )


def test_a_generator_is_trained_tested_and_may_fail() -> None:
    """Who is given is trained on pairs and judged by concepts; who fails, or is not given, is null with the reason."""
    text = "Doctor: Any fever or cough? Patient: A cough, and a headache."
    real = [Example(f"r{n}", (("patient", text),), "Cough and headache.", f"n{n}") for n in range(12)]
    sides = split(real[:6], real[6:], [Example(f"s{n}", (("patient", text),), "Cough.", f"n{n}") for n in range(6)])
    seen: list[int] = []

    def learnt(pairs: Sequence[tuple[str, str]]) -> Callable[[str], str]:
        seen.append(len(pairs))
        return lambda transcript: pairs[0][1]

    found = generation_scores(sides, learnt)
    assert of(found, "concept_f1", "real").value == 1.0
    worse = of(found, "concept_f1", "synthetic").value
    assert worse is not None and worse < 1.0 and sorted(set(seen)) == [6, 12]

    def broken(pairs: Sequence[tuple[str, str]]) -> Callable[[str], str]:
        raise RuntimeError("no weights")

    assert "RuntimeError: no weights" in of(generation_scores(sides, broken), "concept_f1", "real").reason
    assert {one.reason for one in generation_scores(sides, None)} == {NO_GENERATOR}
    assert {one.measure for one in found} == set(MEASURES)


def test_measures_are_those_of_scikit_learn() -> None:
    """Accuracy, macro F1 and balanced accuracy agree with the library's, and an interval holds the value."""
    from sklearn.metrics import accuracy_score, balanced_accuracy_score, f1_score

    draw = random.Random(0)
    truth = [draw.choice("abc") for _ in range(200)]
    told = [one if draw.random() < 0.7 else draw.choice("abc") for one in truth]
    measures, everything = label_measures(truth, told), np.arange(200)
    assert measures["accuracy"](everything) == pytest.approx(accuracy_score(truth, told))
    assert measures["macro_f1"](everything) == pytest.approx(f1_score(truth, told, average="macro"))
    assert measures["balanced_accuracy"](everything) == pytest.approx(balanced_accuracy_score(truth, told))
    low, high = interval([str(at) for at in range(200)], measures["accuracy"])
    assert low is not None and high is not None and low < accuracy_score(truth, told) < high
    assert interval(["one"] * 200, measures["accuracy"]) == (None, None)
