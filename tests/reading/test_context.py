"""So or not, how sure, when: decided per item by the words around it."""

import pytest

from bedside.agents.reading.context import Modifiers, modifiers
from bedside.agents.text.doc import Doc
from bedside.scenarios.span import Span


def said(text: str, item: str) -> Modifiers:
    """What a sentence says of the first place where ``item`` stands in it."""
    at = text.lower().index(item.lower())
    return modifiers(Doc(text), Span(start=0, end=len(text)), Span(start=at, end=at + len(item)))


DENIED = [
    ("He denies vertigo, tremor, or loss of balance.", "loss of balance"),
    ("There is redness, but no discharge, slight warmth over the shin and a small scab.", "discharge"),
    ("No tremor, drooling; positive for drooping of the lid.", "drooling"),
    ("Some belching no hiccups", "hiccups"),
    ("Night sweats nil.", "Night sweats"),
    ("She denies any bruising or gum bleeding, as well as any heavy periods.", "heavy periods"),
    ("Wheeze: none", "Wheeze"),
    ("Neither hoarseness nor drooling was noted.", "hoarseness"),
    ("Neither hoarseness nor drooling was noted.", "drooling"),
    ("His seizures have not recurred since the surgery.", "seizures"),
    ("She has been free of migraines since spring.", "migraines"),
    ("Gout with no tophi or stones", "stones"),
    ("Appendicitis was excluded by ultrasound.", "Appendicitis"),
    ("Shingles eliminated.", "Shingles"),
    ("She no longer has hot flashes.", "hot flashes"),
    ("He denies, however, any hearing loss.", "hearing loss"),
    ("She denies other symptoms such as drooling, and tremor.", "tremor"),
    ("No thigh pain secondary to the fall, just stiffness", "thigh pain"),
    ("Without tremor, she has stiffness.", "tremor"),
    ("Vertigo: past history negative.", "Vertigo"),
]
PRESENT = [
    ("There is redness, but no discharge, slight warmth over the shin and a small scab.", "warmth"),
    ("There is redness, but no discharge, slight warmth over the shin and a small scab.", "scab"),
    ("No tremor, drooling; positive for drooping of the lid.", "drooping"),
    ("Some belching no hiccups", "belching"),
    ("No dizziness, balance good", "balance"),
    ("There is no increase in the swelling.", "swelling"),
    ("He reports not only hiccups but also belching.", "hiccups"),
    ("No lesion other than a tiny wart.", "wart"),
    ("He denies all complaints except stiffness.", "stiffness"),
    ("She does not deny daily gin.", "gin"),
    ("The wound grew gram-negative bacilli.", "bacilli"),
    ("She took naproxen without relief.", "naproxen"),
    ("He denies vertigo but does report tinnitus at night.", "tinnitus"),
    ("The ache does not radiate to the groin.", "ache"),
    ("No thigh pain secondary to the fall, just stiffness", "stiffness"),
    ("He was not working because of sciatica.", "sciatica"),
    ("Hoarseness +.", "Hoarseness"),
    ("No known food allergies except shellfish.", "shellfish"),
    ("Tired (not sleeping at all), with a tremor", "tremor"),
]
POSSIBLE = [
    ("A small bleed cannot be excluded.", "bleed"),
    ("Sepsis has not yet been ruled out.", "Sepsis"),
    ("The film can't rule out a torn ligament.", "torn ligament"),
    ("Gallstones suspected.", "Gallstones"),
    ("?shingles vs contact dermatitis.", "shingles"),
    ("?shingles vs contact dermatitis.", "contact dermatitis"),
]


@pytest.mark.parametrize(("text", "item"), DENIED)
def test_denied(text: str, item: str) -> None:
    assert said(text, item).polarity == "denied"


@pytest.mark.parametrize(("text", "item"), PRESENT)
def test_present(text: str, item: str) -> None:
    assert said(text, item).polarity == "present"


@pytest.mark.parametrize(("text", "item"), POSSIBLE)
def test_possible_is_not_denied(text: str, item: str) -> None:
    found = said(text, item)
    assert (found.polarity, found.certainty) == ("present", "possible")


def test_doubt_denies_but_not_for_certain() -> None:
    for text, item in (("Doubt sarcoidosis.", "sarcoidosis"), ("Less likely sarcoidosis.", "sarcoidosis")):
        found = said(text, item)
        assert (found.polarity, found.certainty) == ("denied", "possible")


def test_not_remembered_is_unknown() -> None:
    assert said("She can't recall any tick bite.", "tick bite").polarity == "unknown"


@pytest.mark.parametrize(
    ("text", "item", "when"),
    [
        ("He had mumps as a child.", "mumps", "past"),
        ("History of stroke.", "stroke", "past"),
        ("History of psoriasis.", "psoriasis", "current"),
        ("She used to smoke.", "smoke", "past"),
        ("Her hives have resolved.", "hives", "past"),
        ("Call us if the rash comes back.", "rash", "hypothetical"),
        ("Come back should you experience fainting.", "fainting", "hypothetical"),
        ("Aspirin for prevention of stroke.", "stroke", "hypothetical"),
        ("If the wheeze comes back, use the inhaler.", "inhaler", "current"),
    ],
)
def test_when(text: str, item: str, when: str) -> None:
    assert said(text, item).temporality == when


def test_a_long_line_costs_its_length() -> None:
    text = "no cough, " * 4000
    doc = Doc(text)
    whole = Span(start=0, end=len(text))
    assert modifiers(doc, whole, Span(start=3, end=8)).polarity == "denied"
    assert modifiers(doc, whole, Span(start=len(text) - 7, end=len(text) - 2)).polarity == "denied"
