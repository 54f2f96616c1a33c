"""Vital signs and sizes."""

import pytest
from reading.said import said


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("BP 124/78, P 64, RR 14", ["measurement what=BP value=124/78", "measurement what=P value=64", "measurement what=RR value=14"]),
        ("Temp 99.8, weight 9.4 kg", ["measurement what=Temp value=99.8", "measurement what=weight value=9.4 kg"]),
        ("SpO2 96% RA.", ["measurement what=SpO2 value=96% note=RA"]),
        ("T 38.2 P 118 GCS 14 pain 7/10", ["measurement what=T value=38.2", "measurement what=P value=118", "measurement what=GCS value=14", "measurement what=pain value=7/10"]),
        ("Vital signs are within normal limits.", ["measurement what=Vital signs value=within normal limits"]),
        ("Height 5 feet 7 inches", ["measurement what=Height value=5 feet 7 inches"]),
    ],
)  # fmt: skip
def test_a_line(sentence: str, expected: list[str]) -> None:
    assert said("measurements", sentence) == expected


def test_a_word_may_be_the_value() -> None:
    assert said("measurements", "Elevated.", label="Blood pressure") == [
        "measurement what=Blood pressure value=Elevated"
    ]
