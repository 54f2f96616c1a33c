"""The shape of a dialogue: how many turns, who talks how much, who asks. To be compared with people's, never maximised."""

from collections.abc import Callable

from bedside.agents.checks.shape import DialogueShape, measure_shape
from bedside.evaluation.english import NONE, english
from bedside.evaluation.given import Given, Need
from bedside.evaluation.metric import Metric, Outcome, mean


def _metric(name: str, measures: str, unit: str, read: Callable[[DialogueShape], float | None]) -> Metric:
    def measure(given: Given) -> Outcome:
        return mean((read(measure_shape(record.turns)) for record in english(given) if record.turns), NONE)

    needs: frozenset[Need] = frozenset({"record"})
    return Metric(id=name, measures=measures, direction="none", unit=unit, needs=needs, group="shape", measure=measure)


SHAPE = (
    _metric("turns", "turns a dialogue", "turns", lambda shape: shape.turns),
    _metric("physician_share", "the physician's share of all words", "share", lambda shape: shape.physician_share),
    _metric("physician_words", "words a physician's turn", "words", lambda shape: shape.physician_words),
    _metric("patient_words", "words a patient's turn", "words", lambda shape: shape.patient_words),
    _metric("patient_median", "the median of a patient's turn", "words", lambda shape: shape.patient_median),
    _metric("patient_short", "patient's turns of three words or fewer", "share", lambda shape: shape.patient_short),
    _metric("physician_asks", "physician's turns that ask", "share", lambda shape: shape.questions),
)
