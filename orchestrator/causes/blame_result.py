"""What blame found: suspects in order, each with how often its removal made the effect vanish."""

from dataclasses import dataclass, field
from typing import Literal

from bedside.orchestrator.causes.cause_place import Place
from bedside.orchestrator.causes.change import Change
from bedside.orchestrator.causes.wilson import Rate

Verdict = Literal["found", "nothing", "not there", "no budget"]


@dataclass(frozen=True)
class Suspect:
    """One thing that may have caused the effect. ``flips`` counts replays without it in which the effect was gone;
    ``null`` the same for replays in which nothing was changed. ``blamed`` if the first is the higher one for sure.
    ``via`` are the turns through which the effect came from there, the last first. ``confirmed`` says whether the effect was
    gone from the turn in question, too, when the dialogue was played on from this place without it; None if that was
    not played."""

    place: Place
    change: str  # what was done, in words: "left out", "as before the edit", "asked again"
    flips: Rate
    null: Rate
    blamed: bool
    carries: bool = False  # whether the words in question stand in it
    via: tuple[Place, ...] = ()
    together: tuple[Place, ...] = ()  # others that had to go with it
    confirmed: bool | None = None
    removal: Change | None = field(default=None, repr=False)  # the change that takes it away; None if it is no brief's


@dataclass(frozen=True)
class Blame:
    """``suspects`` are in order, those blamed first. ``verdict`` is "found", "nothing" (none is blamed), "not there" (the
    turn does not show the effect), or "no budget" (it was used up before anything could be said). ``replays`` counts
    utterances, plans and stretches played again, ``calls`` what the roles were asked for, at most ``budget``."""

    turn: str
    effect: str
    verdict: Verdict
    suspects: tuple[Suspect, ...] = ()
    replays: int = 0
    calls: int = 0
    budget: int = 0
    complete: bool = True  # False: some candidates were not tried, the budget was used up
    stand_in: bool = False  # whether a built-in role answered for a model that cannot be asked anew

    @property
    def first(self) -> Suspect | None:
        """The suspect that is blamed before all others; None if none is."""
        return next((one for one in self.suspects if one.blamed), None)

    def rows(self) -> list[tuple[str, str, str, str, str]]:
        """A table: place, what was done, flips with interval, the same with nothing changed, whether it is blamed."""
        return [
            (str(one.place), one.change, str(one.flips), str(one.null), "blamed" if one.blamed else "")
            for one in self.suspects
        ]


@dataclass
class Budget:
    """Calls of roles that may still be made."""

    calls: int
    spent: int = 0
    replays: int = 0
    exhausted: bool = field(default=False)

    def allows(self, calls: int) -> bool:
        """Whether so many may be made; if not, that is remembered."""
        if self.spent + calls <= self.calls:
            return True
        self.exhausted = True
        return False
