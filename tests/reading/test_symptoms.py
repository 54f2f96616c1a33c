"""Noun phrases that name a complaint, with what is said of it."""

import pytest

from bedside.agents.reading.complaint_lists import listed
from bedside.agents.reading.symptoms import adjuncts, named
from bedside.agents.text.doc import Doc
from bedside.knowledge.terminology import Terminology
from bedside.scenarios.span import Span


def doc(text: str) -> Doc:
    return Doc(text, Terminology.load())


def roles(text: str) -> dict[str, str]:
    """The arguments of the first complaint in a phrase."""
    note = doc(text)
    found = named(note, note.tagged(Span(start=0, end=len(text))))
    assert found is not None, text
    return {argument.role: argument.text for argument in found[0].arguments}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a productive cough for 5 days, worse in the morning", {"what": "cough", "quality": "productive", "duration": "for 5 days", "trigger": "in the morning"}),
        ("L hip pain x 2 wk", {"what": "L hip pain", "duration": "x 2 wk"}),
        ("severe headaches since May", {"what": "headaches", "severity": "severe", "duration": "since May"}),
        ("a burning pain in his left foot that began 4 days ago", {"what": "pain", "quality": "burning", "site": "in his left foot", "onset": "4 days ago"}),
        ("shortness of breath when she climbs stairs", {"what": "shortness of breath", "trigger": "when she climbs stairs"}),
        ("a 3-week history of nausea", {"what": "nausea", "duration": "3-week"}),
        ("back pain rated 6/10", {"what": "back pain", "severity": "6/10"}),
        ("back pain relieved by rest", {"what": "back pain", "relief": "rest"}),
        ("dizziness twice a week", {"what": "dizziness", "frequency": "twice a week"}),
        ("itching that keeps her awake", {"what": "itching", "effect": "that keeps her awake"}),
        ("trouble sleeping due to the itch", {"what": "trouble sleeping due to the itch"}),
    ],
)  # fmt: skip
def test_arguments(text: str, expected: dict[str, str]) -> None:
    assert roles(text) == expected


def test_a_clause_is_no_complaint() -> None:
    note = doc("worsening squint for as long as she could remember")
    assert named(note, note.tagged(Span(start=0, end=len(note.text)))) is None


def test_what_is_said_of_the_complaint_before() -> None:
    note = doc("worse on stairs")
    found = adjuncts(note, note.tagged(Span(start=0, end=len(note.text))))
    assert found is not None
    assert [(argument.role, argument.text, argument.value) for argument in found] == [("trigger", "on stairs", "worse")]


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("nausea, chills or night sweats", ["nausea", "chills", "night sweats"]),
        ("unintended weight gain or loss, chills", ["unintended weight gain or loss", "chills"]),
        ("dizziness with nausea", ["dizziness", "nausea"]),
        ("symptoms such as nausea and chills", ["nausea", "chills"]),
        ("issues with constipation", ["issues with constipation"]),
    ],
)
def test_lists(text: str, items: list[str]) -> None:
    note = doc(text)
    found = listed(note, note.tagged(Span(start=0, end=len(text))), loose=True)
    assert [one.arguments[0].text for _, one in found if one] == items


def test_two_side_by_side_share_their_place() -> None:
    note = doc("numbness or tingling in her right hand")
    found = [one for _, one in listed(note, note.tagged(Span(start=0, end=len(note.text)))) if one]
    assert [argument.text for one in found for argument in one.arguments if argument.role == "site"] == [
        "in her right hand"
    ] * len(found)
