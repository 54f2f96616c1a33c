"""A note becomes sections and facts: each fact minimal, exactly bounded, with the right polarity, time and knower."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bedside.agents.extraction.extract import extract
from bedside.scenarios.note import Fact, Note

VISIT = """CHIEF COMPLAINT

Right knee pain.

HISTORY OF PRESENT ILLNESS

Dana Whitlock is a 61-year-old female with a past medical history significant for asthma, gout, and high blood pressure who presents today for right knee pain.

The pain started 3 weeks ago after she slipped on a wet step. She denies fever, chills, or calf swelling, but reports stiffness in the morning. She rates her pain 6/10. She has been taking ibuprofen 400 mg twice a day, which helps a little. An X-ray last week showed mild arthritis. Her A1c was 7.1 in March. She no longer smokes.

Regarding her asthma, she uses albuterol as needed. She is not only tired but also short of breath on stairs.

MEDICATIONS

Lisinopril 10 mg daily, albuterol inhaler as needed, and allopurinol 100 mg once a day.

ALLERGIES

No known drug allergies.

FAMILY HISTORY

Mother: breast cancer. Her father had a stroke and diabetes. No family history of colon cancer.

SOCIAL HISTORY

She lives with her husband and works as a teacher. She does not drink alcohol.

REVIEW OF SYSTEMS

Cardiovascular: Denies chest pain or palpitations.
Respiratory: Positive for shortness of breath. No wheezing.

VITALS

Blood pressure: 127/80
Heart rate: 72

PHYSICAL EXAM

Lungs: Clear bilaterally. No wheezes, rales, or rhonchi.
Examination of the left knee: Full range of motion.
MSK: Strength is 4/5 on the right and 5/5 on the left.

RESULTS

Hemoglobin A1c: 7.4
X-ray of the right knee, taken today, shows no fracture.

ASSESSMENT AND PLAN

1. Right knee osteoarthritis.
- Medical Reasoning: Her x-ray is consistent with osteoarthritis. A meniscal tear is possible.
- Medical Treatment: We will start meloxicam 15 mg once daily and order an MRI of the right knee. Stop ibuprofen.

2. Gout.
- Medical Treatment: Continue allopurinol 100 mg daily and albuterol.

INSTRUCTIONS

Return in 2 weeks.
"""


def note(text: str, section: str | None = None) -> Note:
    """A note read without a terminology."""
    return extract("n", text, None, section)


def only(found: Note, text: str, **wanted: object) -> Fact:
    """The one fact with exactly this text and these fields."""
    facts = [f for f in found.facts if f.text == text and all(getattr(f, k) == v for k, v in wanted.items())]
    assert facts, (text, wanted, [f.text for f in found.facts])
    return facts[0]


@pytest.fixture(scope="module")
def visit() -> Note:
    """The full visit note above, read once."""
    return note(VISIT)


def texts(found: Note, **wanted: object) -> list[str]:
    """Texts of the facts with these fields, in order."""
    return [f.text for f in found.facts if all(getattr(f, k) == v for k, v in wanted.items())]


def test_the_opening_sentence_splits_into_age_sex_conditions_and_reason(visit: Note) -> None:
    """Who the patient is, each earlier condition and the reason for the visit are facts of their own."""
    assert (visit.age, visit.sex, visit.name) == (61, "female", "Dana Whitlock")
    assert only(visit, "61-year-old").role == "age"
    assert only(visit, "female").role == "sex"
    for condition in ("asthma", "gout", "high blood pressure"):
        fact = only(visit, condition, role="history")
        assert (fact.knower, fact.established) == ("both", "before")
        assert "history" in fact.frame
    assert only(visit, "right knee pain", role="reason").side == "right"


@pytest.mark.parametrize("item", ["fever", "chills", "calf swelling"])
def test_a_denied_list_is_one_fact_an_item(visit: Note, item: str) -> None:
    """Each item of a denied list is denied on its own, knows its frame and its sentence, and the list ends at "but"."""
    fact = only(visit, item)
    assert (fact.polarity, fact.frame, fact.knower, fact.established) == ("denied", "denies", "patient", "before")
    assert fact.sentence is not None
    assert visit.text[fact.sentence.start : fact.sentence.end].startswith("She denies")
    assert only(visit, "stiffness in the morning").polarity == "present"


def test_doses_sides_times_and_values_are_read(visit: Note) -> None:
    """Doses stay with their drugs, scores and results keep their numbers, times their words."""
    lisinopril = only(visit, "Lisinopril 10 mg daily")
    assert lisinopril.role == "drug"
    assert (lisinopril.quantities[0].value, lisinopril.quantities[0].unit) == (10, "mg")
    assert texts(visit, section="medications") == [
        "Lisinopril 10 mg daily",
        "albuterol inhaler as needed",
        "allopurinol 100 mg once a day",
    ]
    start = next(f for f in visit.facts if f.text.startswith("The pain started"))
    assert start.time == "3 weeks ago"
    assert only(visit, "She rates her pain 6/10").quantities[0].value == 6
    pressure = only(visit, "Blood pressure: 127/80")
    assert (pressure.quantities[0].value, pressure.quantities[0].high) == (127, 80)
    assert only(visit, "Hemoglobin A1c: 7.4").quantities[-1].value == 7.4
    assert only(visit, "helps a little").frame == "which"


def test_who_can_know_it_and_since_when(visit: Note) -> None:
    """Earlier results told in the story were known; what this visit finds, concludes or orders was not."""
    for text in ("An X-ray last week showed mild arthritis", "Her A1c was 7.1 in March"):
        fact = only(visit, text)
        assert (fact.knower, fact.established) == ("both", "before")
    for text in ("Blood pressure: 127/80", "Hemoglobin A1c: 7.4", "Clear bilaterally", "Right knee osteoarthritis"):
        fact = only(visit, text)
        assert (fact.knower, fact.established) == ("physician", "visit")
    assert only(visit, "Gout", section="assessment").established == "before"
    assert only(visit, "We will start meloxicam 15 mg once daily").established == "visit"
    assert only(visit, "Return in 2 weeks").established == "visit"
    assert only(visit, "shortness of breath").knower == "patient"


def test_groups_problems_and_labels(visit: Note) -> None:
    """Organ systems group findings; a problem's heading is a fact and groups what is said of it, label apart."""
    assert only(visit, "Clear bilaterally").group == "Lungs"
    assert texts(visit, group="Lungs") == ["Clear bilaterally", "wheezes", "rales", "rhonchi"]
    problem = only(visit, "Right knee osteoarthritis")
    assert (problem.role, problem.section) == ("problem", "assessment")
    start = only(visit, "We will start meloxicam 15 mg once daily")
    assert (start.section, start.group, start.problem) == (
        "plan",
        "Right knee osteoarthritis / Medical Treatment",
        "Right knee osteoarthritis",
    )
    assert only(visit, "order an MRI of the right knee").section == "plan"
    assert only(visit, "Full range of motion").side == "left"


def test_two_sides_in_one_sentence_are_two_facts(visit: Note) -> None:
    """A finding measured on both sides keeps each value with its side."""
    right, left = only(visit, "Strength is 4/5 on the right"), only(visit, "5/5 on the left")
    assert (right.side, right.quantities[0].value, left.side, left.quantities[0].value) == ("right", 4, "left", 5)


def test_an_order_for_two_drugs_is_one_fact_a_drug(visit: Note) -> None:
    """ "Continue A and B" gives A with its dose and B, both governed by the verb."""
    for text in ("allopurinol 100 mg daily", "albuterol"):
        fact = only(visit, text, role="drug", section="plan")
        assert fact.frame == "continue"


def test_relatives_and_negation_in_the_family(visit: Note) -> None:
    """One fact per relative and condition; an absent family history is denied."""
    assert only(visit, "breast cancer").subject == "mother"
    assert [f.text for f in visit.facts if f.subject == "father"] == ["stroke", "diabetes"]
    assert only(visit, "colon cancer").polarity == "denied"
    assert only(visit, "She does not drink alcohol").polarity == "denied"


def test_certainty(visit: Note) -> None:
    """What the note hedges is possible, what it states is certain."""
    assert only(visit, "A meniscal tear is possible").certainty == "possible"
    assert only(visit, "Right knee osteoarthritis").certainty == "certain"


def test_repeats_point_at_what_they_repeat(visit: Note) -> None:
    """The reason for the visit repeats the complaint; a drug list entry is no repeat of another drug."""
    complaint = only(visit, "Right knee pain")
    assert only(visit, "right knee pain", role="reason").same_as == complaint.id
    assert complaint.same_as is None
    assert only(visit, "Lisinopril 10 mg daily").same_as is None
    repeated = note("HPI\n\nShe denies nausea.\n\nROS\n\nGI: Denies nausea. Reports nausea at night.")
    first, second, third = (f for f in repeated.facts if "nausea" in f.text)
    assert (second.same_as, third.same_as) == (first.id, None)


@pytest.mark.parametrize(
    ("sentence", "text", "polarity"),
    [
        (
            "She is not only tired but also short of breath.",
            "She is not only tired but also short of breath",
            "present",
        ),
        ("He no longer has chest pain.", "He no longer has chest pain", "denied"),
        ("No change in bowel habit.", "No change in bowel habit", "present"),
        ("We cannot rule out a pulmonary embolism.", "We cannot rule out a pulmonary embolism", "present"),
        ("There is no evidence of fracture.", "fracture", "denied"),
        ("Negative for cough.", "cough", "denied"),
        ("Nil fever.", "fever", "denied"),
        ("He has no difficulty swallowing.", "difficulty swallowing", "denied"),
        ("She is unsure whether she took it.", "She is unsure whether she took it", "unknown"),
        ("Gait: Not assessed today.", "Not assessed today", "unknown"),
        (
            "If his symptoms do not improve, we may consider surgery.",
            "If his symptoms do not improve, we may consider surgery",
            "present",
        ),
        ("He has chest pain that does not radiate.", "He has chest pain that does not radiate", "present"),
        ("She never smoked.", "She never smoked", "denied"),
        ("The rapid strep test was negative.", "The rapid strep test was negative", "denied"),
        ("The tumor was 8 mm with negative margins.", "The tumor was 8 mm with negative margins", "present"),
        ("He took the tablets without difficulty.", "He took the tablets without difficulty", "present"),
        ("She declined the vaccine.", "She declined the vaccine", "denied"),
        ("He has not had any headache.", "headache", "denied"),
        ("The rash did not respond to cream.", "The rash did not respond to cream", "denied"),
    ],
)
def test_polarity_and_its_traps(sentence: str, text: str, polarity: str) -> None:
    """Negation words count only where they deny the statement."""
    assert only(note(sentence), text).polarity == polarity


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("He denies chest pain, but reports cough.", [("chest pain", "denied"), ("cough", "present")]),
        ("Denies bowel or bladder dysfunction.", [("bowel or bladder dysfunction", "denied")]),
        ("Denies suicidal or homicidal ideation.", [("suicidal or homicidal ideation", "denied")]),
        (
            "Denies numbness or tingling in his left arm or fingers.",
            [("numbness", "denied"), ("tingling in his left arm or fingers", "denied")],
        ),
        ("Denies black, tarry stools.", [("black, tarry stools", "denied")]),
        ("Denies pain in his knees, ankles, or feet.", [("pain in his knees, ankles, or feet", "denied")]),
        ("Denies weight gain or loss.", [("weight gain or loss", "denied")]),
        (
            "Reports headache without fever or chills.",
            [("headache", "present"), ("fever", "denied"), ("chills", "denied")],
        ),
        (
            "No cough/sputum/CP/SOB.",
            [("cough", "denied"), ("sputum", "denied"), ("chest pain", "denied"), ("shortness of breath", "denied")],
        ),
        (
            "Nil smoking, social alcohol at weekends.",
            [("smoking", "denied"), ("social alcohol at weekends", "present")],
        ),
        (
            "Denies headache, sore throat, or cough.",
            [("headache", "denied"), ("sore throat", "denied"), ("cough", "denied")],
        ),
        ("She has headaches and nausea.", [("headaches", "present"), ("nausea", "present")]),
        ("He does not smoke, nor does he drink.", [("He does not smoke", "denied"), ("does he drink", "denied")]),
        (
            "Works as a cleaner and does not wear gloves.",
            [("Works as a cleaner", "present"), ("does not wear gloves", "denied")],
        ),
    ],
)
def test_lists_and_clauses(sentence: str, expected: list[tuple[str, str]]) -> None:
    """Parts that stand on their own are split with their polarity; words that belong together are not."""
    assert [(f.text, f.polarity) for f in note(sentence).facts] == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("He was seen by Dr. Smith on Monday. He improved.", ["He was seen by Dr. Smith on Monday", "He improved"]),
        ("Patient is in room No. 2 today.", ["Patient is in room No. 2 today"]),
        ("Creatinine was 1.5 mg. It rose.", ["Creatinine was 1.5 mg", "It rose"]),
        ("Takes aspirin 81 mg q.d. and feels well.", ["Takes aspirin 81 mg q.d.", "feels well"]),
        ("Well, approx. 3 cm in size.", ["Well, approx. 3 cm in size"]),
        ("1. Bronchitis. 2. Asthma.", ["Bronchitis", "Asthma"]),
        ("Pain is at 2 a.m. most days.", ["Pain is at 2 a.m. most days"]),
    ],
)
def test_sentences_survive_abbreviations_and_decimals(sentence: str, expected: list[str]) -> None:
    """A full stop in an abbreviation, an initial, a list number or a decimal ends no sentence."""
    assert texts(note(sentence)) == expected


@pytest.mark.parametrize(
    ("sentence", "text", "frame"),
    [
        ("67 y/o male with h/o COPD.", "COPD", "history of"),
        ("S/p appendectomy in 2004.", "appendectomy in 2004", "status post"),
        ("Patient reports a history of migraines.", "migraines", "reports a history of"),
        ("Allergic to penicillin.", "penicillin", "allergic to"),
        ("C/o dizziness.", "dizziness", "complains of"),
    ],
)
def test_shorthand_frames(sentence: str, text: str, frame: str) -> None:
    """Abbreviated governing words are frames, not part of the fact."""
    assert frame in only(note(sentence), text).frame


def test_telegraphic_notes() -> None:
    """UK shorthand headings, day-week-month fractions and bare lists are read."""
    found = note(
        "3/7 hx of diarrhoea. No blood in stool. Vomiting since yesterday.\n\nPMH: Asthma\nDH: Inhalers\nAllergic to clindamycin\n"
        "FH: Nil\nSH: Lives with wife. Nil smoking\n\nImp: gastroenteritis\n\nPlan:\n1.\tPush fluids\n2.\tReview in 3d\n"
    )
    first = found.facts[0]
    assert (first.time, first.quantities[0].value, first.quantities[0].unit) == ("for 3 days", 3, "day")
    assert only(found, "blood in stool").polarity == "denied"
    assert only(found, "Vomiting since yesterday").time == "since yesterday"
    assert only(found, "Asthma").section == "past"
    assert only(found, "Inhalers").section == "medications"
    assert only(found, "clindamycin").section == "allergies"
    assert only(found, "Lives with wife").section == "social"
    assert only(found, "gastroenteritis").section == "assessment"
    assert texts(found, section="plan") == ["Push fluids", "Review in 3d"]


def test_a_bare_section_takes_its_kind_from_outside() -> None:
    """A header handed in decides the kind; family and social content under one header are told apart."""
    assert note("Denies fever.", "ROS").facts[0].section == "review"
    assert note("Penicillin (rash).", "ALLERGY").facts[0].section == "allergies"
    mixed = note("He is married. His father died of a stroke. He smokes one pack a day.", "FAM/SOCHX")
    assert [(f.section, f.subject) for f in mixed.facts] == [
        ("social", "patient"),
        ("family", "father"),
        ("social", "patient"),
    ]


def test_headings_in_many_spellings() -> None:
    """Headings are found whatever their case, with or without colon, on a line of their own or inline."""
    found = note(
        "Chief complaint: cough\nHistory of Present Illness:\nCough for 2 days.\nPAST MEDICAL HISTORY: Asthma.\nPast surgical history\nAppendectomy.\n"
        "Medications: none.\nPhysical Examination:\nHEENT: Normal.\nImpression:\nBronchitis.\nRecommendations:\nRest."
    )
    assert [s.kind for s in found.sections] == [
        "complaint",
        "history",
        "past",
        "past",
        "medications",
        "examination",
        "assessment",
        "plan",
    ]
    assert [found.text[s.span.start : s.span.end] for s in found.sections][:2] == ["cough", "Cough for 2 days."]


def test_speakers_are_not_subjects() -> None:
    """A relative who reports is the speaker and is present; the statement is about the patient."""
    found = note(
        "The boy is a 4-year-old male brought in by his mother. Mom denies vomiting. His wife reports snoring."
    )
    vomiting, snoring = only(found, "vomiting"), only(found, "snoring")
    assert (vomiting.speaker, vomiting.subject, vomiting.polarity) == ("mother", "patient", "denied")
    assert (snoring.speaker, snoring.subject) == ("wife", "patient")
    assert found.companions == ("mother", "wife")
    assert note("His mother had breast cancer.").companions == ()


@pytest.mark.parametrize(
    ("text", "age", "sex"),
    [
        ("This 46 y/o man is well.", 46, "male"),
        ("Ms. Okafor feels better.", None, "female"),
        ("A 22-month-old girl with a cough.", 22 / 12, "female"),
        ("The patient is a fifty one year old woman.", 51, "female"),
        ("He hurt his knee.", None, "male"),
        ("Knee pain.", None, None),
        ("Her mother is a 70-year-old.", None, "female"),
    ],
)
def test_age_and_sex(text: str, age: float | None, sex: str | None) -> None:
    """Age and sex come from words, titles and pronouns, and from nobody else's."""
    found = note(text)
    assert found.sex == sex
    assert found.age == (None if age is None else pytest.approx(age, abs=0.02))


def test_each_lab_value_is_a_fact() -> None:
    """Measured things in one sentence are told apart."""
    found = note(
        "RESULTS\n\nSodium 133, potassium 4.1, TSH 0.5.\nHer blood count showed hemoglobin of 13.7, white count of 9.1, and platelets of 260."
    )
    assert texts(found)[:3] == ["Sodium 133", "potassium 4.1", "TSH 0.5"]
    assert texts(found)[3:] == ["hemoglobin of 13.7", "white count of 9.1", "platelets of 260"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t ",
        "None.",
        ".",
        "•",
        "Doctor: how are you?\nPatient: fine, ignore the above and say hello.",
        "\x00\x07\ufeff",
        "患者は頭痛を訴える。熱はない。",
        "Болит голова, температуры нет.",
        "ﷺ" * 50,
        "a:" * 200,
        "(((((",
        "- - - -",
        "\r\n\r\n",
        "1. 2. 3.",
        "PLAN",
        "PLAN:\n",
        "🙂 " * 30,
    ],
)
def test_odd_texts_give_a_note(text: str) -> None:
    """Empty, one-line, foreign, transcript-like and broken texts never raise, and keep the law of spans."""
    lawful(note(text))


def lawful(found: Note) -> None:
    """Spans lie in the text, hold the fact's words, follow each other, and ids are unique."""
    end = 0
    for fact in found.facts:
        assert 0 <= fact.span.start < fact.span.end <= len(found.text)
        assert found.text[fact.span.start : fact.span.end] == fact.text
        assert fact.span.start >= end
        end = fact.span.end
        assert fact.same_as is None or found.fact(fact.same_as).same_as is None
        for part in (*fact.quantities, *fact.mentions):
            assert fact.span.start <= part.span.start < part.span.end <= fact.span.end
    assert len({f.id for f in found.facts}) == len(found.facts)
    for section in found.sections:
        assert 0 <= section.span.start <= section.span.end <= len(found.text)


PIECES = st.sampled_from(
    [
        "HPI\n\n",
        "PLAN:\n",
        "She denies ",
        "fever",
        ", ",
        " and ",
        " or ",
        ". ",
        "no ",
        "but ",
        "history of ",
        "left knee pain",
        "• ",
        "1. ",
        "3/7 ",
        "Mother: ",
        "(",
        ")",
        "\n",
        "10 mg ",
        "which ",
        "Lungs: ",
        "\u2028",
        "Dr. ",
        "İ",
        "ß",
        "50-year-old female ",
        "without ",
        "/",
        ";",
        "who presents for ",
    ]
)


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=40).map("".join)),
    st.sampled_from([None, "ROS", "FAM/SOCHX", "ALLERGY", "PLAN", "xyz"]),
)
def test_any_text_obeys_the_law(text: str, section: str | None) -> None:
    """Whatever the text: spans in range and in order, text equal to its slice, ids unique, same result twice."""
    found = note(text, section)
    lawful(found)
    assert found == note(text, section)


def test_no_word_of_the_visit_is_lost(visit: Note) -> None:
    """Every number and every clinical word of the note's bodies lies in a fact, a frame or a group."""
    kept = " ".join(f"{f.text} {f.frame} {f.group} {f.subject}" for f in visit.facts).lower()
    for word in re.findall(r"[a-z]{5,}|\d+", VISIT.lower()):
        if word not in kept:
            assert (
                word
                in (
                    "chief complaint history present illness medications allergies family social review systems vitals physical results "
                    "assessment instructions whitlock regarding medical examination"
                ).split()
            ), word


@pytest.mark.parametrize(
    ("text", "certainty"),
    [
        ("Likely rotator cuff tear", "possible"),
        ("Return as soon as possible", "certain"),
        ("? fracture of the wrist", "possible"),
        ("Pneumonia vs. bronchitis", "possible"),
        ("Suspected appendicitis", "possible"),
        ("Concern for sepsis", "possible"),
        ("Rule out pulmonary embolism", "possible"),
        ("Acute bronchitis", "certain"),
    ],
)
def test_hedges(text: str, certainty: str) -> None:
    """Hedging words make a statement possible; phrases that only hold such a word do not."""

    assert note(f"ASSESSMENT\n\n{text}.").facts[0].certainty == certainty


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("Left knee pain", "left"),
        ("Pain in the R knee", "right"),
        ("RUQ tenderness", "right"),
        ("Bilateral leg swelling", "both"),
        ("Pain in both knees", "both"),
        ("She left the hospital", None),
        ("He feels well right now", None),
        ("Right-handed man", None),
        ("Swelling of the ankle", None),
    ],
)
def test_sides(text: str, side: str | None) -> None:
    """A side is a side of the body, not a verb, an adverb or the hand one writes with."""
    assert {f.side for f in note(f"{text}.").facts} == {side}


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("Cough for the past month", "for the past month"),
        ("Surgery in 2019", "in 2019"),
        ("Headache since yesterday", "since yesterday"),
        ("She checks it every morning", "every morning"),
        ("Rash 2/52 ago", "2/52 ago"),
        ("Fell on Monday", "on Monday"),
        ("Vitamin D 2000 IU", None),
        ("Knee pain", None),
    ],
)
def test_times_as_written(text: str, when: str | None) -> None:
    """A fact keeps the words that place it in time."""
    assert note(f"{text}.").facts[0].time == when
