"""Findings belong to the part that the record or the sentence names, and never to another."""

import pytest
from reading.said import said


@pytest.mark.parametrize(
    ("label", "sentences", "expected"),
    [
        ("Neck", ("Supple.", "No carotid bruits."), ["finding what=Supple part=Neck", "finding what=carotid bruits part=Neck denied"]),
        (
            "", ("Lungs are clear bilaterally.", "No wheezes or crackles."),
            ["finding what=clear bilaterally part=Lungs", "finding what=wheezes part=Lungs denied", "finding what=crackles part=Lungs denied"],
        ),
        (
            "Gastrointestinal", ("Examination of his abdomen reveals fullness.", "Nontender."),
            ["finding what=fullness part=abdomen", "finding what=Nontender part=abdomen"],
        ),
        (
            "Musculoskeletal", ("Redness and tenderness of the left knee.",),
            ["finding what=Redness part=left knee", "finding what=tenderness part=left knee"],
        ),
        ("Head", ("Tenderness to palpation over the cheeks.",), ["finding what=Tenderness to palpation part=cheeks"]),
        ("Knee", ("Negative McMurray.",), ["finding what=McMurray part=Knee denied"]),
        ("", ("Straight leg raise is positive.",), ["finding what=Straight leg raise"]),
        ("", ("There is no rash, marked tenderness of the elbows.",), ["finding what=rash denied", "finding what=marked tenderness part=elbows"]),
        ("", ("No abnormality other than a small blister.",), ["finding what=abnormality denied", "finding what=small blister"]),
        ("General", ("In no distress, pleasant.",), ["finding what=distress part=General denied", "finding what=pleasant part=General"]),
        ("Psychiatric", ("Mood and affect normal.",), ["finding what=normal part=Mood and affect"]),
        ("Skin", ("Normal.",), ["finding what=Normal part=Skin"]),
    ],
)  # fmt: skip
def test_findings(label: str, sentences: tuple[str, ...], expected: list[str]) -> None:
    assert said("examination", *sentences, label=label) == expected


def test_a_finding_of_another_part_is_not_told_under_the_label() -> None:
    assert said("examination", "No wheezes.", label="Neck") == ["finding what=wheezes denied"]


def test_vital_signs_are_measurements() -> None:
    assert said("examination", "Blood pressure is 142/88 sitting.", label="Vitals") == [
        "measurement what=Blood pressure value=142/88 note=sitting"
    ]
