"""Terse notes of a surgery and single sections: kinds of line that made readers wince, each with what becomes of it."""

import random

import pytest
from from_note import note_of, said_of
from visits import plan_of

from bedside.agents.builtin.acts import problem_name
from bedside.agents.builtin.evidence import safety_net
from bedside.agents.speaking.say import say
from bedside.agents.speaking.view import View
from bedside.scenarios.brief import Brief, Evidence
from bedside.scenarios.note import Fact, Note
from bedside.scenarios.plan import Step

PATIENT, DOCTOR = View("patient", "female", 50), View("physician", "female", 50)


def told(note: Note) -> set[str]:
    """The words of the statements that some step brings out."""
    placed = {fact for step in plan_of(note).steps for fact in step.facts}
    return {fact.text for fact in note.facts if fact.id in placed}


def fact_of(note: Note, words: str) -> Fact:
    """The statement that holds these words."""
    return next(fact for fact in note.facts if words in fact.text)


@pytest.mark.parametrize(
    ("line", "polarity", "temporality"),
    [
        ("Non smoker, occasional wheeze at night", "denied", "current"),
        ("Ex smoker, occasional wheeze at night", "present", "past"),
    ],
)
def test_who_never_smoked_is_no_smoker_in_a_story(line: str, polarity: str, temporality: str) -> None:
    smoking = fact_of(note_of(f"Hx: tingling for a week\n{line}"), "smoker")
    assert (smoking.kind, smoking.polarity, smoking.temporality) == ("habit", polarity, temporality)


def test_what_a_symptom_was_found_to_be_is_told() -> None:
    note = note_of("Hx: headache since this morning.\nImp: cluster headache\nPlan: oxygen")
    assert "cluster headache" in told(note)


def test_a_symptom_named_again_is_no_news() -> None:
    note = note_of("Hx: left knee pain after a fall.\nImp: left knee pain")
    assert [fact.same_as for fact in note.facts if fact.kind == "diagnosis"] == ["f1"]


@pytest.mark.parametrize(
    ("line", "certainty"),
    [
        ("Imp - gastritis, gallstones, pancreatitis", {"possible"}),
        ("Imp: croup vs asthma", {"possible"}),
        ("Imp: hypertension, gout", {"certain"}),
    ],
)
def test_what_it_may_be_is_not_all_of_it(line: str, certainty: set[str]) -> None:
    assert {fact.certainty for fact in note_of(line).facts} == certainty


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Trimethoprim abx for 3/7", "take trimethoprim for three days."),
        ("Advised 5/7 course Abx", "take antibiotics for five days."),
        ("10 day course of prednisolone", "take prednisolone for ten days."),
        ("For naproxen first line as per NICE guidance", "take naproxen."),
    ],
)
def test_a_course_of_a_drug(line: str, said: str) -> None:
    (told,) = said_of(f"Plan: {line}", DOCTOR)
    assert told is not None
    assert told.lower().endswith(said)


def test_complaints_of_others_are_never_asked_as_the_patients() -> None:
    note = note_of(
        "Hx: 2/7 hx of diarrhoea.\nHusband also unwell with vomiting, but no fever. No other unwell contacts."
    )
    steps = [step for step in plan_of(note).steps if {"f3", "f4"} & set(step.facts)]
    assert steps
    assert not any(cue.words for step in steps for cue in step.cues)


def test_what_is_denied_beside_what_was_told_is_other() -> None:
    said = said_of("Hx: Rash. No other symptoms.", PATIENT)[-1]
    assert said is not None
    assert "other symptoms" in said


def test_a_relative_is_named_once() -> None:
    facts = [fact for fact in note_of("Hx: Mother also unwell with vomiting.").facts if fact.subject == "mother"]
    said = say(facts, PATIENT, random.Random(1))
    assert said is not None
    assert said.text.endswith(" unwell. She's been vomiting.")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Also vomiting - mainly bilious", "I've been vomiting, and it's mainly bilious."),
        ("Tummy pain - cramping, nil radiating", "I have cramping tummy pain, and it doesn't spread anywhere."),
        ("She has occasional headaches", "I have headaches now and then."),
        ("Feeling sick", "I've been feeling sick."),
    ],
)
def test_a_complaint_in_few_words(line: str, said: str) -> None:
    found = [one.replace("I've had ", "I have ") for one in said_of(f"Hx: {line}", PATIENT) if one is not None]
    assert found == [said]


def asked_for(text: str, section: str) -> list[tuple[str, str]]:
    """What the questions of a section ask for, in order, with their words."""
    steps = plan_of(note_of(text, section)).steps
    return [(step.cues[0].aspect, step.cues[0].words) for step in steps if step.act == "ask" and step.cues]


def test_an_illness_that_a_relative_had_is_past() -> None:
    note = note_of("Her maternal aunt had gout, asthma, and breast cancer.", "FAM/SOCHX")
    said = say(note.facts[:1], PATIENT, random.Random(1))
    assert said is not None
    assert said.text == "My aunt on my mother's side had gout."


def test_the_illnesses_of_one_relative_are_told_in_one_answer() -> None:
    asked = asked_for("Mother has lupus. Her maternal uncle had gout, asthma, and epilepsy.", "FAM/SOCHX")
    assert asked == [("family", ""), ("relative", "maternal uncle")]


def test_brothers_and_sisters_are_asked_for_as_such() -> None:
    assert asked_for("2 sisters, one brother.", "FAM/SOCHX") == [("siblings", "")]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Works as a baker and lives with his brother.", ["I work as a baker.", "I live with my brother."]),
        ("She consumed 1 alcoholic drink per month.", ["I have one alcoholic drink a month."]),
    ],
)
def test_a_life(line: str, said: list[str]) -> None:
    facts = note_of(line, "SOCHX").facts
    assert [found.text for fact in facts if (found := say([fact], PATIENT, random.Random(1)))] == said


def test_periods_are_asked_for_as_such() -> None:
    text = "Menstrual periods have been regular, last menstrual period about 2 weeks ago."
    assert asked_for(text, "GYNHX") == [("periods", "")]
    said = say(note_of(text, "GYNHX").facts, PATIENT, random.Random(1))
    assert said is not None
    assert "and my last period was about two weeks ago" in said.text


def test_what_the_others_are_normal_without_is_the_test() -> None:
    note = note_of(
        "All labs within normal limits with the exception of Potassium 5.6, TSH 0.1 ECG showed flutter.", "LABS"
    )
    tests = [(fact.argument("test"), fact.argument("value")) for fact in note.facts if fact.kind == "result"]
    assert [(a.text, b.text) for a, b in tests[:2] if a and b] == [("Potassium", "5.6"), ("TSH", "0.1")]


def test_what_was_advised_is_no_result() -> None:
    note = note_of(
        "Hx: hives for 1 hr.\nExamination: wheals on the arms.\nTreatment: your Mum was around and I have advised that you use an antihistamine straight away."
    )
    plan = plan_of(note)
    drug = next(fact.id for fact in note.facts if fact.kind == "drug")
    assert [step.act for step in plan.steps if drug in step.facts] == ["advise"]
    assert not any(step.act == "report" for step in plan.steps)


def test_a_part_that_somebody_complains_of_does_it() -> None:
    assert said_of("Hx: Now you are complaining of your throat closing.", PATIENT) == ["My throat is closing."]


def test_what_the_author_advised_is_in_nobody_elses_mouth() -> None:
    assert said_of("Hx: hives. I have advised that you use an antihistamine.", PATIENT)[1] is None


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("She was the sixth of nine siblings.", ["I was the sixth of nine siblings."]),
        ("She denied special help in school.", []),
        ("The patient has abused prescription medication according to her son.", []),
        ("She was married for two years.", ["I was married for two years."]),
        ("She worked for a bank for ten years.", ["I worked for a bank for ten years."]),
        ("He works nights and is working on quitting smoking.", ["I work nights.", "I'm working on quitting smoking."]),
    ],
)
def test_a_word_for_a_life_inside_another_phrase_is_none(line: str, said: list[str]) -> None:
    facts = note_of(line, "SOCHX").facts
    found = [one.text for fact in facts if (one := say([fact], PATIENT, random.Random(1))) is not None]
    assert [text for text in found if text.startswith(("I ", "I'm"))] == said


def test_since_when_somebody_presented_is_their_symptoms() -> None:
    (symptom,) = [
        f
        for f in note_of("This 50 y/o man presented with a two week history of tingling.").facts
        if f.kind == "symptom"
    ]
    duration = symptom.argument("duration")
    assert duration is not None
    assert "presented" not in duration.text


def test_temperature_is_taken_at_home() -> None:
    assert said_of("Plan:\nMonitor temp.", DOCTOR) == ["Keep an eye on your temperature."]
    assert said_of("Plan:\nWe will monitor her temperature.", DOCTOR) == ["We'll keep an eye on your temperature."]


def test_midline_is_where_a_part_is() -> None:
    (line,) = said_of("EXAM:\nThyroid midline.", DOCTOR)
    assert line is not None
    assert line.endswith("thyroid is midline.")


@pytest.mark.parametrize(
    ("text", "opens"),
    [
        ("Otherwise, she has been active. She has had more frequent falls.", "falls"),
        ("Norwegian is her first language. Her balance has declined, and she fell in March.", "fell"),
        ("Hx: no fever.\nSome sensitivity to noise.", "sensitivity"),
    ],
)
def test_what_opens_a_visit_tells_of_an_illness(text: str, opens: str) -> None:
    note = note_of(text)
    step = next(step for step in plan_of(note).steps if step.act == "invite")
    assert any(opens in fact.text for fact in note.facts if fact.id in step.facts)


def test_what_takes_up_an_order_stays_behind_it() -> None:
    note = note_of("Plan:\nBook a blood test. This will look at your kidneys and liver. Drink plenty of fluids.")
    said = say(note.facts, DOCTOR, random.Random(1))
    assert said is not None
    assert said.text.index("This will look") < said.text.index("Drink plenty")


def test_hay_fever_is_no_allergen() -> None:
    assert said_of("Allergies: Hayfever.", PATIENT) != ["I'm allergic to hayfever."]


def test_what_somebody_is_unsure_of_is_no_illness_of_the_family() -> None:
    note = note_of("She was unsure of familial history of hypertension, gout, and asthma.", "FAM/SOCHX")
    assert not any(fact.kind == "condition" and fact.polarity == "present" for fact in note.facts)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Hx: Did not wake her up in the night, slept well.", "It didn't wake me up in the night, and I slept well."),
        ("Hx: Works as a gardener and does not always wear gloves - possible trigger.", "I work as a gardener and don't always wear gloves."),
        ("Hx: Dog was a terrier.", "The dog was a terrier."),
        ("SH: Minimal etOH", "I drink very little alcohol."),
        ("FMHx: Mum has migraine.", "My mother has migraines."),
        ("SH: He currently does not, which was encouraged.", None),
        ("HPI: The patient is a very poor historian.", None),
        ("PMH: Unable to gather any other information because she is so drowsy.", None),
        ("SH: She has lived in Boston for 4 years.", "I've lived in Boston for four years."),
        ("HPI: He had tingling down his right arm all the way down to the side of his hand.", "I had tingling down my right arm all the way down to the side of my hand."),
    ],
)  # fmt: skip
def test_a_line_of_a_patient(text: str, said: str | None) -> None:
    assert said in said_of(text, PATIENT)


def test_nobody_takes_a_cream() -> None:
    (line,) = said_of("Plan:\nSteroid cream BD", DOCTOR)
    assert line is not None
    assert "use a steroid cream twice a day" in line.lower()


def test_what_somebody_thinks_it_is_is_not_asked_of_them_as_there() -> None:
    note = note_of("Hx: headache for 3 days.\nICE: ?related to stress/dehydration.")
    assert "dehydration" not in told(note)


@pytest.mark.parametrize(
    ("problems", "fits"),
    [("fatigue", False), ("fatigue; depression", True), ("transient ischemic attack", False)],
)
def test_a_sign_is_told_for_its_problems_alone(problems: str, fits: bool) -> None:
    step = Step(id="e1", act="safety", topic="plan", revealer="physician", subject=problems)
    page = Evidence(
        id="p#safety",
        document="p",
        section="Safety net",
        text="- you have thoughts of ending your life | emergency",
        problem=problems.split("; ")[0],
    )
    brief = Brief(role="physician", dialogue="d", seed=1, step=step, evidence=(page,))
    assert bool(safety_net(brief)) is fits


def test_letters_are_a_problem_by_what_they_stand_for() -> None:
    facts = note_of("Imp: MI").facts
    assert [problem_name(fact) for fact in facts] == ["myocardial infarction"]


def test_a_list_that_is_denied_is_denied_to_its_end() -> None:
    found = note_of(
        "The patient denies any palpitations, leaking urine, hair loss, or other concerns.", "FAM/SOCHX"
    ).facts
    assert {fact.polarity for fact in found if fact.kind == "symptom"} == {"denied"}


def test_an_age_is_no_amount() -> None:
    note = note_of("The patient is a 62-year-old male with a history of drug use.", "CC")
    assert not any(argument.role == "amount" for fact in note.facts for argument in fact.arguments)


def test_how_old_a_parent_is_belongs_to_the_family() -> None:
    assert asked_for("He is unaware of any illnesses. His mother is 89.", "FAM/SOCHX")[:1] == [("family", "")]


def test_what_it_may_be_beside_what_it_is_is_said_as_such() -> None:
    said = say(note_of("Imp: tension headache +/- migraine").facts, DOCTOR, random.Random(1))
    assert said is not None
    assert "it could also be" in said.text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("SH: He has worked at a bank for 19 years.", "I've worked at a bank for 19 years."),
        ("SH: The patient has been married three times.", "I've been married three times."),
        ("SH: The patient has been a smoker since the age of 12.", None),
        ("HPI: He rates his pain as 5/10 for his least level of pain.", "I'd rate my pain as five out of ten for my least level of pain."),
        ("HPI: Her primary care physician is Dr. Brown.", None),
    ],
)  # fmt: skip
def test_how_long_how_often_and_whose(text: str, said: str | None) -> None:
    assert said_of(text, PATIENT) == [said]


def test_how_work_goes_is_asked_as_such() -> None:
    asked = asked_for("Work has been going okay, but the hours were long. He works as a baker.", "SOCHX")
    assert ("work_going", "") in asked
    assert ("work", "") in asked


def test_a_problem_is_asked_about_once_by_its_name() -> None:
    note = note_of(
        "CHIEF COMPLAINT:\nCough.\n\nHPI:\nRegarding her back pain, she takes gabapentin.\n\nHer back pain is well controlled."
    )
    names = [cue.words for step in plan_of(note).steps for cue in step.cues if cue.aspect in ("status", "problem")]
    assert len(names) == len(set(names))


def test_what_is_asked_for_has_no_word_that_weighs_it() -> None:
    names = {
        name
        for _, name in asked_for("She reports a cough, immediate pain, a rash and noticeable swelling.", "ROS")
        if name
    }
    assert names <= {"pain", "swelling"}
    assert names
