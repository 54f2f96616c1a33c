"""Physician and patient: questions without answers, answers that answer, reactions that look at what was said."""

from itertools import pairwise
from typing import Any

import pytest
from typed import Made
from visits import held, say, visit

from bedside.agents.builtin.evidence import about_this_visit, shape_of
from bedside.agents.builtin.line import load_phrases, sentence
from bedside.agents.builtin.persons import slots
from bedside.agents.builtin.reactions import heard
from bedside.scenarios.brief import Brief, Evidence
from bedside.scenarios.note import Fact
from bedside.scenarios.persona import Persona
from bedside.scenarios.plan import Cue, Step
from bedside.scenarios.turn import Turn

ASK = {"id": "s1", "act": "ask", "topic": "story", "revealer": "patient"}


def fact(kind: Any, **more: Any) -> Fact:
    """A statement of its own."""
    section = more.pop("section", "history")
    return Made().section(section).add(kind, **more).facts[0]


def asked(aspect: str, words: str = "", **more: Any) -> Step:
    """A question for one fact."""
    return Step.model_validate({**ASK, "cues": (Cue(aspect=aspect, words=words),), "facts": ("f1",), **more})


def test_every_phrase_can_be_said() -> None:
    """Each rule expands with the slots that its speakers have; none shows a mark of a template or a doubled word."""
    import random

    book = load_phrases()
    people = slots(
        Brief(role="patient", dialogue="d", seed=1, step=asked("more"), relation="mother", persona=Persona(sex="male"))
    )
    more = dict.fromkeys("x some one name who doing do_it problem team take it it_is feel come go get".split(), "x")
    for rule in book.rules:
        for seed in range(12):
            text = book.draw(rule, random.Random(seed), "", **people, **more)
            assert not {"{", "}", "<", ">", "|"} & set(text), (rule, text)
            words = text.lower().replace(",", "").split()
            assert not any(one == two and one != "x" for one, two in pairwise(words)), (rule, text)
            assert sentence(text)[-1:] in ".?!:", (rule, text)


def test_a_question_names_its_cue_and_no_answer() -> None:
    """The brief of who asks holds no answer; the thing asked for is named."""
    text = say("physician", asked("symptom", "night sweats"))
    assert "night sweats" in text and text.endswith("?")


@pytest.mark.parametrize("seed", range(30))
def test_denied_is_denied_and_present_is_affirmed(seed: int) -> None:
    """The answer has the polarity of the fact."""
    step = asked("symptom", "fever")
    no = say("patient", step, [fact("symptom", what="fever", polarity="denied")], seed=seed)
    yes = say("patient", step, [fact("symptom", what="fever")], seed=seed)
    assert "no" in no.lower().replace(",", "").replace(".", "").split()[:3] or no.lower().startswith(
        ("none", "nope")
    ), no
    assert yes.lower().startswith(("yes", "yeah")), yes


def test_where_nothing_is_known_the_patient_says_so() -> None:
    """Without a fact the answer is neither yes nor no."""
    for seed in range(20):
        assert heard(say("patient", asked("symptom", "rash"), seed=seed)) == "unsure"


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ("I'm worried about a stroke because my uncle had one.", "fear"),
        ("No, I'm not worried.", "no"),
        ("My mother passed away in May.", "loss"),
        ("My back pain is worse at night.", "trouble"),
        ("The pain is much better now.", "told"),
        ("Okay.", "nod"),
        ("I'd rather not have that.", "declined"),
        ("What does that mean?", "puzzled"),
        ("Do I need a scan?", "question"),
        ("I'm not sure, sorry.", "unsure"),
        ("", "nothing"),
    ],
)
def test_what_was_said_is_heard(said: str, what: str) -> None:
    """From the words alone, so that it holds for what a person types as well."""
    assert heard(said) == what


@pytest.mark.parametrize("seed", range(20))
def test_a_fear_is_answered_right_after(seed: int) -> None:
    """Before anything else is asked."""
    turns = (Turn(id="s0.patient", speaker="patient", text="I'm worried about cancer."),)
    text = say("physician", asked("past", topic="past"), turns=turns, seed=seed).lower()
    assert any(word in text for word in ("worr", "thank you for telling", "hear you", "on your mind"))


@pytest.mark.parametrize("seed", range(30))
def test_nobody_is_pleased_with_bad_news(seed: int) -> None:
    """No "great" or "good" to a grave diagnosis, and no "great" of the physician to trouble."""
    grave = fact("diagnosis", what="lung cancer", section="assessment")
    step = Step(id="s1", act="explain", topic="assessment", facts=("f1",))
    reply = say("patient", step, [grave], seed=seed).lower()
    assert not any(word in reply for word in ("great", "good", "perfect", "relief", "glad", "wonderful")), reply
    turns = (Turn(id="s0.patient", speaker="patient", text="My chest hurts and I can't sleep."),)
    text = say("physician", asked("onset"), turns=turns, seed=seed).lower()
    assert not any(word in text for word in ("great", "perfect", "good", "wonderful", "excellent")), text


def test_an_offer_is_made_and_declined_by_the_patient() -> None:
    """The physician offers without knowing the answer; the patient answers as the note has it."""
    state = held(visit())
    offer = next(f.id for f in visit().facts if f.kind == "offer")
    said = [
        (turn.speaker, turn.text.lower())
        for turn, reason in zip(state.turns, state.reasons, strict=True)
        if offer in reason.facts
    ]
    assert [speaker for speaker, _ in said] == ["physician", "patient"]
    assert "flu shot" in said[0][1] and "declin" not in said[0][1] and "rather not" not in said[0][1]
    assert "no" in said[1][1] or "rather not" in said[1][1]


def test_a_drug_keeps_its_dose() -> None:
    """Two or three drugs a turn, each with its own dose."""
    state = held(visit())
    for turn, reason in zip(state.turns, state.reasons, strict=True):
        if turn.speaker == "patient" and reason.topic == "medications":
            text = turn.text
            assert ("lisinopril" in text) == ("20 milligrams" in text)
            assert ("metformin" in text) == ("500 milligrams" in text)


def test_no_age_is_recited_to_the_patient() -> None:
    """Nobody is told how old they are."""
    assert not any("54" in turn.text or "years old" in turn.text for turn in held(visit()).turns)


@pytest.mark.no_cover
@pytest.mark.parametrize("setting", ["clinic", "portal"])
@pytest.mark.parametrize("seed", range(6))
def test_claims_point_at_the_words_that_state_a_fact(seed: int, setting: str) -> None:
    """Every fact of a turn has its characters, within the text; what a claim covers is not empty."""
    state = held(visit(), seed, setting=setting)
    for turn, reason in zip(state.turns, state.reasons, strict=True):
        claimed = {one for claim in reason.claims for one in claim.facts}
        assert set(reason.facts) == claimed, (turn.text, reason.facts)
        for claim in reason.claims:
            assert turn.text[claim.said.start : claim.said.end].strip()
            assert 0 <= claim.said.start < claim.said.end <= len(turn.text)


def test_what_a_persona_keeps_back_is_on_the_record() -> None:
    """Not said, and withheld with its reason."""
    state = held(visit(), patient={"persona": "guarded"}, seed=3)
    kept = set(state.meta["withheld"])
    smoking = next(f.id for f in visit().facts if f.kind == "habit")
    assert smoking in kept
    assert "quit" not in " ".join(turn.text for turn in state.turns)


def test_a_child_is_spoken_for_and_asked_about() -> None:
    """A mother answers for a small child, and no question takes her for the patient."""
    made = Made().section("complaint").add("complaint", what="cough")
    made.section("history").add("symptom", what="cough", duration="for 2 days").add(
        "symptom", what="fever", polarity="denied"
    )
    made.section("medications").add("drug", drug="ibuprofen", as_needed="as needed")
    made.section("allergies").add("none", what="none", polarity="denied")
    made.section("examination").add("finding", what="clear", part="lungs")
    note = made.note(age=2.0, sex="male", companions=("mother",))
    for seed in range(8):
        state = held(note, seed)
        assert {turn.speaker for turn in state.turns} == {"physician", "mother"}
        for turn, reason in zip(state.turns, state.reasons, strict=True):
            if turn.speaker == "physician" and reason.act in ("ask", "examine"):
                text = turn.text.lower()
                assert (
                    "your" not in text.replace("your notes", "")
                    and " are you " not in text
                    and "do you take" not in text
                ), text
            elif turn.speaker == "mother":
                assert " i've had" not in f" {turn.text.lower()}"


def test_a_warning_sign_comes_from_a_page_about_this_visit_or_not_at_all() -> None:
    """Told as what needs help at once where the page is about what they have; the page of a word that fell is passed over."""
    step = Step(id="e1", act="safety", topic="plan", subject="back pain; sciatica")
    turns = (Turn(id="s1.patient", speaker="patient", text="My back hurts. My headache is better."),)
    here = Evidence(
        id="back-pain#r", document="back-pain", section="Red flags", text="numbness around your groin | cord"
    )
    other = Evidence(id="headache#r", document="headache", section="Red flags", text="sudden blindness | bleed")
    told = say("physician", step, evidence=(other, here), turns=turns)
    assert "if you notice any numbness around your groin" in told.lower()
    assert any(word in told for word in ("ambulance", "emergency"))
    assert say("physician", step, evidence=(other,), turns=turns) == ""
    assert say("physician", step, turns=turns) == ""
    brief = Brief(role="physician", dialogue="d", seed=1, step=step, turns=turns)
    assert about_this_visit(here, brief) and not about_this_visit(other, brief)


@pytest.mark.parametrize(
    ("flag", "shape"),
    [
        ("swelling of the lips", "sign"),
        ("thoughts of self-harm", "matter"),
        ("losing track of time", "doing"),
        ("fewer kicks from the baby", "doing"),
    ],
)
def test_a_warning_sign_is_asked_for_as_what_it_is(flag: str, shape: str) -> None:
    """Nobody notices any thoughts, or has any losing."""
    assert shape_of(flag) == shape


@pytest.mark.no_cover
def test_the_same_seed_says_the_same_and_another_something_else() -> None:
    """Deterministic by seed; twelve seeds share few openings."""
    one, two = held(visit(), 5), held(visit(), 5)
    assert [turn.text for turn in one.turns] == [turn.text for turn in two.turns]
    assert len({held(visit(), seed).turns[0].text for seed in range(12)}) >= 8


def test_reactions_do_not_change_with_guidelines() -> None:
    """A turn that only a passage brought about is passed over when the talk so far is read."""
    before = (Turn(id="s1.patient", speaker="patient", text="It hurts at night."),)
    after = (
        *before,
        Turn(id="e2.physician", speaker="physician", text="Any fever?"),
        Turn(id="e2.patient", speaker="patient", text="I'm not sure."),
    )
    assert say("physician", asked("past"), turns=before) == say("physician", asked("past"), turns=after)
