"""Assessments: diagnoses and how sure they are, how they do, why, and how it will go on."""

import pytest

from tests.reading.drafted import drafts, kinds, value, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("?gout vs septic joint", [("gout", "present", "possible"), ("septic joint", "present", "possible")]),
        ("Doubt septic arthritis.", [("septic arthritis", "denied", "possible")]),
        ("Less likely pneumonia.", [("pneumonia", "denied", "possible")]),
        ("Appendicitis has not been ruled out.", [("Appendicitis", "present", "possible")]),
        ("Appendicitis excluded by ultrasound.", [("Appendicitis", "denied", "certain")]),
        ("Cellulitis suspected.", [("Cellulitis", "present", "possible")]),
        (
            "Knee pain, consistent with a meniscal tear.",
            [("Knee pain", "present", "certain"), ("meniscal tear", "present", "possible")],
        ),
        ("No evidence of fracture.", [("fracture", "denied", "certain")]),
        (
            "Hypertension, gout, and obesity.",
            [(name, "present", "certain") for name in ("Hypertension", "gout", "obesity")],
        ),
        ("Kidney stone, right side.", [("Kidney stone", "present", "certain")]),
        ("UTI/cystitis", [("UTI", "present", "possible"), ("cystitis", "present", "possible")]),
        (
            "tension type headache +/- migraine",
            [("tension type headache", "present", "certain"), ("migraine", "present", "possible")],
        ),
        ("Contact dermatitis", [("Contact dermatitis", "present", "certain")]),
    ],
)
def test_diagnoses(text: str, expected: list[tuple[str, str, str]]) -> None:
    found = drafts(text, "assessment")
    assert [(words(draft, "what"), draft.polarity, draft.certainty) for draft in found] == expected
    assert set(kinds(found)) == {"diagnosis"}


@pytest.mark.parametrize(
    ("text", "what", "problem"),
    [
        ("Asthma, well controlled on budesonide.", "well controlled on budesonide", "Asthma"),
        ("Diabetes type II uncontrolled.", "uncontrolled", "Diabetes type II"),
        ("Acute renal failure, resolved.", "resolved", "Acute renal failure"),
        ("Asthma, not well controlled.", "not well controlled", "Asthma"),
        ("COPD: stable.", "stable", "COPD"),
    ],
)
def test_a_diagnosis_and_how_it_does(text: str, what: str, problem: str) -> None:
    diagnosis, status = drafts(text, "assessment")
    assert (diagnosis.kind, words(diagnosis, "what")) == ("diagnosis", problem)
    assert (status.kind, words(status, "what"), status.problem) == ("status", what, problem)


def test_the_cause_of_a_diagnosis() -> None:
    (found,) = drafts("Stomatitis probably secondary to methotrexate.", "assessment")
    assert (words(found, "what"), words(found, "cause"), value(found, "cause")) == (
        "Stomatitis",
        "methotrexate",
        "possible",
    )


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("She is doing well with weekly counseling.", "status"),
        ("This is well controlled.", "status"),
        ("She will tolerate the new tablets well.", "prognosis"),
        ("I advised the patient that she will feel better as the cream takes hold.", "prognosis"),
        ("Her symptoms should improve over the next week.", "prognosis"),
        ("Her headaches may be caused by tension.", "reasoning"),
        ("I explained that most lumps are benign.", "reasoning"),
        ("I do not believe she needs surgery.", "reasoning"),
    ],
)
def test_clauses_are_no_orders(text: str, kind: str) -> None:
    assert kinds(drafts(text, "assessment")) == [kind]


def test_a_clause_is_moved_by_its_marks() -> None:
    text = "She has been careful with her diet."
    (found,) = drafts(text, "assessment")
    said = [(mark.role, text[mark.span.start : mark.span.end]) for mark in found.marks]
    assert said == [("subject", "She"), ("verb", "has"), ("possessive", "her")]


def test_what_was_done_is_past() -> None:
    (found,) = drafts("Status post left hip replacement.", "assessment")
    assert (found.kind, found.temporality, words(found, "what")) == ("procedure", "past", "left hip replacement")


def test_a_thing_to_leave_is_no_absent_sign() -> None:
    diagnosis, advice = drafts("Migraine with aura. No triptan during the aura.", "assessment")
    assert (diagnosis.kind, diagnosis.polarity) == ("diagnosis", "present")
    assert (advice.kind, advice.polarity) == ("advice", "denied")


def test_what_the_patient_does_with_a_drug() -> None:
    (found,) = drafts("She admits to skipping sertraline.", "assessment")
    assert (found.kind, words(found, "drug"), value(found, "action")) == ("drug", "sertraline", "skip")


@pytest.mark.parametrize("text", ["Health maintenance.", "ED follow-up.", "Colonoscopy."])
def test_a_heading_is_no_diagnosis(text: str) -> None:
    assert kinds(drafts(text, "assessment")) == ["none"]


def test_every_diagnosis_of_a_differential_is_only_possible() -> None:
    found = drafts("Differential includes gout, pseudogout and septic arthritis.", "assessment")
    assert {(draft.kind, draft.certainty) for draft in found} == {("diagnosis", "possible")}
    assert len(found) == 3


def test_a_problem_its_value_and_its_order_are_three() -> None:
    found = drafts("Depression, PHQ-9 14, start sertraline 50 mg", "assessment")
    assert kinds(found) == ["diagnosis", "result", "drug"]
    assert (words(found[1], "test"), words(found[1], "value")) == ("PHQ-9", "14")


def test_a_relatives_fear_is_theirs() -> None:
    (found,) = drafts("Mom is worried about meningitis.", "assessment")
    assert (found.kind, found.speaker, words(found, "what")) == ("wish", "mother", "meningitis")


@pytest.mark.no_cover
def test_a_long_line_costs_its_length() -> None:
    text = "she rests, and he will call if worse, " * 2000
    assert drafts(text, "assessment")


def test_a_title_is_said_once_and_its_records_belong_to_it() -> None:
    found = drafts(
        "1. Asthma.\n- Medical Reasoning: This is stable.\n- Medical Treatment: Continue budesonide.\n", "assessment"
    )
    assert kinds(found) == ["diagnosis", "status", "drug"]
    assert [draft.problem for draft in found[1:]] == ["Asthma", "Asthma"]


def test_a_condition_holds_for_both_halves() -> None:
    found = drafts("If her pain does not improve, she will contact the office and we will obtain an MRI.", "assessment")
    assert [draft.kind for draft in found] == ["advice", "order"]
    assert {words(draft, "condition") for draft in found} == {"If her pain does not improve"}
