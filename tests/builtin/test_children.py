"""A hurried note about a small child: who it is about is read, and whoever speaks for the child is asked about the child."""

import re

import pytest

from bedside.agents.reading.read import read_note
from bedside.knowledge.terminology import Terminology
from bedside.orchestrator.build.simulate_item import Item, Simulator
from bedside.scenarios.case import Case

NOTE = """Reason: barking cough, 2 y old Emil with his mother

HPI: Cold for two days. Last night at 2 am he woke with a barking cough. It got better after 20 min. Temp 38.4 at home.
No drooling, drinks well. Not choking on anything.

PMH: born at term. Vaccinations up to date.
Meds: none
All: none known
Social: lives with his parents. Goes to daycare. Parents do not smoke.

Exam: T 37.9, RR 32. Barking cough, no stridor at rest. Lungs clear.

A: Mild croup.
P: Dexamethasone 2 mg by mouth once. Come back for noisy breathing at rest."""


def test_a_hurried_note_says_who_it_is_about() -> None:
    """Age in shorthand, a mother who came along, a reason, a plan under its letter, a sentence that ends in an
    abbreviation, and a denial that ends where a verb begins."""
    note = read_note("n", NOTE, Terminology.load())
    assert (note.age, note.sex, note.companions) == (2.0, "male", ("mother",))
    facts = {" ".join(fact.text.split()): fact for fact in note.facts}
    assert facts["barking cough, 2 y old Emil with his mother"].section == "complaint"
    assert facts["Dexamethasone 2 mg by mouth once"].section == "plan"
    assert facts["Temp 38.4 at home"].section == "history"
    assert (facts["drooling"].polarity, facts["drinks well"].polarity) == ("denied", "present")


@pytest.mark.parametrize("seed", range(6))
async def test_the_mother_is_asked_about_the_child(seed: int) -> None:
    """Nobody asks her how old she is, what she eats, where she lives or what she takes, and what is found is the
    child's; what only she can do, to notice and to tell, is asked of her."""
    case = Case(id="n", note=NOTE, knowledge=False)
    fold = (await Simulator(seed).perform(Item("n", case, NOTE), lambda _: None)).state
    assert {turn.speaker for turn in fold.turns} == {"physician", "mother"}
    for turn, reason in zip(fold.turns, fold.reasons, strict=True):
        text = turn.text.lower()
        if turn.speaker == "mother":
            assert "me don't" not in text
            continue
        if reason.act == "ask" or reason.act in ("examine", "report"):
            assert not re.search(r"\byour (?:lungs|heart|temp|pulse|breathing|throat|eating|allerg)", text), text
            assert not re.search(
                r"\b(?:are|do|have|were) you (?:allergic|take|taking|had|choking|eating|smok|live)", text
            ), text
            assert not re.search(
                r"\b(?:did|does|do) (?:he|she) has\b|(?<!does )(?<!did )(?<!would )\b(?:he|she) (?:are|have|do|take)\b",
                text,
            ), text
            assert not re.search(r"\bany not\b", text), text


async def test_the_mother_tells_what_was_measured_at_home_and_of_his_vaccinations() -> None:
    """A temperature of home is hers to tell and is told once; vaccinations are asked for as such; she does not speak of her own drugs; the
    safety net is about him; a barking cough is no place."""
    case = Case(id="n", note=NOTE)
    fold = (await Simulator(1).perform(Item("n", case, NOTE), lambda _: None)).state
    said = [(turn.speaker, turn.text) for turn in fold.turns]
    assert [who for who, text in said if "38.4" in text] == ["mother"]
    at = next(n for n, (_, text) in enumerate(said) if "up to date" in text and said[n][0] == "mother")
    assert re.search(r"vaccin|shots", said[at - 1][1]) and not any("I don't take" in text for _, text in said)
    assert not any(word in text for _, text in said for word in ("his child", "Barking"))
