"""Single sections of notes, without a heading: why somebody came, and what is asked where the section tells no complaint."""

import pytest
from from_note import note_of
from visits import plan_of

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
