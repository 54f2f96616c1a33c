"""Keys come from the environment or a file, and show nowhere."""

import os
from pathlib import Path
from typing import Any

import pytest

from bedside.agents.model import ModelError
from bedside.agents.models.api_keys import ApiKey, find_key, looks_like_key, redact
from bedside.scenarios.player import Player

MADE = "sk-" + "proj-AbC123def456GHI789jkl"
PLAIN = "correct-horse-battery-7"


def player(**given: Any) -> Player:
    """A player with a key from somewhere."""
    return Player(name="openai:m", **given)


def test_where_a_key_comes_from(tmp_path: Path) -> None:
    """key_env wins over key_file, and both over the provider's own variable, which is the only one that may be unset."""
    (tmp_path / "key").write_text(f"{PLAIN}\n")
    env = {"MINE": "from-the-variable-1", "OPENAI_API_KEY": "from-the-default-1"}
    both = player(key_env="MINE", key_file="key")
    found = [
        find_key(both, tmp_path, "OPENAI_API_KEY", env),
        find_key(player(key_file="key"), tmp_path, "OPENAI_API_KEY", env),
        find_key(player(), tmp_path, "OPENAI_API_KEY", env),
    ]
    assert [key.reveal() for key in found if key] == ["from-the-variable-1", PLAIN, "from-the-default-1"]
    assert find_key(player(), tmp_path, "OPENAI_API_KEY", {}) is None
    assert find_key(player(), tmp_path, None, env) is None, "no other server gets OpenAI's key"


def test_a_key_shows_in_no_text_of_it() -> None:
    """repr, str, format and a container's repr hide it."""
    key = ApiKey(PLAIN)
    assert PLAIN not in f"{key} {key!r} {[key]} { ({'a': key}) }"


@pytest.mark.parametrize(
    ("given", "content", "why"),
    [
        ({"key_env": "NOT_SET"}, None, "not set"),
        ({"key_env": MADE}, None, "must name an environment variable"),
        ({"key_env": "two words"}, None, "must name an environment variable"),
        ({"key_file": "missing"}, None, "cannot be read"),
        ({"key_file": MADE}, None, "must name a file"),
        ({"key_file": "."}, None, "not a file"),
        ({"key_file": "key"}, b"", "empty"),
        ({"key_file": "key"}, b"two keys", "nothing else"),
        ({"key_file": "key"}, b"one\ntwo", "nothing else"),
        ({"key_file": "key"}, b"\xff\xfe\x00", "not text"),
        ({"key_file": "key"}, "schlüssel".encode(), "plain characters"),
        ({"key_file": "key"}, b"x" * 100_000, "not a file with a key"),
    ],
)
def test_a_key_that_is_none(tmp_path: Path, given: dict[str, str], content: bytes | None, why: str) -> None:
    """Each mistake is one sentence with its mend, and repeats nothing that may be a key."""
    if content is not None:
        (tmp_path / "key").write_bytes(content)
    with pytest.raises(ModelError, match=why) as caught:
        find_key(player(**given), tmp_path, None, {})
    assert caught.value.kind == "config" and MADE not in caught.value.message


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    """A key file that would block for ever is refused."""
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ModelError, match="not a file"):
        find_key(player(key_file="pipe"), tmp_path, None, {})


def test_redaction_hides_keys_and_nothing_else() -> None:
    """A key that was read, and what looks like a maker's key, goes; clinical text stays to the letter."""
    ApiKey(PLAIN)
    ApiKey("none")
    ApiKey("EMPTY")
    told = f"a {PLAIN} b {MADE} c Authorization: Bearer abc123def456ghi789 d"
    assert redact(told) == "a [key] b [key] c Authorization: Bearer [key] d"
    note = (
        "None of it is EMPTY; sk- is no key. Bearer of bad news. HLA-B27 negative, 2026-01-02, 120/80 mmHg, "
        "https://example.org/a-long-path/with-many-parts-123456789, risk-adjusted-mortality-rates-in-2026."
    )
    assert redact(note) == note


@pytest.mark.parametrize("maker", "sk pk rk gsk xai hf r8 nvapi pplx ghp gho ghs ghu glpat lsv2_pt lsv2_sk".split())
def test_every_makers_key_is_hidden(maker: str) -> None:
    """No maker's prefix is left out of the quick look that decides whether to look closely."""
    for sign in "-_":
        assert redact(f"the key {maker}{sign}{'a1B2' * 6} is wrong") == "the key [key] is wrong"


@pytest.mark.parametrize("text", [MADE, "gsk_" + "a1" * 16, "AKIA" + "ABCDEFGH12345678", "0a" * 20, f"  {MADE} "])
def test_what_looks_like_a_key(text: str) -> None:
    """A case or a command line that holds one can be told so."""
    assert looks_like_key(text)


@pytest.mark.parametrize(
    "text",
    [
        "TheBloke/Mistral-7B-Instruct-v0-2-GPTQ-Int4",
        "OPENAI_API_KEY",
        "MY_VERY_LONG_VARIABLE_NAME_FOR_THE_KEY_OF_TEAM",
        "keys/openai.txt",
        "gpt-4o-mini",
        "",
    ],
)
def test_what_does_not(text: str) -> None:
    """Names and paths are no keys."""
    assert not looks_like_key(text)
