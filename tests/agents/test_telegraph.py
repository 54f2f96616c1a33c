"""Fragments of a note: each gets the words its shape takes, and nothing else; what has no sure shape is left alone."""

import re

import pytest

from bedside.agents.agenda.shorthand import read_out
from bedside.agents.agenda.telegraph import complete, instruct, pieces

# A fragment, where it stands, and what a listener must take from it: whose it is and the verb, in this order.
FRAGMENTS = [
    ("Plumber", "social", "she is"),
    ("Retired ferry pilot", "social", "she is"),
    ("Widow, nephew in Perth visits weekly", "social", "she is widow her nephew visits"),
    ("Never smoker", "social", "she never smoked"),
    ("Married, two grown children", "social", "she is married she has children"),
    ("Works nights, rents a room", "social", "she works"),
    ("Three pints on a Friday, none this month", "social", "she has three pints none"),
    ("Alcohol 6 units a week", "social", "she drinks"),
    ("Ground floor flat", "social", "she lives in"),
    ("Appetite poor", "history", "her appetite is poor"),
    ("Scar dry since Monday", "history", "scar been dry since"),
    ("Elbow feels hot when typing", "history", "her elbow feels"),
    ("Shin pain 4/10, worse on stairs", "history", "her shin pain is"),
    ("Angry that nobody rang", "history", "she is angry"),
    ("Stopped naproxen after 2 days", "history", "she stopped"),
    ("Began as a tickle, now bringing up phlegm", "history", "it began she is bringing"),
    ("Seen by the optician", "history", "she was seen"),
    ("Slept in a chair, knees gave way, landed on both hands", "history", "she slept her knees gave she landed"),
    ("Walking the dog twice a day", "history", "she has been walking"),
    ("Worse in the cold", "history", "it is worse"),
    ("Brother also unwell", "history", "her brother is unwell"),
    ("Covid swab negative x2", "history", "swab was negative twice"),
    ("Stiffness 6 weeks", "history", "stiffness for 6 weeks"),
    ("Appendicectomy 1991", "past", "appendicectomy in 1991"),
    ("Wrist swollen, reduced grip", "examination", "wrist is swollen"),
    ("Alert, smiles at his aunt", "examination", "she is alert smiles"),
    ("Not keeping soup down, sipping tea", "history", "she has not been keeping she has been sipping"),
    ("Older cousin also unwell", "history", "her older cousin is unwell"),
    ("Graft healing well", "assessment", "graft is healing"),
]
SMALL = set(
    "she he it her his the a an is are was were has have had been and in of for on lives drinks smoked twice".split()
)
OTHERWISE = {"smoker": "smoked", "x2": "twice"}  # the same said as people say it
DENIALS = {"no", "not", "none", "never", "nobody", "without"}


def words(text: str) -> list[str]:
    """The words and numbers of a text."""
    return re.findall(r"[\w'&]+", text.lower())


def in_order(claim: str, said: list[str]) -> bool:
    """Whether these words stand in the line, in this order."""
    rest = iter(said)
    return all(word in rest for word in words(claim))


def changed(text: str, said: list[str]) -> set[str]:
    """The words of the fragment that were lost, and those said that neither it nor grammar has, denials among them."""
    given = {OTHERWISE.get(word, word) for word in words(text)}
    return (given - {*said}) | ({*said} - given - SMALL)


def test_a_fragment_becomes_a_sentence() -> None:
    """The shape decides who it is about and the verb: a status, a thing and its state, a feeling, a bare verb, a
    participle. Nothing of the fragment is lost, and nothing is added but small words."""
    forms = [(row, complete(row[0], row[1], "female")) for row in FRAGMENTS]
    told = [(text, claim, form.text if form else "") for (text, _, claim), form in forms]
    assert [row for row in told if not in_order(row[1], words(row[2])) or changed(row[0], words(row[2]))] == []


WHOLE = [
    ("Mild ache over the left temple", "history"),
    ("She sleeps badly", "history"),
    ("The scar is dry", "history"),
    ("Left wrist sprain in school", "past"),
    ("Reduced appetite", "history"),
    ("Triggers are wind and cold", "history"),
    ("Heavy bleeding due to polyps", "assessment"),
    ("Cold", "history"),
    ("Numbness of the right thumb", "history"),
]


def test_what_is_whole_or_unsure_is_left_alone() -> None:
    """A sentence is a sentence already, and a plain noun phrase is no sentence."""
    assert [text for text, section in WHOLE if complete(text, section, "female") is not None] == []


# What is to be done, as what it is to be said, and the words that say so: who does it, and the verb.
ORDERS = [
    ("999 for collapse or chest pain", "imperative", "call 999"),
    ("A&E if the cast turns tight", "imperative", "go to a&e if"),
    ("Emergency care if the inhaler fails", "imperative", "get emergency care if"),
    ("Blue lips, fits or stiff neck, ring 999", "imperative", "ring 999 blue lips fits or stiff neck"),
    ("Exercises twice a day", "imperative", "do exercises twice"),
    ("Rest, fluids", "imperative", "have rest and fluids"),
    ("Practice nurse to recheck weight in 2 weeks", "clause", "practice nurse will recheck weight"),
    ("Patient to ring with readings", "clause", "patient will ring"),
    ("Sling not needed after Friday", "clause", "sling is not needed"),
    ("Stitches removed today", "clause", "stitches were removed"),
    ("Back-up prescription amoxicillin 500 mg", "np", "prescription for amoxicillin 500 mg"),
]


def test_an_instruction_gets_its_verb() -> None:
    """What is to be done is said as something to do, by whom the note says; no number, denial or thing is lost or new."""
    wrong: list[tuple[str, str]] = []
    for text, kind, claim in ORDERS:
        form = instruct(text)
        assert form is not None, text
        said = words(form.text)
        new = {*said} - {*words(text)}
        lost = {*words(text)} - {*said} - {"to"}
        if form.kind != kind or not in_order(claim, said) or lost or new & DENIALS or any(map(str.isdigit, new)):
            wrong.append((text, form.text))
    assert wrong == []


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
