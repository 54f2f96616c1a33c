"""All metrics by id: ours, and those that other packages bring through the entry points ``bedside.metrics``.

Law of the file: a package that is broken costs its own metric and one sentence, never a run. Nobody takes the id of a
metric that is there already.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import EntryPoint, entry_points

from bedside.evaluation.metric import Metric
from bedside.evaluation.metrics.asked_in_note import ASKED_IN_NOTE
from bedside.evaluation.metrics.cited_supported import CITED_SUPPORTED
from bedside.evaluation.metrics.coherence import COHERENCE
from bedside.evaluation.metrics.concept_overlap import CONCEPT_OVERLAP
from bedside.evaluation.metrics.copied_bare import COPIED_BARE
from bedside.evaluation.metrics.coverage import COVERAGE
from bedside.evaluation.metrics.disclosure import DISCLOSURE
from bedside.evaluation.metrics.expectations_met import EXPECTATIONS_MET
from bedside.evaluation.metrics.grounded import GROUNDED
from bedside.evaluation.metrics.number_overlap import NUMBER_OVERLAP
from bedside.evaluation.metrics.overlap import OVERLAP
from bedside.evaluation.metrics.patient_grade import PATIENT_GRADE
from bedside.evaluation.metrics.patient_register import PATIENT_REGISTER
from bedside.evaluation.metrics.polarity_judged import POLARITY_JUDGED
from bedside.evaluation.metrics.prompted import PROMPTED
from bedside.evaluation.metrics.severity import SEVERITY
from bedside.evaluation.metrics.shape import SHAPE
from bedside.evaluation.metrics.support import POLARITY_AGREES, UNSUPPORTED
from bedside.evaluation.metrics.told_as import TOLD_AS
from bedside.evaluation.metrics.turns_without_fault import TURNS_WITHOUT_FAULT
from bedside.evaluation.metrics.unchanged_elsewhere import UNCHANGED_ELSEWHERE

GROUP = "bedside.metrics"
OWN = (
    UNSUPPORTED,
    *SEVERITY,
    POLARITY_AGREES,
    POLARITY_JUDGED,
    COVERAGE,
    *CONCEPT_OVERLAP,
    *NUMBER_OVERLAP,
    *TOLD_AS,
    ASKED_IN_NOTE,
    GROUNDED,
    CITED_SUPPORTED,
    UNCHANGED_ELSEWHERE,
    *DISCLOSURE,
    *PROMPTED,
    *COHERENCE,
    COPIED_BARE,
    PATIENT_REGISTER,
    PATIENT_GRADE,
    *SHAPE,
    TURNS_WITHOUT_FAULT,
    EXPECTATIONS_MET,
    *OVERLAP,
)


@dataclass(frozen=True)
class Registry:
    """The metrics by id, and a sentence for each one that could not be had."""

    metrics: dict[str, Metric]
    problems: tuple[str, ...] = ()


def register(own: Iterable[Metric], points: Iterable[EntryPoint]) -> Registry:
    """Our own metrics and those behind these entry points, by name of package and point."""
    metrics = {metric.id: metric for metric in own}
    problems: list[str] = []
    for point in sorted(points, key=lambda point: (_package(point), point.name)):
        found = _load(point)
        if isinstance(found, str):
            problems.append(found)
        elif found.id in metrics:
            problems.append(
                f"The metric {point.name!r} of {_package(point)} is left out: there is a metric {found.id!r} already, "
                "so give it another id."
            )
        else:
            metrics[found.id] = found
    return Registry(metrics, tuple(problems))


def _load(point: EntryPoint) -> Metric | str:
    """The metric, or what is wrong in one sentence."""
    try:
        found = point.load()
    except Exception as error:  # whatever another package's import raises
        said = " ".join(str(error).split())
        why = f"{type(error).__name__}: {said}" if said else type(error).__name__
        return f"The metric {point.name!r} of {_package(point)} cannot be loaded ({why}): mend or uninstall {_package(point)}."
    if not isinstance(found, Metric):
        return (
            f"The metric {point.name!r} of {_package(point)} is left out: {point.value} is of type "
            f"{type(found).__name__} and not a bedside.evaluation.metric.Metric."
        )
    return found


def _package(point: EntryPoint) -> str:
    return point.dist.name if point.dist is not None else point.value


@cache
def _registry() -> Registry:
    return register(OWN, entry_points(group=GROUP))


def metrics() -> dict[str, Metric]:
    """Every metric by its id, ours first."""
    return dict(_registry().metrics)


def problems() -> tuple[str, ...]:
    """A sentence for each metric of another package that could not be had."""
    return _registry().problems
