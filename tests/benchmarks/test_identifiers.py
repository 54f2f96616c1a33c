"""Planted identifiers are found and none is spoken, at the rates that ``docs/privacy.md`` names."""

import pytest

from bedside.benchmarks.identifiers import missed, said, spoken
from bedside.benchmarks.planted_identifiers import notes


@pytest.mark.no_cover
def test_planted_identifiers_are_found() -> None:
    planted = list(notes(200))
    lost = sum(len(list(missed(note))) for note in planted)
    assert lost <= 0.02 * sum(len(note.planted) for note in planted)


@pytest.mark.no_cover
@pytest.mark.parametrize("count", [12, pytest.param(80, marks=pytest.mark.slow)])
def test_none_is_spoken(count: int) -> None:
    for note in notes(count):
        lines = said(note)
        assert len(lines) > 3 and spoken(note, lines) == []  # a complaint may be all that can be told
