"""The gold set is what it says: one defect each, beside an untouched twin, the same for a seed; and its counts are right."""

import pytest

from bedside.benchmarks.gold_alarms import LISTENS, GoldVerdict, verdict
from bedside.benchmarks.gold_frames import frames, table
from bedside.benchmarks.gold_plants import CLASSES, Defect, plants
from bedside.benchmarks.gold_set import scores
from bedside.benchmarks.gold_set import table as printed
from bedside.benchmarks.gold_talk import GoldTalk, talks


@pytest.fixture(scope="module")
def few() -> list[GoldTalk]:
    return talks(17, 2)


@pytest.fixture(scope="module")
def made(few: list[GoldTalk]) -> list[Defect]:
    return list(plants(17, few))


def test_a_plant_differs_from_its_twin_and_says_where(made: list[Defect]) -> None:
    """The label's words stand at the label's turn, and the twin is another conversation over the same note."""
    assert {one.kind for one in made} >= set(CLASSES) - {"side"}
    for one in made:
        assert one.talk.turns[one.turn][1] == one.said, one.id
        assert one.talk.turns != one.twin.turns and one.talk.note == one.twin.note, one.id


def test_a_seed_decides_all(few: list[GoldTalk], made: list[Defect]) -> None:
    """The same seed plants the same, another seed something else."""
    assert list(plants(17, few)) == made
    assert list(plants(18, few)) != made


def test_frames_fill_from_their_tables_and_every_class_has_a_listener() -> None:
    """No frame names a table that is not there, and every class has detectors that are to find it."""
    assert {frame["class"] for frame in frames()} <= set(CLASSES) == set(LISTENS)
    for frame in frames():
        assert table(frame["fill"]), frame


def test_what_is_found_is_found_at_its_turn(made: list[Defect]) -> None:
    """A line with a mark of a template is pointed at; in its twin nothing is."""
    plant = next(one for one in made if one.kind == "prompt_artefact")
    found = verdict(plant)
    assert found.found and found.false == ()


def test_precision_counts_blamed_twins_once(made: list[Defect]) -> None:
    """Two alarms on a twin are one false alarm; of nothing found and nothing blamed there is no precision."""
    one = made[0]
    alarm = ("any", 3)
    came = scores([GoldVerdict(one, found=True, false=()), GoldVerdict(one, found=False, false=(alarm, alarm))])
    assert (came["precision"], came["recall"]) == (0.5, 0.5)
    assert scores([GoldVerdict(one, found=False, false=())])["precision"] is None
    assert "goal missed" in printed({}, {"number": came})[-1]
