"""Prompts as files: one for each role and protocol, with a version and a digest, and named slots that are filled once.

Law of the file: there is no template language. ``{{name}}`` in the file is a slot; what is put into it is never looked
at again, so nothing in a note, a passage or a line of dialogue can reach another slot.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PROMPTS = Path(__file__).parent
_SLOT = re.compile(r"\{\{([a-z_]+)\}\}")
_PART = re.compile(r"^# ([a-z-]+)\n", re.MULTILINE)
_HEAD = re.compile(r"---\nversion: (\d+)\n---\n")


@dataclass(frozen=True)
class Prompt:
    """The prompt of one role in one protocol. ``parts`` maps a part's name to its text with slots."""

    name: str  # "notechat/physician"
    version: int
    text: str  # the whole file, for the record
    parts: Mapping[str, str]

    @property
    def digest(self) -> str:
        """First 16 hex digits of the SHA-256 of the whole file."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:16]

    def fill(self, part: str, slots: Mapping[str, str] = {}) -> str:
        """One part with its slots filled, in a single pass. Raises ``KeyError`` for a slot that has no value."""
        return _SLOT.sub(lambda match: slots[match[1]], self.parts[part])

    def slots(self, part: str) -> tuple[str, ...]:
        """The names of a part's slots, in order of first use."""
        return tuple(dict.fromkeys(_SLOT.findall(self.parts[part])))


def read_prompt(name: str, text: str) -> Prompt:
    """A prompt from the text of its file. Raises ``ValueError`` if it has no version or no parts."""
    head = _HEAD.match(text)
    pieces = _PART.split(text[head.end() :]) if head else []
    if head is None or len(pieces) < 3 or pieces[0].strip():
        raise ValueError(f"{name}: a prompt begins with its version between two --- lines, then parts under '# name'")
    parts = {part: body.strip() for part, body in zip(pieces[1::2], pieces[2::2], strict=True)}
    return Prompt(name, int(head[1]), text, parts)


@cache
def load_prompt(protocol: str, role: str, short: bool = False) -> Prompt:
    """The shipped prompt of a role in a protocol: its own, or that of a full visit, whose slots the protocol's data
    fill. ``short``: in the form for small models, which speakers have."""
    role = f"{role}-short" if short else role
    name = f"{protocol}/{role}"
    if not (PROMPTS / f"{name}.md").is_file():
        name = f"notechat/{role}"
    return read_prompt(name, (PROMPTS / f"{name}.md").read_text(encoding="utf-8"))
