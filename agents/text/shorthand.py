"""Words of telegram style, read as the words that they stand for: "assoc w/ nausea", "y/day"."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

_TABLE = Path(__file__).with_name("shorthand.tsv")
_PIECE = re.compile(r"\d+|[^\W\d_]+|\W")


@cache
def shorthand() -> Mapping[str, str]:
    """What each shorthand stands for; as it is written, in small letters or with a capital."""
    lines = _TABLE.read_text(encoding="utf-8").splitlines()
    pairs = [(short, word) for short, _, word in (line.partition("\t") for line in lines) if word and short[0] != "#"]
    found = dict(pairs)
    return found | {short.capitalize(): word for short, word in pairs}


@cache
def beginnings() -> Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """By the first piece of a shorthand ("y" of "y/day"), its other pieces and what it stands for."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for short, word in shorthand().items():
        first, *others = _PIECE.findall(short)
        found.setdefault(first, []).append((tuple(others), word))
    return {first: tuple(sorted(rest, key=lambda one: -len(one[0]))) for first, rest in found.items()}
