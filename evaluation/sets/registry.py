"""All metrics of sets, by id."""

from bedside.evaluation.sets.diversity import DIVERSITY
from bedside.evaluation.sets.set_metric import SetMetric

OWN = (*DIVERSITY,)


def set_metrics() -> dict[str, SetMetric]:
    """Every metric of a set by its id."""
    return {metric.id: metric for metric in OWN}
