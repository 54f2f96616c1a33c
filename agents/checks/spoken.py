"""What was said, as far as a check reads it: who, which text, which words."""

import re
from functools import lru_cache
from typing import Protocol

WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
FILLERS = frozenset("um uh er erm mm hmm mhm ah oh well like so okay ok yeah yes you know right alright".split())


class Spoken(Protocol):
    """A turn, as far as a measure needs it."""

    @property
    def speaker(self) -> str: ...
    @property
    def text(self) -> str: ...


@lru_cache(maxsize=16384)
def tokens(text: str) -> tuple[str, ...]:
    """Lower-case words of a text, apostrophes kept."""
    return tuple(WORD.findall(text.lower().replace("\u2019", "'")))
