"""From the words of a note to who says what: kinds of line that made readers wince, each with what is said instead."""

import random

import pytest
from from_note import note_of, said_of
from visits import plan_of

from bedside.agents.speaking.say import say
from bedside.agents.speaking.view import View

PATIENT, DOCTOR = View("patient", "female", 50), View("physician", "female", 50)


@pytest.mark.parametrize(
    ("note", "line"),
    [
        ("PAST MEDICAL HISTORY:\nHypertension, diagnosed 8 years ago.", "I was diagnosed with high blood pressure eight years ago."),
        ("PAST MEDICAL HISTORY:\nAsthma diagnosed in 2010.", "I've had asthma since 2010."),
        ("MEDICATIONS:\nAtorvastatin 20 mg at bedtime. She misses about two doses a week.", "I take atorvastatin, 20 milligrams at bedtime, but I miss about two doses a week."),
        ("HISTORY OF PRESENT ILLNESS:\nHer husband smokes in the kitchen.", "My husband smokes in the kitchen."),
        ("HISTORY OF PRESENT ILLNESS:\nShe is status post cataract extraction about 3 months ago.", "I had cataract extraction about three months ago."),
        ("MEDICATIONS:\nIbuprofen, stopped last month.", "I stopped taking ibuprofen."),
        ("HISTORY OF PRESENT ILLNESS:\nShe took Ibuprofen on.", "I took ibuprofen."),
        ("HISTORY OF PRESENT ILLNESS:\nOver the past year, she admits to smoking.", "Over the past year, I've been smoking."),
        ("PAST MEDICAL HISTORY:\nFood allergies to peanut and tree nuts.", "I have food allergies to peanut and tree nuts."),
        ("SOCIAL HISTORY:\nWorks in a stressful job.", "I work in a stressful job."),
        ("ALLERGIES:\nSeasonal allergies.", "I have seasonal allergies."),
        ("CHIEF COMPLAINT:\nKidney stones.", "I'm here about my kidney stones."),
        ("CHIEF COMPLAINT:\nHistory of breast cancer.", "I'm here about my breast cancer."),
        ("CHIEF COMPLAINT:\nLeft wrist pain.", "I've had left wrist pain."),
    ],
)  # fmt: skip
def test_the_patient(note: str, line: str) -> None:
    assert said_of(note, PATIENT) == [line]


@pytest.mark.parametrize(
    ("note", "line"),
    [
        ("EXAM:\nPositive straight leg raise on the right.", "The straight leg raise is positive on the right."),
        ("EXAM:\nPositive Spurling's test.", "Spurling's test is positive."),
        ("EXAM:\nDecreased flexion and extension of the back.", "The flexion and extension of your back are decreased."),
        ("EXAM:\nPresence of mild hypotonia of the legs.", "There's mild hypotonia in your legs."),
        ("EXAM:\nNormal creases are noted.", "Your creases are normal."),
        ("PLAN:\nI counseled the patient on the importance of smoking cessation.", "Quit smoking."),
        ("PLAN:\nI will follow up with the patient via the portal once results are back.", "I'll follow up with you via the portal once results are back."),
        ("IMPRESSION:\nRight index finger DIP joint sprain.", "I think this is a right index finger distal interphalangeal joint sprain."),
        ("PLAN:\nA prescription is provided for Mobic 15 mg once a day, dispense 14.", "I've prescribed Mobic, 15 milligrams once a day."),
        ("PLAN:\nStay hydrated and to strain the urine.", "Stay hydrated and strain the urine."),
        ("PLAN:\nWe discussed treatment options.", None),
        ("ASSESSMENT:\nMood.", None),
    ],
)  # fmt: skip
def test_the_physician(note: str, line: str | None) -> None:
    assert said_of(note, DOCTOR) == [line]


def test_a_grade_is_no_number_of_beats() -> None:
    """ "Pulse 2+" is how strong it is."""
    kinds = [fact.kind for fact in note_of("EXAM:\nDorsalis pedis pulse 2+.").facts]
    assert kinds == ["finding"]


def test_a_person_is_no_symptom() -> None:
    """What somebody reports that others said is no list of complaints."""
    found = note_of(
        "HISTORY OF PRESENT ILLNESS:\nMr. Hill reports that his wife and friends have told him that he snores."
    ).facts
    assert not any(fact.kind == "symptom" for fact in found)


def test_a_test_is_named_once() -> None:
    """What it was, showed and did not show is said of it in a row."""
    facts = note_of(
        "RESULTS:\nX-rays of the right knee were obtained and reviewed today.\nX-rays of the right knee show well-maintained joint spaces, no fracture."
    ).facts
    told = say(facts, DOCTOR, random.Random(1))
    assert told is not None
    assert told.text.lower().count("x-rays") == 1 and "they showed" in told.text.lower()


STORY = """CHIEF COMPLAINT:
Back pain.

HISTORY OF PRESENT ILLNESS:
She was playing tennis and felt a pop. She takes ibuprofen for it. She has dull pain. Regarding her migraines, she has been diligent about taking the Imitrex. Her bowels are normal. She is avoiding salty foods. She swims twice a week. She is employed as a cook.

SOCIAL HISTORY:
She works as a cook.
"""


def test_a_question_fits_what_it_brings_out() -> None:
    """The problem, the thing or the side of life that the answer is about is what is asked for."""
    note = note_of(STORY)
    asked = {}
    for step in plan_of(note).steps:
        for fact in step.facts:
            asked.setdefault(note.fact(fact).text, (step.cues[0].aspect, step.cues[0].words) if step.cues else ("", ""))
    assert plan_of(note).steps[1].act == "invite" and len(plan_of(note).steps[1].facts) > 1, (
        "how it began is told unasked"
    )
    assert asked["she has been diligent about taking the Imitrex"] == ("problem", "migraines")
    assert asked["Her bowels are normal"][0] == "bowels"
    assert asked["She is avoiding salty foods"][0] == "diet"
    assert asked["She swims twice a week"][0] in ("exercise", "more", "diet")
    assert asked["She is employed as a cook"][0] == "work"
    assert not any("works as a cook" in text for text in asked), "a trade is told once"


def test_what_they_came_for_is_not_asked_for_as_pain() -> None:
    """A bare pain after a headache is that headache: its sides are asked for, and not whether there is any."""
    note = note_of("CHIEF COMPLAINT:\nHeadache.\n\nHISTORY OF PRESENT ILLNESS:\nShe has dull pain.")
    names = [cue.words for step in plan_of(note).steps for cue in step.cues]
    assert "pain" not in names


def test_who_of_the_family_has_it_is_told_once() -> None:
    note = note_of("FAMILY HISTORY:\nMother and sister have migraines. Mother: migraines. Father: gout.")
    told = [note.fact(fact).text for step in plan_of(note).steps for fact in step.facts]
    assert sum("migraines" in text for text in told) == 1


def test_nothing_is_told_whose_antecedent_is_not() -> None:
    """What a clause refers to is told before it, or the clause stays unsaid; and nobody asks for it afterwards."""
    note = note_of(
        "HISTORY OF PRESENT ILLNESS:\nShe has a cough. 4th and 5th qxzzy tingle. They seem less sensitive than they should be."
    )
    plan = plan_of(note)
    told = {fact for step in plan.steps for fact in step.facts}
    they = next(fact for fact in note.facts if "less sensitive" in fact.text)
    assert they.id not in told and "refers to" in plan.unplaced[they.id]


def test_a_negative_reaches_over_a_phrase_with_normal() -> None:
    """ "No problems ... on normal walking" is no problem with walking."""
    found = note_of("HISTORY OF PRESENT ILLNESS:\nNo problems going upstairs or on normal walking.").facts
    assert [fact.polarity for fact in found if fact.kind == "symptom"] == ["denied"]


def test_how_a_drug_is_taken_is_no_purpose() -> None:
    """ "800 mg to take every 6 hours" is a dose and how often it is taken."""
    (fact,) = note_of("PLAN:\nI will prescribe Motrin, 800 mg to take every 6 hours.\n").facts
    assert {argument.role for argument in fact.arguments} >= {"dose", "frequency"}
    assert fact.argument("purpose") is None


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        ("No driving until the spells are gone.", "No driving until the spells are gone."),
        ("Naproxen 250 mg twice a day for up to 4 days during her period.", "for up to four days during your period"),
    ],
)
def test_what_limits_a_plan_is_said_with_it(plan: str, said: str) -> None:
    """Until when, for how long at most, and during what."""
    (line,) = said_of(f"PLAN:\n{plan}\n", DOCTOR)
    assert line is not None and said in line
