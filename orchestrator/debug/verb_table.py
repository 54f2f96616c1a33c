"""The table of the debugger's verbs, which fills as the files that hold them are imported (``verbs.py`` does).

A verb is a coroutine of the console and what was typed after it; it gives back lines of text. It raises ``Problem`` for what
cannot be done, and the session stays where it was.
"""

import shlex
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from bedside.orchestrator.debug.reroll import Take
from bedside.orchestrator.debug.session import Session
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.views.terminal_text import short

Lines = Iterable[str]


class VerbContext(Protocol):
    """What a verb acts on: the session, and what is remembered between two lines."""

    session: Session
    takes: list[Take]
    ended: bool

    def verb(self, name: str) -> "Verb":
        """The verb of this name. Raises ``Problem``."""
        ...


Act = Callable[[VerbContext, str], Awaitable[Lines]]


@dataclass(frozen=True)
class Verb:
    """A verb: how it is used, what it does, an example of it, and what may be typed in place of its name."""

    name: str
    usage: str
    does: str
    example: str
    act: Act
    group: str
    short: str = ""


VERBS: dict[str, Verb] = {}


def verb(name: str, usage: str, does: str, example: str = "", *, group: str, short: str = "") -> Callable[[Act], Act]:
    """Put a coroutine into the list."""

    def listed(act: Act) -> Act:
        VERBS[name] = Verb(name, f"{name} {usage}".strip(), does, example or name, act, group, short)
        return act

    return listed


def words(text: str, usage: str, least: int, most: int | None = None) -> list[str]:
    """What was typed, as words; those in quotes are one. Raises ``Problem``."""
    try:
        found = shlex.split(text)
    except ValueError:
        raise Problem("usage", f"The quotes of {short(text)!r} do not close.") from None
    if not least <= len(found) <= (least if most is None else most):
        raise Problem("usage", f"Use it as: {usage}")
    return found


GROUPS = GOING, LOOKING, CHANGING, MOVING, CAUSES, KEEPING = (
    "going on",
    "looking",
    "changing",
    "going back",
    "causes",
    "keeping",
)


def number(given: str, default: int) -> int:
    """A number that was typed. Raises ``Problem``."""
    given = given.strip()
    if not given and default:
        return default
    if not given.isdecimal() or not 0 < int(given) < 10**6:
        raise Problem("usage", f"{short(given) or 'Nothing'} is no number from 1 on: type one.")
    return int(given)


def exactly(found: list[str], least: int, most: int, name: str) -> list[str]:
    if not least <= len(found) <= most:
        raise Problem("usage", f"Use it as: {VERBS[name].usage}")
    return found
