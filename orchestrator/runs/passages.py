"""The guideline passages that a run's dialogues were shown: whole, once a run, so that their lines can be shown again."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import orjson

from bedside.orchestrator.runs.packed import find_blocks, pack

PASSAGES = "passages.jsonl.bz2"
Json = dict[str, Any]


def packed_once(folder: Path) -> bytes | None:
    """All passages as one block, None where there is not more than one block now."""
    blocks = [lines for _, lines in find_blocks(folder / PASSAGES)]
    return pack(b"".join(blocks)) if len(blocks) > 1 else None


def passage_texts(folder: Path) -> Mapping[str, Sequence[str]]:
    """The lines of the passages, by id. What is damaged is left out."""
    found: dict[str, Sequence[str]] = {}
    for _, lines in find_blocks(folder / PASSAGES):
        for line in lines.splitlines():
            with suppress(orjson.JSONDecodeError, KeyError, TypeError):
                row: Json = orjson.loads(line)
                found[row["id"]] = row["lines"]
    return found
