"""Does a guideline make itself heard: dialogues with a red-flag question or safety-net advice that cites a passage."""

from bedside.evaluation.given import Given
from bedside.evaluation.grounding import cited
from bedside.evaluation.metric import Metric, Outcome, mean


def measure(given: Given) -> Outcome:
    """The share of the dialogues that have reasons."""
    return mean((bool(cited(record)) for record in given.records if record.reasons), "no dialogue has reasons")


GROUNDED = Metric(
    id="grounded",
    measures="dialogues with a red-flag question or safety-net advice that cites a passage",
    direction="higher",
    unit="share",
    needs=frozenset({"record"}),
    group="grounding",
    measure=measure,
)
