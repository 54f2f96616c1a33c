"""How often or how much an answer says something is so, read from its words alone."""

import pytest

from bedside.agents.interview.degrees import Degrees, read_degree
from bedside.orchestrator.exports.interview_truth import borne_out


@pytest.mark.parametrize(
    ("degrees", "said", "points"),
    [
        ("days", "I lay awake three or four nights in the last two weeks.", 1),
        ("days", "Sometimes, when work was bad.", 1),
        ("days", "That was ten days out of the fourteen.", 2),
        ("days", "More often than not, these two weeks.", 2),
        ("days", "Pretty much every day.", 3),
        ("days", "There's hardly a day without it.", 3),
        ("days", "Not every day, most days though.", 2),
        ("days", "Not one day of it, these two weeks.", 0),
        ("days", "I've never thought that.", 0),
        ("days", "I don't sleep.", None),
        ("days", "Every day. Well, a few days.", None),
        ("amount", "I see {event} again. It doesn't bother me at all.", 0),
        ("amount", "It bothers me a bit.", 1),
        ("amount", "It troubles me somewhere in the middle.", 2),
        ("amount", "It got to me quite a bit this month.", 3),
        ("amount", "It upsets me more than I can say.", 4),
        ("amount", "I was a bit late, and had a lot to do.", None),
        ("yes-no", "The dreams are back. So yes, in the last month.", 1),
        ("yes-no", "No, I always know where I am.", 0),
        ("yes-no", "The dreams are back.", None),
        ("", "Every day.", None),
    ],
)
def test_the_words_say_the_points(degrees: Degrees, said: str, points: int | None) -> None:
    """One degree is read; none, or two, are not."""
    assert read_degree(degrees, said) == points


ABOUT = {"degrees": "days", "language": "en", "answers": {"A1": 3, "A2": 0}, "cut_off": 2, "label": "positive"}


@pytest.mark.parametrize(
    ("first", "second", "label", "why"),
    [
        ("Nearly every day.", "Not once.", "positive", ""),
        ("A few days.", "Not once.", "positive", "item"),
        ("Oh, that.", "Not once.", "positive", "unread"),
        ("Nearly every day.", None, "positive", "missing"),
        ("Nearly every day.", "Not once.", "negative", "label"),
    ],
)
def test_words_that_do_not_agree_with_what_was_fixed_are_named(
    first: str, second: str | None, label: str, why: str
) -> None:
    """Of an answer, of its lack, and of the label that the answers come to."""
    said = [first] if second is None else [first, second]
    turns = [{"text": text} for text in said]
    reasons = [{"index": at, "criteria": [{"id": f"A{at + 1}", "points": 0}]} for at in range(len(said))]
    assert borne_out(ABOUT | {"label": label}, turns, reasons).why == why
    assert borne_out(ABOUT | {"label": label, "language": "de"}, turns, reasons).read is None
