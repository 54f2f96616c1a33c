"""A speaker out of its role: lines written down for it are found, and what people say is not."""

import json
from pathlib import Path
from typing import Any

import pytest

from bedside.agents.checks.out_of_role import out_of_role
from bedside.benchmarks.checker import SpokenLine

ROWS = [json.loads(line) for line in Path(__file__).with_name("out_of_role.jsonl").read_text().splitlines()]
IN_ROLE = [
    ("physician", "Hi there, how can I help you today?"),
    ("physician", "I'd like you to rest it, and I'm going to order an X-ray."),
    ("patient", "Good morning, doctor. How are you?"),
    ("patient", "I take this medication called lisinopril."),
    ("patient", "What do you think it is? Do I need an X-ray?"),
    ("patient", "Is there anything I can do for it at home?"),
    ("mother", "He hasn't had any fever, no."),
]


def _found(row: dict[str, Any]) -> str:
    before = [SpokenLine(*turn) for turn in row.get("before", ())]
    return out_of_role(row["role"], row["text"], before, row.get("name"))


def test_lines_out_of_role_are_found() -> None:
    """Of a hundred lines in an assistant's voice, the other's part, an echo, or with a new beginning."""
    found = [row for row in ROWS if _found(row)]
    assert len(ROWS) >= 100
    assert len(found) >= 0.95 * len(ROWS)


@pytest.mark.parametrize(("role", "text"), IN_ROLE)
def test_what_people_say_in_their_part_stays(role: str, text: str) -> None:
    """Courtesy, questions of a patient, and a physician who says back what was said."""
    assert out_of_role(role, text) == ""


def test_a_finding_names_the_words() -> None:
    """Whoever is asked again is told which words were not theirs, and what would do."""
    told = out_of_role("patient", "Well, what brings you in today?")
    assert "what brings you" in told
    assert "answers" in told
