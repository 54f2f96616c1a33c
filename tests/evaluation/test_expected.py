"""Expectations against a conversation: each kind can be met and missed, and a miss says what was found instead."""

from typing import Any

import pytest
from talks import record

from bedside.evaluation.expected import misses
from bedside.scenarios.case import Case
from bedside.scenarios.expect import Expect
from bedside.scenarios.note import Fact, Note, Span
from bedside.scenarios.record import Record

TEXT = "Fever for 3 days. Drinks beer. Plan is rest."


def _fact(name: str, words: str) -> Fact:
    at = TEXT.index(words)
    return Fact(id=name, section="history", text=words, span=Span(start=at, end=at + len(words)))


NOTE = Note(id="n", text=TEXT, facts=(_fact("f1", "Fever for 3 days"), _fact("f2", "Drinks beer"), _fact("f3", "rest")))


def talk(**meta: Any) -> Record:
    """A talk of three turns over three facts, of which one is kept back."""
    about: dict[str, Any] = {"withheld": ["f2"], "unplaced": {}, **meta}
    return record(
        ("physician", "What brings you in?", {}),
        ("patient", "I had a Fever for 3 days.", {"facts": ["f1"]}),
        ("physician", "You need rest.", {"facts": ["f3"]}),
        **about,
    )


@pytest.mark.parametrize(
    ("given", "found", "turn"),
    [
        ({"mentions": ("fever", "patient: fever | temperature")}, None, None),
        ({"mentions": ("fevers",)}, "nowhere; the nearest is turn 2, patient: “I had a Fever for 3 days.”", 1),
        ({"mentions": ("physician: fever",)}, "only others do: turn 2, patient", 1),
        ({"mentions": ("nurse: fever",)}, "nobody called 'nurse' speaks; those who do: physician, patient", None),
        ({"never_mentions": ("beer", "physician: fever")}, None, None),
        ({"never_mentions": ("patient: three | 3 days",)}, "turn 2, patient: “I had a Fever", 1),
        ({"never_mentions": ("pateint: fever",)}, "nobody called 'pateint' speaks", None),
        ({"covers": ("fever", "rest")}, None, None),
        ({"covers": ("beer",)}, "f2 “Drinks beer” is not: the patient kept it back", None),
        ({"covers": ("wine",)}, "no fact of the note holds these words", None),
        ({"max_turns": 3}, None, None),
        ({"max_turns": 2}, "it took 3", None),
        ({"label": "positive"}, "the case has no interview", None),
    ],
)
def test_each_kind_is_met_or_missed(given: dict[str, Any], found: str | None, turn: int | None) -> None:
    """An expectation that is met says nothing; one that is not says what was found, and at which turn."""
    case = Case(id="c", note=TEXT, expect=Expect.model_validate(given))
    missed = misses(case, NOTE, talk())
    if found is None:
        assert missed == ()
        return
    (miss,) = missed
    assert found in miss.found
    assert miss.turn == turn


def test_an_interview_carries_its_label() -> None:
    """The label that the record carries is the one that is compared."""
    case = Case(id="c", note=TEXT, expect=Expect(label="positive"))
    assert misses(case, NOTE, talk(interview={"label": "positive"})) == ()
    assert "'negative'" in misses(case, NOTE, talk(interview={"label": "negative"}))[0].found
