"""Slips of an author's hand: whatever it is that slipped, the first finding points at it."""

from pathlib import Path

import pytest

from bedside.benchmarks.slips import KINDS, answered, slips
from bedside.scenarios.document import DocumentError, read_document


@pytest.mark.parametrize("count", [40, pytest.param(400, marks=pytest.mark.slow)])
def test_the_first_finding_stands_on_the_line_of_the_slip_and_names_what_was_meant(tmp_path: Path, count: int) -> None:
    """So many of each kind, at random places of the shipped cases."""
    missed = [
        (slip.kind, slip.line, slip.text.split("\n")[slip.line - 1])
        for slip in slips(count * len(KINDS), seed=7)
        if answered(slip, tmp_path) != (True, True)
    ]
    assert not missed


def said_of(text: str) -> str:
    """Line, message and mend of a text that is no YAML."""
    try:
        read_document(text.encode())
    except DocumentError as error:
        return f"{error.mark[0]}: {error.message}. {error.mend}"
    return "nothing"


def test_what_was_begun_above_is_named_there() -> None:
    """A parser complains where it gives up, which is a later line: the finding is put where the author slipped."""
    assert said_of("id belly\ntitle: a\n") == "1: there is no ': ' after 'id'. Write 'id: ' and then the value"
    assert said_of("a:\n  mentions\n    - patient: a\n").startswith("2: there is no ': ' after 'mentions'")
    assert said_of("note:\n  CHIEF COMPLAINT\n  Cough: dry\nseed: 1\n").startswith(
        "1: the text below 'note:' has no bar"
    )
    assert said_of("note:\n  file: a.txt\n   b: [\n").startswith("3:")  # keys below it, and no text
    assert said_of('a: "one\nb: 4\nc: he said "no" to it\n').startswith("1: the quote that opens here is not closed")
    assert said_of("a: b: it's\n") == "1: this value has ': ' in it. Put it in quotes: \"b: it's\""
    assert said_of("a:\n   b: 1\n  c: 2\n").startswith(
        "3: this line begins after 2 spaces, and its neighbours, from line 2 on, after 3"
    )
    assert said_of("a: b\n\x85a\u2028c: d\n   e: [\n").split(":")[0].isdigit()  # lines that only YAML counts
