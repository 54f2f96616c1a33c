"""A short note in one paragraph, in the shorthand of general practice and emergency departments: which of it is the story, what
was found, what is decided."""

import pytest

from bedside.agents.reading.read import read_note
from bedside.scenarios.note import Fact
from tests.reading.said import terms


def facts(text: str) -> tuple[Fact, ...]:
    return read_note("n", text, terms()).facts


def of(text: str, kind: str) -> list[str]:
    """The first argument of each statement of a kind, with a minus where it is denied."""
    return [
        ("-" if fact.polarity == "denied" else "") + (fact.arguments[0].text if fact.arguments else fact.text)
        for fact in facts(text)
        if fact.kind == kind
    ]


@pytest.mark.parametrize(
    ("note", "drug"),
    [
        ("24 yo F w/ dysuria x2d, no fever. UA +LE. A: UTI. P: nitrofurantoin 100 bid x5d", "nitrofurantoin"),
        ("45M back pain 3d. A: mechanical LBP. P: start naproxen 500 bid", "naproxen"),
        ("67M nocturia, poor stream. Imp: BPH. P: PSA, tamsulosin 400 mcg od", "tamsulosin"),
        ("31F cough 5/7, green sputum. A: CAP. P: doxycycline 100 mg bd 7/7, CXR", "doxycycline"),
        ("40M gout flare. A/P: acute gout - colchicine 0.6 bid, uric acid", "colchicine"),
    ],
)
def test_a_drug_of_the_plan_is_an_order_and_what_is_wrong_is_of_the_assessment(note: str, drug: str) -> None:
    read = facts(note)
    ordered = [fact for fact in read if fact.kind == "drug"]
    assert [fact.arguments[0].text for fact in ordered] == [drug]
    assert any(fact.kind == "diagnosis" and fact.section == "assessment" for fact in read)
    assert all(fact.section in ("plan", "assessment") for fact in ordered)


def test_a_pulse_is_no_plan() -> None:
    assert {fact.section for fact in facts("45M collapse. BP 90/60, P: 120, R: 22.")} <= {
        "history",
        "vitals",
        "examination",
    }


@pytest.mark.parametrize(
    ("plan", "parts"),
    [
        ("cut down coffee, 24-hour monitor", ["advice cut down coffee", "order 24-hour monitor"]),
        ("continue metformin, eye exam this year", ["drug metformin", "order eye exam"]),
        (
            "x-ray knees, ROM exercises, paracetamol prn",
            ["order x-ray knees", "advice ROM exercises", "drug paracetamol"],
        ),
        ("start naproxen 500 bid, heat, f/u 2 wks", ["drug naproxen", "advice heat", "order f/u"]),
        ("refer cardiology, aspirin 75 od", ["order cardiology", "drug aspirin"]),
        ("increase lisinopril to 20 mg, BMP 2 wks", ["drug lisinopril", "order BMP"]),
    ],
)
def test_orders_in_a_comma_list_are_several(plan: str, parts: list[str]) -> None:
    read = [f for f in facts(f"50M unwell. A: x. P: {plan}") if f.section == "plan"]
    assert [f"{fact.kind} {fact.arguments[0].text}" for fact in read] == parts
    drug = next((fact for fact in read if fact.kind == "drug"), None)
    assert drug is None or drug.argument("when") is None  # the time is of the order that it stands behind


def test_objects_of_one_verb_stay_with_it() -> None:
    assert of("50M unwell. A: x. P: avoid coffee, alcohol, NSAIDs", "advice") == ["avoid coffee, alcohol, NSAIDs"]
    assert of("50M unwell. A: x. P: check CBC, CMP, TSH", "order") == ["CBC", "CMP", "TSH"]


@pytest.mark.parametrize(
    ("exam", "found"),
    [
        ("paraspinal tenderness, straight leg raise negative", ["paraspinal tenderness", "-straight leg raise"]),
        ("calf swelling, Homans negative", ["calf swelling", "-Homans"]),
        ("joint line tenderness, McMurray and Lachman negative", ["joint line tenderness", "-McMurray", "-Lachman"]),
        ("epigastric tenderness, Murphy's sign negative", ["epigastric tenderness", "-Murphy's sign"]),
        ("wrist swelling, Tinel neg, Phalen pos", ["wrist swelling", "-Tinel", "Phalen"]),
        ("fever, rash absent", ["-fever", "-rash"]),
    ],
)
def test_the_answer_of_a_test_is_not_that_of_the_sign_before_it(exam: str, found: list[str]) -> None:
    assert of(f"30M unwell. Exam: {exam}.", "finding") == found


@pytest.mark.parametrize(
    "complaint",
    [
        "tingling in the thumb, index and middle finger of the right hand",
        "numbness of the ring and little finger of the left hand",
        "pain in the wrists, knuckles and knees",
        "rash on the elbows, knees and scalp",
        "swelling of the right ankle and foot",
    ],
)
def test_parts_of_the_body_under_one_head_are_one_place(complaint: str) -> None:
    (told,) = [fact for fact in facts(f"38F {complaint} for 2 months.") if fact.kind != "identity"]
    assert (told.kind, told.arguments[0].text) == ("symptom", complaint)
    duration = told.argument("duration")
    assert duration is not None and duration.text == "for 2 months"


def test_two_complaints_of_two_parts_stay_two() -> None:
    assert of("20M headache, knee pain for 2 days", "symptom") == ["headache", "knee pain"]


@pytest.mark.parametrize(
    ("note", "amounts"),
    [
        ("19M palpitations, drinks four coffees every day.", ["four coffees every day"]),
        ("19M cough. No chest pain, smokes 10 a day.", ["10 a day"]),
        ("33F fatigue, no wt loss, drinks 2 glasses wine/night", ["2 glasses wine/night"]),
        ("50M dyspepsia. No vomiting, drinks beer at weekends.", ["at weekends"]),
    ],
)
def test_a_habit_among_complaints_is_a_habit_and_is_not_denied(note: str, amounts: list[str]) -> None:
    habits = [fact for fact in facts(note) if fact.kind == "habit"]
    assert [fact.polarity for fact in habits] == ["present"] * len(amounts)
    assert [amount.text for fact in habits if (amount := fact.argument("amount")) is not None] == amounts


def test_a_child_who_drinks_well_has_no_habit() -> None:
    assert of("2 yo M barking cough. No drooling, drinks well.", "habit") == []


@pytest.mark.parametrize(
    ("words", "drug"),
    [
        ("Pen allergy.", "Pen"),
        ("Penicillin allergy.", "Penicillin"),
        ("PCN allergic.", "PCN"),
        ("No cough, allergic to sulfa, no fever.", "sulfa"),
    ],
)
def test_a_drug_before_allergy_is_an_allergy(words: str, drug: str) -> None:
    assert of(f"29F sore throat 4d. {words} Takes loratadine.", "allergy") == [drug]
    assert of(f"29F sore throat 4d. {words} Takes loratadine.", "drug") == ["loratadine"]


def test_no_known_allergy_is_no_symptom() -> None:
    assert [fact.kind for fact in facts("29F sore throat. NKDA, takes loratadine.")][1:] == ["symptom", "none", "drug"]


def test_each_blood_pressure_keeps_how_it_was_taken() -> None:
    taken = [fact for fact in facts("33F faint. BP 104/60 lying, 88/50 standing.") if fact.kind == "measurement"]
    assert [(f.arguments[1].text, f.arguments[2].text) for f in taken] == [("104/60", "lying"), ("88/50", "standing")]


@pytest.mark.parametrize(
    ("note", "kind", "what"),
    [
        ("58M annual review. Walks thirty minutes a day.", "complaint", "annual review"),
        ("52F T2DM check, tired 3 mo.", "complaint", "T2DM check"),
        ("62M high cholesterol f/u.", "complaint", "high cholesterol f/u"),
        ("71M fall at home, R wrist pain.", "symptom", "fall at home"),
        ("8 yo M ear pain L since yesterday.", "symptom", "ear pain L"),
        ("67M T2DM, annual review.", "condition", "T2DM"),
        ("19, male, anxious before exams.", "symptom", "anxious"),
    ],
)
def test_the_first_sentence_was_told_and_not_found(note: str, kind: str, what: str) -> None:
    told = next(fact for fact in facts(note) if fact.kind != "identity")
    assert (told.kind, told.arguments[0].text) == (kind, what)


def test_a_plan_without_a_heading_begins_behind_what_was_found() -> None:
    read = facts("8F itchy rash 3 wks. Exam: dry patches. Hydrocortisone cream bd, emollients. Imp eczema. RTC 2 wks")
    kinds = [(fact.section, fact.kind) for fact in read if fact.section not in ("history", "examination")]
    assert kinds == [("plan", "drug"), ("plan", "drug"), ("assessment", "diagnosis"), ("plan", "order")]


def test_shorthand_within_a_line_heads_its_medicines() -> None:
    read = facts("52F heartburn 3 mo. PMH HTN. Meds lisinopril 10 od. A: GERD. P: omeprazole 20 mg od")
    assert [(fact.section, fact.arguments[0].text) for fact in read if fact.kind == "drug"] == [
        ("medications", "lisinopril"),
        ("plan", "omeprazole"),
    ]


def test_a_test_with_its_time_and_a_place_of_care_are_orders() -> None:
    plan = "24 h tape, TFTs, cut down caffeine, fracture clinic 1 wk"
    read = [fact for fact in facts(f"46F palpitations 2 wks. A: stress. P: {plan}") if fact.section == "plan"]
    assert [f"{fact.kind} {fact.arguments[0].text}" for fact in read] == [
        "order 24 h tape",
        "order TFTs",
        "advice cut down caffeine",
        "order fracture clinic",
    ]
