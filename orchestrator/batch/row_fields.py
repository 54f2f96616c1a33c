"""What may stand in a row beside its note, read from whatever the file holds: text from CSV, numbers and gaps from Parquet.

What cannot be used is a sentence, never an error: the next row comes all the same.
"""

import math
from collections.abc import Mapping
from typing import Any

import orjson

TEXTS = ("section_header", "style", "protocol", "setting", "language", "persona")
MOST_SEED = 2**63 - 1


def row_values(given: Mapping[str, Any], place: str) -> dict[str, Any] | str:
    """The fields of a ``Row`` from an object with ``note`` and, if it likes, ``section_header``, ``style``, ``protocol``,
    ``setting``, ``language``, ``persona``, ``seed`` and ``interview``; or what is wrong with it, at its ``place``."""
    note = given.get("note")
    if not isinstance(note, str):
        return f'{place} has no text under "note": put the note there.'
    own: dict[str, Any] = {"note": note}
    for key in TEXTS:
        value = _present(given.get(key))
        if value is not None and not isinstance(value, str):
            return f'{place}: "{key}" must be text or left out.'
        own["section" if key == "section_header" else key] = value
    seed = _seed(given.get("seed"))
    if isinstance(seed, str):
        return f'{place}: "seed" {seed}.'
    interview = _object(given.get("interview"))
    if interview is not None and not isinstance(interview, dict):
        return f'{place}: "interview" must be an object with a label, or left out.'
    return {**own, "seed": seed, "interview": interview}


def _present(value: Any) -> Any:
    """The value; None for what stands for nothing in a table: an empty cell, a number that is none."""
    if isinstance(value, float) and math.isnan(value):
        return None
    return None if value == "" else value


def id_text(value: Any) -> str:
    """An id as text: a whole number is one, too, also where a table made it a fraction (``7.0``)."""
    value = _present(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) else ""


def _seed(value: Any) -> int | str | None:
    """The seed, None for none, or what is wrong with it."""
    value = _present(value)
    if value is None:
        return None
    if isinstance(value, str):
        value = value.strip()
    if not isinstance(value, bool):
        try:
            seed = int(value)
        except (TypeError, ValueError, OverflowError):
            seed = -1
        if 0 <= seed <= MOST_SEED and (not isinstance(value, float) or value.is_integer()):
            return seed
    return "must be a whole number from 0 up, or left out"


def _object(value: Any) -> Any:
    """An object, also one that a cell of a table holds as JSON; what it is otherwise."""
    value = _present(value)
    if isinstance(value, str):
        try:
            return orjson.loads(value)
        except orjson.JSONDecodeError:
            return value
    return value
