"""What is to be explained of a turn: that it says certain words, fails a check, leaves a fact out, or is as it is."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from bedside.orchestrator.runs.fold import DialogueState, said_by
from bedside.scenarios.turn import Reason, Turn

Condition = Callable[[DialogueState], bool]


@dataclass(frozen=True)
class SpokenTurn:
    """A turn as it was said, or said again: None where nothing was said. ``state`` gives the dialogue right after it."""

    turn: Turn | None
    reason: Reason | None
    state: Callable[[], DialogueState]


class Effect(Protocol):
    """What is to be explained."""

    def shows(self, said: SpokenTurn) -> bool:
        """Whether it is there."""
        ...

    def stands_in(self, text: str) -> bool:
        """Whether a text carries it, so that it may have come from there word for word."""
        ...


def distance(effect: Effect, said: SpokenTurn) -> float:
    """How far a turn is from showing the effect: 0 or 1, or between them where the effect can say."""
    if isinstance(effect, SameWords):
        return effect.distance(said)
    return 0.0 if effect.shows(said) else 1.0


_SMALL = frozenset(
    "a an the and or but of to in on at for with from by as is are was were be been i you he she it we they my your his her "
    "its our their me him them this that so um uh well yes no not do did does have has had".split()
)


def content(text: str) -> frozenset[str]:
    """The words of a text that are not small."""
    return frozenset(plain(text).split()) - _SMALL


def plain(text: str) -> str:
    """Words alone, lower case, one space between two."""
    return " ".join(re.findall(r"[^\W_]+(?:[.'/:-][^\W_]+)*|[%°]", text.casefold()))


@dataclass(frozen=True)
class Says:
    """The turn says these words, whatever stands between them and their neighbours."""

    words: str

    def shows(self, said: SpokenTurn) -> bool:
        """Whether it is there."""
        return said.turn is not None and self.stands_in(said.turn.text)

    def stands_in(self, text: str) -> bool:
        """Whether the words stand in a text."""
        return f" {plain(self.words)} " in f" {plain(text)} "

    def __str__(self) -> str:
        return f'it says "{self.words}"'


@dataclass(frozen=True)
class Fails:
    """The turn fails a check; with ``value``, in this way."""

    check: str
    value: str | None = None

    def shows(self, said: SpokenTurn) -> bool:
        """Whether it is there."""
        return said.reason is not None and any(
            one.check == self.check and one.passed is False and (self.value is None or one.value == self.value)
            for one in said.reason.checks
        )

    def stands_in(self, text: str) -> bool:
        """A fault is in no text by itself."""
        return False

    def __str__(self) -> str:
        return f"it fails {self.check}" + (f" ({self.value})" if self.value else "")


@dataclass(frozen=True)
class LeavesOut:
    """The turn does not say a fact that it was to bring out."""

    fact: str

    def shows(self, said: SpokenTurn) -> bool:
        """Whether it is there."""
        return said.reason is None or self.fact not in said_by(said.reason)

    def stands_in(self, text: str) -> bool:
        """What is not said stands nowhere."""
        return False

    def __str__(self) -> str:
        return f"it leaves out {self.fact}"


@dataclass(frozen=True)
class SameWords:
    """The turn has these very words."""

    text: str

    def shows(self, said: SpokenTurn) -> bool:
        """Whether it is there."""
        return said.turn is not None and plain(said.turn.text) == plain(self.text)

    def stands_in(self, text: str) -> bool:
        """Whether both say the same."""
        return plain(text) == plain(self.text)

    def distance(self, said: SpokenTurn) -> float:
        """How much of what it says is another: 0 none of it, 1 all."""
        one, two = content(self.text), content(said.turn.text if said.turn is not None else "")
        return 1 - len(one & two) / len(one | two) if one | two else 0.0

    def __str__(self) -> str:
        return "its words"


@dataclass(frozen=True)
class Meets:
    """The dialogue meets a condition once the turn has been said."""

    condition: Condition
    name: str = "the condition"

    def shows(self, said: SpokenTurn) -> bool:
        """Whether it is there."""
        return bool(self.condition(said.state()))

    def stands_in(self, text: str) -> bool:
        """A condition is in no text by itself."""
        return False

    def __str__(self) -> str:
        return self.name
