"""Prompts are files with named slots that are filled once."""

import pytest

from bedside.agents.prompts.prompt import PROMPTS, load_prompt, read_prompt

FILE = "---\nversion: 3\n---\n# task\nYou are {{who}}.\n\n# tail\nSay {{what}} and {{what}}.\n"
SHIPPED = [path.relative_to(PROMPTS).with_suffix("").as_posix().split("/") for path in sorted(PROMPTS.rglob("*.md"))]


def test_a_prompt_has_a_version_parts_and_a_digest_of_the_whole_file() -> None:
    """One changed character changes the digest; parts are found by their heading."""
    prompt = read_prompt("p/a", FILE)
    assert (prompt.version, dict(prompt.parts)) == (
        3,
        {"task": "You are {{who}}.", "tail": "Say {{what}} and {{what}}."},
    )
    assert prompt.digest != read_prompt("p/a", FILE.replace("Say", "say")).digest
    assert prompt.slots("tail") == ("what",)


def test_what_is_put_into_a_slot_is_never_looked_at_again() -> None:
    """Text that looks like a slot, or like a format string, arrives as it is."""
    prompt = read_prompt("p/a", FILE)
    assert prompt.fill("task", {"who": "{{what}} {0} %s {who.__class__}"}) == "You are {{what}} {0} %s {who.__class__}."


def test_a_slot_without_a_value_is_an_error() -> None:
    """A prompt never goes out with a hole in it."""
    with pytest.raises(KeyError):
        read_prompt("p/a", FILE).fill("task", {})


@pytest.mark.parametrize("text", ["# task\nx\n", "---\nversion: a\n---\n# task\nx\n", "---\nversion: 1\n---\nx\n"])
def test_a_file_without_version_or_parts_is_refused(text: str) -> None:
    """What is no prompt is not read as one."""
    with pytest.raises(ValueError, match="version"):
        read_prompt("p/a", text)


@pytest.mark.parametrize("name", SHIPPED, ids="/".join)
def test_every_shipped_prompt_can_be_read_and_filled(name: list[str]) -> None:
    """No part is empty, and no slot is left over once it is filled."""
    prompt = load_prompt(*name)
    for part, text in prompt.parts.items():
        assert text
        assert "{{" not in prompt.fill(part, dict.fromkeys(prompt.slots(part), "x"))
