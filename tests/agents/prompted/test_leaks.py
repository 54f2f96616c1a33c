"""What a line gives away that its role cannot know."""

import pytest

from bedside.agents.prompted.leaks import leaked
from bedside.agents.reading.read import read_note
from bedside.knowledge.terminology import Terminology
from bedside.scenarios.brief import Brief
from bedside.scenarios.plan import Step
from bedside.scenarios.turn import Turn

NOTE = read_note(
    "n",
    "HISTORY OF PRESENT ILLNESS\nMara has had a cough for 2 weeks. She has asthma and takes albuterol.\n\n"
    "RESULTS\nHemoglobin 9.1 g/dL.\n\nASSESSMENT\nPneumonia.\n\nPLAN\nStart doxycycline 100 mg twice daily.\n",
    Terminology.load(),
)


def brief(*said: str, role: str = "patient") -> Brief:
    """A lay brief after these lines of the physician."""
    turns = tuple(Turn(id=f"t{n}", speaker="physician", text=text) for n, text in enumerate(said))
    return Brief(role=role, dialogue="d", seed=1, step=Step(id="s", act="ask", topic="story"), turns=turns)


@pytest.mark.parametrize(
    "text",
    ["I was told it's pneumonia.", "So my hemoglobin is 9.1 grams per deciliter.", "I should take doxycycline, then."],
)
def test_a_diagnosis_a_result_and_a_drug_of_the_visit_are_secrets_until_said(text: str) -> None:
    """Before anyone has said it, it is found; once the physician has, it may be repeated."""
    words = Terminology.load()
    assert leaked(NOTE, brief(), text, words)
    told = "It is pneumonia, your hemoglobin is 9.1 grams per deciliter, and we start doxycycline 100 milligrams."
    assert leaked(NOTE, brief(told), text, words) == ()


@pytest.mark.parametrize(
    "text",
    [
        "I've coughed for 2 weeks.",
        "I have asthma and take albuterol for it.",
        "Is it pneumonia?",
        "My mother is 91.",
        "No.",
    ],
)
def test_what_a_patient_may_say_is_no_leak(text: str) -> None:
    """The own story, earlier conditions, a fear put as a question, other numbers."""
    assert leaked(NOTE, brief(), text, Terminology.load()) == ()
