"""A phrase being read aloud: its tokens, the place, and what has been said so far."""

from dataclasses import dataclass
from functools import cache

from bedside.agents.speaking.tables import rows
from bedside.agents.text.doc import Token

SMALL = "zero one two three four five six seven eight nine ten eleven twelve".split()


@dataclass
class Scan:
    """The state of one reading: tokens, the place, and what has been said so far."""

    text: str
    tokens: list[Token]
    at: int
    out: list[str]
    prose: bool = False
    title: bool = False

    def ahead(self, by: int = 0) -> str:
        place = self.at + by
        return self.tokens[place].lower if place < len(self.tokens) else ""

    def touches(self, by: int = 0) -> bool:
        """Whether the token ``by`` places ahead follows the one before it without a space."""
        place = self.at + by
        return 0 < place < len(self.tokens) and self.tokens[place - 1].end == self.tokens[place].start

    @property
    def after_amount(self) -> bool:
        """Whether a number or a unit stands just before."""
        before = self.tokens[self.at - 1].lower if self.at else ""
        return before[:1].isdigit() or before in SMALL or before in ("°", "%", "percent") or before in units()


@cache
def units() -> dict[str, tuple[str, str]]:
    return {row[0]: (row[1], row[2]) if len(row) > 2 else ("", "") for row in rows("units")}
