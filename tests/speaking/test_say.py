"""What each kind of fact says in each mouth."""

import random

import pytest
from typed_facts import DOCTOR, MOTHER, PATIENT, TO_MOTHER, fact, mark

from bedside.agents.speaking.say import name, say, sayable
from bedside.agents.speaking.view import View
from bedside.scenarios.note import Fact


def lines(facts: list[Fact], view: View) -> set[str]:
    """Everything that is said over some seeds."""
    found = [say(facts, view, random.Random(seed)) for seed in range(8)]
    assert all(said is not None for said in found)
    return {said.text for said in found if said is not None}


DENIED = {"polarity": "denied"}

LINES: list[tuple[View, list[Fact], str]] = [
    (PATIENT, [fact("symptom", what="cough", quality="dry", duration="for 2 weeks", trigger="at night")],
     "I've had a dry cough for two weeks, and it's worse at night."),
    (MOTHER, [fact("symptom", what="fever", duration="since yesterday")], "He's had a fever since yesterday."),
    (PATIENT, [fact("drug", "medications", drug="Metformin", dose="500 mg", frequency="bid")],
     "I take metformin, 500 milligrams twice a day."),
    (PATIENT, [fact("allergy", "allergies", what="penicillin", reaction="rash")],
     "I'm allergic to penicillin; it gives me a rash."),
    (PATIENT, [fact("habit", "social", what="smoking", status="former", since="in 2010")], "I quit smoking in 2010."),
    (DOCTOR, [fact("measurement", "vitals", what="BP", value="118/76")], "Your blood pressure is 118 over 76."),
    (DOCTOR, [fact("finding", "examination", part="Lungs", what="clear bilaterally")], "Your lungs are clear on both sides."),
    (DOCTOR, [fact("finding", "examination", part="both wrists", what="swollen"),
              fact("finding", "examination", part="both wrists", what="tender to palpation")],
     "Both wrists are swollen and sore when I press on them."),
    (DOCTOR, [fact("result", "results", test="X-ray", value="fracture", also=DENIED)], "The x-ray didn't show a fracture."),
    (DOCTOR, [fact("order", "plan", what="CXR", action="image", when="today")], "I'd like to get a chest x-ray today."),
    (DOCTOR, [fact("drug", "plan", drug="lisinopril", action="stop")], "Stop the lisinopril."),
    (DOCTOR, [fact("order", "plan", what="physiotherapy", action="refer")], "I'm going to refer you to physical therapy."),
    (DOCTOR, [fact("order", "plan", what="RTC", action="follow_up", when="2 wk")], "Come back and see me in two weeks."),
    (DOCTOR, [fact("advice", "plan", what="Return", condition="if worse")], "Come back if it gets worse."),
    (TO_MOTHER, [fact("advice", "plan", what="honey", when="until 12 mo", also=DENIED)],
     "No honey until he's twelve months old."),
    (PATIENT, [fact("home", "social", what="lives with wife")], "I live with my wife."),
    (PATIENT, [fact("relative", "family", kin="brother", state="healthy")], "My brother is healthy."),
]  # fmt: skip


@pytest.mark.parametrize(("view", "facts", "line"), LINES, ids=[line for _, _, line in LINES])
def test_each_kind_in_its_mouth(view: View, facts: list[Fact], line: str) -> None:
    """A fact is said as people say it, whatever the seed."""
    assert line in lines(facts, view)


def test_marked_clauses_move() -> None:
    """A clause keeps its words but for those that change with who says it."""
    said = "She was exposed to a wool blanket"
    event = fact("event", said=said, marks=(mark(said, "She", "subject"), mark(said, "was", "verb", "be", "past")))
    assert lines([event], PATIENT) == {"I was exposed to a wool blanket."}
    assert lines([event], DOCTOR) == {"You were exposed to a wool blanket."}


def test_what_nobody_should_say_is_not_said() -> None:
    """Placeholders, unknown letters, and the physician's matters in the patient's mouth."""
    assert not sayable(fact("symptom", what="@CC@"), PATIENT)
    assert not sayable(fact("opaque", what="wnl qwx"), DOCTOR)
    assert not sayable(fact("diagnosis", "assessment", what="gout"), PATIENT)
    assert not sayable(fact("order", "plan", what="QXZ", action="test"), DOCTOR)


def test_names_for_questions() -> None:
    """A question names the thing in the listener's words."""
    assert name(fact("symptom", what="SOB"), DOCTOR) == "shortness of breath"
    assert name(fact("symptom", what="hematuria"), DOCTOR) == "blood in your urine"
