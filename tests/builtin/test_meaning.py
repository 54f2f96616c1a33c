"""What is the patient's to tell, what is asked by which name, and what is told once."""

from typed import Made
from visits import held, plan_of, say

from bedside.agents.builtin.reactions import auxiliary, heard, lost
from bedside.scenarios.plan import Cue, Step
from bedside.scenarios.turn import Turn


def test_what_has_not_happened_is_no_history_of_the_patient() -> None:
    """A sign that would be a reason to return is never told as one that is there."""
    made = Made().section("complaint").add("complaint", what="dizziness")
    made.section("history").add("symptom", what="weakness", temporality="hypothetical")
    plan = plan_of(made.note())
    assert not any("f2" in step.facts for step in plan.steps)
    assert "has not happened" in plan.unplaced["f2"]


def test_the_reason_is_the_patients_own_complaint() -> None:
    """Neither the death of another nor a fear opens the visit where there is a complaint."""
    made = Made().section("complaint")
    made.add("relative", who="mother", state="died", subject="mother").add("complaint", what="headache")
    steps = plan_of(made.note()).steps
    opening = next(step for step in steps if step.act == "invite" and step.topic == "reason")
    assert opening.facts == ("f2",)


def test_no_allergies_are_asked_for_as_allergies() -> None:
    """Wherever they stand in the note."""
    made = Made().section("complaint").add("complaint", what="cough")
    made.section("medications").add("none", what="NKDA", polarity="denied")
    step = next(step for step in plan_of(made.note()).steps if "f2" in step.facts)
    assert (step.topic, step.cues[0].aspect) == ("allergies", "allergies")


def test_a_denial_is_asked_for_with_what_limits_it() -> None:
    """No shortness of breath at rest is not no shortness of breath."""
    made = Made().section("complaint").add("complaint", what="cough")
    made.section("history").add("symptom", what="chest pain", trigger="at rest", polarity="denied")
    step = next(step for step in plan_of(made.note()).steps if "f2" in step.facts)
    assert step.cues[0].words == "chest pain at rest"


def test_nobody_is_asked_for_issues() -> None:
    """A word that means nothing without what stood before it is no name for a question."""
    made = Made().section("complaint").add("complaint", what="cough")
    made.section("history").add("symptom", what="issues", polarity="denied")
    step = next(step for step in plan_of(made.note()).steps if "f2" in step.facts)
    assert not step.cues[0].words


def test_what_was_told_is_not_asked_for_again() -> None:
    """A bare symptom of the review that the story told in the same sense is accounted for and not asked; another sense is."""
    made = Made().section("history")
    made.add("symptom", what="fever", duration="for 2 days", concept="fever")
    made.section("review").add("symptom", what="fever", concept="fever")
    made.add("symptom", what="chills", concept="chills", polarity="denied")
    plan = plan_of(made.note())
    assert plan.unplaced["f2"] == "same as f1"
    assert any("f3" in step.facts for step in plan.steps)


def test_nobody_is_asked_for_a_sign_that_the_note_does_not_speak_of() -> None:
    """Every question has its answer in the note."""
    made = Made().section("complaint").add("complaint", what="headache")
    made.section("history")
    for what in (
        "nausea",
        "vomiting",
        "fever",
        "chills",
        "dizziness",
        "cough",
        "rash",
        "fatigue",
        "itching",
        "hiccups",
    ):
        made.add("symptom", what=what, polarity="denied")
    made.section("plan").add("order", what="blood test", action="test", values={"action": "test"}, established="visit")
    made.add("advice", what="rest", established="visit")
    asked = [step for step in plan_of(made.note()).steps if step.act == "ask"]
    assert asked
    assert all(step.facts for step in asked)
    assert not any(heard(turn.text) == "unsure" for turn in held(made.note()).turns)


def test_a_loss_names_who_died() -> None:
    """And nothing is asked before it was answered."""
    assert lost("My mother died of a stroke at 60.") == "mother"
    turns = (Turn(id="s0.patient", speaker="patient", text="My mother died of a stroke at 60."),)
    step = Step(id="s1", act="ask", topic="family", revealer="patient", cues=(Cue(aspect="family"),), facts=("f1",))
    assert "sorry to hear about your mother" in say("physician", step, turns=turns)


def test_a_short_answer_takes_up_the_verb_of_the_question() -> None:
    """Nobody answers "Have you had a fever?" with "I do"."""
    assert auxiliary("Okay. Have you had a fever?") == "have"
    assert auxiliary("Do you have any pain?") == "do"
    assert auxiliary("Any fever?") == ""


def test_dark_thoughts_are_answered_before_the_next_question() -> None:
    """Once they are denied, nothing is answered."""
    assert heard("I've thought that others would be better off without me.") == "despair"
    assert heard("No, I have no thoughts of suicide.") == "no"
