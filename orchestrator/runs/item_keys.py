"""What decides what is made: of a run, its configuration; of one item, its key. Neither holds a path.

Items are no part of a run's configuration: a note that is added or changed makes one dialogue anew, in the same folder.
"""

import hashlib
from typing import Any

from bedside.orchestrator.runs.checksum import dump

Json = dict[str, Any]
_KEY = 16  # hex digits


def digest(config: Json) -> str:
    """SHA-256 of a configuration as hex."""
    return hashlib.sha256(dump(config)).hexdigest()


def item_key(text: str, **decides: Any) -> str:
    """The key of an item: its note's text, and what else decides it (case, section, seed, prompts, engine version), as
    JSON values."""
    return key_of_digest(hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(), **decides)


def key_of_digest(note: str, **decides: Any) -> str:
    """The same, from the SHA-256 of the note's text as hex."""
    return digest({"note": note, **decides})[:_KEY]


def diff(before: Json, after: Json, prefix: str = "") -> list[str]:
    """What changed between two configurations, one phrase a key, sorted: ``seed: 1 -> 2``."""
    changed: list[str] = []
    for key in sorted({*before, *after}):
        old, new = before.get(key), after.get(key)
        if isinstance(old, dict) and isinstance(new, dict):
            changed += diff(old, new, f"{prefix}{key}.")  # pyright: ignore[reportUnknownArgumentType]
        elif old != new:
            changed.append(f"{prefix}{key}: {_short(old)} -> {_short(new)}")
    return changed


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 40 else text[:12] + "…"
