"""Allergies: allergens with what they do."""

import pytest
from reading.said import said


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("sulfa (hives), latex.", ["allergy what=sulfa reaction=hives", "allergy what=latex"]),
        ("Morphine causes a severe, itchy rash.", ["allergy what=Morphine reaction=severe, itchy rash"]),
        ("Aspirin, wheezing.", ["allergy what=Aspirin reaction=wheezing"]),
        ("No known drug allergies except codeine (nausea).", ["none what=No known drug allergies denied", "allergy what=codeine reaction=nausea"]),
        ("Erythromycin / Latex", ["allergy what=Erythromycin", "allergy what=Latex"]),
        ("Reports allergies to dust and horses.", ["allergy what=dust", "allergy what=horses"]),
        ("PCN, but has tolerated cephalosporins.", ["allergy what=PCN", "allergy what=cephalosporins denied"]),
        ("NKDA", ["none what=NKDA denied"]),
    ],
)  # fmt: skip
def test_a_line(sentence: str, expected: list[str]) -> None:
    assert said("allergies", sentence) == expected


def test_what_follows_a_list_is_no_allergen() -> None:
    found = said("allergies", "Penicillin.", "Lives alone.")
    assert found[0] == "allergy what=Penicillin"
    assert not any(line.startswith("allergy") for line in found[1:])


def test_a_label_may_be_the_allergen() -> None:
    assert said("allergies", "nausea", label="Codeine") == ["allergy what=Codeine reaction=nausea"]
