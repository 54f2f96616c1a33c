"""Results: a value belongs to its test, a finding to the test that the record or the sentence names."""

import pytest
from reading.said import said


@pytest.mark.parametrize(
    ("sentences", "expected"),
    [
        (
            ("Ferritin 12.1, platelets 210, sodium not noted.",),
            ["result test=Ferritin value=12.1", "result test=platelets value=210", "result test=sodium value=not noted unknown"],
        ),
        (("PT 13.1 sec, INR 1.2.",), ["result test=PT value=13.1 sec", "result test=INR value=1.2"]),
        (("CTA chest showed no embolism.",), ["result test=CTA chest value=embolism denied"]),
        (("Skin prick sensitivities include dog and mold.",), ["result test=Skin prick sensitivities value=dog", "result test=Skin prick sensitivities value=mold"]),
        (("X-rays obtained today were normal.",), ["result test=X-rays value=normal"]),
        (("MRI of the knee shows a tear.", "No fractures."), ["result test=MRI of the knee value=tear", "result test=MRI of the knee value=fractures denied"]),
        (("BUN and creatinine within normal limits.",), ["result test=BUN and creatinine value=within normal limits"]),
        (("Echocardiogram demonstrates a reduced ejection fraction of 40%.",), ["result test=Echocardiogram value=reduced ejection fraction of 40%"]),
        (("Hemoglobin is 9.1, which is low for her age.",), ["result test=Hemoglobin value=9.1 note=which is low for her age"]),
        (("Blood cultures grew gram-positive cocci.",), ["result test=Blood cultures value=gram-positive cocci"]),
        (("Rapid strep test performed today is negative.",), ["result test=Rapid strep test value=negative"]),
    ],
)  # fmt: skip
def test_results(sentences: tuple[str, ...], expected: list[str]) -> None:
    assert said("results", *sentences) == expected


def test_no_increase_is_not_absence() -> None:
    (found,) = said("results", "No increase in the effusion.", label="Chest x-ray")
    assert found == "result test=Chest x-ray value=effusion note=No increase in the"


def test_a_label_is_the_test() -> None:
    assert said("results", "No fracture.", label="X-ray") == ["result test=X-ray value=fracture denied"]
    assert said("results", "Elevated.", label="Lyme titer") == ["result test=Lyme titer value=Elevated"]


def test_a_test_lends_its_name_to_no_other_value() -> None:
    assert said("results", "Peak flow is 410.", label="Spirometry") == ["result test=Peak flow value=410"]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Uric acid 8.9 mg/dL.", ["result test=Uric acid value=8.9 mg/dL"]),
        ("Haemoglobin 118 g/L.", ["result test=Haemoglobin value=118 g/L"]),
        ("The margins are not clear.", ["result test=margins value=not clear"]),
    ],
)
def test_units_and_denied_verdicts(sentence: str, expected: list[str]) -> None:
    assert said("results", sentence) == expected
