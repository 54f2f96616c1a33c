"""Notes that a generator of the caller's writes of dialogues, against the notes that they are of.

A generator is trained on pairs of transcript and note and returns what writes a note of a transcript. Words shared (ROUGE) need the extra ``quality``;
concepts are those of the open terminologies.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from bedside.evaluation.utility.example import Example, Kind, Sides, too_few
from bedside.evaluation.utility.utility_score import PAIRS, Trial, UtilityScore, mean_of, scores
from bedside.knowledge.terminology import Terminology

Writer = Callable[[str], str]
NoteGenerator = Callable[[Sequence[tuple[str, str]]], Writer]  # pairs of transcript and note

TASK = "note generation"
OVERLAP = ("rouge1", "rougeL")
MEASURES = ("concept_f1", *OVERLAP)
LEAST_TESTED = 5  # notes
NO_GENERATOR = "no generator of notes was named: give one with --note-generator MODULE:FUNCTION"
_MISSING = "rouge-score is not installed: pip install 'bedside[quality]'"


def generation_scores(sides: Sides, generator: NoteGenerator | None) -> list[UtilityScore]:
    """F1 of concepts and words of every pair of kinds."""
    noted = sides.of(lambda one: bool(one.note))
    trials: list[tuple[Kind, Kind, Trial]] = [
        (a, b, _trial(a, noted.training(a), noted.testing(b), generator)) for a, b in PAIRS
    ]
    rouge = _rouge()
    return [one for name in MEASURES for one in _scored(name, trials, rouge)]


def _scored(name: str, trials: Sequence[tuple[Any, Any, Trial]], rouge: Any) -> list[UtilityScore]:
    if name in OVERLAP and rouge is None:
        trials = [(a, b, replace(trial, measures=None, reason=trial.reason or _MISSING)) for a, b, trial in trials]
    return scores(TASK, (name,), trials)


def _trial(kind: Kind, train: Sequence[Example], test: Sequence[Example], generator: NoteGenerator | None) -> Trial:
    bare = Trial(len(train), [one.key for one in test])
    if generator is None:
        return replace(bare, reason=NO_GENERATOR)
    if why := too_few(kind, train, 1, "a note"):
        return replace(bare, reason=why)
    if len({one.key for one in test}) < LEAST_TESTED:
        return replace(bare, reason=f"dialogues of fewer than {LEAST_TESTED} notes are there to test on")
    try:
        write = generator([(one.transcript, str(one.note)) for one in train])
        written = [str(write(one.transcript)) for one in test]
    except Exception as error:  # whatever another's code raises
        said = " ".join(str(error).split())[:200]
        return replace(bare, reason=f"the generator failed ({type(error).__name__}: {said})")
    return replace(bare, measures=_measures(written, [str(one.note) for one in test]))


def _measures(written: Sequence[str], notes: Sequence[str]) -> dict[str, Any]:
    import numpy as np

    pairs = list(zip(written, notes, strict=True))
    found: dict[str, Any] = {"concept_f1": np.asarray([_concept_f1(one, note) for one, note in pairs])}
    rouge = _rouge()
    for kind in OVERLAP if rouge is not None else ():
        assert rouge is not None
        found[kind] = np.asarray([float(rouge.score(note, one)[kind].fmeasure) for one, note in pairs])
    return {name: mean_of(values) for name, values in found.items()}


def _concept_f1(written: str, note: str) -> float:
    """NaN where the note names no concept."""
    finder = Terminology.load()
    ours, theirs = (
        {found.concept for found in finder.find(text) if found.kind != "anatomy"} for text in (written, note)
    )
    if not theirs:
        return float("nan")
    return 2 * len(ours & theirs) / (len(ours) + len(theirs))


def _rouge() -> Any:
    """The scorer; None where the extra is not installed."""
    try:
        from rouge_score.rouge_scorer import RougeScorer  # pyright: ignore[reportMissingImports]
    except ModuleNotFoundError:
        return None
    return RougeScorer(list(OVERLAP), use_stemmer=True)
