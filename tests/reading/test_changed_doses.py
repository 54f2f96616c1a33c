"""What an arrow behind a drug changes."""

import pytest

from bedside.agents.reading.read import read_note
from bedside.knowledge.terminology import Terminology


@pytest.mark.parametrize(
    ("line", "dose", "frequency"),
    [
        ("Furosemide 40 BID -> 40 daily.", "40", "daily"),
        ("Rivastigmine patch 4.6 -> 9.5 mg/24h.", "9.5 mg/24h", ""),
        ("Sertraline 50 mg daily -> 100 mg.", "100 mg", "daily"),
    ],
)
def test_what_stands_behind_the_arrow_is_taken(line: str, dose: str, frequency: str) -> None:
    drug = next(fact for fact in read_note("n", f"Plan: {line}", Terminology.load()).facts if fact.kind == "drug")
    told = {argument.role: argument.text for argument in drug.arguments}
    assert (told.get("dose"), told.get("frequency", "")) == (dose, frequency)


def test_a_drug_that_an_arrow_stops_is_stopped() -> None:
    facts = read_note("n", "Plan: Amlodipine 5 mg -> stop. Ramipril 5 mg daily.", Terminology.load()).facts
    first, second = (fact for fact in facts if fact.kind == "drug")
    assert [argument.value for argument in first.arguments if argument.role == "action"] == ["stop"]
    assert "stop" not in [argument.value for argument in second.arguments if argument.role == "action"]


def test_a_change_that_is_not_understood_is_told_by_nobody() -> None:
    facts = read_note("n", "Plan: Furosemide 40 mg BID -> as per chart.", Terminology.load()).facts
    assert not [fact for fact in facts if fact.kind == "drug" and fact.argument("frequency") is not None]
