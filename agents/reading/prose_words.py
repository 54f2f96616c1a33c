"""Lists of words by which prose is read."""

from functools import cache

from bedside.agents.reading.tables import rows


@cache
def listed(name: str) -> frozenset[str]:
    """The words of a list of ``prose_words.tsv``. Raises ``KeyError``."""
    return _lists()[name]


@cache
def actions() -> dict[str, str]:
    """What is done with a drug, by the verb's base form."""
    return {verb: name[4:] for name, verbs in _lists().items() if name.startswith("act_") for verb in verbs}


@cache
def _lists() -> dict[str, frozenset[str]]:
    return {name: frozenset(words.split()) for name, words in rows("prose_words")}
