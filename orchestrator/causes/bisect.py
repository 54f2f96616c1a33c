"""The first turn where two dialogues part, the turn at which a condition turns, and the class of what sets two apart."""

from dataclasses import dataclass
from typing import Literal

from bedside.orchestrator.causes.effect import Condition
from bedside.orchestrator.causes.stage import Stage
from bedside.orchestrator.runs.reader import KeptDialogue

CauseClass = Literal["note", "case", "prompt", "model", "seed", "guidelines", "edit", "code", "chance"]


@dataclass(frozen=True)
class Difference:
    """Where two dialogues part. ``at`` is the index of the first turn that is another, ``turn`` its id in the second (or the
    first, where the second has ended). ``what`` is what differs first on the way to it: "note", "case", "persona",
    "plan", "evidence", "brief", "author" or "words"; ``one`` and ``other`` say it in words."""

    at: int
    turn: str
    what: str
    one: str = ""
    other: str = ""


@dataclass(frozen=True)
class Bisection:
    """``difference`` is None for two dialogues that say the same. ``cause`` is the class of what sets them apart,
    ``differs`` every component that is not the same in both, ``reruns`` how many stretches were played again (six at
    most)."""

    difference: Difference | None
    cause: CauseClass | None = None
    differs: tuple[str, ...] = ()
    reruns: int = 0


@dataclass(frozen=True)
class TurningPoint:
    """Where a condition turns. ``at`` is the index of the event and ``turn`` the id of the turn with which it is met first,
    None if it is met nowhere it was looked for; ``probes`` how often it was asked."""

    event: str | None
    turn: str | None
    probes: int
    places: int  # events that changed what was said
    monotone: bool | None = None  # whether it stays met once it is; None if that was not looked at


def bisect_runs(good: KeptDialogue, bad: KeptDialogue, stages: tuple[Stage, Stage] | None = None) -> Bisection:
    """The first turn where two dialogues part, which takes no replay, and with ``stages``, what each was played with, the
    class of what sets them apart. Raises ``Problem`` where a log is not kept."""
    raise NotImplementedError


def bisect_condition(kept: KeptDialogue, condition: Condition, *, thorough: bool = False) -> TurningPoint:
    """The first turn with which a condition is met, by halving: at most log2(turns) + 1 probes. It is found for certain
    where the condition stays met once it is; else a turn is found at which it turns. ``thorough`` asks it everywhere
    besides, to say whether it does. Raises ``Problem`` where no log is kept."""
    raise NotImplementedError
