"""Illnesses of the family: whose they are."""

import pytest
from reading.said import said


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
