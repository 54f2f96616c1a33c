"""A trade behind the age, and what brought the patient behind it."""

import pytest

from bedside.agents.reading.read import read_note
from bedside.knowledge.terminology import Terminology


def read(text: str) -> list[tuple[str | None, str, str]]:
    facts = read_note("n", text, Terminology.load()).facts
    return [(fact.kind, fact.arguments[0].text if fact.arguments else "", fact.subject) for fact in facts]


@pytest.mark.parametrize(
    ("sentence", "trade", "behind"),
    [
        ("46-year-old plumber with a cough for one year.", "plumber", ("symptom", "cough")),
        ("71-year-old retired tram driver here for a rash.", "retired tram driver", ("complaint", "a rash")),
        ("A 28-year-old dancer whose feet have itched.", "dancer", ("event", "whose feet have itched")),
        ("53-year-old truck driver who is sleepy by day.", "truck driver", ("event", "is sleepy by day")),
        ("40-year-old teacher referred for headaches.", "teacher", ("complaint", "headaches")),
    ],
)
def test_a_trade(sentence: str, trade: str, behind: tuple[str, str]) -> None:
    found = read(f"HPI: {sentence}\n")
    assert found[1:] == [("work", trade, "patient"), (*behind, "patient")]


def test_a_sex_is_no_trade() -> None:
    assert [kind for kind, _, _ in read("HPI: 40-year-old woman with a rash.\n")] == ["identity", "symptom"]


def test_whom_a_child_is_brought_by_is_not_ill() -> None:
    found = read("HPI: 2-year-old girl brought in by her mother with 2 days of fever and pulling at her ear.\n")
    assert found[1:] == [("symptom", "fever", "patient"), ("symptom", "pulling at her ear", "patient")]
