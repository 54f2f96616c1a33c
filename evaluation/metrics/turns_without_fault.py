"""What is left after repair: turns on whose record no check has a fault."""

from bedside.evaluation.given import Given
from bedside.evaluation.metric import Metric, Outcome, mean
from bedside.scenarios.finding import failed


def measure(given: Given) -> Outcome:
    """The share of the turns that were checked: a finding that could not be judged is no check."""
    judged = (
        not failed(reason.checks)
        for record in given.records
        for reason in record.reasons
        if any(finding.passed is not None for finding in reason.checks)
    )
    return mean(judged, "no turn was checked")


TURNS_WITHOUT_FAULT = Metric(
    id="turns_without_fault",
    measures="of the turns that were checked, the share with no fault left on record",
    direction="higher",
    unit="share",
    needs=frozenset({"record"}),
    measure=measure,
)
