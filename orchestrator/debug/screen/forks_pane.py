"""The tree of branches."""

from collections.abc import Iterable, Mapping

from rich.text import Text

from bedside.orchestrator.debug.screen.pane_text import CHOSEN, FAINT, STRONG, PaneText
from bedside.orchestrator.debug.session import Session
from bedside.orchestrator.runs.events import Event, Forked
from bedside.orchestrator.runs.fold import fold
from bedside.orchestrator.runs.resume import MAIN, Branch, path_to
from bedside.orchestrator.views.terminal_text import harmless


def forks_pane(session: Session, _: int | None) -> PaneText:
    """Every branch under the one that it left, with the turn after which it did, its length, why and by whom; ``*`` before
    the one on which the session stands."""
    ends = {one.name: one for one in session.branches}
    forks = {event.name: event for event in session.log.values() if isinstance(event, Forked)}
    under: dict[str, list[str]] = {}
    for name, fork in forks.items():
        under.setdefault(_left(session.log, fork), []).append(name)
    text, at = Text(), 0
    roots = [MAIN, *(name for name in ends if name != MAIN and name not in forks)]
    waiting = [(name, 0) for name in reversed(roots)]
    while waiting:
        name, depth = waiting.pop()
        at = len(text) if name == session.branch else at
        _line(text, session, name, depth, ends.get(name), forks.get(name))
        waiting += [(child, depth + 1) for child in reversed(under.get(name, []))]
    text.append("\nswitch NAME stands at the end of a branch; diff A B compares two.", FAINT)
    return PaneText(text, at)


def _line(text: Text, session: Session, name: str, depth: int, end: Branch | None, fork: Forked | None) -> None:
    here = name == session.branch
    text.append(f"{'*' if here else ' '} {'   ' * (depth - 1)}{'+- ' if depth else ''}")
    text.append(name, CHOSEN if here else STRONG)
    text.append(f"  {_turns(end.events)} turns" if end is not None else "  goes on below")
    if fork is not None:
        left = _turns(path_to(session.log, fork.parent))
        text.append(f", left {_left(session.log, fork)} after turn {left}")
        text.append(f"\n  {'   ' * depth}{harmless(fork.why)} ({fork.by.removeprefix('person:')})", FAINT)
    text.append("\n")


def _left(log: Mapping[str, Event], fork: Forked) -> str:
    """The branch that a fork left: that of the last fork before it."""
    before = [event.name for event in path_to(log, fork.parent) if isinstance(event, Forked)]
    return before[-1] if before else MAIN


def _turns(events: Iterable[Event]) -> int:
    return len(fold(events).turns)
