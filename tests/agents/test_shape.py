"""Shapes: what a statement is, grammatically, once its frame is taken off."""

import pytest

from bedside.agents.agenda.shape import article, shape


@pytest.mark.parametrize(
    ("text", "denied", "kind"),
    [
        ("gallops", True, "np"),
        ("rubs", True, "np"),
        ("signs of mold", True, "np"),
        ("acute fractures", True, "np"),
        ("in no acute distress", False, "pred"),
        ("walks every day", False, "vp"),
        ("exercises regularly", False, "vp"),
        ("Soft, nontender", False, "pred"),
        ("Appropriate clothing and posture", False, "np"),
        ("she bakes bread", False, "clause"),
        ("playing chess", False, "gerund"),
        ("felt better by noon", False, "vp"),
        ("occasionally drinks cider", False, "vp"),
        ("cannot climb ladders", False, "vp"),
    ],
)
def test_kind(text: str, denied: bool, kind: str) -> None:
    """Nouns that look like verbs are nouns, states are predicates, sentences clauses."""
    assert shape(text, denied).kind == kind


def test_no_longer_is_no_denial_of_a_noun() -> None:
    """ "no longer" belongs to its verb."""
    form = shape("he no longer naps at noon")
    assert form.kind == "clause" and "no longer" in form.text


def test_two_words_are_not_a_name() -> None:
    """Only capitals make a name: "mild ache reported" keeps its noun."""
    assert "ache" in shape("mild ache reported this week").text


def test_articles() -> None:
    """Things counted take an article, things measured and plurals none."""
    assert article("small lump") == "a small lump"
    assert article("ultrasound") == "an ultrasound"
    assert article("fever") == "fever"
    assert article("red eyes") == "red eyes"
