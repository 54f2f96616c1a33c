"""Laws of speaking: whatever facts are said by whomever, claims lie in the text, persons agree, nothing unreadable is said."""

import random
import re

from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from typed_facts import CARER, DOCTOR, MAN, MOTHER, PATIENT, TO_MOTHER, fact, mark

from bedside.agents.speaking.say import name, say
from bedside.agents.speaking.view import View
from bedside.scenarios.note import Fact

VIEWS = st.sampled_from((PATIENT, MAN, DOCTOR, MOTHER, TO_MOTHER, CARER))
POLARITY = st.sampled_from(("present", "denied"))
SUBJECT = st.sampled_from(("patient", "mother", "father", "maternal uncle", "sisters"))
COMPLAINTS = st.sampled_from(
    "cough|chest pain|SOB|n/v|headaches|tired|vomiting|blood in the urine|ulcer|dizziness|itchy|rash|losing weight|"
    "hematuria|lost 5 pounds|Fever|CHILLS|numbness in the left hand|unable to sleep|swollen feet|edema".split("|")
)
CONDITIONS = st.sampled_from("HTN|gout|asthma|heart attack|T2DM|stroke|kidney stones|Crohn's disease|UTI".split("|"))
TIMES = st.sampled_from("for 2 weeks|x3 days|since Monday|2 years|3 mo|over the past week|x 1 week".split("|"))
DRUGS = st.sampled_from("Metformin|LISINOPRIL|warfarin|Tylenol|albuterol inhaler|ASA|insulin glargine".split("|"))
DOSES = st.sampled_from("500 mg|.5 mg|1 tablet|10U|2 puffs|25 mcg|1,000 mg|2-4 puffs".split("|"))
OFTEN = st.sampled_from("bid|daily|q4-6h|at bedtime|TID|every 8 hours|once a week|on Mondays".split("|"))
PARTS = st.sampled_from("Lungs|abdomen|both knees|left wrist|Neck|tympanic membranes|heart".split("|"))
FOUND = st.sampled_from("clear|swollen|murmur|tender|swelling|erythema|normal|masses|soft|crackles".split("|"))
TESTS = st.sampled_from("CXR|hemoglobin|MRI of the knee|WBC|urinalysis|x-rays".split("|"))
VALUES = st.sampled_from("normal|fracture|12.5|stones|3 cm mass|pneumonia|negative".split("|"))


@st.composite
def facts(draw: st.DrawFn) -> Fact:
    """One fact of any kind that people speak of."""
    kind = draw(st.sampled_from(sorted(MAKERS)))
    return draw(MAKERS[kind])


def symptom(what: str, time: str, polarity: str) -> Fact:
    return fact("symptom", what=what, duration=time, also={"polarity": polarity})


def bare(what: str, polarity: str) -> Fact:
    return fact("symptom", what=what, also={"polarity": polarity})


def condition(what: str, polarity: str, subject: str) -> Fact:
    return fact("condition", "family", what=what, also={"polarity": polarity, "subject": subject})


def drug(what: str, dose: str, often: str) -> Fact:
    return fact("drug", "medications", drug=what, dose=dose, frequency=often)


def order(what: str, dose: str) -> Fact:
    return fact("drug", "plan", drug=what, dose=dose, action="start")


def finding(what: str, part: str, polarity: str) -> Fact:
    return fact("finding", "examination", what=what, part=part, also={"polarity": polarity})


def result(test: str, value: str, polarity: str) -> Fact:
    return fact("result", "results", test=test, value=value, also={"polarity": polarity})


def diagnosis(what: str, polarity: str, certainty: str) -> Fact:
    return fact("diagnosis", "assessment", what=what, also={"polarity": polarity, "certainty": certainty})


def event() -> Fact:
    said = "She was bitten by her dog and has pain in her arm"
    marks = (
        mark(said, "She", "subject"),
        mark(said, "was", "verb", "be", "past"),
        mark(said, "her", "possessive"),
        mark(said, "has", "verb", "have", "present"),
    )
    return fact("event", said=said[: said.index(" in her")], marks=marks)


MAKERS: dict[str, st.SearchStrategy[Fact]] = {
    "symptom": st.builds(symptom, COMPLAINTS, TIMES, POLARITY),
    "bare": st.builds(bare, COMPLAINTS, POLARITY),
    "condition": st.builds(condition, CONDITIONS, POLARITY, SUBJECT),
    "drug": st.builds(drug, DRUGS, DOSES, OFTEN),
    "order": st.builds(order, DRUGS, DOSES),
    "finding": st.builds(finding, FOUND, PARTS, POLARITY),
    "result": st.builds(result, TESTS, VALUES, POLARITY),
    "diagnosis": st.builds(diagnosis, CONDITIONS, POLARITY, st.sampled_from(("certain", "possible"))),
    "event": st.builds(event),
}

WRONG_PERSON = re.compile(
    r"\bI (?:is|are|has|does|isn't|aren't|doesn't|takes|'s)\b|\byou (?:is|am|has|was|does|takes)\b", re.I
)
WRONG_THIRD = re.compile(r"\b(?:he|she|it) (?:am|are|have|were|do|don't|haven't|aren't|take)\b", re.I)
WRONG_PLURAL = re.compile(r"\b(?:they|we) (?:is|am|has|was|does|takes|doesn't|hasn't)\b", re.I)
WRONG_ARTICLE = re.compile(
    r"\ba (?:[aeio]\w|ulcer|MRI|x-ray|UTI)|\ban (?:[bcdfgjklmnpqrtvwyz]\w|u[nst][ieu])|\b(?:a|an) (?:a|an|the|any|some|my|no)\b"
)
UNREADABLE = re.compile(r"[@{}\[\]_|<>=*#/+&~°%]|\s[,.;]|  |\bNone\b|,,|\.\.")


@settings(max_examples=examples(50), deadline=None)
@given(st.lists(facts(), min_size=1, max_size=4), VIEWS, st.integers(0, 5))
def test_what_is_said_is_claimed_and_grammatical(said_of: list[Fact], view: View, seed: int) -> None:
    """Claims lie in the text in order, each fact has one, and persons, articles and signs are right."""
    said = say(said_of, view, random.Random(seed))
    if said is None:
        return
    last = 0
    for start, end, ids in said.claims:
        assert last <= start < end <= len(said.text) and ids
        assert not said.text[start].isspace() and not said.text[end - 1].isspace()
        last = end
    assert {one for _, _, ids in said.claims for one in ids} == {one.id for one in said_of}
    for wrong in (WRONG_PERSON, WRONG_THIRD, WRONG_PLURAL, WRONG_ARTICLE, UNREADABLE):
        assert not wrong.search(said.text), said.text
    assert said.text[0].isupper() and said.text[-1] == "."


@settings(max_examples=26, deadline=None)
@given(facts(), st.sampled_from((PATIENT, MAN)), st.integers(0, 5))
def test_patients_never_speak_of_themselves_as_somebody_else(one: Fact, view: View, seed: int) -> None:
    """No third person for the patient in their own mouth."""
    said = say([one], view, random.Random(seed))
    if said is not None and one.subject == "patient":
        assert not re.search(r"\b(?:he|she|his|her|hers|him|patient|your|you)\b", said.text, re.I), said.text


@settings(max_examples=26, deadline=None)
@given(facts(), st.integers(0, 5))
def test_physicians_speak_to_whom_they_face(one: Fact, seed: int) -> None:
    """To the patient it is "you", to the mother "he"."""
    for view, other in ((DOCTOR, r"\b(?:he|him|his|my)\b"), (TO_MOTHER, r"\b(?:you've|your|you're)\b")):
        said = say([one], view, random.Random(seed))
        if said is not None and one.subject == "patient":
            assert not re.search(other, said.text, re.I), said.text


@settings(max_examples=25, deadline=None)
@given(facts(), VIEWS, st.integers(0, 5))
def test_polarity_is_heard(one: Fact, view: View, seed: int) -> None:
    """A denied fact has a negation, a present one has none."""
    said = say([one], view, random.Random(seed))
    if said is None or one.kind == "event":
        return
    negated = re.search(r"\bno\b|n't\b|\bnever\b|\bnot\b|\bdoubt\b|\bunable\b", said.text, re.I) is not None
    values = {argument.text for argument in one.arguments}
    if not values & {"unable to sleep"}:
        assert negated == (one.polarity == "denied" and not values & {"normal", "negative"}), said.text


@settings(max_examples=25, deadline=None)
@given(facts(), VIEWS, st.integers(0, 5))
def test_the_same_seed_says_the_same(one: Fact, view: View, seed: int) -> None:
    """Saying is a function of the facts, the view and the seed."""
    assert say([one], view, random.Random(seed)) == say([one], view, random.Random(seed))


@settings(max_examples=25, deadline=None)
@given(facts())
def test_names_are_bare(one: Fact) -> None:
    """A name is no sentence and has no sign of the note."""
    found = name(one, DOCTOR)
    assert found is None or not re.search(r"[.;@{}\[\]/]|\b(?:his|her)\b", found)
