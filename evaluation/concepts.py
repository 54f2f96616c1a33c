"""What a metric needs to compare clinical concepts: any vocabulary that finds them in words, with what is denied."""

from collections.abc import Mapping, Sequence, Set
from typing import Protocol

from bedside.scenarios.turn import Turn


class Concepts(Protocol):
    """A vocabulary. A concept is any identifier; polarities are sets of "+" (there) and "-" (denied)."""

    def named(self, text: str) -> Set[str]:
        """The concepts a text names, by the longest wording at each place."""
        ...

    def held(self, text: str) -> Set[str]:
        """All concepts a text can be said to hold, those inside longer wordings among them."""
        ...

    def noted(self, text: str) -> Mapping[str, Set[str]]:
        """The polarities a note gives each of its concepts."""
        ...

    def said(self, turns: Sequence[Turn]) -> Mapping[str, Set[str]]:
        """The polarities a dialogue gives each of its concepts, by statements and by answers."""
        ...
