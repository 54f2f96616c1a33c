"""What is said without support, by how much harm it could do: a wrong drug, dose, value, side or polarity is grave; a time, or
a concept that the note does not have, is minor."""

from bedside.agents.checks.support_report import Unsupported
from bedside.evaluation.given import Given
from bedside.evaluation.metric import Metric, Outcome
from bedside.evaluation.metrics.support import reports
from bedside.knowledge.terminology import Terminology

_GRAVE = frozenset({"value", "side", "polarity", "drug-dose"})


def grave(fault: Unsupported) -> bool:
    """Whether a statement without support could do harm."""
    if fault.kind in _GRAVE:
        return True
    return fault.kind == "concept" and any(one.kind == "drug" for one in Terminology.load().find(fault.said))


def _measure(given: Given, wanted: bool) -> Outcome:
    found = [report for _, report in reports(given)]
    checked = sum(report.checked for report in found)
    if not checked:
        return Outcome(None, 0, "no assertion in English could be compared with a note")
    return Outcome(sum(grave(fault) == wanted for one in found for fault in one.unsupported) / checked, checked)


SEVERITY = (
    Metric(
        id="unsupported_grave",
        measures="wrong or invented drugs, doses, values, sides and polarities per assertion that could be compared",
        direction="lower",
        unit="faults an assertion",
        needs=frozenset({"record", "note"}),
        group="grounding",
        measure=lambda given: _measure(given, True),
    ),
    Metric(
        id="unsupported_minor",
        measures="times and concepts without support per assertion that could be compared",
        direction="lower",
        unit="faults an assertion",
        needs=frozenset({"record", "note"}),
        group="grounding",
        measure=lambda given: _measure(given, False),
    ),
)
