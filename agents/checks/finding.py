"""What a check found: the name of the check, the turn it is about, and what is wrong, in words that give no answer away."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
FILLERS = frozenset("um uh er erm mm hmm mhm ah oh well like so okay ok yeah yes you know right alright".split())


class Spoken(Protocol):
    """A turn, as far as a check needs it."""

    @property
    def speaker(self) -> str: ...
    @property
    def text(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Finding:
    """``turn`` is the index of the turn, None where the dialogue as a whole is meant."""

    check: str
    turn: int | None
    message: str


@lru_cache(maxsize=16384)
def tokens(text: str) -> tuple[str, ...]:
    """Lower-case words of a text, apostrophes kept."""
    return tuple(WORD.findall(text.lower().replace("\u2019", "'")))
