"""No excluded ear hears what a note keeps from it, and what is kept from one is told to another; the measure hears a leak."""

import pytest

from bedside.benchmarks.secret_visits import CASES, GERMAN, Visit, visits
from bedside.benchmarks.secrets import hold, measure, outcomes
from bedside.orchestrator.runs.fold import DialogueState

QUICK = (1, 14, 26, 45, 48, 55)  # one sent out, one of two by turns, the patient, and German ones


def test_there_are_60_visits_and_a_number_decides_each() -> None:
    every = visits()
    assert len(every) == CASES == len({one.id for one in every})
    assert every == visits()
    assert sum(one.language == "de" for one in every) == GERMAN
    assert {who for one in every for secret in one.secrets for who in secret.kept_from} >= {
        "mother", "father", "husband", "wife", "partner", "boyfriend", "interpreter", "daughter", "son", "caregiver", "patient",
    }  # fmt: skip
    for one in every:
        assert "{" not in one.text
        for secret in one.secrets:
            assert any(mark in one.text.casefold() for mark in secret.marks), one.text
            assert set(secret.kept_from) <= {*one.company, "patient"}


def _kept(chosen: list[Visit], seeds: range) -> None:
    for one in measure(chosen, seeds):
        assert not one.heard, (one.visit.text, one.heard)
        if one.secret.kept_from != ("patient",):  # of which the patient would have to be sent out
            assert one.told, one.visit.text
            assert one.beside in (None, True) or one.visit.way == "alone", one.visit.text


@pytest.mark.parametrize("seeds", [range(1, 2), pytest.param(range(2, 21), marks=pytest.mark.slow)], ids=str)
def test_secrets_are_kept_and_told(seeds: range) -> None:
    every = visits()
    _kept([every[at] for at in QUICK], seeds)


def test_the_measure_hears_a_leak() -> None:
    """Where the companion stays, what was told alone counts as heard by them."""
    visit = visits()[1]
    state: DialogueState = hold(visit, 1)
    for step in state.steps:
        assert step.act != "frame" or step.subject in ("alone", "together")
    plain = state.plan.model_copy(
        update={
            "topics": tuple(
                topic.model_copy(
                    update={"steps": tuple(step.model_copy(update={"subject": ""}) for step in topic.steps)}
                )
                for topic in state.plan.topics
            )
        }
    )
    assert not any(one.heard for one in outcomes(visit, 1, state))
    state.plan = plain
    state.__dict__.pop("steps", None)
    assert all(one.heard for one in outcomes(visit, 1, state))
