"""Letters that have several senses in medicine, with the words of a note that speak for each: "MS" is multiple sclerosis beside
natalizumab and mitral stenosis beside a murmur. What nothing speaks for is not said."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

_TABLE = Path(__file__).with_name("ambiguous.tsv")


@cache
def ambiguous() -> Mapping[str, Mapping[str, frozenset[str]]]:
    """By the letters as they are written, each sense with the words that speak for it."""
    found: dict[str, dict[str, frozenset[str]]] = {}
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            letters, sense, words = line.split("\t")[:3]
            found.setdefault(letters, {})[sense] = frozenset(words.split("|"))
    return found


@cache
def never_by_section() -> frozenset[str]:
    """Those of which several senses stand in the same sections, so that a section alone tells none."""
    rows = (line.split("\t") for line in _TABLE.read_text(encoding="utf-8").splitlines())
    return frozenset(row[0] for row in rows if len(row) > 3 and not row[0].startswith("#"))
