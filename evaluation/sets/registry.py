"""All metrics of sets, by id."""

from bedside.evaluation.sets.detector import DETECTORS
from bedside.evaluation.sets.distances import DISTANCES
from bedside.evaluation.sets.diversity import DIVERSITY
from bedside.evaluation.sets.like_people import LIKE_PEOPLE
from bedside.evaluation.sets.set_metric import SetMetric

OWN = (*LIKE_PEOPLE, *DETECTORS, *DISTANCES, *DIVERSITY)


def set_metrics() -> dict[str, SetMetric]:
    """Every metric of a set by its id."""
    return {metric.id: metric for metric in OWN}
