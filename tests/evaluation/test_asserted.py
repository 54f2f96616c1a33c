"""What is asserted about the patient, told apart from what is only asked or quoted."""

from typing import Any

import pytest
from talks import record

from bedside.evaluation.asserted import asks, part, sentences, supported, withheld

Json = dict[str, Any]


def kept(*turns: tuple[str, str, Json]) -> list[str]:
    """The texts that stay."""
    return [turn.text for turn in part(record(*turns)).turns]


def test_questions_are_set_apart_and_statements_stay() -> None:
    """The sentence that asks goes, the sentence beside it stays, in either role."""
    assert kept(("physician", "Okay. You had a fever. Any cough?", {})) == ["Okay. You had a fever."]
    assert kept(("patient", "Is it broken?", {})) == []


def test_a_statement_with_a_tag_stays() -> None:
    """ "You have asthma, right?" states; to let it go as a question would hide an invention."""
    assert kept(("physician", "You have asthma, right?", {})) == ["You have asthma, right?"]


@pytest.mark.parametrize("facts", [[], ["f1"]])
def test_replies_to_ordinary_questions_stay(facts: list[str]) -> None:
    """A reply asserts, with or without a fact behind it: an invented answer must not escape by having no fact."""
    turns = (("physician", "Any cough?", {}), ("patient", "I have asthma.", {"facts": facts}))
    assert kept(*turns) == ["I have asthma."]


def test_a_question_from_a_passage_takes_its_reply_along() -> None:
    """The passage's question and the bare reply go; a reply that brings out a fact stays."""
    question = ("physician", "Any weight loss?", {"passages": ["a#red-flags"]})
    parted = part(record(question, ("patient", "No weight loss that I know.", {})))
    assert (parted.turns, parted.replies, parted.quoted_turns) == ((), 1, {0: "Any weight loss?"})
    assert kept(question, ("patient", "I lost ten pounds.", {"facts": ["f1"]})) == ["I lost ten pounds."]


def test_only_the_claimed_stretch_counts_as_quoted() -> None:
    """Where claims say which sentence rests on a passage, the others stay."""
    text = "Your ankle is sprained. Come back if it turns blue."
    claims = [
        {"said": {"start": 0, "end": 23}, "facts": ["f1"], "passages": []},
        {"said": {"start": 24, "end": len(text)}, "facts": [], "passages": ["a#safety-net"]},
    ]
    reason = {"facts": ["f1"], "passages": ["a#safety-net"], "claims": claims}
    parted = part(record(("physician", text, reason)))
    assert [turn.text for turn in parted.turns] == ["Your ankle is sprained."]
    assert parted.quoted == ((0, "Come back if it turns blue."),)


def test_a_turn_with_facts_and_a_passage_but_no_claims_stays() -> None:
    """When it is not said which words rest on the passage, all of them are held against the note."""
    reason = {"facts": ["f1"], "passages": ["a#advice"]}
    assert kept(("physician", "Rest it.", reason)) == ["Rest it."]


def test_sentences_cover_the_turn() -> None:
    """Sentences follow each other without a gap; a decimal point ends none."""
    text = "It was 98.6 today. Good! Any pain?"
    assert [text[a:b].strip() for a, b in sentences(text)] == ["It was 98.6 today.", "Good!", "Any pain?"]
    assert "".join(text[a:b] for a, b in sentences(text)) == text


def test_asking() -> None:
    """A question mark asks unless a tag stands before it."""
    assert asks("Any pain?")
    assert not asks("It hurts, doesn't it?")
    assert not asks("It hurts.")


def test_support_needs_an_item_said_in_full() -> None:
    """A sentence rests on an item when most of its content words are said, in whatever form."""
    items = ["numbness around the groin", "you cannot pee"]
    assert supported("Have you noticed your groin getting numb, any numbness there?", items)
    assert not supported("Have you noticed a rash?", items)
    assert not supported("Anything at all?", [])


def test_what_was_kept_back_is_counted_once() -> None:
    """Facts are named by turns and by the dialogue; each counts once."""
    talk = record(("patient", "I would rather not say.", {"withheld": ["f2", "f3"]}), withheld=["f3"])
    assert withheld(talk) == {"f2", "f3"}
