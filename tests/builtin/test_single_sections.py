"""Single sections of notes, without a heading: why somebody came, and what is asked where the section tells no complaint."""

import pytest
from from_note import note_of, said_of
from visits import plan_of

from bedside.agents.planning.spokesperson import spokesperson
from bedside.agents.speaking.view import View
from bedside.scenarios.case import Case
from bedside.scenarios.note import Note


def opening(text: str) -> str:
    """What somebody says when asked why they came; "" where nobody asks."""
    note = note_of(text)
    by_id = {fact.id: fact.text for fact in note.facts}
    topic = next((topic for topic in plan_of(note).topics if topic.kind == "reason"), None)
    return " ".join(by_id[fact] for fact in topic.steps[0].facts) if topic is not None else ""


def topics(note: Note) -> dict[str, str]:
    """Under which topic the words of each statement are told."""
    placed = {fact: topic.kind for topic in plan_of(note).topics for step in topic.steps for fact in step.facts}
    return {fact.text: placed.get(fact.id, "") for fact in note.facts}


@pytest.mark.parametrize(
    ("section", "first"),
    [
        ("She has a two-year history of lung cancer, which has spread. She has also some numbness in her left foot.", "lung cancer"),
        ("He was at work when he noticed some redness in his right foot. He notes itching as well as pain.", "redness"),
        ("The patient was brought in after a car accident. She has some mild pain on the left of her neck.", "accident"),
        ("Four hours later he had left hand numbness lasting two hours. He has had falling spells for a year.", "falling spells"),
    ],
)  # fmt: skip
def test_a_story_begins_with_what_matters_first(section: str, first: str) -> None:
    assert first in opening(section)


@pytest.mark.parametrize(
    "section",
    [
        "Her father died from leukemia. Her mother died from kidney failure. She has two brothers.",
        "She is married, lives with her husband, has 2 grown children. Her husband is a chemistry teacher.",
        "He previously worked with pipelines, but has been on disability for five years. He does not really have any hobbies.",
    ],
)
def test_nobody_comes_for_their_family_or_their_work(section: str) -> None:
    found = topics(note_of(section))
    assert opening(section) == ""
    assert set(found.values()) <= {"family", "social", ""} and any(found.values())


def test_how_well_a_history_was_given_is_told_by_nobody() -> None:
    found = topics(note_of("The patient has belly pain. The patient is unable to provide further history."))
    assert next(topic for text, topic in found.items() if "provide" in text) == ""


@pytest.mark.parametrize(
    ("section", "complaint"),
    [
        ("This is the initial clinic visit for a 29-year-old man who is seen for new onset of shoulder pain. He is a cook.", "shoulder pain"),
        ("A 90-year-old woman with osteoporosis admitted for evaluation and management of vomiting. She is tired.", "vomiting"),
        ("The patient is a pleasant but demented 80-year-old man, who lives in a home, who presented with belly pain.", "belly pain"),
        ("Briefly, a 16-year-old boy who is in eleventh grade, who presents with blurred vision, was found to have a tumor.", "blurred vision"),
        ("He is here for evaluation. He punched a glass, lacerating his hand, and it continues to bleed.", "punched"),
    ],
)  # fmt: skip
def test_why_they_came_is_found_behind_who_they_are(section: str, complaint: str) -> None:
    assert complaint in opening(section)


@pytest.mark.parametrize(
    ("section", "speaker"),
    [
        ("A demented 80-year-old man with belly pain is unable to provide further history. His son is at the bedside.", "son"),
        ("A 7-year-old boy has vomited for three days. Dad was trying very hard to explain to me what had happened.", "father"),
        ("The child has not been coughing. Family mostly noted that she had spilled it. She has been well.", "mother"),
        ("A 40-year-old woman has belly pain and is unable to provide further history.", "patient"),
    ],
)  # fmt: skip
def test_who_cannot_tell_it_has_somebody_to_speak(section: str, speaker: str) -> None:
    note = note_of(section)
    assert spokesperson(note, Case(id="c", note=section)) == speaker


def test_what_was_decided_before_is_no_plan() -> None:
    note = note_of(
        "She has neck pain. I referred her for an MRI and she returns today. She states that she is unchanged."
    )
    assert not [fact for fact in note.facts if fact.section == "plan"]
    off = note_of("PLAN: We decided to take her off prednisone due to adverse effects.").facts
    assert [done.value for fact in off if fact.kind == "drug" and (done := fact.argument("action"))] == ["stop"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("She has lung cancer, which she says has spread to both femurs.", "I have lung cancer, which has spread to both femurs."),
        ("The patient was given IV antibiotics in the emergency room.", "I was given intravenous antibiotics in the emergency room."),
        ("The patient after the fall was confused.", "I after the fall was confused."),
    ],
)  # fmt: skip
def test_what_is_said_of_it(line: str, said: str | None) -> None:
    assert said_of(line, View("patient", "female", 50)) == [said]


def test_what_the_patient_was_instructed_to_do_is_said_to_them() -> None:
    note = note_of("The patient was instructed to contact us with any questions. His staples are clean.")
    assert [fact.kind for fact in note.facts if fact.section == "plan"] == ["advice"]
    note = note_of("She was instructed by her doctor to come to the emergency room. She has chest pain.")
    assert not [fact for fact in note.facts if fact.section == "plan"]
