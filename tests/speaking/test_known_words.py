"""What telegrams leave behind is not spoken, and what people say is."""

import random

import pytest

from bedside.agents.reading.read import read_note
from bedside.agents.speaking.known_words import unknown_word
from bedside.agents.speaking.residue import residue
from bedside.agents.speaking.say import is_malformed, say
from bedside.agents.speaking.view import View
from bedside.knowledge.terminology import Terminology

PATIENT, DOCTOR = View("patient", "female", 50), View("physician", "female", 50)
CLIPPED = {
    "I take bisop 2.5 once a day.": "bisop",
    "You have a heart failure exac.": "exac",
    "I'd like you to chase chest x-ray.": "chase",
    "I take two o ramipril.": "o",
    "I take it once a week mon.": "mon",
    "I drank 2w ago.": "2w",
    "Return: two weeks.": "n:",
    "She gave plain lido.": "plain",
    "I take folic 5.": "folic",
    "You have a trigger.": "trigger",
}
PEOPLE = """
I've got this crampy tummy ache, and I'm kinda wheezy at night.
My roommate and my grandkids had COVID-19 in 2021.
You have diverticulitis and a bulging disc at L5.
I take hydroxychloroquine and a B12 shot, and Symbicort, two puffs.
I'll chase up the results, and Dr. Szczypka will ring you.
It's nonradiating pain; the x-ray didn't show any fracture of the radial styloid.
What can trigger it is tons of stress.
We'd like an MRI, and your A1c was 7.1.
Take the folic acid, and have a C-section.
It hurts at 10 p.m. on the 3rd floor.
I had diarrhoea and an oesophageal ulcer.
My daycare's playroom has paracetmol.
"""
LEFT_BEHIND = """
I have 2230 blood glucose.
2245 blood glucose was 5.4.
You have urinary symptoms of 2' enlarged prostate.
You have falls for two last month.
I take continue metformin.
I'd like to do a blood count in March 12th.
Your lab is 100 twice a day started.
Will continue to monitor.
Take a nonsteroidal anti-inflammatory drug topical.
You have flatus and it started none today.
Update you please.
"""
NOT_LEFT_BEHIND = """
I had 2000 calories a day in 2019.
Will you come back? Is it worse at night?
I take metformin, 1000 milligrams twice a day.
It started in March, and on March 12th it got worse.
For two days last week I felt sick.
"""


@pytest.mark.parametrize(("line", "word"), CLIPPED.items())
def test_a_word_that_no_list_knows_is_found(line: str, word: str) -> None:
    assert unknown_word(line) == word


@pytest.mark.parametrize("line", PEOPLE.strip().splitlines())
def test_what_people_say_is_let_through(line: str) -> None:
    assert unknown_word(line) == ""


@pytest.mark.parametrize("line", LEFT_BEHIND.strip().splitlines())
def test_what_telegrams_leave_behind_is_found(line: str) -> None:
    assert residue(line)


@pytest.mark.parametrize("line", NOT_LEFT_BEHIND.strip().splitlines())
def test_what_looks_like_it_is_let_through(line: str) -> None:
    assert residue(line) == ""


def test_a_fact_of_an_unknown_word_is_left_unsaid_and_the_others_are_told() -> None:
    note = read_note("n", "Medications: bisop 2.5 od, ramipril 5 mg od", Terminology.load())
    drugs = [fact for fact in note.facts if fact.kind == "drug"]
    told = [said.text for fact in drugs if (said := say([fact], PATIENT, random.Random(0))) is not None]
    assert len(drugs) == 2 and len(told) == 1 and "ramipril" in told[0]
    assert sum(is_malformed(fact, PATIENT) for fact in drugs) == 1


@pytest.mark.parametrize(
    ("text", "told", "never"),
    [
        ("PMH: MS\nMedications: baclofen 10 mg tid, natalizumab", "multiple sclerosis", "stenosis"),
        ("PMH: MS, MR mild\nMedications: baclofen 10 mg tid, gabapentin", "", "stenosis"),
        ("Assessment: HCM", "", "health|hypertrophic"),
        ("Past: HCM, mavacamten, LVOT gradient 40", "hypertrophic", "health"),
        ("Assessment: PD", "", "dialysis|Parkinson"),
    ],
)
def test_letters_are_spelt_out_only_where_the_note_speaks_for_a_sense(text: str, told: str, never: str) -> None:
    note = read_note("n", text, Terminology.load())
    views = (PATIENT, DOCTOR)
    lines = " ".join(
        s.text for fact in note.facts for v in views if (s := say([fact], v, random.Random(0))) is not None
    )
    assert told in lines and not any(word in lines for word in never.split("|"))
