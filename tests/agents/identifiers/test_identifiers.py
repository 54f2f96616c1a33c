"""Identifiers are found where they stand, and nothing else is; surrogates are stable and of the same kind."""

import re

import pytest
from growth import stays_linear

from bedside.agents.identifiers.find import identifiers
from bedside.agents.identifiers.surrogates import deidentified

HELD = [
    ("Patient: Zbigniew Kowalczyk", "name", "Zbigniew Kowalczyk"),
    ("Pt: Roe, Ann M.", "name", "Roe, Ann M."),
    ("He was seen by Dr. Tyler Sanchez.", "name", "Tyler Sanchez"),
    ("Sitting with L. Gomez RN", "name", "L. Gomez"),
    ("She lives with her son Danilo.", "name", "Danilo"),
    ("Siobhan denies fever.", "name", "Siobhan"),
    ("Martha Collins is a 50-year-old woman.", "name", "Martha Collins"),
    ("Discussed with Noor Featherstone, who agrees.", "name", "Noor Featherstone"),
    ("DOB: 03/14/1961", "birth date", "03/14/1961"),
    ("born on 14 March 1961", "birth date", "14 March 1961"),
    ("MRN 00482913", "record number", "00482913"),
    ("NHS number: 943 476 5919", "record number", "943 476 5919"),
    ("SSN 123-45-6789", "social security number", "123-45-6789"),
    ("call (555) 123-4567 if worse", "telephone number", "(555) 123-4567"),
    ("call +44 20 7946 0958 if worse", "telephone number", "+44 20 7946 0958"),
    ("lives at 14 Elm Street, Apt 3B, Springfield, IL 62704 alone", "address", "14 Elm Street, Apt 3B, Springfield, IL 62704"),
    ("wohnt Lindenstraße 12, 10969 Berlin", "address", "Lindenstraße 12, 10969 Berlin"),
    ("write to a.b+c@mail.example.org.", "e-mail address", "a.b+c@mail.example.org"),
    ("see https://portal.example.org/chart/4711", "web address", "https://portal.example.org/chart/4711"),
]  # fmt: skip
CLEAN = """Murphy's sign is negative. Parkinson disease, Bell's palsy, Marcus Gunn pupil, Baker's cyst, Morton neuroma.
BP 120/80, WBC 7000-11000, glucose 100-140, ratio 555-1234, troponin 0.04 on 03/14/2024 at 10:30.
Metformin 1000 mg twice a day since April. Gabapentin has been helping. Radiology reports no fracture. Dr. X agrees.
Mother: Breast cancer. Father: Prostate cancer. The patient lives in a house with his wife. May return to work.
Headache since Tuesday, Fever since Monday. Allergies: Penicillin. Brain MRI was normal. Grade 2 of 6 murmur.
Follow up with cardiology in 2 weeks. ROM 0-130 degrees. Takes vitamin D 1000 units. Briefly, a 16-year-old boy."""


@pytest.mark.parametrize(("text", "kind", "words"), HELD, ids=[kind + " " + words[:12] for _, kind, words in HELD])
def test_an_identifier_is_found(text: str, kind: str, words: str) -> None:
    assert [(one.kind, text[one.span.start : one.span.end]) for one in identifiers(text)] == [(kind, words)]


def test_clinical_words_are_none() -> None:
    """Eponyms, months, drugs, doses, ranges and dates of tests are no identifiers."""
    assert [CLEAN[one.span.start : one.span.end] for one in identifiers(CLEAN)] == []


def test_a_name_is_one_wherever_it_stands_again() -> None:
    text = "Patient: Chidinma Okafor\nChidinma will come back. Tell Okafor so. Okafor's wife agrees."
    assert len(identifiers(text)) == 4


def test_surrogates_are_stable_and_leave_nothing() -> None:
    text = "\n".join(words for words, _, _ in HELD)
    made, kinds = deidentified(text)
    assert (made, kinds) == deidentified(text)
    assert sum(kinds.values()) == len(identifiers(text))
    for _, kind, words in HELD:
        assert words not in made
        if kind == "name":
            assert not any(re.search(rf"\b{part}\b", made) for part in re.findall(r"\w{3,}", words))
    assert deidentified(CLEAN) == (CLEAN, {})


def test_a_surrogate_is_of_the_kind() -> None:
    """A man's name stays a man's, a birth date keeps its year and form, a number its digits; the rest of the note its words."""
    text = "Patient: Robert Hughes, DOB 03/14/1961, MRN 00482913.\nRobert reports pain. Call 212-555-7788."
    made, _ = deidentified(text)
    found = re.fullmatch(
        r"Patient: (\w+) (\w+), DOB \d\d/\d\d/1961, MRN \d{8}\.\n(\w+) reports pain\. Call \d{3}-555-01\d\d\.", made
    )
    assert found is not None and found[1] == found[3]


@pytest.mark.no_cover
@pytest.mark.thin(5)
@pytest.mark.parametrize("piece", ["Ann ", "A", "1", "(555) ", "Mr. ", "12 Elm ", "a@", "MRN 1 ", "\n", "Ann, ", "Dr ", "Ab-", "O'", "0-"])  # fmt: skip
def test_time_grows_with_the_text(piece: str) -> None:
    """60,000 characters take about ten times what a tenth takes, whatever is repeated in them."""
    assert stays_linear(identifiers, piece, 6_000)


def test_german_nouns_are_no_names() -> None:
    """Where every noun has a capital, a name needs its title or its label."""
    text = "Arterielle Hypertonie seit drei Jahren. Keine Fraktur. Kontrolle der Blutwerte bei Dr. Meier und im Labor."
    assert [text[one.span.start : one.span.end] for one in identifiers(text)] == ["Meier"]
