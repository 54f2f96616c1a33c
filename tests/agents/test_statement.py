"""Statements: facts rejoined with what governs them, in the speaker's person, with their polarity."""

import random
from typing import Literal

import pytest

from bedside.agents.agenda.recast import PATIENT, PHYSICIAN
from bedside.agents.agenda.statement import Lump, Said, state
from bedside.scenarios.note import Fact, Span


def said(
    text: str,
    frame: str = "",
    denied: bool = False,
    section: str = "history",
    who: Literal["patient", "physician"] = "patient",
) -> Said:
    """State one fact of a woman's note."""
    fact = Fact(id="f1", section=section, text=text, span=Span(start=0, end=len(text)), frame=frame, polarity="denied" if denied else "present")  # type: ignore[arg-type]  # fmt: skip
    return state(
        Lump((fact,), frame, denied), PATIENT if who == "patient" else PHYSICIAN, who, random.Random(4), "female"
    )


@pytest.mark.parametrize(
    "text", ["gallops", "rubs", "fractures noted", "fractures were noted", "signs of mold", "shadows of concern"]
)
def test_a_denied_noun_stays_denied(text: str) -> None:
    """What the frame denies is never said as a finding."""
    told = said(text, "no", True, "examination", "physician")
    assert told.denied and told.kind == "np"
    assert not told.text.endswith("noted")


def test_a_sentence_denied_by_its_frame_keeps_the_denial() -> None:
    """ "no" before a sentence is said with it."""
    told = said("stones were passed by her", "no", True)
    assert told.denied or told.text.startswith("no ")


def test_no_longer() -> None:
    """ "no longer" is said, not taken off."""
    assert "no longer" in said("she no longer naps at noon", "states that").text


def test_allergies() -> None:
    """Nobody is allergic to "no known drug allergies", nor allergic to allergic."""
    assert said("NKDA", section="allergies").text == "I have no drug allergies that I know of"
    assert said("allergic to wool", section="allergies").text == "wool"


def test_handedness_is_what_somebody_is() -> None:
    """Handedness is a predicate, not a possession."""
    told = said("right-hand-dominant")
    assert (told.kind, told.text) == ("pred", "right-handed")


def test_same_seed_same_words() -> None:
    """A statement draws only from its random source."""
    assert (
        said("walks daily with her dog in the park", "").text == said("walks daily with her dog in the park", "").text
    )


def test_nor_did_she_is_a_denial() -> None:
    """A question's order after "nor" never turns a denial round."""
    told = said("did she report any stiffness", "nor", True)
    assert told.denied and told.text == "stiffness"
    assert said("was she able to kneel", "nor", True).text == "I wasn't able to kneel"


def test_admitting_to_having_done_is_having_done() -> None:
    """ "admits to having smoked" is said as a sentence with its subject."""
    assert said("smoked cigars for years", "admits to having").text.startswith(("I have smoked", "I've smoked"))


def test_counts_of_pregnancies_are_said_in_words() -> None:
    """ "gravida 3 para 1" is how often somebody was pregnant and gave birth, with both numbers kept."""
    told = said("gravida 3 para 1", section="past", who="physician")
    assert told.text.startswith(
        ("you've been pregnant 3 times", "you have been pregnant 3 times", "have been pregnant 3")
    )
    assert "1 birth" in told.text


def test_a_relative_named_plural_keeps_its_verb() -> None:
    """ "His parents live in Bergen" has a verb, no condition."""
    fact = Fact(
        id="f1", section="family", text="Her parents live in Bergen", span=Span(start=0, end=26), subject="parents"
    )
    told = state(Lump((fact,), "", False), PATIENT, "patient", random.Random(4), "female")
    assert told.text == "my parents live in Bergen"


def test_what_the_author_reviewed_is_not_the_patients_doing() -> None:
    """ "Reviewed and unchanged" has the chart as its subject, never the speaker."""
    told = said("Reviewed and unchanged", section="past", who="physician")
    assert told.kind == "clause" and told.text.startswith("that was reviewed and is ")


def test_a_cause_of_death_keeps_the_death() -> None:
    """ "Died of X" is not said as having X."""
    fact = Fact(id="f1", section="family", text="gout", span=Span(start=0, end=4), subject="uncle", frame="died of")
    told = state(Lump((fact,), "died of", False), PATIENT, "patient", random.Random(4), "female")
    assert told.text == "my uncle died of gout"


def test_what_eases_it_does_not_ease_the_speaker() -> None:
    """ "relieved with rest" is said of the complaint."""
    assert said("relieved with rest").text.startswith(("it's", "it is"))


def test_no_longer_agrees_with_the_speaker() -> None:
    """A verb after "no longer" takes the form of who says it."""
    told = said("no longer bakes bread")
    assert told.kind in ("clause", "vp") and "bakes" not in told.text and "no longer" in told.text
