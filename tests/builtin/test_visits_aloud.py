"""Kinds of turn that made readers of whole visits wince, from the words of a note to who is asked what and what is told."""

import random
from itertools import pairwise

import pytest
from from_note import note_of, said_of
from visits import held, plan_of

from bedside.agents.builtin.reactions import troubled
from bedside.agents.speaking.say import say
from bedside.agents.speaking.view import View
from bedside.scenarios.plan import Step

PATIENT, DOCTOR = View("patient", "female", 50), View("physician", "female", 50)


def steps_of(text: str) -> dict[str, Step]:
    """The step that brings out each statement, by the statement's words."""
    note = note_of(text)
    return {note.fact(fact).text: step for step in plan_of(note).steps for fact in step.facts}


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
    for seed in range(3):
        text = " ".join(turn.text for turn in held(note, seed).turns if turn.speaker == "patient")
        assert "Yes, nothing" not in text and "Yeah, nothing" not in text


@pytest.mark.parametrize(
    ("note", "line"),
    [
        ("MEDICATIONS:\nShe is not consistent with taking Lasix.", "I don't always take Lasix."),
        ("REVIEW OF SYSTEMS:\nReports 12 pound weight gain.", "I gained twelve pounds."),
        ("REVIEW OF SYSTEMS:\nReports orthopnea.", "I've had trouble breathing when lying down."),
        ("SOCIAL HISTORY:\nHe is a college hockey fan.", "I'm a college hockey fan."),
        ("SOCIAL HISTORY:\nHe has been trying to limit his tobacco use for 3 years.", "I've been trying to limit my smoking for three years."),
        ("SOCIAL HISTORY:\nMarital Status: Married for 12 years.", "I've been married for twelve years."),
        ("SOCIAL HISTORY:\nTobacco Use: Non-smoker.", "I've never smoked."),
        ("ALLERGIES:\nDenies seasonal allergies.", "I don't have any seasonal allergies."),
        ("CHIEF COMPLAINT:\nFollow-up bilateral breast cysts.", "I'm here for a follow-up for my bilateral breast cysts."),
        ("HISTORY OF PRESENT ILLNESS:\nHis ankle and knee were swollen.", "My ankle and knee were swollen."),
        ("HISTORY OF PRESENT ILLNESS:\nHe has pain in his back that is similar to his last attack.", "I have pain in my back that's similar to my last attack."),
        ("HISTORY OF PRESENT ILLNESS:\nFor his gout, this has been quiet with allopurinol.", "My gout has been quiet with allopurinol."),
        ("HISTORY OF PRESENT ILLNESS:\nShe reports an immediate onset of pain.", "I've had immediate pain."),
        ("HISTORY OF PRESENT ILLNESS:\nShe has had swelling in the right knee.", "I've had swelling in my right knee."),
        ("HISTORY OF PRESENT ILLNESS:\nFurther work up of dizziness revealed nothing.", None),
    ],
)  # fmt: skip
def test_the_patient(note: str, line: str | None) -> None:
    assert said_of(note, PATIENT) == [line]


@pytest.mark.parametrize(
    ("note", "lines"),
    [
        ("PLAN:\nShe will increase her dose of Lasix from 10 mg to 30 mg for the next 5 days.", ["I'd like to increase the Lasix from 10 milligrams to 30 milligrams for the next five days."]),
        ("PLAN:\nThe patient was instructed to discontinue use and call us if a rash develops.", ["Stop taking it if a rash develops.", "Call us if a rash develops."]),
        ("PLAN:\nI advised the patient that I want him to keep up his swimming.", ["Keep up your swimming."]),
        ("PLAN:\nWe will get an x-ray or an ultrasound of the wrist.", ["I'd like to get an x-ray or an ultrasound of the wrist."]),
        ("PLAN:\nWe are going to order a repeat hemoglobin A1c.", ["I'd like to get another hemoglobin A1c."]),
        ("PLAN:\nA lipid panel will be ordered to see if the dose is right.", ["I'd like to do a cholesterol test to see if the dose is right."]),
        ("PLAN:\nShe will remain non-weight-bearing for 3 days.", ["Keep all weight off it for three days."]),
        ("PLAN:\nShe may need another one prior to her biopsy next week.", [None]),
        ("ASSESSMENT:\nShe had an exacerbation of asthma in the spring.", ["You had a flare-up of asthma in the spring."]),
        ("ASSESSMENT:\nAlthough, her iron was low.", ["Your iron was low."]),
        ("ASSESSMENT:\nIgG deficiency.", ["You have an IgG deficiency."]),
        ("ASSESSMENT:\nThis will require her to be admitted to the hospital for one night.", ["This will need you to be admitted to the hospital for one night."]),
        ("PLAN:\nSchedule a liver ultrasound pending lab results.", ["I'd like to get a liver ultrasound depending on the lab results."]),
        ("PLAN:\nShe was advised to stop taking any painkillers such as Motrin or Advil.", ["Stop taking any painkillers such as Motrin or Advil."]),
        ("PLAN:\nWe can consider physical therapy.", ["We could refer you to physical therapy."]),
        ("PLAN:\nWe will order an echocardiogram for further evaluation of the murmur.", ["I'd like to get a heart ultrasound to look into the murmur."]),
        ("PLAN:\nI recommended that we consult with her physical therapist.", ["We'll consult with your physical therapist."]),
        ("PLAN:\nI would like for the patient to be seen by a therapist.", ["I'm going to refer you to a therapist."]),
        ("PLAN:\nWe also discussed Singulair and that she should see a difference.", [None]),
        ("PLAN:\nIf needed, a second injection may be administered.", ["We could do a second injection if you need it."]),
        ("PLAN:\nAfter she has recovered from surgery, she will start Taxol.", ["Start Taxol after you've recovered from surgery."]),
        ("EXAM:\nExamination of the mouth reveals no obvious ulcers or evidence of thrush present.", ["There are no obvious ulcers in your mouth.", "There's no evidence of thrush in your mouth."]),
        ("EXAM:\nTonsils are midline of the neck.", ["Your tonsils are midline."]),
        ("PLAN:\nI want to see her back in 3 weeks.", ["Come back and see me in three weeks."]),
        ("VITALS:\nTemperature: Afebrile", ["You don't have a fever."]),
        ("EXAM:\nLungs: Rales bilateral bases.", ["I can hear rales at both bases."]),
        ("EXAM:\nAbdomen: Normoactive bowel sounds in all 4 quadrants.", ["Your bowel sounds are normal in all four quadrants."]),
        ("EXAM:\nConstitutional: Pleasant.", [None]),
        ("EXAM:\nCervical spine exam: Range of motion is full in all planes.", ["Your range of motion in your neck is full in all planes."]),
        ("EXAM:\nCV: Pain in calf.", ["There's some pain in your calf."]),
        ("RESULTS:\nX-ray of the wrist reveals proximal to the joint.", [None]),
        ("EXAM:\nEars: Erythema of the auditory canals noted.", ["There's some redness in your auditory canals."]),
    ],
)  # fmt: skip
def test_the_physician(note: str, lines: list[str | None]) -> None:
    assert said_of(note, DOCTOR) == lines


@pytest.mark.parametrize(
    ("story", "apart"),
    [
        ("Rubbing the belly helped a little. Her last physical was in May.", True),
        ("She slipped on the stairs and her knee gave way.", False),
    ],
)
def test_clauses_that_have_nothing_to_do_with_each_other_are_told_apart(story: str, apart: bool) -> None:
    """One answer holds what is told in one breath."""
    steps = [
        step
        for step in plan_of(note_of(f"CHIEF COMPLAINT:\nKnee pain.\n\nHPI:\n{story}")).steps
        if step.topic == "story"
    ]
    assert (len(steps) > 1) == apart


def test_what_is_wished_of_a_plan_is_told_when_it_was_heard() -> None:
    note = note_of(
        "CHIEF COMPLAINT:\nFoot pain.\n\nPLAN:\nWe will order an MRI of the foot. The patient wishes to think over the operation."
    )
    steps = plan_of(note).steps
    order = next(at for at, step in enumerate(steps) if step.act == "advise")
    wish = next(at for at, step in enumerate(steps) if any(note.fact(fact).kind == "wish" for fact in step.facts))
    assert wish > order


def test_a_plan_is_told_in_the_order_of_the_note() -> None:
    """What to do comes before what to do if that fails, whatever kinds of statement they are."""
    note = note_of("PLAN:\nWear a splint. She will take Motrin 600 mg every 6 hours. Call us if it gets worse.")
    told = " ".join(turn.text for turn in held(note).turns if turn.speaker == "physician").casefold()
    assert told.index("splint") < told.index("motrin") < told.index("call us")


def test_a_list_of_medicines_does_not_name_again_what_the_story_told() -> None:
    steps = steps_of(
        "CHIEF COMPLAINT:\nCough.\n\nHPI:\nHer medications include amlodipine and metformin.\n\nMEDICATIONS:\nAmlodipine, metformin 500 mg once daily."
    )
    assert "Amlodipine" not in steps and "metformin 500 mg once daily" in steps


def test_blood_pressure_is_no_trouble() -> None:
    assert not troubled("I've continued to check my blood pressure.")
    assert troubled("I feel a pressure in my chest.")


def test_small_talk_is_answered_as_it_was_asked() -> None:
    """Nobody answers "how is the weather?" with yes."""
    note = note_of("CHIEF COMPLAINT:\nKnee pain.")
    for seed in range(20):
        turns = held(note, seed).turns
        for asked, answer in pairwise(turns):
            if asked.text.startswith(("How", "How's")) and turns.index(asked) < 4:
                assert not answer.text.startswith("Yes")


def test_a_habit_with_its_amount_is_told_once() -> None:
    steps = steps_of(
        "HPI:\nShe has a cough. She smokes 3 cigarettes per day.\n\nSOCIAL HISTORY:\nShe smokes 3 cigarettes per day."
    )
    assert sum("cigarettes" in text for text in steps) == 1


def test_what_several_orders_are_for_is_said_once() -> None:
    note = note_of("PLAN:\nWe will order a lipid panel as well as a hemoglobin A1c to see if the doses are right.")
    told = say(note.facts, DOCTOR, random.Random(1))
    assert told is not None and told.text.count("to see if the doses are right") == 1
