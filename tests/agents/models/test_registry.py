"""From a name to a model."""

from pathlib import Path

import pytest

from bedside.agents.model import ModelError
from bedside.agents.models.model_settings import ModelSettings
from bedside.agents.models.registry import open_model
from bedside.scenarios.player import Player


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("opneai:gpt-4o", "Did you mean openai:gpt-4o?"),
        ("olama:llama3", "Did you mean ollama:llama3?"),
        ("OpenAI:gpt-4o", "Did you mean openai:gpt-4o?"),
        ("xyz:gpt-4o", "choose one of openai:"),
        ("gpt-4o", "choose one of openai:"),
        ("openai:", "names no model"),
        ("openai:  ", "names no model"),
        ("openai:a\nb", "names no model"),
        ("scripted:", "a script file"),
        ("replay:missing.jsonl", "cannot be read"),
        ("scripted:missing.jsonl", "cannot be read"),
        ("openai:sk-" + "abcdefghijklmnopqrstuvwx", "looks like a key"),
    ],
)
def test_a_name_that_opens_nothing(tmp_path: Path, name: str, why: str) -> None:
    """One sentence says what is wrong and what to write."""
    with pytest.raises(ModelError) as caught:
        open_model(Player(name=name), ModelSettings(), tmp_path)
    assert caught.value.kind == "config" and why in caught.value.message
    assert "abcdefghijkl" not in caught.value.message
