"""Short notes in one paragraph as conversations: what opens the visit, what the patient takes, how numbers and orders are said."""

import re

import pytest

from bedside import simulate


def said(note: str) -> list[tuple[str, str]]:
    """The turns as speaker and words in small letters."""
    lines = simulate(note=note, seed=1).transcript().splitlines()
    return [(who, words.lower()) for who, words in (line.split(": ", 1) for line in lines if ": " in line)]


def all_of(note: str, speaker: str) -> str:
    return " ".join(words for who, words in said(note) if who == speaker)


def first_complaint(note: str) -> str:
    """What the patient says first that is no greeting."""
    return next(
        w for who, w in said(note) if who == "PATIENT" and not re.search(r"\b(hi|hello|morning|meet|thanks)\b", w)
    )


@pytest.mark.parametrize(
    ("note", "word"),
    [
        ("24 yo F w/ dysuria x2d, freq. LMP 2 wks ago. A: UTI. P: nitrofurantoin 100 bid x5d", "burning"),
        ("58M annual review. Walks thirty minutes a day. A: T2DM. P: continue metformin", "review"),
        ("40M gout flare R big toe 1d. Drinks 6 beers/d. A: gout. P: colchicine 0.6 bid", "gout"),
        ("71M fall at home, R wrist pain. A: distal radius fx. P: fracture clinic 1 wk", "i had a fall"),
    ],
)
def test_what_opens_the_visit_is_the_complaint(note: str, word: str) -> None:
    assert word in first_complaint(note)


def test_a_drug_of_the_plan_is_advised_and_never_taken() -> None:
    note = "24 yo F w/ dysuria x2d, freq, no fever. LMP 2 wks ago. A: UTI. P: nitrofurantoin 100 bid x5d"
    assert "nitrofurantoin" in all_of(note, "PHYSICIAN")
    assert "nitrofurantoin" not in all_of(note, "PATIENT")


def test_two_blood_pressures_are_told_with_how_they_were_taken() -> None:
    told = all_of("33F faint 1 wk. BP 104/60 lying, 88/50 standing. A: hypotension. P: fluids", "PHYSICIAN")
    assert "104 over 60 lying down and 88 over 50 standing" in told


def test_a_picture_is_of_what_it_shows_and_many_exercises_are_no_one() -> None:
    told = all_of("62F knee pain 6 months. A: OA. P: x-ray knees, start ROM exercises", "PHYSICIAN")
    assert "x-ray of your knees" in told
    assert "a range of motion exercises" not in told


def test_coffee_is_no_alcohol_and_a_mother_who_had_an_illness_had_it() -> None:
    turns = said("33F cough. Drinks 4 coffees/d. FH: mother had arthritis. A: bronchitis. P: fluids")
    at = next(i for i, (_, words) in enumerate(turns) if "coffees" in words)
    assert "alcohol" not in turns[at - 1][1]
    assert any("mother had arthritis" in words for _, words in turns)


def test_a_problem_is_named_once_before_how_it_does() -> None:
    told = all_of(
        "62M high cholesterol. A: high cholesterol, not at goal. P: increase atorvastatin to 40 mg", "PHYSICIAN"
    )
    assert told.count("high cholesterol") == 1
    assert "it isn't where we want it" in told


def test_a_place_of_care_is_no_order_to_break_it() -> None:
    told = all_of("71M fall at home. A: distal radius fx. P: fracture clinic 1 wk", "PHYSICIAN")
    assert "refer you to the fracture clinic" in told
