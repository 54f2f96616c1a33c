"""Notes in frames that were written before the reader was looked at are read as what they say."""

import pytest
from reading.said import terms

from bedside.agents.reading.read import Notes, read_note
from bedside.benchmarks.planted_notes import FRESH, Planted, fresh_notes
from bedside.benchmarks.planted_verdicts import judge

# Forms that are kept as a clause, not understood, or read otherwise than they were meant, by table.
OPEN: dict[str, tuple[int, ...]] = {
    "fresh": (6, 18, 19, 22, 30, 31, 38, 52, 60, 77, 93, 125),
    "fresh_second": (41,),
    "fresh_third": (
        2,
        16,
        20,
        23,
        25,
        28,
        36,
        38,
        39,
        40,
        45,
        46,
        47,
        52,
        53,
        54,
        63,
        70,
        75,
        77,
        79,
        80,
        81,
        82,
        83,
        94,
        100,
    ),
    "fresh_fourth": (
        6,
        11,
        12,
        15,
        16,
        17,
        18,
        19,
        22,
        24,
        25,
        27,
        32,
        35,
        40,
        45,
        48,
        49,
        53,
        55,
        58,
        59,
        60,
        62,
        65,
        66,
        70,
        71,
        74,
        76,
        80,
        84,
        85,
        87,
        89,
        93,
        95,
        96,
        99,
    ),
    "styles": (18, 29, 31, 37, 38, 39, 42),
}


@pytest.mark.no_cover
@pytest.mark.parametrize("planted", [one for name in FRESH for one in fresh_notes(name)], ids=lambda one: one.frame)
def test_a_note_in_a_fresh_frame(planted: Planted) -> None:
    for one in planted.expected:
        assert planted.text[one.start : one.start + len(one.text)] == one.text
    table, _, number = planted.frame.rpartition("-")
    if int(number) in OPEN[table]:
        return
    verdicts = judge(planted, read_note("n", planted.text, terms()), terms())
    assert not [(verdict.expected.text, verdict.wrong, verdict.got) for verdict in verdicts if verdict.wrong]


def test_a_note_is_read_once_for_all_that_is_made_of_it() -> None:
    """Under another id it is the same reading, until so many others have been read that it is let go."""
    text = "HPI\nHe has had a dry cough for two weeks. He denies fever."
    notes = Notes(characters=2 * len(text))
    first = notes.read(text, None, None)
    assert read_note("b", text).model_copy(update={"id": ""}) == first and notes.read(text, None, None) is first
    for other in ("GENHX", "ROS"):
        notes.read(text, None, other)
    assert notes.read(text, None, None) is not first
