"""Who speaks after whom, over every shipped case."""

from pathlib import Path

import pytest
from dialogues import CASES, Dialogues, case_name

# Each case with two seeds, and with guidelines and without: repairs and what is left unsaid differ with both.
HELD = ((0, False), (0, True), (1, False))


@pytest.mark.thin(12)
@pytest.mark.parametrize("path", CASES, ids=case_name)
def test_nobody_speaks_twice_in_a_row(path: Path, dialogues: Dialogues) -> None:
    """Two turns on end are by two people, whatever was asked, repaired, or left unsaid for want of a guideline."""
    for later, guidelines in HELD:
        fold = dialogues.held(path, later, guidelines).state
        assert fold.status == "finished"
        twice = [
            (one.text, other.text)
            for one, other in zip(fold.turns, fold.turns[1:], strict=False)
            if one.speaker == other.speaker
        ]
        assert twice == [], (later, guidelines)
