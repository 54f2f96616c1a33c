"""The guideline passages that a run's dialogues were shown: whole, once a run, so that their lines can be shown again."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import Any

import orjson

from bedside.orchestrator.runs.file_names import PASSAGES, PASSAGES_PACKED
from bedside.orchestrator.runs.files import whole_lines
from bedside.orchestrator.runs.packed import find_blocks

Json = dict[str, Any]


def passage_texts(folder: Path) -> Mapping[str, Sequence[str]]:
    """The lines of the passages, by id. What is damaged is left out."""
    packed = (line for _, lines in find_blocks(folder / PASSAGES_PACKED) for line in lines.splitlines())
    found: dict[str, Sequence[str]] = {}
    for line in chain(packed, (line for _, line in whole_lines(folder / PASSAGES))):
        with suppress(orjson.JSONDecodeError, KeyError, TypeError):
            row: Json = orjson.loads(line)
            found[row["id"]] = row["lines"]
    return found
