"""Is the note told: of its facts, the share that the words of the dialogue express. What was kept back leaves the count."""

from bedside.agents.checks.coverage import measure_coverage
from bedside.evaluation.asserted import withheld
from bedside.evaluation.english import english_noted
from bedside.evaluation.given import Given
from bedside.evaluation.metric import Metric, Outcome, mean
from bedside.knowledge.terminology import Terminology


def measure(given: Given) -> Outcome:
    """The mean over the dialogues whose note has a fact that may be told."""
    finder = Terminology.load()
    shares = (
        measure_coverage(note, record.turns, finder, withheld(record)).score for record, note in english_noted(given)
    )
    return mean(shares, "no dialogue in English has a note with a fact to be told")


COVERAGE = Metric(
    id="coverage",
    measures="of the note's facts, the share that the dialogue's words express",
    direction="higher",
    unit="share",
    needs=frozenset({"record", "note"}),
    group="grounding",
    measure=measure,
)
