"""What a note takes back somewhere is not told as it stands; its innocent twin is. The notes stand in ``contradictions.tsv``."""

from pathlib import Path

import pytest

from bedside.agents.reading.read import read_note
from bedside.knowledge.terminology import Terminology
from bedside.scenarios.note import Fact, Note

ROWS = [
    line.split("\t")
    for line in Path(__file__).with_name("contradictions.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


def read(note: str) -> Note:
    return read_note("n", note.replace("|", "\n"), Terminology.load())


def told(note: Note, words: str) -> list[Fact]:
    """The statements with these words that are told as they stand."""
    return [
        fact
        for fact in note.facts
        if words.lower() in fact.text.lower()
        and fact.kind != "opaque"
        and (fact.polarity == "present" or words.startswith("No "))
        and fact.certainty == "certain"
        and fact.subject == "patient"
    ]


@pytest.mark.parametrize(
    ("taken_back", "gone", "twin", "kept"), ROWS, ids=[row[1] + ", " + row[0][5:17] for row in ROWS]
)
def test_what_is_taken_back(taken_back: str, gone: str, twin: str, kept: str) -> None:
    if gone == "mother":  # who is dead is in no room
        assert (gone in read(taken_back).companions, kept in read(twin).companions) == (False, True)
        return
    left = told(read(taken_back), gone)
    if gone == "nonadherent":  # the allergy stays, its reaction does not
        left = [fact for fact in left if fact.argument("reaction") is not None]
    assert not left
    assert told(read(twin), kept)


@pytest.mark.parametrize(
    "order",
    [
        "Start lisinopril 10 mg daily. Hold lisinopril if dizzy.",
        "Start meloxicam 15 mg daily. Avoid OTC NSAIDs.",
        "Start prednisone 40 mg daily. Stop prednisone in 5 days.",
        "Start sertraline 50 mg daily. Not allergic to sertraline.",
        "Start oxycodone 5 mg q6h prn, do not take with alcohol.",
        "Start amoxicillin 500 mg TID. Watch for a rash with amoxicillin.",
        "Start metformin 500 mg BID. He declined metformin increase.",
    ],
)
def test_what_is_only_stopped_at_times_is_still_ordered(order: str) -> None:
    note = read(f"HPI: 60-year-old man with a cough. He had stopped all his medicines.|Plan: {order}")
    assert any(fact.kind == "drug" and fact.text.startswith("Start") for fact in note.facts)


@pytest.mark.parametrize(
    ("plan", "gone"),
    [
        ("Propranolol 40 mg BID - cancelled, she has asthma.", "propranolol"),
        ("Duloxetine 30 mg daily (mother had liver failure on it so declines).", "duloxetine"),
        ("Ceftriaxone 500 mg IM - anaphylaxis to ceftriaxone in 2020!", "ceftriaxone"),
        ("Start donepezil? No - scores well.", "donepezil"),
        ("Rosuvastatin 10 mg offered.", "rosuvastatin"),
        ("Start empagliflozin 10 mg daily. Later: empagliflozin will not be started.", "start empagliflozin"),
        ("Ticagrelor 90 mg BID; cardiology: switch ticagrelor to clopidogrel.", "ticagrelor 90"),
        ("Disulfiram: no.", "disulfiram"),
        ("Azithromycin 500 mg - QTc 520, do NOT give.", "azithromycin"),
    ],
)
def test_takes_back_in_the_same_line(plan: str, gone: str) -> None:
    assert not told(read(f"HPI: 60-year-old woman with a cough.|Plan: {plan}"), gone)


def test_what_pointed_to_a_refused_statement_points_to_none() -> None:
    note = read(
        "HPI: 66-year-old man.|Medications: naproxen 500 mg BID|Plan: Continue naproxen.|He cannot take NSAIDs."
    )
    gone = {fact.id for fact in note.facts if fact.kind == "opaque"}
    assert gone and all(fact.same_as not in gone for fact in note.facts if fact.id not in gone)
