"""Guidelines change what rests on them and nothing else. The reference is the same dialogue made without the store."""

from bedside.evaluation.given import Given
from bedside.evaluation.grounding import difference
from bedside.evaluation.metric import Metric, Outcome, mean


def measure(given: Given) -> Outcome:
    """The share of the dialogues that differ from their reference in nothing but turns that rest on a passage."""
    pairs = ((record, given.references.get(record.id)) for record in given.records)
    hits = (difference(record, without).clean for record, without in pairs if without is not None and record.reasons)
    return mean(hits, "no dialogue has a reference")


UNCHANGED_ELSEWHERE = Metric(
    id="unchanged_elsewhere",
    measures="dialogues that differ from the same made without guidelines in nothing but turns resting on a passage",
    direction="higher",
    unit="share",
    needs=frozenset({"record", "reference"}),
    measure=measure,
)
