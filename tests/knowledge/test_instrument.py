"""Instruments: the right number of items, a notice with each, and bands that cover every total once."""

import pytest

from bedside.knowledge.error import KnowledgeError
from bedside.knowledge.instrument import instrument_names, load_instrument

ITEMS = {"gad-7": (7, 21, 10), "pc-ptsd-5": (5, 5, 3), "pcl-5": (20, 80, 33), "phq-9": (9, 27, 10)}


def test_the_four_are_shipped() -> None:
    """Exactly the instruments that may be shipped."""
    assert instrument_names() == sorted(ITEMS)


@pytest.mark.parametrize("name", ITEMS)
def test_every_total_has_one_band(name: str) -> None:
    """Items, scale, bands and cut-off agree with each other, and the notice is there."""
    instrument = load_instrument(name)
    count, highest, cut_off = ITEMS[name]
    assert len(instrument.items) == len(set(instrument.items)) == count
    top = instrument.scale[-1][0]
    assert instrument.total((top,) * count) == highest and instrument.cut_off == cut_off
    for total in range(highest + 1):
        assert sum(band.low <= total <= band.high for band in instrument.bands) == 1
    assert instrument.band(cut_off) != instrument.band(cut_off - 1)
    assert instrument.notice and instrument.licence and instrument.source and instrument.clinical_review == "none"
    covered = [item for _, first, last in instrument.groups for item in range(first, last + 1)]
    assert covered in ([], list(range(1, count + 1)))


def test_wrong_answers_are_refused() -> None:
    """A missing answer, one off the scale, and a total out of reach raise."""
    phq = load_instrument("PHQ-9")
    for answers in ((0,) * 8, (4,) * 9):
        with pytest.raises(ValueError, match="phq-9"):
            phq.total(answers)
    with pytest.raises(ValueError, match="no total"):
        phq.band(28)
    assert "better off dead" in phq.items[phq.urgent[0] - 1]


def test_an_unknown_instrument_names_the_known() -> None:
    """The message lists what there is."""
    with pytest.raises(KnowledgeError, match="gad-7, pc-ptsd-5, pcl-5, phq-9"):
        load_instrument("mmpi")
