"""Who is read into the room: whoever came or told it, and nobody with whom the patient lives."""

import pytest

from bedside.agents.reading.people import read_people


@pytest.mark.parametrize(
    ("note", "companions"),
    [
        ("Social history: Lives with her husband and a teenage son.", ()),
        ("SOCIAL HISTORY\nLives at home with her husband.", ()),
        ("Social hx: sings in a choir with her sister.", ()),
        ("Lives alone; brought by his son.", ("son",)),
        ("Living with her mother, she presents with her father.", ("father",)),
        ("History was mainly given by the daughter.", ("daughter",)),
        ("Hx per mom.", ("mother",)),
        ("Presents today with her husband.", ("husband",)),
    ],
)
def test_living_with_somebody_does_not_bring_them_along(note: str, companions: tuple[str, ...]) -> None:
    """A heading is no telling."""
    assert read_people(note).companions == companions
