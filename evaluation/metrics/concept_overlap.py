"""Concepts of note and dialogue, as sets: what is said that the note has not, and what the note has that nobody says.

Questions and small talk count, so people do not reach 1 in precision either: compare with theirs.
"""

from collections.abc import Callable

from bedside.evaluation.concepts_said import NO_CONCEPT, VARIANT, ConceptsSaid, concepts_said
from bedside.evaluation.given import Given
from bedside.evaluation.metric import Metric, Outcome, mean


def _precision(said: ConceptsSaid) -> float | None:
    named = frozenset[str]().union(*said.named)
    return sum(map(said.index.concept_known, named)) / len(named) if named and said.noted else None


def _recall(said: ConceptsSaid) -> float | None:
    heard = frozenset[str]().union(*said.heard)
    return len(heard & said.noted) / len(said.noted) if said.noted else None


def _f1(said: ConceptsSaid) -> float | None:
    precision, recall = _precision(said), _recall(said)
    if precision is None or recall is None:
        return None
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _metric(name: str, measures: str, score: Callable[[ConceptsSaid], float | None]) -> Metric:
    def measure(given: Given) -> Outcome:
        return mean(map(score, concepts_said(given)), NO_CONCEPT)

    return Metric(
        id=name,
        measures=f"{measures} ({VARIANT})",
        direction="higher",
        unit="share",
        needs=frozenset({"record", "note"}),
        group="grounding",
        measure=measure,
    )


CONCEPT_OVERLAP = (
    _metric("concept_precision", "of the concepts that are said, the share that the note has", _precision),
    _metric("concept_recall", "of the note's concepts, the share that is said", _recall),
    _metric("concept_f1", "harmonic mean of the precision and recall of concepts", _f1),
)
