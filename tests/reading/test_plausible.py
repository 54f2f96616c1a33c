"""A statement names what its kind can be about; what names nothing is not understood."""

import pytest
from reading.said import terms

from bedside.agents.reading.read import read_note
from bedside.scenarios.note import Fact


def _facts(text: str) -> tuple[Fact, ...]:
    return read_note("n", text, terms()).facts


def _first(text: str, *kinds: str) -> Fact:
    return next(fact for fact in _facts(text) if fact.kind in kinds)


def _said(fact: Fact) -> dict[str, str]:
    return {a.role: a.text for a in fact.arguments}


@pytest.mark.parametrize(
    ("text", "odd"),
    [
        ("HPI: Knee replaced. Home on day 2.", "Home on day"),
        ("HPI: Diarrhoea. Wet nappies x2 only.", "Wet nappies"),
        ("mum re 8/12 boy with a cough.", "re"),
        ("HPI: Headache. No travel.", "travel"),
        ("HPI: Cough. No blood.", "blood"),
        ("ORTHOPAEDIC OUTPATIENT REVIEW, 2 weeks post-op\n\nHPI: Knee pain.", "ORTHOPAEDIC OUTPATIENT REVIEW"),
        ("Social: Two pints on a Saturday, none since the operation.", "none since the operation"),
        ("HPI: Back pain. Severity 5-8/10.", "Severity"),
        ("PMH: Asthma, lives with twins, vulva area for about 2 years.", "vulva area"),
    ],
)
def test_what_names_nothing_is_in_no_statement(text: str, odd: str) -> None:
    named = [a.text for fact in _facts(text) if fact.kind != "opaque" for a in fact.arguments]
    assert odd not in named


def test_a_label_of_diagnoses_is_no_test() -> None:
    facts = _facts("Results: CRP 22.\n\nDiagnosis: Deep vein thrombosis of the right leg after knee replacement.")
    assert not [fact for fact in facts if fact.kind == "result" and fact.arguments[0].text == "Diagnosis"]
    assert [fact for fact in facts if fact.kind == "diagnosis" and "thrombosis" in fact.arguments[0].text]


def test_an_operation_with_a_time_is_an_operation() -> None:
    fact = _first("HPI: 69M, right total knee replacement 15 days ago for osteoarthritis.", "procedure", "result")
    assert (fact.kind, fact.temporality) == ("procedure", "past")
    assert _said(fact)["what"].startswith("right total knee replacement")


def test_a_complaint_with_a_time_is_a_complaint() -> None:
    fact = _first("HPI: D+V 2/7, x6 today.", "symptom", "result")
    assert fact.kind == "symptom"
    assert fact.arguments[0].value == "diarrhea and vomiting"
    assert _said(fact)["duration"] == "2/7"
    assert "onset" not in _said(fact)  # "x6" is how often


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("HPI: Stopped codeine after 4 days because of constipation.", "codeine"),
        ("Plan: Do not take lisinopril again.", "lisinopril"),
        ("HPI: No NSAID use.", "NSAID"),
    ],
)
def test_the_name_of_a_drug_ends_where_the_drug_does(text: str, name: str) -> None:
    fact = _first(text, "drug")
    assert fact.arguments[0].text == name
    assert "duration" not in _said(fact)  # "after 4 days" is not for four days


def test_what_was_done_today_is_no_order() -> None:
    fact = _first("Plan:\nClips removed today.", "order", "procedure")
    assert (fact.kind, fact.temporality) == ("procedure", "past")


@pytest.mark.parametrize(
    "text", ["HPI: Cough, reduced appetite.", "HPI: Blurry vision with headache.", "HPI: Increased stress."]
)
def test_a_complaint_that_nobody_examined_is_no_finding(text: str) -> None:
    assert not [fact for fact in _facts(text) if fact.kind == "finding"]
    assert [fact for fact in _facts(text) if fact.kind == "symptom"]


@pytest.mark.parametrize(
    ("text", "subject"),
    [("HPI: 24 yo F involved in RTA yesterday with neck pain.", "be"), ("HPI: Cries daily.", "cry")],
)
def test_what_the_patient_did_is_a_clause_with_the_words_left_out(text: str, subject: str) -> None:
    fact = _first(text, "event")
    assert [mark.role for mark in fact.marks][:2] == ["subject", "verb"]
    assert fact.marks[1].lemma == subject


def test_a_denial_outside_the_words_makes_no_clause() -> None:
    for fact in _facts("ROS: No roaring noted in her ears. Denies that black spots were seen."):
        assert fact.kind != "event" or fact.polarity == "present" or "no" in fact.text.lower().split()


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("Labs: ABI 0.6.", "result", "ABI"),
        ("Labs: Sodium 133, magnesium 1.7.", "result", "Sodium"),
        ("Labs: H&H stable.", "result", "H&H"),
        ("ROS: Positive for nausea.", "symptom", "nausea"),
        ("HPI: No difficulty urinating.", "symptom", "difficulty urinating"),
        ("HPI: No blood in her stools.", "symptom", "blood"),
        ("HPI: No other symptoms.", "symptom", "other symptoms"),
        ("ROS: No abnormal lymph nodes.", "symptom", "abnormal lymph nodes"),
        ("Medications: Trizivir 1 tablet b.i.d.", "drug", "Trizivir"),
        ("Medications: Cerazette", "drug", "Cerazette"),
        ("PMH: Excema", "condition", "Excema"),
        ("PMH: pulmonary embolism approximately four years ago", "condition", "pulmonary embolism"),
        ("PSH: D&C, kidney stone removed in 2010", "procedure", "D&C"),
        ("Allergies: Pen allergy.", "allergy", "Pen"),
        ("Allergies: eggs", "allergy", "eggs"),
        ("Assessment: Elevated alkaline phosphatase level.", "diagnosis", "Elevated alkaline phosphatase level"),
        ("Assessment: Knee pain.", "diagnosis", "Knee pain"),
    ],
)
def test_what_is_right_stays(text: str, kind: str, name: str) -> None:
    told = [(str(fact.kind), a.text) for fact in _facts(text) for a in fact.arguments]
    assert any(one == kind and words.startswith(name) for one, words in told), told


@pytest.mark.parametrize("text", ["Results: X-rays reveal no fracture. These show no fractures."])
def test_what_a_picture_does_not_show_is_denied(text: str) -> None:
    assert {fact.polarity for fact in _facts(text) if "fracture" in fact.text} == {"denied"}


def test_what_may_come_of_an_operation_has_not_come() -> None:
    facts = _facts("HPI: Knee pain. Risks of surgery include infection; bleeding; and stiffness. She denies fever.")
    had = {_said(one).get("what"): one.temporality for one in facts if one.kind in ("symptom", "condition")}
    assert {had.pop(one, "hypothetical") for one in ("infection", "bleeding", "stiffness")} == {"hypothetical"}
    assert had == {"Knee pain": "current", "fever": "current"}


@pytest.mark.parametrize(
    "text", ["Plan:\nstop driving? no need.", "Plan:\nFluids. Neck stiffness.", "Plan:\ncaffeine down"]
)
def test_what_nobody_is_told_to_do_is_no_advice(text: str) -> None:
    told = [a.text.lower() for fact in _facts(text) if fact.kind == "advice" for a in fact.arguments]
    assert not {"stop driving", "neck stiffness", "caffeine down"} & set(told)


def test_ice_is_no_operation_and_a_condom_no_illness() -> None:
    facts = _facts("HPI: Twisted knee. Ice. Appendicectomy 1998. Sexually active, condoms.")
    assert [_said(one)["what"] for one in facts if one.kind == "procedure"] == ["Appendicectomy"]
    assert not [one for one in facts if one.kind == "condition"]
