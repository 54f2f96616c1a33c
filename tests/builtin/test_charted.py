"""What tests, operations and pathology showed before the visit is read out by the physician, and confirmed."""

import asyncio

import pytest

from bedside.orchestrator.build.simulate_item import Item, Simulator
from bedside.scenarios.case import Case

NOTE = """CHIEF COMPLAINT

Follow-up of breast cancer.

HISTORY OF PRESENT ILLNESS

Vera Lindt is a 61-year-old woman who has had some tiredness in the evening for two months. She had a core biopsy on 03/02/2021.
The tumor was 9 mm with negative margins. She checks her blood pressure at home and it was 128 over 80. She has been walking
every morning. She asked for a colonoscopy.

PAST SURGICAL HISTORY

Core biopsy.

PLAN

Continue walking. Return in six months.
"""


@pytest.fixture(scope="module")
def told() -> list[tuple[str, str, str]]:
    """Act, speaker and words of each turn."""
    case = Case(id="lindt", note=NOTE, knowledge=False, seed=3)
    state = asyncio.run(Simulator(3).perform(Item(case.id, case, NOTE), lambda _: None)).state
    return [(why.act, turn.speaker, turn.text) for turn, why in zip(state.turns, state.reasons, strict=True)]


def test_what_pathology_showed_is_read_out_and_confirmed(told: list[tuple[str, str, str]]) -> None:
    """The size of a tumor is in no patient's mouth; the patient answers what was read out."""
    at = next(at for at, (_, _, text) in enumerate(told) if "millimeters" in text)
    assert told[at][:2] == ("chart", "physician")
    assert told[at + 1][1] == "patient"
    assert not any(speaker == "patient" and "margins" in text for _, speaker, text in told)


def test_what_they_measured_or_asked_for_is_theirs(told: list[tuple[str, str, str]]) -> None:
    """Home readings and wishes are not of the records."""
    for word in ("128", "walking"):
        assert any(speaker == "patient" and word in text for _, speaker, text in told)
    assert not any(act == "chart" and "colonoscopy" in text for act, _, text in told)


def test_an_operation_that_was_read_out_is_not_told_again(told: list[tuple[str, str, str]]) -> None:
    assert sum("biopsy" in text for _, _, text in told) == 1
