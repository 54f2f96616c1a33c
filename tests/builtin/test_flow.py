"""Questions that fit what they bring out, in a plan and in a whole conversation over a short note."""

import random
import re
from itertools import pairwise

import pytest
from visits import plan_of

from bedside.agents.builtin.acknowledging import reflected, said_back
from bedside.agents.builtin.going_over import recap
from bedside.agents.builtin.reactions import asks_for_more, heard, troubled
from bedside.agents.builtin.running_on import once_placed, run_on
from bedside.agents.reading.read import read_note
from bedside.agents.speaking.said import Said
from bedside.agents.speaking.view import View
from bedside.knowledge.terminology import Terminology
from bedside.scenarios.plan import Step
from bedside.scenarios.turn import Turn


def asked(note: str) -> dict[str, Step]:
    """The step that brings out each statement, by the statement's words."""
    read = read_note("n", note, Terminology.load())
    steps = [step for topic in plan_of(read).topics for step in topic.steps if step.act != "summarize"]
    return {fact.text: step for fact in read.facts for step in steps if fact.id in step.facts}


def test_whether_it_helped_is_told_of_what_was_taken() -> None:
    steps = asked("HPI:\nShe has knee pain. She has been taking ibuprofen every 6 hours but it does not help.")
    assert steps["it does not help"] is next(step for text, step in steps.items() if "ibuprofen" in text)


def test_trying_to_get_up_is_no_treatment() -> None:
    steps = asked("HPI:\nHe has back pain. He immediately hit the ground trying to loosen up his back.")
    step = steps["He immediately hit the ground trying to loosen up his back"]
    assert step.cues[0].aspect not in ("tried", "care")


def test_the_last_period_is_asked_for_as_such() -> None:
    assert asked("HPI:\nLower abdominal pain. LMP 2/52 ago.")["LMP 2/52 ago"].cues[0].aspect == "period"


def test_whether_it_spreads_is_asked_of_the_thing() -> None:
    steps = asked("HPI:\nShe has back pain. No radiation. No fever.")
    assert steps["radiation"].cues[0].aspect == "radiation"
    assert steps["fever"] is not steps["radiation"]


@pytest.mark.parametrize("denied", ["unwell contacts", "range of motion"])
def test_nobody_is_asked_by_name_for_what_is_no_symptom(denied: str) -> None:
    steps = asked(f"HPI:\nShe has diarrhea. No {denied}. No fever.")
    assert not any(denied in cue.words for step in steps.values() for cue in step.cues)


def test_allergies_are_no_symptom_of_the_story() -> None:
    steps = asked("HPI:\nShe has wrist pain. She denies any numbness or tingling. She denies any allergies.")
    assert steps["allergies"] is not steps["numbness"]
    assert steps["allergies"].topic == "allergies"


def test_an_operation_of_years_ago_is_told_with_the_past() -> None:
    steps = asked("HPI:\nShe has arm pain. She has a past surgical history of a lumbar fusion 6 years ago.")
    assert steps["lumbar fusion 6 years ago"].topic == "past"


def test_a_complaint_in_more_words_is_told_once() -> None:
    note = "CHIEF COMPLAINT\nRight hip pain.\nHPI:\nShe presents for the evaluation of pain in her right hip and groin."
    steps = asked(note)
    assert len({step.id for step in steps.values() if step.topic == "reason"}) == 1


def test_a_fear_of_an_illness_is_no_history_of_it() -> None:
    note = "HPI:\nHeadache for 3 days. Concerned about migraines.\nImpression: migraines\nPlan: Headache diary\n"
    steps = asked(note)
    assert all(cue.aspect != "about" for cue in steps["Headache diary"].cues)


@pytest.mark.parametrize(
    ("line", "is_trouble"),
    [
        ("I haven't had any shortness of breath or pain.", False),
        ("I don't have any nausea. I have a bad pain in my arm.", True),
        ("I can't sleep because of the pain.", True),
        ("No fever, chills or pain.", False),
    ],
)
def test_what_is_not_there_is_no_trouble(line: str, is_trouble: bool) -> None:
    assert troubled(line) == is_trouble


@pytest.mark.parametrize(
    ("complaint", "kind"),
    [
        ("Follow up bilateral reduction mammoplasty.", "complaint"),
        ("Follow up after inferior myocardial infarction", "complaint"),
    ],
)
def test_a_reason_to_come_is_no_order(complaint: str, kind: str) -> None:
    note = f"CHIEF COMPLAINT\n\n{complaint}\n\nHPI\nShe is well.\n"
    read = read_note("n", note, Terminology.load())
    assert read.facts[0].kind == kind
    first = asked(note)[read.facts[0].text]
    assert first.topic == "reason"
    assert first.revealer == "patient"


def test_a_denial_is_asked_for_once_whatever_it_is_called() -> None:
    steps = asked("HPI:\nShe has heartburn. She denies blood in her stool.\nROS:\nGI: Denies hematochezia, melena.\n")
    assert "hematochezia" not in steps
    assert "melena" in steps


def test_a_procedure_is_told_once() -> None:
    note = (
        "HPI:\nShe returns for a visit. Status post bilateral reduction mammaplasty 10/10/2020. She feels great.\n"
        "Assessment:\nStatus post bilateral reduction mammaplasty.\n"
    )
    read = read_note("n", note, Terminology.load())
    plan = plan_of(read)
    told = [fact for topic in plan.topics for step in topic.steps for fact in step.facts]
    assert sum("reduction" in fact.text for fact in read.facts if fact.id in told) == 1


def test_what_takes_up_an_order_is_told_behind_it() -> None:
    note = "ASSESSMENT AND PLAN\n1. Gout.\n- Continue allopurinol 100 mg once daily. This was refilled today.\n"
    read = read_note("n", note, Terminology.load())
    plan = plan_of(read)
    order = [fact for topic in plan.topics for step in topic.steps for fact in step.facts]
    texts = [fact.text for at in order for fact in read.facts if fact.id == at]
    if "This was refilled today" in texts:
        assert texts.index("This was refilled today") > texts.index("Continue allopurinol 100 mg once daily")


def test_a_called_ambulance_is_told() -> None:
    steps = asked("HPI:\nChest pain for an hour.\nImp: MI\nPlan - called ambulance ?MI for further assessment.\n")
    step = next(step for text, step in steps.items() if "ambulance" in text)
    assert step.act == "advise"


def test_a_complaint_keeps_its_head_before_verbs_without_a_subject() -> None:
    note = "HPI:\nacute onset left sided chest pain, feels like someone sitting on his chest, radiating to the arm.\n"
    kinds = {fact.text: fact.kind for fact in read_note("n", note, Terminology.load()).facts}
    assert kinds["acute onset left sided chest pain"] == "symptom"


def test_what_stands_behind_a_condition_is_not_told_without_it() -> None:
    note = (
        "Plan: Drink plenty.\nIf there is diarrhea more than 8 episodes, you may get dehydrated please book a visit.\n"
    )
    steps = asked(f"HPI:\nDiarrhea for 2 days.\n{note}")
    assert not any(text.startswith("you may get dehydrated") for text in steps)


def test_an_exacerbation_is_told_to_who_has_the_illness() -> None:
    steps = asked(
        "HPI:\nTight chest for 3 hours.\nPMH: Asthma\nImp: Asthma exacerbation\nPlan: Prednisolone 40 mg 5 days\n"
    )
    assert "Asthma exacerbation" in steps
    assert all(cue.aspect != "about" for cue in steps["Asthma exacerbation"].cues)


def test_a_symptom_told_twice_is_asked_for_once() -> None:
    steps = asked("HPI:\nTight chest for 3 hours. Slight cough. Cough - worse at night.\n")
    assert steps["Cough - worse at night"].cues[0].aspect == "trigger"


def test_an_act_behind_a_condition_that_was_cut_off_is_not_told() -> None:
    note = "HPI:\nDizziness for 2 hours.\nPlan: Rest at home. If you develop any weakness of arms and legs, vomiting . Please go to A & E\n"
    assert not any("A & E" in text for text in asked(note))


@pytest.mark.parametrize(
    ("name", "fits"), [("vomiting", True), ("rash", True), ("wheezy", False), ("weight stability", False)]
)
def test_what_can_be_asked_for_by_name(name: str, fits: bool) -> None:
    steps = asked(f"HPI:\nShe has knee pain. No fever. No {name}.\n")
    assert any(cue.words == name for step in steps.values() for cue in step.cues) == fits


def test_constant_or_not_is_asked_so() -> None:
    step = asked("HPI:\nHeadache, constant, severity 8/10, dull ache.\n")
    assert any(cue.concept == "constancy" for one in step.values() for cue in one.cues)


def test_home_and_habits_under_medicines_are_told_with_life() -> None:
    steps = asked("HPI:\nHeadache.\nDH: Cetirizine OD. Lives with wife. Non smoker.\n")
    assert steps["Lives with wife"].topic == "social"


def test_what_takes_up_an_untold_procedure_is_not_told() -> None:
    note = (
        "HPI:\nElbow pain.\nPLAN\nWe discussed the possibility of performing a whole blood transfusion to encourage healing, "
        "and the patient is already familiar with this procedure.\n"
    )
    assert not any("familiar" in text for text in asked(note))


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("Back pain. Denies symptoms depression.", "symptoms of depression"),
        ("Epilepsy. He has not had any seizures in a few months.", "seizures in the last few months"),
        ("Knee pain.\nROS:\nConstitutional: Denies any fever or trouble waking.", "trouble waking"),
        ("Back pain. No melena.", "black tarry stools"),
        ("Cough. Denies asbestos exposure.", "asbestos exposure"),
    ],
)
def test_a_question_names_a_thing_without_its_answer(line: str, named: str) -> None:
    assert named in {cue.words for step in asked(f"HPI:\n{line}").values() for cue in step.cues}


def test_nobody_is_asked_for_a_heading() -> None:
    steps = asked("HPI:\nCough for 3 days.\nNo FH or PMHx of DVT.\nSH: lives alone.")
    assert not any(text.startswith("FH") for text in steps)


def test_what_is_denied_with_something_wider_is_not_asked_for() -> None:
    steps = asked(
        "CC: Back pain.\nROS:\nCardiovascular: Denies dyspnea on exertion. Respiratory: Denies shortness of breath."
    )
    (step,) = {steps[text].id: steps[text] for text in ("dyspnea on exertion", "shortness of breath")}.values()
    assert [cue.words for cue in step.cues if cue.words] == ["shortness of breath"]


@pytest.mark.parametrize(
    ("story", "review"),
    [
        ("He reports lightheadedness.", "Denies dizziness."),
        ("She has back pain.", "Denies pain."),
        ("She denies unexplained weight gain or loss.", "Denies weight loss."),
    ],
)
def test_a_review_does_not_ask_for_what_was_told(story: str, review: str) -> None:
    denied = review.removeprefix("Denies ").removesuffix(".")
    steps = asked(f"CC: Back pain.\nHPI:\n{story} The pain is worse at night.\nROS:\n{review}")
    assert denied not in steps


def test_where_it_spreads_is_asked_once() -> None:
    steps = asked("CC: Arm pain.\nHPI:\nThe pain radiates to the shoulder. No radiation to the head.")
    assert [steps[text].cues[0].aspect for text in steps if "radia" in text] == ["radiation", "more_radiation"]


@pytest.mark.parametrize(
    ("line", "side"),
    [
        ("The pain is located in his lower back.", "site"),
        ("This has been going on for about 5 weeks.", "duration"),
        ("The pain is constant.", "frequency"),
        ("He is taking Protonix 40 mg daily as directed.", "current"),
        ("He sees a counselor once a week.", "care"),
        ("He wrapped his foot after the game.", "tried"),
        ("He monitors his blood pressure at home.", "pressure"),
        ("He continues to take Keppra.", "takes"),
        ("He feels the wound may have worsened from when he first noticed it.", "course"),
        ("He has experienced foot pain before that usually resolves with Tylenol.", "prior"),
        ("Now and then he also has numbness in his toes.", "symptom"),
    ],
)
def test_a_side_of_the_story_is_asked_for_as_such(line: str, side: str) -> None:
    begun = "He slipped on wet leaves in the yard. He hit a stone with it on the way down."
    steps = asked(f"CC: Foot pain.\nHPI:\nHe has foot pain. {begun} {line}")
    assert [step.cues[0].aspect for text, step in steps.items() if text in line and text != "foot pain"] == [side]


@pytest.mark.parametrize(
    ("line", "side"),
    [
        ("SOCIAL HISTORY:\nHe is an avid runner.", "hobbies"),
        ("SOCIAL HISTORY:\nHe owns an auto repair shop.", "work"),
        ("SOCIAL HISTORY:\nHe is employed.", "employed"),
        ("PMH:\nInjection as a child for an allergy.", "treated"),
        ("PMH:\nAppendectomy.", "surgery"),
    ],
)
def test_life_and_past_are_asked_for_as_what_they_are(line: str, side: str) -> None:
    steps = asked(f"CC: Cough.\n{line}")
    assert side in [step.cues[0].aspect for step in steps.values() if step.cues]


def test_nobody_leaves_a_complaint_for_the_patients_work() -> None:
    """Where the note tells next to nothing of the complaint, what else they feel is asked right after it."""
    steps = asked("CC: Sore throat.\nSOCIAL HISTORY:\nWorks as a cashier.\nROS:\nReports fever. Denies cough.")
    assert steps["fever"].topic == steps["cough"].topic == "associated"


def test_what_it_is_like_is_not_asked_twice_in_the_same_words() -> None:
    steps = asked("HPI:\nHeadache for 3 days, dull ache with associated sharp pain.")
    concepts = [cue.concept for step in steps.values() for cue in step.cues if cue.aspect == "quality"]
    assert concepts == [None, "more_quality"]


@pytest.mark.parametrize(
    ("line", "calls_for"),
    [
        ("I thought I was having a heart attack then.", "scare"),
        ("It's the same pain as with my kidney stones, so I'm a little concerned.", "fear"),
        ("I've benefited from the gabapentin, reporting improvement of pain at night.", "told"),
    ],
)
def test_what_was_said_is_answered_as_what_it_is(line: str, calls_for: str) -> None:
    assert heard(line) == calls_for


@pytest.mark.parametrize(
    "line",
    [
        "Worried re: brain cancer or a stroke",
        "Worries: brain cancer",
        "Concerns: brain cancer",
        "Ideas: migraine. Concerns: brain cancer. Expectations: a scan.",
    ],
)
def test_a_fear_in_the_words_of_a_label_is_no_illness(line: str) -> None:
    read = read_note("n", f"HPI:\nHeadache for 2 days.\n{line}\n", Terminology.load())
    told = [fact for fact in read.facts if "cancer" in fact.text]
    assert told
    assert {fact.kind for fact in told} == {"wish"}
    assert "migraine" not in asked(f"HPI:\nHeadache for 2 days.\n{line}\n")


def test_the_complaint_is_told_with_how_it_came_and_is_not_asked_for_again() -> None:
    """One breath at the start, of a few facts; what is told in it has no question of its own."""
    note = read_note("n", "CC: Foot pain.\nHPI:\nHe slipped on wet leaves. He hit a stone with it.", Terminology.load())
    steps = [step for step in plan_of(note).steps if step.act in ("invite", "ask") and step.facts]
    assert steps[0].act == "invite" and len(steps[0].facts) == 3
    assert not any(set(steps[0].facts) & set(step.facts) for step in steps[1:])


@pytest.mark.parametrize(
    ("answer", "back"),
    [
        ("For two weeks now.", "two weeks"),
        ("This happened about five days ago.", "five days ago"),
        ("I'd rate it nine out of ten.", "nine out of ten"),
        ("I stopped it three to four years ago.", "three to four years ago"),
        ("Mostly at night.", "at night"),
        ("I fell on the stairs.", ""),
        ("At night, when I lie down.", ""),
    ],
)
def test_a_time_or_a_number_is_said_back_as_it_was_said(answer: str, back: str) -> None:
    assert said_back(answer) == back


def test_what_was_missed_is_asked_by_the_question_and_not_by_what_is_summed_up() -> None:
    assert asks_for_more("You had a fever. Have I missed anything?")
    assert not asks_for_more("You've missed a few days of work. Did I get that right?")


@pytest.mark.parametrize(
    ("answer", "back"),
    [
        ("I've tried ice.", ""),
        ("I've been doing my exercises.", "you've been doing your exercises"),
        ("I think it's my heart, doctor.", ""),
        ("Yes, I've had a fever since then.", ""),
        ("My skin is dry. My neighbor told me to come in, actually.", ""),  # an aside is no finding
        ("I've tried honey. I was telling my sister about it just this morning.", ""),
    ],
)
def test_a_short_statement_is_said_back_in_the_second_person(answer: str, back: str) -> None:
    assert reflected(Turn(id="1", speaker="patient", text=answer)) == back


def test_joined_sentences_keep_the_characters_of_each_fact() -> None:
    text = "We'll get an MRI. I'd like to check your sodium. Rest your knees. Drink more water. The x-ray was fine."
    starts = [0, *(found.end() for found in re.finditer(r"\. ", text)), len(text) + 1]
    claims = tuple((a, b - 1, (text[a : b - 1],)) for a, b in pairwise(starts))
    for seed in range(8):
        said = run_on(Said(text, claims), random.Random(seed))
        assert all(
            said.text[a:b].rstrip(".").casefold() == fact.rstrip(".").casefold() for a, b, (fact,) in said.claims
        )
    assert run_on(Said(text, claims), random.Random(0), 1).text.count(", and ") == 2


def test_a_place_is_named_once_and_never_where_another_was_named_since() -> None:
    def told(text: str) -> str:
        return once_placed(Said(text, ((0, len(text), ("f",)),))).text

    assert told("Your lungs are clear. I don't hear any wheezes in your lungs.").endswith("any wheezes.")
    other = "Your lungs are clear. Your heart is regular. I don't hear any wheezes in your lungs."
    assert told(other) == other


def test_only_what_is_sure_is_gone_over_before_they_part() -> None:
    note = read_note(
        "n",
        "PLAN:\nWe will order a chest x-ray. Start amoxicillin 500 mg daily. If she does not improve, we will order a CT scan.",
        Terminology.load(),
    )
    said = " ".join(cue.words for cue in recap(note.facts, View("physician", "female", 50)))
    assert "x-ray" in said and "amoxicillin" in said and "CT" not in said
