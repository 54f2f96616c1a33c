"""Prose of a history: typed where its form is known, told whole where it is a clause, opaque else; nothing lost."""

import pytest

from bedside.agents.reading import history
from bedside.agents.reading.draft import Draft
from bedside.agents.reading.part import Part, Record
from bedside.agents.reading.sentences import sentences
from bedside.agents.text.doc import Doc
from bedside.knowledge.terminology import Terminology
from bedside.scenarios.span import Span


def read(text: str, sex: str = "female") -> tuple[Doc, list[Draft]]:
    doc = Doc(text, Terminology.load())
    doc.patient = (sex, None)
    span = Span(start=0, end=len(text))
    record = Record(span, sentences(text, 0, len(text)))
    return doc, list(history.read(record, Part("history", "", span, (record,)), doc))


def told(text: str, sex: str = "female") -> list[tuple[str, str, str]]:
    """Kind, words and polarity of each statement."""
    doc, found = read(text, sex)
    return [
        (draft.kind, (draft.arguments[0].text if draft.arguments else doc.slice(draft.span)), draft.polarity)
        for draft in found
    ]


def test_who_came_with_what() -> None:
    assert told("Kim Lund is a 52-year-old female with a past medical history significant for gout and asthma, who presents with hives.") == [
        ("identity", "52-year-old", "present"),
        ("condition", "gout", "present"),
        ("condition", "asthma", "present"),
        ("symptom", "hives", "present"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("She denies nausea, chills, or night sweats.", [("symptom", "nausea", "denied"), ("symptom", "chills", "denied"), ("symptom", "night sweats", "denied")]),
        ("He complains of nausea but denies vomiting.", [("symptom", "nausea", "present"), ("symptom", "vomiting", "denied")]),
        ("Has eaten well, no vomiting", [("event", "Has eaten well", "present"), ("symptom", "vomiting", "denied")]),
        ("Her wrist feels better.", [("event", "Her wrist feels better", "present")]),
        ("She reports that her wrist feels better.", [("event", "her wrist feels better", "present")]),
        ("Regarding her asthma, she states that she is doing well.", [("condition", "asthma", "present"), ("event", "she is doing well", "present")]),
        ("She stopped ramipril in May.", [("drug", "ramipril", "present")]),
        ("Worried about a melanoma as her aunt had one.", [("wish", "a melanoma", "present"), ("condition", "a melanoma", "present")]),
        ("No dizziness, sight fine", [("symptom", "dizziness", "denied"), ("status", "fine", "present")]),
        ("She presents for follow-up of gout.", [("complaint", "follow-up of gout", "present")]),
        ("When he came home, he was tired.", [("event", "When he came home, he was tired", "present")]),
        ("He says that if he rests, which is rare, it eases.", [("event", "if he rests, which is rare, it eases", "present")]),
        ("Her past medical history is significant for gout and asthma.", [("condition", "gout", "present"), ("condition", "asthma", "present")]),
        ("She does not report any nausea, chills or vomiting.", [("symptom", "nausea", "denied"), ("symptom", "chills", "denied"), ("symptom", "vomiting", "denied")]),
        ("The cow was found to be calm, but was found to be lame.", [("event", "The cow was found to be calm, but was found to be lame", "present")]),
        ("A 30-year-old woman involved in a crash on Friday.", [("identity", "30-year-old", "present"), ("event", "involved in a crash on Friday", "present")]),
        ("Has asthma with no wheeze.", [("condition", "asthma", "present"), ("symptom", "wheeze", "denied")]),
        ("She denies that it burns.", [("opaque", "She denies that it burns", "present")]),
    ],
)  # fmt: skip
def test_forms(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert told(text) == expected


def test_a_drug_that_was_stopped() -> None:
    _, found = read("She stopped ramipril in May because of a cough.")
    actions = [
        argument.value
        for draft in found
        if draft.kind == "drug"
        for argument in draft.arguments
        if argument.role == "action"
    ]
    assert actions == ["stop"]


def test_whose_and_who_says_so() -> None:
    _, found = read("Worried about a melanoma as her aunt had one.")
    assert [draft.subject for draft in found] == ["patient", "aunt"]
    _, found = read("Father reports hives.", "male")
    assert [(draft.kind, draft.subject, draft.speaker) for draft in found] == [("symptom", "patient", "father")]


def test_a_note_that_speaks_to_the_patient() -> None:
    _, found = read("You felt dizzy on Monday.")
    assert [(mark.role, mark.lemma) for mark in found[0].marks] == [("subject", ""), ("verb", "feel")]


@pytest.mark.parametrize(
    "text",
    [
        "Lorem ipsum dolor sit amet, qq 17 zz.",
        "She denies hearing a pop at the time of the injury.",
        "(not measured) ++ --",
        "Takeaway 4/7 ago - noodle bar",
    ],
)
def test_nothing_is_lost(text: str) -> None:
    doc, found = read(text)
    held = [span for draft in found for span in (draft.span, *(argument.span for argument in draft.arguments))]
    for token in doc.tagged(Span(start=0, end=len(text))):
        if len(token.text) > 3 and token.text[0].isalpha() and token.lower not in ("with", "time"):
            assert any(span.start <= token.start < span.end for span in held), token.text


def test_spans_differ_and_are_in_order() -> None:
    _, found = read("Dizzy spells for 3 days, worse on standing; no nausea, no vomiting, and a dry cough.")
    spans = [(draft.span.start, draft.span.end) for draft in found]
    assert spans == sorted(set(spans))


def test_a_line_goes_on_with_the_complaint_before() -> None:
    _, found = read("Dizzy spells for 3 days. Worse on standing.")
    assert [(a.role, a.text) for a in found[1].arguments] == [("what", "Dizzy spells"), ("trigger", "on standing")]
    _, found = read("No dizziness. Worse on standing.")
    assert [draft.kind for draft in found] == ["symptom", "opaque"]


def test_what_a_telegram_leaves_out_is_marked() -> None:
    doc, found = read("Still drinking fluids.")
    assert doc.slice(found[0].span) == "Still drinking fluids"
    assert [(mark.role, mark.lemma, mark.form) for mark in found[0].marks] == [
        ("subject", "", ""),
        ("verb", "be", "present"),
    ]


def test_a_topic_stays_with_what_is_said_of_it() -> None:
    _, found = read("Regarding her asthma, she states that she is doing well.")
    assert [draft.problem for draft in found] == ["", "asthma"]


@pytest.mark.no_cover
def test_a_long_line_is_read_to_its_end() -> None:
    _, found = read("no cough, " * 2000)
    assert len(found) == 2000
    assert {draft.polarity for draft in found} == {"denied"}


def said_of(text: str) -> list[tuple[str, str, str]]:
    """Whose each complaint is, its name, and whether it is there."""
    return [(draft.subject, draft.arguments[0].text, draft.polarity) for draft in read(text)[1]]


def test_who_answers_with_the_patient_has_no_complaint() -> None:
    assert said_of("Patient and daughter also deny fevers, chills.") == [
        ("patient", "fevers", "denied"),
        ("patient", "chills", "denied"),
    ]


def test_what_never_was_stays_denied_beside_what_is_over() -> None:
    found = said_of("He has had a lot of swelling, but no anaphylactic reactions in the past.")
    assert [polarity for _, _, polarity in found] == ["present", "denied"]


def test_how_often_the_falls_come_limits_no_denial() -> None:
    _, found = read("He has had falling spells without associated vomiting up to several times a month.")
    assert [[a.role for a in draft.arguments] for draft in found if draft.polarity == "denied"] == [["what"]]
