"""The laws of knowledge/lay.py."""

import re
from pathlib import Path
from random import Random

import pytest
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from bedside.knowledge.lay import Lay, LayRow, PlainWording, read_rows
from bedside.knowledge.terminology import Terminology

LAY = Lay.load()
TERMS = Terminology.load()
SIDES = re.compile(r"\b(?:left|right)\b")
RIGHT_NOW = re.compile(r"\bright (?:now|away|here)\b")  # "right" that is no side
QUANTITY = re.compile(r"(?<![A-Za-z])\d+")  # not the digit of a name such as A1c
NEGATION = re.compile(r"\b(?:no|not|never|without|none|n't|\w+n't|nothing|can't)\b")


def test_the_table_is_large_and_each_row_is_new() -> None:
    """At least 1,200 rows, no clinical wording twice, no plain wording equal to its clinical one."""
    assert len(LAY.rows) >= 1200
    names = [row.clinical.lower() for row in LAY.rows]
    assert len(names) == len(set(names))
    assert all(plain.text.lower() != row.clinical.lower() for row in LAY.rows for plain in row.plain)


def lost(row: LayRow) -> list[tuple[str, str, str]]:
    """What a row does not keep: which of the three laws, its clinical and its plain wording."""
    found: list[tuple[str, str, str]] = []
    concept = TERMS.concept(row.clinical)
    for plain in row.plain:
        said = TERMS.concept(plain.text)
        if not (concept is None or said is None or concept == said):
            found.append(("concept", row.clinical, plain.text))
        if QUANTITY.findall(plain.text) != QUANTITY.findall(row.clinical):
            found.append(("number", row.clinical, plain.text))
        if SIDES.findall(RIGHT_NOW.sub("", plain.text)) != SIDES.findall(row.clinical):
            found.append(("side", row.clinical, plain.text))
    return found


def test_every_row_keeps_concept_numbers_and_side() -> None:
    """Where the terminology knows both wordings they are one concept; digits and sides are the same."""
    assert [found for row in LAY.rows for found in lost(row)] == []


def test_a_row_that_keeps_nothing_is_found_out() -> None:
    """The three laws can fail: a row with another concept, number and side breaks each of them."""
    wrong = LayRow("left knee for 2 days", (PlainWording("right knee for 3 days", "both"),), "n")
    assert [law for law, _, _ in lost(wrong)] == ["number", "side"]
    assert [law for law, _, _ in lost(LayRow("edema", (PlainWording("fever", "both"),), "n"))] == ["concept"]


SAID = [
    ("The patient utilizes a cane.", "The patient uses a cane."),
    ("Aspirin was administered.", "Aspirin was given."),
    ("He had two contusions.", "He had two bruises."),
    ("Edema of the left lower extremity", "Swelling of the left leg"),
    ("a contusion", "a bruise"),
    ("an abrasion", "a scrape"),
    ("Status post hysterectomy", "After surgery to take out the womb"),
    ("Metformin 500 mg b.i.d.", "Metformin 500 mg twice a day"),
    ("MRI of the left knee", "MRI of the left knee"),
    ("It was discontinued prior to surgery.", "It was stopped before surgery."),
]


def test_plain_wording() -> None:
    """Inflection, article, capital and abbreviation come out right."""
    for clinical, plain in SAID:
        options = {LAY.plain(clinical, "physician", Random(seed)) for seed in range(30)}
        assert plain in options, clinical


def test_speaker_and_avoid() -> None:
    """Wordings of one speaker are not put into the other's mouth, and ``avoid`` is honoured."""
    patient = {LAY.plain("dysuria", "patient", Random(n)) for n in range(40)}
    physician = {LAY.plain("dysuria", "physician", Random(n)) for n in range(40)}
    assert any(" I " in f" {s} " for s in patient) and not any(" I " in f" {s} " for s in physician)
    assert LAY.plain("utilize it", "patient", Random(0), frozenset({"utilize"})) == "utilize it"
    assert "trouble breathing" not in {
        LAY.plain("dyspnea", "patient", Random(n), frozenset({"trouble breathing"})) for n in range(40)
    }


def test_the_same_seed_says_the_same() -> None:
    """The wording depends on the text and the random generator alone."""
    text = "She has dyspnea, edema and fatigue secondary to congestive heart failure."
    assert LAY.plain(text, "physician", Random(5)) == LAY.plain(text, "physician", Random(5))
    assert len({LAY.plain(text, "physician", Random(n)) for n in range(20)}) > 5


def test_alternatives() -> None:
    """Hand-checked wordings come first, those of the terminology follow, unknown words have none."""
    assert LAY.alternatives("hypertension")[0] == "high blood pressure"
    assert "uses" in LAY.alternatives("utilizes")
    assert LAY.alternatives("zzz") == ()


CLINICAL = [
    "She denies fever, chills or dysuria.",
    "There is no evidence of erythema on the left ankle.",
    "BP 127/80, continue lisinopril 40 mg daily for 3 weeks.",
    "Pain is exacerbated by exertion and radiates down the right lower extremity.",
]


@settings(max_examples=33, deadline=None)
@given(st.sampled_from(CLINICAL), st.integers(), st.sampled_from(["patient", "physician"]))
def test_plain_keeps_numbers_sides_and_denials(text: str, seed: int, who: str) -> None:
    """No number or side is lost or added, and a denial stays one."""
    said = LAY.plain(text, "patient" if who == "patient" else "physician", Random(seed))
    assert re.findall(r"\d+", said) == re.findall(r"\d+", text)
    assert SIDES.findall(RIGHT_NOW.sub("", said)) == SIDES.findall(text)
    denied = bool(NEGATION.search(text)) or "denies" in text
    assert bool(NEGATION.search(said)) or "denies" in said or not denied


@settings(max_examples=examples(66), deadline=None)
@given(st.text(max_size=60), st.integers())
def test_any_text_survives(text: str, seed: int) -> None:
    """Any text comes back as text; numbers stay."""
    assert re.findall(r"[0-9]", LAY.plain(text, "patient", Random(seed))) == re.findall(r"[0-9]", text)


def test_a_malformed_row_is_named(tmp_path: Path) -> None:
    """A row with a wrong shape is refused with file and line."""
    (tmp_path / "lay.tsv").write_text("# head\nedema\tswelling\tnoun\tboth\n")
    with pytest.raises(ValueError, match=r"lay\.tsv:2"):
        read_rows(tmp_path / "lay.tsv")


@pytest.mark.parametrize("text", ["irritable bowel syndrome", "a repeat of the story", "ASSESSMENT\nfine"])
def test_names_nouns_and_headings_are_left_alone(text: str) -> None:
    """A word inside a longer name, a noun that looks like a verb, and a heading are not reworded."""
    assert {LAY.plain(text, "physician", Random(seed)) for seed in range(20)} == {text}
