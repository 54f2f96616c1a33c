"""The laws of knowledge/terminology.py."""

from importlib.util import find_spec
from pathlib import Path

import pytest
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from bedside.knowledge.terminology import (
    KINDS,
    QuickUmls,
    Terminology,
    TermMention,
    key_of,
    quickumls_mentions,
    reduced,
)

TERMS = Terminology.load()


def found(text: str) -> list[tuple[str, str]]:
    return [(m.form, m.concept) for m in TERMS.find(text)]


SENTENCES: list[tuple[str, list[tuple[str, str]]]] = [
    ("No chest pain or dyspnea today.", [("chest pain", "chest-pain"), ("dyspnea", "dyspnea")]),
    ("I get winded and my belly hurts.", [("winded", "dyspnea"), ("belly hurts", "abdominal-pain")]),
    ("Has been throwing up since lunch.", [("throwing up", "vomiting")]),
    ("Dyspnoea with ankle oedema", [("Dyspnoea", "dyspnea"), ("ankle oedema", "ankle-swelling")]),
    ("Started Zestril; stopped Advil.", [("Zestril", "lisinopril"), ("Advil", "ibuprofen")]),
    (
        "An EKG, a CBC and a chest x-ray",
        [("EKG", "electrocardiogram"), ("CBC", "complete-blood-count"), ("chest x-ray", "chest-x-ray")],
    ),
    ("Chest xray was clear", [("Chest xray", "chest-x-ray")]),
    ("Crohn's disease, C-section", [("Crohn's disease", "crohn-s-disease"), ("C-section", "cesarean-section")]),
    ("type 2 diabetes", [("type 2 diabetes", "type-2-diabetes")]),
    (
        "positive McMurray, no effusion, crepitus",
        [("McMurray", "mcmurray-s-test"), ("effusion", "effusion"), ("crepitus", "crepitus")],
    ),
    ("uses a walker and CPAP", [("walker", "walker"), ("CPAP", "cpap")]),
    ("her mother's asthma", [("asthma", "asthma")]),
    ("post-operative nausea", [("nausea", "nausea")]),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_finds_what_a_reader_finds(text: str, expected: list[tuple[str, str]]) -> None:
    """Hand-written sentences give the wordings and concepts a reader would mark."""
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "It may come back in the fall.",
        "We can do that from ten on.",
        "Is it cold outside?",
        "All of the nurses may leave.",
    ],
)
def test_everyday_words_are_not_concepts(text: str) -> None:
    """Words that are clinical only elsewhere give no mention."""
    assert found(text) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hypertension", "high blood pressure"),
        ("dyspnea", "short of breath"),
        ("vomiting", "throwing up"),
        ("myocardial infarction", "heart attack"),
        ("Tylenol", "paracetamol"),
        ("hysterectomy", "uterus removed"),
        ("erythema", "redness"),
        ("anaemia", "anemia"),
        ("knee pain", "my knees hurt"),
        ("haemorrhoids", "hemorrhoid"),
    ],
)
def test_lay_and_clinical_share_a_concept(one: str, other: str) -> None:
    """A lay wording, a brand or a British spelling has the concept id of its clinical wording."""
    mentions = [{m.concept for m in (*TERMS.find(text), *TERMS.find_gapped(text))} for text in (one, other)]
    assert mentions[0] & mentions[1]


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("He hit\nher head", "head-injury"),
        ("tightness of the chest, chest\n    pain", "chest-pain"),
        ("high blood\r\npressure", "hypertension"),
    ],
)
def test_a_wrapped_line_does_not_hide_a_mention(text: str, concept: str) -> None:
    """A wording may run on into the next line of a wrapped note."""
    assert concept in {m.concept for m in TERMS.find(text)}


def test_a_new_line_that_begins_anew_ends_a_mention() -> None:
    """The next item of a list, in capitals or after an empty line, is not read together with the one above."""
    assert [m.form for m in TERMS.find("chest\nPain")] == ["chest", "Pain"]
    assert [m.form for m in TERMS.find("chest\n\npain")] == ["chest", "pain"]


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("pain in the right knee", "knee-pain"),
        ("my right knee has really been hurting", "knee-pain"),
        ("the ankle on the left is swollen", "ankle-swelling"),
    ],
)
def test_gapped_complaints(text: str, concept: str) -> None:
    """The words of a complaint may stand apart within a clause."""
    assert concept in {m.concept for m in TERMS.find_gapped(text)}


def test_a_clause_ends_a_gapped_complaint() -> None:
    """Words of two clauses never make one complaint."""
    assert TERMS.find_gapped("The knee is fine. Pain is elsewhere, in the back of the room") == []


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("PT and INR were drawn", "coagulation-studies"),
        ("referred to PT for strengthening exercises", "physical-therapy"),
        ("DVT and PE were ruled out", "pulmonary-embolism"),
        ("PE: no wheezing", "physical-examination"),
    ],
)
def test_an_abbreviation_is_read_by_its_context(text: str, concept: str) -> None:
    """The words nearby choose between the meanings of an abbreviation."""
    assert concept in {m.concept for m in TERMS.find(text)}


def test_short_capitals_match_only_as_written() -> None:
    """``MS`` may be a disease, ``ms`` and a shouted heading are not."""
    assert found("MS with relapses on interferon") != []
    assert found("ms smith") == []


def test_looking_up() -> None:
    """Names, forms, lay forms, classes, broader concepts and expansions belong to the concept."""
    assert TERMS.kind("hypertension") == "disorder"
    assert TERMS.name("hypertension") == "hypertension"
    assert "high blood pressure" in TERMS.lay_forms("hypertension")
    assert set(TERMS.lay_forms("hypertension")) <= set(TERMS.forms("hypertension"))
    assert TERMS.drug_class("lisinopril") == "ACE inhibitor"
    assert TERMS.broader("knee-pain") == ("pain",)
    assert TERMS.concept("Zestril") == "lisinopril"
    assert TERMS.concept("not a thing at all") is None
    assert TERMS.expansions("HTN") == ("hypertension",)
    with pytest.raises(KeyError):
        TERMS.kind("no-such-concept")


def test_every_concept_has_a_kind_and_a_name() -> None:
    """Kinds are the ten of the file, ids are unique, and no name is empty."""
    ids = list(TERMS.concepts())
    assert len(ids) == len(set(ids)) == len(TERMS)
    assert all(TERMS.kind(c) in KINDS and TERMS.name(c) for c in ids)


@settings(max_examples=examples(100), deadline=None)
@given(
    st.one_of(
        st.text(max_size=80),
        st.lists(
            st.sampled_from(
                [
                    "knee",
                    "pain",
                    "in",
                    "the",
                    "x-ray",
                    "HTN,",
                    "s/p",
                    "MS",
                    "\n",
                    "type 2 diabetes",
                    "3/10",
                    "A1c.",
                    "swollen",
                    "O2",
                ]
            ),
            max_size=25,
        ).map(" ".join),
    )
)
def test_mentions_are_slices_in_order(text: str) -> None:
    """For any text, mentions lie inside it, in order, without overlap, and ``form`` is the slice."""
    for mentions in (TERMS.find(text), TERMS.find_gapped(text)):
        end = 0
        for mention in mentions:
            assert end <= mention.start < mention.end <= len(text)
            assert text[mention.start : mention.end] == mention.form
            assert mention.concept in TERMS
            end = mention.end


@given(st.text(max_size=30))
def test_reducing_never_fails(word: str) -> None:
    """Any word reduces to something lower-case, and a key of a key is stable in its number of words."""
    assert reduced(word) == reduced(word.lower()) or not word.isascii()
    assert isinstance(key_of(word), str)


def test_a_missing_quickumls_is_one_sentence() -> None:
    """Without the package the adapter says what to install."""
    if find_spec("quickumls") is not None:
        pytest.skip("quickumls is installed here")
    with pytest.raises(RuntimeError, match="pip install quickumls"):
        QuickUmls(Path("nowhere"))


def test_quickumls_candidates_become_mentions() -> None:
    """The best candidate of a group with a clinical type is kept, overlaps are dropped."""
    text = "acute chest pain"
    groups: list[list[dict[str, object]]] = [
        [
            {"start": 6, "end": 16, "cui": "C2", "semtypes": {"T184"}, "similarity": 1.0},
            {"start": 6, "end": 16, "cui": "C1", "semtypes": {"T184"}, "similarity": 0.8},
        ],
        [{"start": 12, "end": 16, "cui": "C3", "semtypes": {"T184"}, "similarity": 1.0}],
        [{"start": 0, "end": 5, "cui": "C4", "semtypes": {"T999"}, "similarity": 1.0}],
    ]
    assert quickumls_mentions(groups, text, {"T184": "symptom"}) == [TermMention(6, 16, "C2", "symptom", "chest pain")]
