"""Notes in frames that were written before the reader was looked at are read as what they say."""

import pytest
from reading.said import terms

from bedside.agents.reading.read import read_note
from bedside.benchmarks.planted_notes import Planted, fresh_notes
from bedside.benchmarks.planted_verdicts import judge

# Forms that are kept as a clause, not understood, or read otherwise than they were meant.
OPEN = frozenset(
    f"fresh-{n}" for n in (6, 18, 19, 22, 31, 52, 60, 77, 93, 125)
) | {"fresh_second-38", "fresh_second-41"}  # fmt: skip


@pytest.mark.no_cover
@pytest.mark.parametrize(
    "planted", [one for name in ("fresh", "fresh_second") for one in fresh_notes(name)], ids=lambda one: one.frame
)
def test_a_note_in_a_fresh_frame(planted: Planted) -> None:
    for one in planted.expected:
        assert planted.text[one.start : one.start + len(one.text)] == one.text
    if planted.frame in OPEN:
        return
    verdicts = judge(planted, read_note("n", planted.text, terms()), terms())
    assert not [(verdict.expected.text, verdict.wrong, verdict.got) for verdict in verdicts if verdict.wrong]
