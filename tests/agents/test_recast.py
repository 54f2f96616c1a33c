"""Persons: a note's third person becomes the first or second person of a spoken line, and nothing else changes."""

import random
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from bedside.agents.agenda.recast import PATIENT, PHYSICIAN, about, contract, recast
from bedside.agents.agenda.wording import spell

SUBJECTS = ("she", "The patient", "Ms. Alder", "Nora Alder")
VERBS = (
    "has a rash",
    "walks the dog",
    "is tired",
    "was seen in March",
    "does not smoke",
    "carries boxes",
    "denies a cough",
)
REST = ("on her left arm", "and takes 2 tablets", "while she cooks", "for 3 weeks", "because her knee hurts", "")
lines = st.builds(
    lambda s, v, r: f"{s} {v} {r}".strip(), st.sampled_from(SUBJECTS), st.sampled_from(VERBS), st.sampled_from(REST)
)


def content(text: str) -> list[str]:
    """The numbers, sides and negations of a line, in order."""
    low = text.lower().replace("can't", "can not").replace("n't", " not")
    return re.findall(r"\d+|left|right|both|\bno\b|\bnot\b|never|without|denies|deny", low.replace("denies", "deny"))


@given(lines)
@settings(max_examples=60, deadline=None)
def test_nobody_is_left_in_the_third_person(line: str) -> None:
    """A patient's line holds no "the patient", no name and no pronoun of their own sex."""
    said = recast(line, PATIENT, "female", "Nora Alder")
    assert not re.search(r"\b(?:she|her|hers|patient|alder|nora)\b", said, re.I), said


@given(lines, st.sampled_from((PATIENT, PHYSICIAN, about("female", "mother"))))
@settings(max_examples=60, deadline=None)
def test_content_stays(line: str, voice: object) -> None:
    """Numbers, sides and negations survive recasting and contraction."""
    assert content(contract(recast(line, voice, "female", "Nora Alder"))) == content(line)  # type: ignore[arg-type]


# A line of a note, the patient's sex, who says it, and what must be heard: the new person in its case, and each verb in
# the form that agrees with it, in this order.
RECAST = [
    ("He cooks and rides a bike", "male", PATIENT, "i cook ride a bike"),
    ("She lives alone, takes a bus and has two cats", "female", PATIENT, "i live alone take a bus have two cats"),
    ("She no longer naps at noon", "female", PATIENT, "i no longer nap noon"),
    ("if he exerts himself", "male", PATIENT, "if i exert myself"),
    ("The patient 's garden is large", "female", PATIENT, "my garden is large"),
    ("it has been worrying her lately", "female", PATIENT, "it has been worrying me"),
    ("Currently the patient does not drive", "male", PATIENT, "i do not drive"),
    ("It seems the patient has a cold", "male", PHYSICIAN, "it seems you have a cold"),
]


def test_persons_keep_their_case_and_verbs_agree_with_them() -> None:
    """Every verb of the same subject changes with it, and others do not; subject, object and owner are told apart,
    whatever stands in front; nobody is spoken of in the third person any more."""
    wrong: list[tuple[str, str]] = []
    for line, sex, voice, heard in RECAST:
        said = recast(line, voice, sex)
        rest = iter(re.findall(r"\w+", said.lower()))
        third = re.search(r"\b(?:he|she|her|him|himself|herself|patient|'s)\b", said, re.IGNORECASE)
        if third or not all(word in rest for word in heard.split()):
            wrong.append((line, said))
    assert wrong == []


def test_dates_and_pairs_are_read_as_what_they_are() -> None:
    """Dates are dates, days are days, scores are scores, sizes are sizes."""
    assert spell("since 6/30/04") == "since June 30th 2004"
    assert spell("for 3/7") == "for 3 days"
    assert spell("pain 4/10") == "pain 4 out of 10"
    assert spell("a 2 x 3 cm patch") == "a 2 by 3 centimeter patch"
    assert spell("a 9-year-old son") == "a 9 year old son"
    assert spell("x3 per day") == "3 times per day"
    assert spell("1 weeks") == "1 week"
    assert spell("itch/burn") == "itch or burn"


@given(st.integers(0, 400), st.sampled_from(("mg", "cm", "kg", "%", "/10", "mm", "weeks")))
@settings(max_examples=60, deadline=None)
def test_spelling_keeps_the_number(number: int, unit: str) -> None:
    """Whatever the unit, the digits stay."""
    assert str(number) in spell(f"about {number} {unit} of it") or unit == "/10"


def test_same_input_same_output() -> None:
    """Recasting draws nothing at random."""
    assert (
        len({recast("She says her foot hurts", PATIENT, "female") for _ in range(random.Random(1).randint(3, 5))}) == 1
    )
