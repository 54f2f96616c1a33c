"""How hard the patient's words are to read, as years of school."""

from bedside.evaluation.given import Given
from bedside.evaluation.metric import Metric, Outcome, mean
from bedside.evaluation.readability import grade_level


def measure(given: Given) -> Outcome:
    """The mean over the dialogues of the grade level of all that the patient says."""
    said = (" ".join(turn.text for turn in r.turns if turn.speaker == "patient") for r in given.records)
    return mean(map(grade_level, said), "no patient says a word")


PATIENT_GRADE = Metric(
    id="patient_grade",
    measures="grade level of the patient's words",
    direction="none",
    unit="years of school",
    needs=frozenset({"record"}),
    citation="Flesch and Kincaid's grade level (1975)",
    group="realism",
    measure=measure,
)
