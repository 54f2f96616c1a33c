"""What is asked in words that no statement has: the nearest statement answers where it is near and alone in that."""

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray
from typed import Made

from bedside.agents.builtin.answering import find_answer
from bedside.agents.builtin.asked import classes_against, read_question
from bedside.agents.builtin.known import Knows
from bedside.agents.builtin.nearness import Nearness, as_thought_of
from bedside.scenarios.note import Note


class ByMeaning:
    """An encoder for which some words mean the same; each meaning is a direction of its own."""

    name = digest = "by-meaning"
    _MEANINGS = (
        ("wheel", "drives", "car"),
        ("gutted", "sad", "misses"),
        ("smoke", "smoking"),
        ("lungs", "coughs"),
    )

    def documents(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors."""
        rows = np.full((len(texts), len(self._MEANINGS) + 1), 0.01, dtype=np.float32)
        for row, text in enumerate(texts):
            for at, meaning in enumerate(self._MEANINGS):
                rows[row, at] += sum(word in text.casefold().replace("?", "").split() for word in meaning)
            rows[row, -1] += 0.2  # what all lines have in common
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)

    queries = documents


def note() -> Note:
    """A visit with three clauses about nothing that the terminology names."""
    made = Made()
    made.section("history").add("event", clause="She drives short distances")
    made.section("history").add("event", clause="She misses her old house")
    made.section("history").add("event", clause="She misses her garden")
    return made.note()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Are you still behind the wheel?", ["She drives short distances"]),
        ("Are you gutted about it?", []),  # two statements are as near
        ("Do you smoke?", []),  # the note would say so by that name
        ("Are your lungs clear?", []),  # nothing is near
    ],
)
def test_the_nearest_statement_answers_where_it_stands_alone(text: str, told: list[str]) -> None:
    """A question by meaning has one answer, or none."""
    here = note()
    assert [
        fact.text for fact in find_answer(text, Knows(here, here.facts, nearness=Nearness(ByMeaning()))).facts
    ] == told
    assert find_answer(text, Knows(here, here.facts)).facts == ()


def test_a_statement_is_put_with_its_kind() -> None:
    """A drug, a denial and a relative's illness are not taken for one another."""
    made = Made()
    made.section("medications").add("drug", drug="lisinopril", concept="lisinopril")
    made.section("history").add("symptom", what="fever", polarity="denied", concept="fever")
    drug, denied = (as_thought_of(fact) for fact in made.note().facts)
    assert "take" in drug
    assert "lisinopril" in drug
    assert denied == "no fever"


def test_a_drug_answers_for_what_it_is_taken_against() -> None:
    """ "What do you take for your blood pressure?" is a question for drugs of some classes."""
    made = Made()
    made.section("medications").add("drug", drug="amlodipine", concept="amlodipine")
    made.section("medications").add("drug", drug="omeprazole", concept="omeprazole")
    here = made.note()
    for text in ("What are you taking for your blood pressure?", "Are you on blood pressure tablets?"):
        assert [fact.concept for fact in find_answer(text, Knows(here, here.facts)).facts] == ["amlodipine"], text
    assert find_answer("Are you on any antibiotics?", Knows(here, here.facts)).facts == ()
    asked = read_question("What do you take for it?")
    assert "class:statin" in classes_against(asked.aim, ("hyperlipidemia",))
    assert not classes_against(asked.aim)
