"""What speakers read off the talk: one is sorry for trouble, never for good news, and an ease is no trouble."""

import pytest

from bedside.agents.agenda.talk import troubled
from bedside.agents.planning.aspects import aspect_of


@pytest.mark.parametrize(
    "text", ["My thumb has been hurting since Monday.", "I couldn't lift the kettle.", "It got worse."]
)
def test_trouble_is_heard(text: str) -> None:
    """Whoever says so may be told that one is sorry."""
    assert troubled(text)


@pytest.mark.parametrize(
    "text", ["I quit years ago and have three kids.", "The thumb is better.", "I play the tuba.", ""]
)
def test_good_news_gets_no_pity(text: str) -> None:
    """Nobody is sorry to hear that something got better or never was a trouble."""
    assert not troubled(text)


@pytest.mark.parametrize(
    ("text", "aspect"),
    [
        ("She has had warts since she was 9 years old", "onset"),
        ("72-year-old tuba player", "identity"),
        ("It has been a year since I last saw her", "course"),
        ("She has been doing fairly well and sings once a week", "course"),
        ("He still forgets to take his drops", "adherence"),
        ("She tripped over a hose 3 days ago", "cause"),
        ("He sees a therapist every week over the past year", "mood"),
        ("She takes 20 mg of a pill daily", "medicines"),
        ("The itch started 2 weeks ago", "onset"),
    ],
)
def test_a_question_asks_for_what_is_answered(text: str, aspect: str) -> None:
    """The side of the story is what the statement tells, not a word that happens to stand in it."""
    assert aspect_of(text) == aspect
