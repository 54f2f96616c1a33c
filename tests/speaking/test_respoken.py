"""The last look at the words of a sentence: formal ones as their speaker would put them, and every fact keeps its characters."""

import random

import pytest

from bedside.agents.reading.read import read_note
from bedside.agents.speaking.respoken import respoken, unspoken
from bedside.agents.speaking.said import Said
from bedside.agents.speaking.say import say
from bedside.agents.speaking.tables import rows
from bedside.agents.speaking.view import View
from bedside.knowledge.terminology import Terminology

PATIENT, DOCTOR = View("patient", "female", 50), View("physician", "female", 50)


@pytest.mark.parametrize(
    ("view", "formal", "spoken"),
    [
        (PATIENT, "I was placed on a cream, which was beneficial.", "I was put on a cream, which was helpful."),
        (PATIENT, "I have difficulty in initiating sleep.", "I have trouble getting to sleep."),
        (PATIENT, "I attribute elevations in my sugar to stress.", "I put rises in my sugar down to stress."),
        (PATIENT, "I fell yesterday morning, May 3rd, 2022, at home.", "I fell yesterday morning, at home."),
        (PATIENT, "I get a dull ache and feels tired.", "I get a dull ache and feel tired."),
        (PATIENT, "I know that my mother drinks and smokes.", "I know that my mother drinks and smokes."),
        (PATIENT, "When asked about triggers, I was at work.", "I was at work."),
        (DOCTOR, "Attend formal physical therapy.", "Go to physical therapy."),
        (DOCTOR, "You'll get a heart monitor.", "You'll get a heart monitor."),
        (DOCTOR, "The ECG showed ST elevation.", "The ECG showed ST elevation."),
    ],
)
def test_formal_words_are_exchanged_where_they_fit(view: View, formal: str, spoken: str) -> None:
    assert respoken(Said(formal, ((0, len(formal) - 1, ("f",)),)), view).text == spoken


def test_each_fact_keeps_its_characters_and_exact_words_stay() -> None:
    text = "I underwent a scan. Consequently, I was placed on aspirin."
    cut = text.index("Consequently")
    said = respoken(Said(text, ((0, cut - 2, ("a",)), (cut, len(text) - 1, ("b",)))), PATIENT)
    assert [(said.text[a:b], facts) for a, b, facts in said.claims] == [
        ("I had a scan", ("a",)),
        ("So, I was put on aspirin", ("b",)),
    ]
    named = "I underwent a check for hypertension."
    assert respoken(Said(named, ()), View("patient", exact=True)).text == "I had a check for hypertension."


def test_a_phrase_that_states_two_facts_stays() -> None:
    text = "I had a motor vehicle accident."
    said = Said(text, ((0, 16, ("a",)), (17, 30, ("b",))))
    assert respoken(said, PATIENT) == said


def test_what_only_notes_have_is_not_said_by_a_patient() -> None:
    note = read_note("n", "HPI:\nShe has fluctuating bradykinesia when she walks.\n", Terminology.load())
    (fact,) = [one for one in note.facts if "bradykinesia" in one.text]
    assert say([fact], PATIENT, random.Random(0)) is None
    assert say([fact], DOCTOR, random.Random(0)) is not None
    assert unspoken("It hurts at the dorsal side.", PATIENT) == "dorsal"


def test_no_plain_wording_of_the_table_is_formal_itself() -> None:
    for row in rows("respoken"):
        if len(row) > 1 and row[1] not in ("", row[0]) and row[3:4] in ((), ("patient",)):
            assert unspoken(f"x {row[1]}", PATIENT) == "", row
