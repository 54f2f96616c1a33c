"""Whose act a sentence of a plan is: nobody does what somebody else is to do."""

import pytest

from bedside.agents.reading.acts import lead
from bedside.agents.reading.lexemes import words_of
from bedside.agents.text.doc import Doc
from bedside.scenarios.span import Span


def led(text: str) -> tuple[str, str, str, bool]:
    """Doer, mood, the first word of what is done, and whether it is denied."""
    words = words_of(Doc(text), Span(start=0, end=len(text)))
    found = lead(words)
    assert found is not None, text
    return found.doer, found.mood, words[found.body].lower, found.denied


@pytest.mark.parametrize(
    ("text", "doer", "mood", "first"),
    [
        ("I advised him to wear a belt.", "patient", "told", "wear"),
        ("I have also asked her to ice her wrist.", "patient", "told", "ice"),
        ("We suggested that she sleep more.", "patient", "told", "sleep"),
        ("I recommend he drink more water.", "patient", "told", "drink"),
        ("She was told to be careful on stairs.", "patient", "told", "be"),
        ("Encouraged to walk daily.", "patient", "told", "walk"),
        ("I'd like him to keep a diary.", "patient", "told", "keep"),
        ("I would like her to keep a diary.", "patient", "told", "keep"),
        ("Patient to call the office.", "patient", "told", "call"),
        ("She should rest.", "patient", "will", "rest"),
        ("He needs to rest.", "patient", "will", "rest"),
        ("Her mother was advised to keep her at home.", "patient", "told", "keep"),
        ("We will order a scan.", "physician", "will", "order"),
        ("I am going to order a scan.", "physician", "will", "order"),
        ("I recommended that we obtain a scan.", "physician", "will", "obtain"),
        ("I want to see her in a month.", "physician", "will", "see"),
        ("We will discuss surgery.", "physician", "will", "discuss"),
        ("I prescribed a cream.", "physician", "did", "prescribed"),
        ("A scan was ordered.", "physician", "did", "ordered"),
        ("She was given a sling.", "physician", "did", "given"),
        ("The aspirin should be continued.", "physician", "will", "continued"),
        ("I explained that this is harmless.", "physician", "says", "this"),
        ("She declined the vaccine.", "patient", "answers", "the"),
        ("He would like a second opinion.", "patient", "wants", "a"),
    ],
)
def test_whose_act_it_is(text: str, doer: str, mood: str, first: str) -> None:
    assert led(text)[:3] == (doer, mood, first)


@pytest.mark.parametrize(
    "text", ["Do not drive.", "I advised him not to drive.", "I do not recommend driving.", "She should not drive."]
)
def test_what_is_not_to_be_done(text: str) -> None:
    assert led(text)[3]


@pytest.mark.parametrize(
    "text",
    [
        "Hypertension, stable.",
        "Return precautions.",
        "She is doing well.",
        "Doubt pneumonia.",
        "He does not need to stop driving.",
        "She should have called for help.",
        "Chest x-ray today",
    ],
)
def test_no_act(text: str) -> None:
    assert lead(words_of(Doc(text), Span(start=0, end=len(text)))) is None


def test_letters_of_a_therapy_are_no_patient() -> None:
    assert led("Refer to PT.")[0:3] == ("", "imperative", "refer")
