"""Questions that go on about what was just spoken of, questions joined in one sentence, and questions with slips in them."""

from dataclasses import replace
from itertools import pairwise

import pytest

from bedside.agents.builtin.answering import find_answer
from bedside.agents.builtin.asked import read_question, read_questions
from bedside.agents.builtin.asked_spelling import spelled
from bedside.agents.builtin.known import Knows, may_be_told
from bedside.benchmarks.play_questions import note_of


def knows(case: str) -> Knows:
    """What the patient of a shipped case may tell, by words alone."""
    note = note_of(case)
    return Knows(
        note, tuple(f for f in note.facts if f.established == "before" and f.knower != "physician" and may_be_told(f))
    )


def talked(case: str, *lines: str) -> list[str]:
    """What the last of these lines is told, each having been answered."""
    here = knows(case)
    found = find_answer(lines[0], here)
    for earlier, line in pairwise(lines):
        named = (*read_question(earlier).concepts, *here.before)
        here = replace(here, before=named, last=found.facts, earlier=earlier)
        found = find_answer(line, here)
    return [" ".join(fact.text.casefold().split()) for fact in found.facts]


@pytest.mark.parametrize(
    ("case", "lines", "told"),
    [
        ("heavy-periods", ("Do you pass clots?", "How big are they?"), "size of a quarter"),
        ("teen-with-asthma", ("Are you allergic to any food?", "What happens when you eat it?"), "hives"),
        ("the-pills-in-the-drawer", ("Did you stop the lisinopril?", "Why did you do that?"), "made him cough"),
        ("the-pills-in-the-drawer", ("Any headache?", "When does it come?"), "in the morning"),
    ],
)
def test_it_and_that_are_what_was_just_told(case: str, lines: tuple[str, ...], told: str) -> None:
    """A question that names nothing is about the answer before it."""
    assert any(told in text for text in talked(case, *lines))


def test_what_names_a_thing_of_its_own_does_not_go_on_about_the_last() -> None:
    """ "It" in a question about something else does not bring back what was told before."""
    assert talked("the-pills-in-the-drawer", "Any headache?", "Do you have a fever with it?") == []
    assert talked("heavy-periods", "Do you pass clots?", "Has it made your hair fall out?") == []


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("How did you get help, and did you have to wait long on the floor?", 2),
        ("Do you have chest pain or any shortness of breath?", 2),
        ("What and how much do you drink?", 1),
        ("Do you smoke or drink?", 1),
        ("Tell me what happened and when.", 1),
    ],
)
def test_two_questions_joined_by_and_are_two(line: str, count: int) -> None:
    """Each half that can stand as a question is one."""
    assert len(read_questions(line)) == count


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("have you trown up?", "have you thrown up?"),
        ("Any palpatations or dizzyness?", "Any palpitations or dizziness?"),
        ("Do you take lisinoprill", "Do you take lisinopril"),
    ],
)
def test_a_slip_of_the_keys_is_read_as_the_word_that_was_meant(typed: str, meant: str) -> None:
    """One letter too many, too few, wrong, or two that changed places."""
    assert spelled(typed) == meant


@pytest.mark.parametrize(
    "right",
    [
        "Where does it hurt?",
        "Did Mrs. Petersen bring you?",
        "Does your niece visit?",
        "asdf qwerty zzzzzz",
        "",
        "☃" * 9,
    ],
)
def test_what_is_no_slip_stays(right: str) -> None:
    """Known words, names and nonsense are left alone."""
    assert spelled(right) == right


def test_relatives_with_the_same_are_those_who_have_what_the_patient_has() -> None:
    """Of the relatives' illnesses that one is told which the patient has as well."""
    assert talked("teen-with-asthma", "Does anybody in your family have this too?") == ["hay fever", "asthma"]
