"""Patients talk like people: turns of patients with a clinical word that nobody has just used to them."""

from bedside.agents.checks.register import register_share
from bedside.evaluation.english import english
from bedside.evaluation.given import Given
from bedside.evaluation.metric import Metric, Outcome, mean
from bedside.knowledge.terminology import Terminology


def measure(given: Given) -> Outcome:
    """The mean over the dialogues in which a patient speaks."""
    finder = Terminology.load()
    return mean((register_share(record.turns, finder) for record in english(given)), "no patient speaks English")


PATIENT_REGISTER = Metric(
    id="patient_register",
    measures="turns of patients with a clinical word that nobody has just used",
    direction="lower",
    unit="share",
    needs=frozenset({"record"}),
    group="realism",
    measure=measure,
)
