"""Illnesses of the family: whose they are."""

import pytest
from reading.said import said

from bedside.agents.reading.read import read_note
from bedside.knowledge.terminology import Terminology


@pytest.mark.parametrize(
    ("sentences", "expected"),
    [
        (
            ("mother with asthma, father had a stroke at 61, sister healthy",),
            ["condition what=asthma @mother", "condition what=stroke since=at 61 @father past", "relative who=sister state=healthy @sister"],
        ),
        (("Negative for glaucoma.", "Brother with gout."), ["condition what=glaucoma denied @family", "condition what=gout @brother"]),
        (("Migraine in his aunt.",), ["condition what=Migraine @aunt"]),
        (("No family history of melanoma, but her grandfather had leukemia.",), ["condition what=melanoma @family denied", "condition what=leukemia @grandfather past"]),
        (("Mother died of lung cancer at 58.",), ["relative who=Mother state=died of lung cancer at 58 @mother"]),
        (("No siblings.",), ["relative who=siblings @siblings denied"]),
        (("Includes gout, epilepsy.",), ["condition what=gout @family", "condition what=epilepsy @family"]),
    ],
)  # fmt: skip
def test_whose(sentences: tuple[str, ...], expected: list[str]) -> None:
    expected = [line.replace(" denied @family", " @family denied") for line in expected]
    assert said("family", *sentences) == expected


def test_a_label_is_the_relative() -> None:
    assert said("family", "lupus.", label="Paternal aunt") == ["condition what=lupus @paternal aunt"]
    assert said("family", "none.", label="Siblings") == ["relative who=Siblings state=none @siblings denied"]


def test_what_the_patient_fears_is_no_illness_of_the_family() -> None:
    assert not any(
        line.startswith("condition") and "worried" in line
        for line in said("family", "She is worried as uncle had one.")
    )


@pytest.mark.parametrize(
    ("note", "whose", "words"),
    [
        ("His father has heart disease. He is in his 80s. His mother is 80, also with dementia.", "father", "in his 80s"),
        ("Both parents are alive. Both have gout. Her sister is healthy.", "both parents", "gout"),
        ("His father died from lung cancer. He also had diabetes. His mother is 89.", "father", "diabetes"),
        ("Her mother died at 67. She describes gout and depression in her family.", "family", "gout"),
        ("His father died of a stroke. His mother is well. Negative for glaucoma.", "family", "glaucoma"),
        ("Her mother has diabetes. She was seen for a rash. She has had a fever. She feels tired.", "patient", "fever"),
        ("Her mother has diabetes. She has gout. She presents today with a cough. She denies fever.", "patient", "gout"),
    ],
)  # fmt: skip
def test_a_pronoun_goes_on_with_the_relative_of_a_family_history(note: str, whose: str, words: str) -> None:
    found = read_note("n", note, Terminology.load()).facts
    assert [fact.subject for fact in found if words in fact.text] == [whose]


def test_what_may_be_the_mothers_or_her_own_is_not_told() -> None:
    found = read_note(
        "n", "Her father died at 80. Her mother died at 67. She did abuse alcohol.", Terminology.load()
    ).facts
    assert [fact.kind for fact in found if "alcohol" in fact.text] == ["opaque"]
