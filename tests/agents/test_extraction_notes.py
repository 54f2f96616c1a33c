"""The note reader on whole notes: narrative reports, wrapped lines, long texts, and the development corpora if present."""

import json
import time
from pathlib import Path

import pytest

from bedside.agents.extraction.extract import extract
from bedside.agents.extraction.whole import says
from bedside.benchmarks.extraction import uncovered
from bedside.scenarios.note import Note

FILES = ("aci_train", "aci_valid", "mts_train", "mts_valid", "primock_dev")

REPORT = (
    "A 34-year-old previously healthy woman was admitted to our hospital with a 5-day history of fever, productive cough, and chest "
    "pain.\nShe had no history of smoking. On admission, her temperature was 38.9, blood pressure was 98/60 mmHg, and respiratory rate was 24\n"
    "breaths per minute. Physical examination revealed crackles in the right lower lobe. Blood cultures were negative. She was treated "
    "with ceftriaxone 2 g daily. Her sister has asthma."
)


def sections(found: Note) -> dict[str, str]:
    """Section kind by fact text."""
    return {fact.text: fact.section for fact in found.facts}


def test_a_narrative_without_headings_is_sorted_by_what_it_tells() -> None:
    """In plain prose, findings, results and treatment leave the story; who the patient is does not."""
    found = extract("r", REPORT, None)
    assert (found.age, found.sex) == (34, "female")
    kinds = sections(found)
    assert kinds["productive cough"] == "history"
    assert kinds["blood pressure was 98/60 mmHg"] == "examination"
    assert kinds["Blood cultures were negative"] == "results"
    assert kinds["She was treated with ceftriaxone 2 g daily"] == "course"
    assert next(f for f in found.facts if f.text == "asthma").subject == "sister"
    assert next(f for f in found.facts if f.text == "smoking").polarity == "denied"


def test_a_wrapped_line_is_one_sentence() -> None:
    """A line broken in mid-sentence goes on in the next."""
    assert "respiratory rate was 24\nbreaths per minute" in sections(extract("r", REPORT, None))


def test_restated_sentences_are_placed_once() -> None:
    """A note pasted twice gives facts that point at their first saying."""
    text = "Worried about difficulty breathing and lip swelling\nNo wheeze\nPMH: asthma\nImp: allergy\nPlan: antihistamine tablets daily\n"
    found = extract("t", text + text, None)
    half = len(text)
    first = [f for f in found.facts if f.span.start < half]
    again = [f for f in found.facts if f.span.start >= half]
    assert len(first) == len(again)
    assert all(f.same_as is not None for f in again if len(f.text) > 9)


def test_a_relative_carried_by_a_pronoun_stays_the_subject() -> None:
    """After "Her father was ..." a sentence about "he" is about the father when the patient is a woman."""
    found = extract("f", "She is a teacher. Her father was a miner. He died at 60 of diabetes.", None, "FAM/SOCHX")
    assert [f.subject for f in found.facts] == ["patient", "father", "father"]


def test_what_the_assessment_concludes_is_new_and_what_the_patient_brought_is_not() -> None:
    """A diagnosis already in the story stays known; a new one, a possible one and orders belong to the visit."""
    found = extract(
        "e",
        "HPI\n\nShe has a history of hypertension. She reports a cough.\n\nASSESSMENT\n\n1. Hypertension\n2. Pneumonia\n3. Possible hypertension crisis\n\n"
        "PLAN\n\nContinue lisinopril 10 mg daily.",
        None,
    )
    by = {f.text: (f.established, f.knower) for f in found.facts}
    assert by["Hypertension"] == ("before", "both")
    assert by["Pneumonia"] == ("visit", "physician")
    assert by["Possible hypertension crisis"] == ("visit", "physician")
    assert by["Continue lisinopril 10 mg daily"] == ("visit", "physician")


def test_time_grows_with_length_not_with_its_square() -> None:
    """Ten times the text takes about ten times as long."""
    once, many = REPORT * 20, REPORT * 200

    def seconds(text: str) -> float:
        begun = time.process_time()
        extract("l", text, None)
        return time.process_time() - begun

    seconds(REPORT)
    assert seconds(many) < 40 * max(seconds(once), 0.01)


@pytest.mark.parametrize("name", FILES)
def test_every_development_note_is_read_whole(name: str, shared_data: Path) -> None:
    """No development note raises, spans hold, and at least 98 % of its words lie in facts or govern one."""
    total = lost = 0
    for line in (shared_data / "dev" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        found = extract(row["id"], row["note"], None, row.get("section_header"))
        for fact in found.facts:
            assert found.text[fact.span.start : fact.span.end] == fact.text
        count, missing = uncovered(found, row.get("section_header"))
        total += count
        lost += len(missing)
    assert lost <= 0.02 * total


def test_an_organ_system_on_a_line_of_its_own_is_a_group() -> None:
    """A system's name over its findings is their group, blank line or not, and never a finding."""
    found = extract(
        "s",
        "PHYSICAL EXAM\n\nNeck\n- General Examination: No bruits.\nCardiovascular\n\n- Auscultation: Regular rhythm.\n\nSkin\nWarm and dry.",
        None,
    )
    assert [(f.group, f.text) for f in found.facts] == [
        ("Neck / General Examination", "bruits"),
        ("Cardiovascular / Auscultation", "Regular rhythm"),
        ("Skin", "Warm and dry"),
    ]


TOLD_IN_ORDER = (
    "This 52-year-old roofer was brought in after a fall from a scaffold. He complained of pain in the left heel. He takes no blood "
    "thinners. On examination he was alert. There was swelling around the left ankle with intact sensation. Platelets were 210,000. "
    "Radiographs of the heel revealed a calcaneal fracture without dislocation. The ankle was placed in a splint. He was given "
    "ibuprofen and felt easier. He will see the surgeon on Monday."
)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("pain in the left heel", "history"),
        ("He takes no blood thinners", "history"),
        ("There was swelling around the left ankle with intact sensation", "examination"),
        ("Platelets were 210,000", "results"),
        ("The ankle was placed in a splint", "course"),
        ("felt easier", "course"),
        ("He will see the surgeon on Monday", "plan"),
    ],
)
def test_a_narrative_is_read_in_order(words: str, kind: str) -> None:
    """Once a report has left the story, what is seen, measured, done and planned is no longer the patient's to tell."""
    assert sections(extract("r", TOLD_IN_ORDER, None))[words] == kind


def test_a_trade_after_the_age_is_a_statement_of_its_own() -> None:
    """ "a 52-year-old roofer" says an age and a trade, and the reason goes on from there."""
    facts = extract("r", TOLD_IN_ORDER, None).facts
    assert [(f.role, f.text) for f in facts[:2]] == [("age", "52-year-old"), ("trade", "roofer")]


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("The itching began on Sunday and did not respond to creams", True),
        ("She began itching on Sunday and did not respond to creams", False),
    ],
)
def test_what_follows_and_keeps_its_subject(text: str, whole: bool) -> None:
    """A clause about a thing is not cut where the patient would become its subject."""
    assert (len(extract("s", text + ".", None, "GENHX").facts) == 1) is whole


def test_the_child_of_a_childs_note_is_the_patient() -> None:
    """ "The child has not been having X" denies X of the patient, item by item."""
    facts = extract("c", "The child has not been having any cough, vomiting, or rashes.", None, "ROS").facts
    assert [(f.text, f.polarity, f.subject) for f in facts] == [
        ("cough", "denied", "patient"),
        ("vomiting", "denied", "patient"),
        ("rashes", "denied", "patient"),
    ]


def test_a_relative_may_stand_first_or_last() -> None:
    """Under a heading for family and habits, what a relative has is never the patient's."""
    facts = extract("f", "Uncle alive with gout. Migraine in her aunt. She bakes.", None, "FAM/SOCHX").facts
    assert [f.subject for f in facts] == ["uncle", "aunt", "patient"]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("None", "nothing"),
        ("Noncontributory.", "nothing"),
        ("All other systems reviewed and are negative", "nothing"),
        ("Family history is unremarkable", "nothing"),
        ("Not obtainable", "unknown"),
        ("Negative straight leg raise", ""),
        ("Unknown type of gout", ""),
    ],
)
def test_a_whole_statement_may_say_nothing(text: str, meant: str) -> None:
    """Only words without any content of their own count as nothing."""
    assert says(text) == meant


def test_negative_before_a_symptom_denies_it_in_a_review() -> None:
    """A review of systems that lists "negative X" denies X; elsewhere a negative test stays one."""
    review = extract("n", "Negative hoarseness, negative hiccups.", None, "ROS").facts
    assert [(f.text, f.polarity) for f in review] == [("hoarseness", "denied"), ("hiccups", "denied")]
    (sign,) = extract("n", "Negative Tinel sign.", None, "EXAM").facts
    assert sign.text == "Negative Tinel sign"
