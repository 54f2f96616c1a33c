"""Earlier conditions, operations and pregnancies."""

import pytest
from reading.said import said


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Gout, asthma since 12 years", ["condition what=Gout", "condition what=asthma since=since 12 years"]),
        ("s/p hernia repair, TKA", ["procedure what=hernia repair past", "procedure what=TKA past"]),
        ("DVT in 2016 on apixaban.", ["condition what=DVT since=in 2016 past", "drug drug=apixaban"]),
        ("Hypertension, well controlled.", ["condition what=Hypertension status=well controlled"]),
        ("Eczema as a child.", ["condition what=Eczema since=as a child past"]),
        ("Heart attack in 2011.", ["condition what=Heart attack since=in 2011 past"]),
        ("In 1990, appendectomy.", ["procedure what=appendectomy when=In 1990 past"]),
        ("No diabetes or stroke.", ["condition what=diabetes denied", "condition what=stroke past denied"]),
        ("Colon cancer s/p colectomy in 2012.", ["condition what=Colon cancer", "procedure what=colectomy when=in 2012 past"]),
        ("Tonsillectomy, lung, liver and bladder cancer.", ["procedure what=Tonsillectomy past", "condition what=lung, liver and bladder cancer"]),
        ("Gravida 3, para 2.", ["condition what=Gravida 3, para 2"]),
    ],
)  # fmt: skip
def test_a_list(sentence: str, expected: list[str]) -> None:
    assert said("past", sentence) == expected


def test_an_answer_beside_a_condition() -> None:
    assert said("past", "patient history negative.", label="Gout") == ["condition what=Gout denied"]
    assert said("past", "patient history positive.", label="Gout") == ["condition what=Gout"]


def test_vital_signs_among_conditions_are_measurements() -> None:
    assert said("past", "Asthma.", "BP 128/82.") == ["condition what=Asthma", "measurement what=BP value=128/82"]


def test_nothing() -> None:
    assert said("past", "Noncontributory.") == ["none what=Noncontributory. denied"]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Psoriasis, diagnosed 8 years ago.", ["condition what=Psoriasis since=8 years ago"]),
        ("Hay fever, outgrown.", ["condition what=Hay fever status=outgrown past"]),
        ("Breast ca in 2021.", ["condition what=Breast ca since=in 2021"]),
    ],
)
def test_since_when_and_whether_over(sentence: str, expected: list[str]) -> None:
    assert said("past", sentence) == expected


def test_how_a_labelled_condition_is() -> None:
    assert said("past", "yes, on treatment.", label="Asthma") == ["condition what=Asthma status=on treatment"]


def test_what_there_never_was_is_not_over() -> None:
    """ "in the past" behind a denial is when there was none, and no complaint that has gone."""
    for sentence in ("He has no hives in the past.", "He has had swelling, but no hives in the past."):
        assert "denied" in said("history", sentence)[-1]
