"""A question and its answer are about the same thing, what is grave is answered, and people meet as the note says."""

import pytest
from visits import plan_of

from bedside.agents.builtin.clean import is_clean
from bedside.agents.builtin.fitting import fitted_questions, habit_of
from bedside.agents.builtin.news import news
from bedside.agents.builtin.reactions import heard
from bedside.agents.planning.occasion import occasion
from bedside.agents.planning.spokesperson import spokesperson
from bedside.agents.reading.read import read_note
from bedside.knowledge.terminology import Terminology
from bedside.scenarios.brief import Brief
from bedside.scenarios.case import Case
from bedside.scenarios.note import Note
from bedside.scenarios.plan import Cue, Step, Topic


def note_of(text: str) -> Note:
    return read_note("n", text, Terminology.load())


def asked(text: str) -> dict[str, Step]:
    """The step that brings out each statement, by its words."""
    note = note_of(text)
    steps = plan_of(note).steps
    return {fact.text: step for fact in note.facts for step in steps if fact.id in step.facts}


def test_nobody_is_asked_for_operations_and_tells_of_a_relative_or_a_birth() -> None:
    steps = asked(
        "HPI: cough.\nPMH: asthma. Father had a heart bypass at 60. Appendectomy. Normal vaginal delivery 2015."
    )
    of = {text: step.cues[0].aspect for text, step in steps.items() if step.cues}
    assert of["heart bypass at 60"] in ("family", "relative")
    assert of["Appendectomy"] == "surgery"
    assert of["Normal vaginal delivery 2015"] == "pregnancies"


def test_a_habit_is_asked_for_by_its_own_words_and_not_by_its_heading() -> None:
    facts = note_of("HPI: cough.\nSocial history: Drinks 10 units a week. Smokes 5 cigarettes a day.").facts
    assert [habit_of(fact) for fact in facts if fact.section == "social"] == ["drinking", "smoking"]


def test_what_is_about_something_else_is_asked_for_openly_or_by_what_it_is() -> None:
    steps = asked("HPI: She has a sore throat. She was laid off last month. She is terrified of the needle.")
    assert steps["She was laid off last month"].cues[0].aspect == "work_going"
    assert steps["She is terrified of the needle"].cues[0].aspect == "concern"


def test_two_short_open_questions_are_told_in_one_breath() -> None:
    facts = note_of("HPI: He keeps bees. He walks to the lake.").facts
    steps = tuple(
        Step(id=f"s{at}", act="ask", topic="story", revealer="patient", cues=(Cue(aspect="more"),), facts=(fact.id,))
        for at, fact in enumerate(facts)
    )
    assert len(steps) == 2
    (topic,) = fitted_questions([Topic(kind="story", title="story", steps=steps)], facts)
    assert [step.facts for step in topic.steps] == [tuple(fact.id for fact in facts)]


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ("I've twice hit my wife.", "harming"),
        ("My dad hit my mom.", "told"),
        ("I hit my head on the door.", "told"),
        ("My husband hits me when he drinks.", "harmed"),
        ("I don't have any suicidal thoughts.", "told"),
        ("I haven't slept, and I want to die.", "despair"),
        ("It's not getting better. I want to die.", "despair"),
        ("My brother died by suicide.", "loss"),
        ("I lost my job in May.", "hardship"),
        ("I had a miscarriage in 2021.", "lost_child"),
        ("I'd say nine out of ten.", "sore"),
        ("I was told that I have bowel cancer.", "ill"),
        ("I've never had cancer.", "nod"),
        ("I'd rather not have tablets for my mood.", "declined"),
    ],
)
def test_what_calls_for_a_word_is_heard(said: str, what: str) -> None:
    assert heard(said) == what


@pytest.mark.parametrize(
    ("said", "clean"),
    [
        ("You've had a headache for three days.", True),
        ("You sleep three hours a night.", True),
        ("You have a pop.", False),
        ("You have swollen since.", False),
        ("You have back pain in radiating to your leg.", False),
        ("You've had low mood since your wife.", False),
        ("You have loss od appetite.", False),
    ],
)
def test_only_whole_and_plain_sentences_are_said_back(said: str, clean: bool) -> None:
    assert is_clean(said) is clean


@pytest.mark.parametrize(
    ("text", "setting", "met"),
    [
        ("Telephone consultation\nSore throat for 4 days.", "clinic", "phone"),
        ("Ward round, day 3\nCough is better.", "clinic", "ward"),
        ("72M admitted with pneumonia. Cough.", "hospital", "ward"),
        ("He was admitted with pneumonia in 2018. Cough.", "clinic", ""),
        ("Knee pain. Follow up by phone in a week.", "clinic", ""),
        ("Back pain for a week.", "telehealth", "video"),
        ("Home visit. Fell twice this week.", "clinic", "doorstep"),
    ],
)
def test_how_they_meet_is_what_the_note_says(text: str, setting: str, met: str) -> None:
    assert occasion(note_of(text), setting) == met
    opening = [step for step in plan_of(note_of(text), setting=setting).steps if step.act == "greet"]
    assert not met or all(step.subject == met for step in opening)


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("84F with advanced dementia, brought in by daughter. More confused for 3 days.", "daughter"),
        ("80M with advanced dementia and a cough. He cannot give a history.", "caregiver"),
        ("Term newborn with poor feeding and jaundice.", "mother"),
        ("60M with a cough. His mother had advanced dementia.", "patient"),
        ("G2P1 with a newborn at home has breast pain.", "patient"),
    ],
)
def test_who_cannot_tell_it_is_spoken_for(text: str, speaker: str) -> None:
    assert spokesperson(note_of(text), Case(id="c", note=text)) == speaker


def test_what_they_would_rather_not_have_they_say_themselves() -> None:
    note = note_of(
        "HPI: back pain.\nAssessment and plan:\nStrain. Start ibuprofen 400 mg. He would rather not have an MRI."
    )
    step = next(
        step for step in plan_of(note).steps if any("MRI" in fact.text for fact in note.facts if fact.id in step.facts)
    )
    assert step.revealer == "patient" and step.cues[0].aspect == "reaction"


def test_a_complaint_in_their_own_words_opens_the_visit() -> None:
    note = note_of('CC: "I can\'t go on like this."\nHPI: He has low mood. He sleeps badly.')
    opening = next(step for step in plan_of(note).steps if step.act == "invite")
    assert note.facts[0].id in opening.facts


def test_a_lost_heartbeat_is_grave_however_it_is_told() -> None:
    fact = next(f for f in note_of("Exam: Abdomen soft. No fetal heartbeat.").facts if "heartbeat" in f.text)
    step = Step(id="s", act="examine", topic="examination", facts=(fact.id,))
    brief = Brief.model_validate({"role": "patient", "dialogue": "d", "seed": 1, "step": step, "facts": (fact,)})
    assert news(brief) == "grave"
