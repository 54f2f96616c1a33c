"""What is told twice is one statement: copies of lines, other words for the same complaint, and what is only like it."""

import pytest

from bedside.agents.reading.read import read_note
from bedside.knowledge.terminology import Terminology
from bedside.scenarios.note import Fact

COPIED = """HPI:
Dry cough for two weeks, worse at night.
No fever or night sweats.
Smokes ten a day and works in a bakery.
Plan:
Amoxicillin 500 mg three times a day
Dry cough for two weeks, worse at night.
No fever or night sweats.
Smokes ten a day and works in a bakery.
"""


def facts(text: str) -> tuple[Fact, ...]:
    return read_note("n", text, Terminology.load()).facts


def test_a_copy_of_three_lines_says_nothing_new() -> None:
    read = facts(COPIED)
    second = COPIED.index("Amoxicillin 500 mg three times a day") + 10
    assert all(fact.same_as for fact in read if fact.span.start > second)
    assert not any(fact.same_as for fact in read if fact.span.start < second)


@pytest.mark.parametrize(
    ("story", "review", "retold"),
    [
        ("HPI: She has been really tired and lightheaded for a week.", "ROS: Positive for dizziness.", True),
        ("CC: left shoulder pain\nHPI: It began in May.", "ROS: Positive for pain.", True),
        ("CC: left shoulder pain\nHPI: It began in May.", "ROS: Denies pain.", False),
        ("HPI: He has been dizzy for a week.", "ROS: Denies dizziness.", False),
    ],
)
def test_a_complaint_told_in_a_clause_is_not_news(story: str, review: str, retold: bool) -> None:
    assert bool(facts(f"{story}\n{review}\n")[-1].same_as) is retold


def test_what_is_denied_today_is_not_what_was_never_had() -> None:
    assert not any(fact.same_as for fact in facts("PMH: no anaphylaxis\nAssessment: no anaphylaxis\n"))


def test_a_part_that_two_statements_name_makes_them_no_copies() -> None:
    read = facts("HPI:\nHand soap from work burns.\nAssessment:\nHand psoriasis.\n")
    assert not any(fact.same_as for fact in read)


@pytest.mark.parametrize(
    ("told", "verb"),
    [
        ("Managed to reach the phone.", "Managed"),
        ("Ms. Bell is a 30-year-old baker who dropped hot oil on her left foot.", "dropped"),
    ],
)
def test_a_verb_whose_subject_stands_elsewhere_is_the_patients(told: str, verb: str) -> None:
    text = f"HPI:\n{told}\n"
    event = next(fact for fact in facts(text) if fact.kind == "event")
    assert (event.marks[0].role, event.marks[0].span.start) == ("subject", text.index(verb))
