"""The word tables of the realiser, one folder a language."""

from functools import cache
from pathlib import Path

import yaml

_HERE = Path(__file__).parent


@cache
def rows(name: str, language: str = "en") -> tuple[tuple[str, ...], ...]:
    """The rows of a table of tab-separated cells."""
    lines = (_HERE / language / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    return tuple(tuple(line.split("\t")) for line in lines if line and not line.startswith("#"))


@cache
def _words(language: str) -> dict[str, frozenset[str]]:
    loaded = yaml.safe_load((_HERE / language / "words.yaml").read_text(encoding="utf-8"))
    return {name: frozenset(part.strip() for part in text.split(",")) for name, text in loaded.items()}


def listed(name: str, language: str = "en") -> frozenset[str]:
    """The words or phrases of one list. Raises ``KeyError`` for a list that is not there."""
    return _words(language)[name]


@cache
def mapping(name: str, language: str = "en") -> dict[str, str]:
    """A table of two columns as a mapping."""
    return {row[0]: row[1] for row in rows(name, language)}
