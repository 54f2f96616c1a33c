"""Lines of a plan and of a course without a verb: what is to be left, what was found, a dose that stands alone."""

import pytest
from reading.drafted import drafts, kinds, words


@pytest.mark.parametrize(
    ("sentence", "kind", "polarity"),
    [
        ("No vaping.", "advice", "denied"),
        ("No rugby for 4 to 6 weeks.", "advice", "denied"),
        ("Fewer sweets.", "advice", "present"),
        ("Emergency care if the inhaler does not help.", "advice", "present"),
        ("Warned not to drive.", "advice", "denied"),
        ("No sign of free fluid.", "diagnosis", "denied"),
        ("Next session in one week.", "order", "present"),
        ("Paracetamol 1 g three times a day.", "drug", "present"),
    ],
)
def test_a_line(sentence: str, kind: str, polarity: str) -> None:
    found = drafts(sentence)
    assert [(draft.kind, draft.polarity) for draft in found] == [(kind, polarity)]


def test_who_is_warned_not_to_stop_does_not_stop() -> None:
    found = drafts("Warned not to stop the tablets all at once.")
    assert [draft.polarity for draft in found] == ["denied"]


def test_a_dose_in_the_next_sentence_is_of_the_drug_before() -> None:
    found = drafts("Nitrofurantoin. 100 mg twice a day for 5 days.")
    assert kinds(found) == ["drug"]
    assert (words(found[0], "dose"), words(found[0], "duration")) == ("100 mg", "for 5 days")


@pytest.mark.parametrize("sentence", ["RSV test positive.", "Troponin negative.", "pCO2 49."])
def test_what_a_test_showed_in_a_course(sentence: str) -> None:
    assert kinds(drafts(f"ED course: {sentence}\n", "course")) == ["result"]


@pytest.mark.parametrize(
    ("sentence", "drug", "dose"),
    [
        ("Nicotine patch 21 mg daily.", "Nicotine patch", "21 mg"),
        ("Ciprofloxacin 400 mg IV and metronidazole 500 mg IV.", "Ciprofloxacin", "400 mg"),
    ],
)
def test_no_dose_is_lost(sentence: str, drug: str, dose: str) -> None:
    first = drafts(sentence)[0]
    assert (first.kind, words(first, "dose")) == ("drug", dose)
    assert drug.startswith(words(first, "drug"))


def test_what_is_limited_is_not_ordered() -> None:
    assert kinds(drafts("Limit ibuprofen to 2 days a week.")) == ["advice"]


def test_a_first_dose_keeps_its_day() -> None:
    found = drafts("Azithromycin 500 mg today, then 250 mg daily for 4 days.")[0]
    assert [a.text for a in found.arguments[1:5]] == ["500 mg", "today", "250 mg", "daily"]


def test_for_a_week_is_how_long() -> None:
    found = drafts("Motrin 600 mg every six hours for a week.")[0]
    assert (words(found, "frequency"), words(found, "duration")) == ("every six hours", "for a week")
