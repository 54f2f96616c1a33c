"""What answers a question in free words: what it asks for and nothing else, and nothing where the note is silent."""

import random

import pytest
from typed import Made

from bedside.agents.builtin.answer_sides import ROLES_OF
from bedside.agents.builtin.answering import find_answer
from bedside.agents.builtin.asked import broader, is_question, near, read_question, same, tells, told_without_name
from bedside.agents.builtin.asked_about import WORDS_OF
from bedside.agents.builtin.known import Found, Knows, may_be_told
from bedside.agents.builtin.tables import words
from bedside.benchmarks.play_questions import note_of, questions
from bedside.knowledge.terminology import reduced
from bedside.scenarios.note import Fact

CASES = sorted({question.case for question in questions()})


def knows(case: str, *before: str) -> Knows:
    """What the patient of a shipped case may tell, after these questions."""
    note = note_of(case)
    facts = tuple(f for f in note.facts if f.established == "before" and f.knower != "physician" and may_be_told(f))
    named = tuple(concept for text in reversed(before) for concept in read_question(text).concepts)
    return Knows(note, facts, (), named)


def texts(found: Found) -> list[str]:
    """What is told, in the note's words."""
    return [" ".join(fact.text.casefold().split()) for fact in found.facts]


@pytest.mark.parametrize(
    ("wordings", "told"),
    [
        (("Any allergies?", "Are you allergic to anything?", "is there any medicine you react badly to"), "codeine"),
        (("Do you smoke?", "Are you a smoker?", "how many cigarettes a day?"), "smoke"),
        (("What do you do for a living?", "Do you work or study?", "What's your job?"), "graduate student"),
        (("Any knee pain?", "Does your knee hurt?", "Is there pain in the knee?"), "knee pain"),
        (("How bad is the pain?", "On a scale of 1 to 10, where is it?", "How would you rate it?"), "7/10"),
    ],
)
def test_the_same_question_in_other_words_has_the_same_answer(wordings: tuple[str, ...], told: str) -> None:
    """However something is asked, the same statement answers."""
    for wording in wordings:
        found = texts(find_answer(wording, knows("rolled-ankle")))
        assert len(found) == 1, wording
        assert told in found[0], wording


def test_what_the_note_denies_is_denied_and_what_it_does_not_mention_is_not_known() -> None:
    """A denial is an answer; silence is none."""
    denied = find_answer("Do you have a fever?", knows("rolled-ankle"))
    assert [(fact.concept, fact.polarity) for fact in denied.facts] == [("fever", "denied")]
    for silent in ("Do you have diabetes?", "Have you been to Brazil?", "Is there cancer in the family?"):
        assert find_answer(silent, knows("rolled-ankle")).facts == (), silent


def test_two_questions_in_a_line_are_both_answered() -> None:
    """People ask more than one thing at once."""
    found = texts(find_answer("Do you smoke? And are you allergic to anything?", knows("rolled-ankle")))
    assert found == ["smoke", "codeine causes vomiting"]


def test_a_side_is_that_of_what_was_spoken_of_last() -> None:
    """ "Since when" after high blood pressure is about that, and not about what they came with."""
    asked = "Do you have high blood pressure?"
    found = find_answer("How long have you had that?", knows("chest-tightness-on-stairs", asked))
    assert texts(found) == ["hypertension, diagnosed 8 years ago"]


def test_a_side_that_what_was_spoken_of_last_does_not_have_is_that_of_the_complaint() -> None:
    """ "How bad is it?" after a question about allergies is about what they came with."""
    found = find_answer("How bad is it?", knows("rolled-ankle", "Any allergies?", "Do you smoke?"))
    assert len(found.facts) == 1
    assert "7/10" in found.facts[0].text


def test_the_family_is_not_the_patient() -> None:
    """Who asks about the patient is not told of the father, and the other way about."""
    own = find_answer("Have you ever had a heart attack?", knows("chest-tightness-on-stairs"))
    assert own.facts == ()
    father = find_answer("Has your father had a heart attack?", knows("chest-tightness-on-stairs"))
    assert [fact.subject for fact in father.facts] == ["father"]


def test_a_symptom_anywhere_does_not_answer_for_one_place() -> None:
    """Pain is no answer to a question about the back; no numbness at all is one about the hand."""
    made = Made()
    made.section("complaint").add("complaint", what="knee pain", concept="knee-pain")
    made.section("history").add("symptom", what="numbness", polarity="denied", concept="numbness")
    note = made.note()
    here = Knows(note, note.facts)
    assert find_answer("Does your back hurt?", here).facts == ()
    assert [fact.polarity for fact in find_answer("Any numbness in your hand?", here).facts] == ["denied"]


SECTIONS = {
    "allergies": {"allergies"}, "surgery": {"past"}, "hospital": {"past"}, "past": {"past", "history"}, "family": {"family"},
    "medications": {"medications", "past", "history"}, "reason": {"complaint", "history"}, "cause": {"history"},
    "tried": {"history"}, "concern": {"history"}, "more": {"complaint", "history"}, "again": {"history", "past"},
}  # fmt: skip
KINDS = {"smoking": "habit", "drinking": "habit", "drugs": "habit", "work": "work", "home": "home", "age": "identity"}


def asked_for(fact: Fact, text: str, here: Knows) -> bool:
    """Whether a fact is of a topic that a question asks for, about what it names, of words that it has, or of a side that it
    asks for."""
    asked = read_question(text)
    if asked.kin and (fact.section == "family" or fact.subject != "patient"):
        return True
    by_topic = any(
        fact.section in SECTIONS.get(topic, set()) or KINDS.get(topic) == fact.kind for topic in asked.topics
    )
    told = frozenset(same(reduced(word)) for word in words(fact.text))
    heard = frozenset(same(reduced(word)) for word in words(text))
    concepts = frozenset(c for one in asked.concepts for c in (*near(one), *broader(one)))
    by_name = bool(concepts & here.named(fact)) or any(told_without_name(one, told) for one in asked.concepts)
    by_words = bool(heard & told) or any(
        not WORDS_OF[t].isdisjoint(words(fact.text)) for t in asked.topics if t in WORDS_OF
    )
    by_side = any(
        tells(side, fact.text) or any(a.role in ROLES_OF.get(side, {side}) for a in fact.arguments)
        for side in asked.sides
    )
    return by_topic or by_name or by_words or by_side


@pytest.mark.parametrize("case", CASES)
def test_nothing_is_told_that_no_question_asks_for(case: str) -> None:
    """Over shipped cases and questions of other cases, drawn at random: whatever is told is known to the patient, stood before
    the visit, and is of a kind, a side or a thing that the question names. A question of nothing is told nothing."""
    rng = random.Random(case)
    here = knows(case)
    everything = [question.text for question in questions()]
    for text in rng.sample(everything, 40):
        found = find_answer(text, here)
        for fact in found.facts:
            assert fact in here.facts
            assert fact.established == "before"
            assert fact.knower != "physician"
            assert asked_for(fact, text, here), (text, fact.text)
    for nothing in ("", "   ", "?", "...", "Hm.", "asdf qwer", "1234567890", "\u2603" * 50):
        assert find_answer(nothing, here).facts == (), nothing


@pytest.mark.parametrize(
    ("line", "asks"),
    [
        ("Does it hurt?", True),
        ("Tell me about your work", True),
        ("when did it start", True),
        ("I think it is a sprain.", False),
        ("Good morning, I am Dr. Hart.", False),
        ("Take this twice a day.", False),
    ],
)
def test_a_question_is_known_without_its_mark(line: str, asks: bool) -> None:
    """People leave question marks out."""
    assert is_question(line) is asks
