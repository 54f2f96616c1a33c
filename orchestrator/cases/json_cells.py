"""Values of rows as programs write them that had them from a table: numbers for ids, words for nothing, a key twice."""

import json
from typing import Any

_EMPTY = frozenset(("nan", "none", "null", "n/a", "na", "#n/a", "<na>", "nil", "undefined", "-"))
_SAYS = frozenset(("none", "nil", "n/a", "na", "-"))


class _Twice(ValueError):
    pass


def id_of(value: object, cell: bool = False) -> str | None:
    """An id as text: a number becomes one, as 7.0 becomes "7"; None for what names nothing, which in a ``cell`` of a table is
    "nan", too."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, float):
        value = int(value) if value.is_integer() else value
    text = str(value).strip() if isinstance(value, (str, int, float)) else ""
    return (value if isinstance(value, str) else text) if text and not (cell and text.casefold() in _EMPTY) else None


def is_empty_cell(value: object, section: object = None) -> bool:
    """Whether a text stands for an empty cell: "nan", "None", "NULL". Under the heading of a section "None" is what the section
    says."""
    low = value.strip().casefold() if isinstance(value, str) else ""
    return low in _EMPTY and not (section and low in _SAYS)


def repeated_key(line: bytes) -> str | None:
    """A key that stands twice in a JSON object, where whoever reads it keeps one value and says nothing of the other."""

    def pairs(found: list[tuple[str, Any]]) -> None:
        seen: set[str] = set()
        for key, _ in found:
            if key in seen:
                raise _Twice(key)
            seen.add(key)

    try:
        json.loads(line, object_pairs_hook=pairs)
    except _Twice as twice:
        return str(twice)
    except (ValueError, RecursionError):
        return None
    return None
