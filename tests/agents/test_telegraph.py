"""Fragments of a note: each gets the words its shape takes, and nothing else; what has no sure shape is left alone."""

import re

import pytest

from bedside.agents.agenda.shorthand import read_out
from bedside.agents.agenda.telegraph import complete, instruct, pieces


@pytest.mark.parametrize(
    ("text", "section", "said"),
    [
        ("Plumber", "social", "she is a plumber"),
        ("Retired ferry pilot", "social", "she is a retired ferry pilot"),
        ("Widow, nephew in Perth visits weekly", "social", "she is a widow, and her nephew in Perth visits weekly"),
        ("Never smoker", "social", "she has never smoked"),
        ("Married, two grown children", "social", "she is married, and she has two grown children"),
        ("Works nights, rents a room", "social", "she works nights, rents a room"),
        ("Three pints on a Friday, none this month", "social", "she has three pints on a Friday, none this month"),
        ("Alcohol 6 units a week", "social", "she drinks 6 units of alcohol a week"),
        ("Ground floor flat", "social", "she lives in a ground floor flat"),
        ("Appetite poor", "history", "her appetite is poor"),
        ("Scar dry since Monday", "history", "the scar has been dry since Monday"),
        ("Elbow feels hot when typing", "history", "her elbow feels hot when typing"),
        ("Shin pain 4/10, worse on stairs", "history", "her shin pain is 4/10, worse on stairs"),
        ("Angry that nobody rang", "history", "she is angry that nobody rang"),
        ("Stopped naproxen after 2 days", "history", "she stopped naproxen after 2 days"),
        (
            "Began as a tickle, now bringing up phlegm",
            "history",
            "it began as a tickle, and she is now bringing up phlegm",
        ),
        ("Seen by the optician", "history", "she was seen by the optician"),
        (
            "Slept in a chair, knees gave way, landed on both hands",
            "history",
            "she slept in a chair, her knees gave way, and she landed on both hands",
        ),
        ("Walking the dog twice a day", "history", "she has been walking the dog twice a day"),
        ("Worse in the cold", "history", "it is worse in the cold"),
        ("Brother also unwell", "history", "her brother is also unwell"),
        ("Covid swab negative x2", "history", "the covid swab was negative twice"),
        ("Stiffness 6 weeks", "history", "stiffness for 6 weeks"),
        ("Appendicectomy 1991", "past", "Appendicectomy in 1991"),
        ("Wrist swollen, reduced grip", "examination", "wrist is swollen, reduced grip"),
        ("Alert, smiles at his aunt", "examination", "she is alert, and she smiles at his aunt"),
        (
            "Not keeping soup down, sipping tea",
            "history",
            "she has not been keeping soup down, and she has been sipping tea",
        ),
        ("Older cousin also unwell", "history", "her older cousin is also unwell"),
        ("Graft healing well", "assessment", "the graft is healing well"),
    ],
)
def test_a_fragment_becomes_a_sentence(text: str, section: str, said: str) -> None:
    """The shape decides the words: a status, a thing and its state, a feeling, a bare verb, a participle."""
    form = complete(text, section, "female")
    assert form is not None
    assert form.text == said


@pytest.mark.parametrize(
    ("text", "section"),
    [
        ("Mild ache over the left temple", "history"),
        ("She sleeps badly", "history"),
        ("The scar is dry", "history"),
        ("Left wrist sprain in school", "past"),
        ("Reduced appetite", "history"),
        ("Triggers are wind and cold", "history"),
        ("Heavy bleeding due to polyps", "assessment"),
        ("Cold", "history"),
        ("Numbness of the right thumb", "history"),
    ],
)
def test_what_is_whole_or_unsure_is_left_alone(text: str, section: str) -> None:
    """A sentence is a sentence already, and a plain noun phrase is no sentence."""
    assert complete(text, section, "female") is None


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [
        ("999 for collapse or chest pain", "imperative", "call 999 for collapse or chest pain"),
        ("A&E if the cast turns tight", "imperative", "go to A&E if the cast turns tight"),
        ("Emergency care if the inhaler fails", "imperative", "get emergency care if the inhaler fails"),
        ("Blue lips, fits or stiff neck, ring 999", "imperative", "ring 999 for blue lips, fits or stiff neck"),
        ("Exercises twice a day", "imperative", "do your exercises twice a day"),
        ("Rest, fluids", "imperative", "have rest and fluids"),
        ("Practice nurse to recheck weight in 2 weeks", "clause", "the practice nurse will recheck weight in 2 weeks"),
        ("Patient to ring with readings", "clause", "the patient will ring with readings"),
        ("Sling not needed after Friday", "clause", "a sling is not needed after Friday"),
        ("Stitches removed today", "clause", "the stitches were removed today"),
        ("Back-up prescription amoxicillin 500 mg", "np", "back-up prescription for amoxicillin 500 mg"),
    ],
)
def test_an_instruction_gets_its_verb(text: str, kind: str, said: str) -> None:
    """What is to be done is said as something to do, by whom the note says."""
    form = instruct(text)
    assert form is not None
    assert (form.kind, form.text) == (kind, said)


@pytest.mark.parametrize("text", ["Walk daily", "Exercise stress test within one week", "Chest x-ray", "Codeine 30 mg"])
def test_an_instruction_that_reads_well_is_left_alone(text: str) -> None:
    """An order with its verb, a test and a drug have frames of their own."""
    assert instruct(text) is None


@pytest.mark.parametrize("sex", ["female", "male", None])
@pytest.mark.parametrize(
    "text", ["Appetite poor", "Felt hot, knees gave way, landed on 2 hands", "Wound not dry since day 3"]
)
def test_nothing_is_lost_and_no_number_or_denial_is_new(text: str, sex: str | None) -> None:
    """Every word of the note is still there, every number too, and nothing is denied that was not."""
    form = complete(text, "history", sex)
    assert form is not None
    before, after = (re.findall(r"\w+", words.lower()) for words in (text, form.text))
    assert not [word for word in before if word not in after]
    new = set(after) - set(before)
    assert new <= {"she", "he", "her", "his", "the", "is", "has", "been", "was", "were", "are", "and"}


def test_fragments_are_cut_at_commas_that_are_not_inside_something() -> None:
    """A comma in brackets or in a number cuts nothing."""
    assert pieces("Fell, hit knee (left, again), 1,200 steps") == ["Fell", "hit knee (left, again)", "1,200 steps"]


def test_abbreviations_are_read_out() -> None:
    """A frequency after a dose is said in words; one test stays one test."""
    assert read_out("codeine 30 mg qds prn") == "codeine 30 mg four times a day prn"
    assert read_out("senna 7.5 mg nocte") == "senna 7.5 mg at night"
    assert read_out("ramipril 5 mg od") == "ramipril 5 mg once a day"
    assert read_out("loss od taste") == "loss od taste"
    assert " and " not in read_out("U&E")
