"""Reviews of systems: each item with its own polarity."""

import pytest
from reading.said import said

from bedside.agents.reading.read import read_note


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("No nausea, vomiting or itching.", ["symptom what=nausea denied", "symptom what=vomiting denied", "symptom what=itching denied"]),
        ("Positive for hoarseness; denies fever.", ["symptom what=hoarseness", "symptom what=fever denied"]),
        ("Negative cough, negative wheezing.", ["symptom what=cough denied", "symptom what=wheezing denied"]),
        ("She denies vertigo but does report tinnitus.", ["symptom what=vertigo denied", "symptom what=tinnitus"]),
        ("No hearing, balance or speech problems.", ["symptom what=hearing, balance or speech problems denied"]),
        ("No weakness other than numbness of the thumb.", ["symptom what=weakness denied", "symptom what=numbness of the thumb"]),
        ("Eye pain without blurred vision.", ["symptom what=Eye pain", "symptom what=blurred vision denied"]),
        ("Cough present.", ["symptom what=Cough"]),
    ],
)  # fmt: skip
def test_items(sentence: str, expected: list[str]) -> None:
    assert said("review", sentence) == expected


@pytest.mark.parametrize(("answer", "polarity"), [("No", " denied"), ("none", " denied"), ("Yes", ""), ("present", "")])
def test_an_answer_beside_a_complaint(answer: str, polarity: str) -> None:
    assert said("review", answer, label="Itching") == [f"symptom what=Itching{polarity}"]


@pytest.mark.parametrize(
    "sentence", ["All other systems are negative.", "Negative except as per HPI.", "Otherwise unremarkable."]
)
def test_a_sentence_about_all_systems(sentence: str) -> None:
    (found,) = said("review", sentence)
    assert found.startswith("none") and found.endswith("denied")


def test_what_could_not_be_asked_is_not_denied() -> None:
    (found,) = said("review", "Not obtainable as he is asleep.")
    assert found.startswith("none") and found.endswith("unknown")


def test_an_answer_behind_dots_or_as_a_sign() -> None:
    assert said("review", "Cough ..... N") == ["symptom what=Cough denied"]
    assert said("review", "night sweats +, hoarseness -") == [
        "symptom what=night sweats",
        "symptom what=hoarseness denied",
    ]


def test_how_a_labelled_complaint_is() -> None:
    assert said("review", "mild", label="Hoarseness") == ["symptom what=Hoarseness severity=mild"]


def test_systems_under_a_general_label_are_told_where_they_are_felt() -> None:
    found = read_note(
        "n", "General: No fevers, chills, or sweats. Eyes: No double vision. GI: No heartburn or diarrhea."
    )
    assert {(fact.section, fact.polarity) for fact in found.facts} == {("review", "denied")}
    found = read_note("n", "General: No acute distress. Abdomen: soft, no tenderness.")
    assert {fact.section for fact in found.facts} == {"examination"}
