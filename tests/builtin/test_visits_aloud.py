"""Kinds of turn that made readers of whole visits wince, from the words of a note to who is asked what and what is told."""

import random

import pytest
from visits import held, plan_of

from bedside.agents.reading.read import read_note
from bedside.agents.speaking.say import say
from bedside.agents.speaking.view import View
from bedside.knowledge.terminology import Terminology
from bedside.scenarios.note import Note
from bedside.scenarios.plan import Step

PATIENT, DOCTOR = View("patient", "female", 50), View("physician", "female", 50)


def note_of(text: str) -> Note:
    """A note as it is read."""
    return read_note("n", text, Terminology.load())


def steps_of(text: str) -> dict[str, Step]:
    """The step that brings out each statement, by the statement's words."""
    note = note_of(text)
    return {note.fact(fact).text: step for step in plan_of(note).steps for fact in step.facts}


def said_of(text: str, view: View) -> list[str | None]:
    """What a speaker makes of each statement of a note alone."""
    made = (say([fact], view, random.Random(1)) for fact in note_of(text).facts)
    return [one.text if one is not None else None for one in made]


@pytest.mark.parametrize(
    ("note", "lost"),
    [
        ("EXAM:\nHeart: 2/6 systolic murmur.\n\nASSESSMENT AND PLAN:\nCoronary artery disease.\n- Medical Reasoning: The patient had a 2/6 systolic murmur on exam. This has been heard on his exams before.", "This has been heard on his exams before"),
        ("HPI:\nShe has back pain. The qxzzy cramps of her toes were treated with. She thought the cramps were related to the cold.", "She thought the cramps were related to the cold"),
        ("PLAN:\nShe will report to the desk, and then she can begin walking.", "and then she can begin walking"),
    ],
)  # fmt: skip
def test_what_takes_up_something_untold_is_not_told(note: str, lost: str) -> None:
    """ "This", "the cramps" and "then" are said behind what they take up, or not at all."""
    assert lost not in steps_of(note)


def test_a_problem_known_by_its_operation_is_called_so() -> None:
    """What follows the heading of an operation of before is told of it, and the operation is not told as news."""
    steps = steps_of(
        "PAST HISTORY:\nKidney transplant.\n\nASSESSMENT AND PLAN:\nStatus post kidney transplant.\n- Medical Reasoning: She is doing well.\n- Medical Treatment: Continue current regimen."
    )
    assert "kidney transplant" in " ".join(cue.words for cue in steps["Continue current regimen"].cues)


def test_an_illness_they_told_of_is_no_news_when_its_sort_is_named() -> None:
    steps = steps_of(
        "PAST HISTORY:\nDiabetes.\n\nASSESSMENT AND PLAN:\nDiabetes type 2.\n- Treatment: Recheck her hemoglobin A1c."
    )
    assert any(cue.aspect == "about" for cue in steps["Diabetes type 2"].cues)


def test_a_flare_of_an_illness_they_have_is_told() -> None:
    """The illness that they told of is no reason to leave out that it has got worse."""
    steps = steps_of(
        "PAST HISTORY:\nCongestive heart failure.\n\nASSESSMENT AND PLAN:\nShortness of breath.\n- Medical Reasoning: I believe this is an exacerbation of her congestive heart failure."
    )
    assert "this is an exacerbation of her congestive heart failure" in steps


@pytest.mark.parametrize(
    ("story", "answer", "wrong"),
    [
        ("She is now able to bear some weight on her ankle.", "She is now able to bear some weight on her ankle", "weight"),
        ("Her back pain has worsened.", "Her back pain has worsened", "triggers"),
        ("She is not taking a potassium supplement.", "potassium supplement", "tried"),
        ("She plans to discontinue clopidogrel a week before her surgery.", "She plans to discontinue clopidogrel a week before her surgery", "takes"),
    ],
)  # fmt: skip
def test_a_question_asks_for_what_its_answer_tells(story: str, answer: str, wrong: str) -> None:
    """A word that a question's list has does not make an answer to it."""
    step = steps_of(f"CHIEF COMPLAINT:\nFever.\n\nHPI:\n{story}")[answer]
    assert step.cues[0].aspect != wrong


def test_a_side_of_the_complaint_is_asked_by_its_name_after_another_symptom() -> None:
    note = note_of(
        "CHIEF COMPLAINT:\nKnee pain.\n\nHPI:\nShe presents for knee pain. She has headaches at times. The patient reports knee pain with stairs."
    )
    asked = [cue for step in plan_of(note).steps for cue in step.cues if cue.aspect == "trigger"]
    assert [cue.words for cue in asked] == ["knee pain"]


def test_the_same_complaint_in_another_form_is_asked_for_its_sides_alone() -> None:
    """Who came with difficulty urinating is not asked whether they have difficulty with urination."""
    note = "CHIEF COMPLAINT:\nDifficulty urinating.\n\nASSESSMENT AND PLAN:\nThe patient presents with approximately a 6 month history of difficulty with urination."
    asked = [cue.aspect for step in plan_of(note_of(note)).steps for cue in step.cues]
    assert "symptom" not in asked and "duration" in asked


def test_nothing_that_helps_is_answered_with_no() -> None:
    note = note_of("CHIEF COMPLAINT:\nKnee pain.\n\nHPI:\nNothing seemed to help.")
    for seed in range(6):
        text = " ".join(turn.text for turn in held(note, seed).turns if turn.speaker == "patient")
        assert "Yes, nothing" not in text and "Yeah, nothing" not in text


@pytest.mark.parametrize(
    ("note", "line"),
    [
        ("MEDICATIONS:\nShe is not consistent with taking Lasix.", "I don't always take Lasix."),
        ("REVIEW OF SYSTEMS:\nReports 12 pound weight gain.", "I gained twelve pounds."),
        ("REVIEW OF SYSTEMS:\nReports orthopnea.", "I've had trouble breathing when lying down."),
        ("HISTORY OF PRESENT ILLNESS:\nSome coughing is present.", "I've had some coughing."),
        ("SOCIAL HISTORY:\nHe is a college hockey fan.", "I'm a college hockey fan."),
    ],
)
def test_the_patient(note: str, line: str) -> None:
    assert said_of(note, PATIENT) == [line]


@pytest.mark.parametrize(
    ("note", "lines"),
    [
        ("PLAN:\nShe will increase her dose of Lasix from 10 mg to 30 mg for the next 5 days.", ["I'd like to increase the Lasix from 10 milligrams to 30 milligrams for the next five days."]),
        ("PLAN:\nThe patient was instructed to discontinue use and call us if a rash develops.", ["Stop taking it if a rash develops.", "Call us if a rash develops."]),
        ("PLAN:\nI advised the patient that I want him to keep up his swimming.", ["Keep up your swimming."]),
        ("PLAN:\nWe will get an x-ray or an ultrasound of the wrist.", ["I'd like to get an x-ray or an ultrasound of the wrist."]),
        ("PLAN:\nWe are going to order a repeat hemoglobin A1c.", ["I'd like to get a repeat hemoglobin A1c."]),
        ("PLAN:\nA lipid panel will be ordered to see if the dose is right.", ["I'd like to do a cholesterol test to see if the dose is right."]),
        ("PLAN:\nShe will remain non-weight-bearing for 3 days.", ["Keep all weight off it for three days."]),
        ("PLAN:\nShe may need another one prior to her biopsy next week.", [None]),
        ("ASSESSMENT:\nShe had an exacerbation of asthma in the spring.", ["You had a flare-up of asthma in the spring."]),
        ("ASSESSMENT:\nAlthough, her iron was low.", ["Your iron was low."]),
        ("EXAM:\nEars: Erythema of the auditory canals noted.", ["There's some redness in your auditory canals."]),
    ],
)  # fmt: skip
def test_the_physician(note: str, lines: list[str | None]) -> None:
    assert said_of(note, DOCTOR) == lines
