"""Commands of a dictation that were typed as words become signs, and what was taken back is gone."""

import pytest

from bedside.agents.reading.dictated import written


def test_commands_become_signs_and_numbers_digits() -> None:
    text = written(
        "Knee pain comma worse on stairs period no fall period plan colon ice comma ibuprofen four hundred milligrams "
        "three times a day period new paragraph see again in two weeks full stop"
    )
    assert text == (
        "Knee pain, worse on stairs. No fall. Plan: ice, ibuprofen 400 milligrams three times a day.\n\nSee again in 2 weeks."
    )


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        (
            "Pain in the right elbow period scratch that comma it is the left elbow period new line",
            "Pain in the left elbow.",
        ),
        ("Prednisone ten milligrams comma scratch that comma 20 milligrams full stop", "Prednisone 20 milligrams."),
        ("Cough comma no fever comma scratch that comma fever since Monday full stop", "Cough, fever since Monday."),
    ],
)
def test_what_was_taken_back_is_gone(said: str, meant: str) -> None:
    assert written(said).strip() == meant


def test_words_that_are_no_commands_stay() -> None:
    """A bowel, a menstruation and a length of time; and a note that is no dictation."""
    dictated = "Her last period was in May comma her father had colon cancer comma a two week period of rest full stop"
    assert written(dictated) == "Her last period was in May, her father had colon cancer, a 2 week period of rest."
    plain = "Period pain for a year. Colon clear, comma shaped shadow."
    assert written(plain) == plain
