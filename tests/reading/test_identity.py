"""Who the patient is, where no verb says it."""

import pytest
from reading.said import said


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("A 58-year-old male", ["identity age=58-year-old sex=male"]),
        ("19F", ["identity age=19 sex=F"]),
        (
            "27 y/o nonbinary person (they/them), grad student.",
            ["identity age=27 y/o sex=nonbinary person trade=grad student"],
        ),
        ("31yo G2P1001 at 30w2d", ["identity age=31yo", "condition what=G2P1001 since=30w2d"]),
    ],
)
def test_a_line(sentence: str, expected: list[str]) -> None:
    assert said("identity", sentence) == expected
