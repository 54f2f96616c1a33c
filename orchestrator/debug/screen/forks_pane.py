"""The tree of branches."""

from collections.abc import Iterable

from rich.text import Text

from bedside.orchestrator.debug.screen.shown import CHOSEN, FAINT, Shown
from bedside.orchestrator.debug.session import Session
from bedside.orchestrator.runs.events import Event, Forked
from bedside.orchestrator.runs.fold import fold
from bedside.orchestrator.runs.resume import MAIN, Branch, path_to
from bedside.orchestrator.views.terminal_text import harmless


def forks_pane(session: Session, _: int | None) -> Shown:
    """Every branch under the one that it left, with the turn after which it did, its length, why and by whom; ``*`` before
    the one on which the session stands."""
    found = {one.name: one for one in session.branches}
    under: dict[str, list[Branch]] = {}
    for one in found.values():
        parent = _left(one)
        under.setdefault(parent if parent in found and parent != one.name else "", []).append(one)
    text = Text()
    here = session.branch
    at = 0

    def add(one: Branch, depth: int) -> None:
        nonlocal at
        at = len(text) if one.name == here else at
        mark = "*" if one.name == here else " "
        text.append(f"{mark} {'   ' * (depth - 1)}{'+- ' if depth else ''}")
        text.append(one.name, CHOSEN if one.name == here else "bold")
        text.append(f"  {_turns(one.events)} turns")
        if one.at:
            text.append(f", left {_left(one)} after turn {_turns(path_to(session.log, one.at))}")
            text.append(f"\n  {'   ' * depth}{harmless(one.why)} ({one.by.removeprefix('person:')})", FAINT)
        text.append("\n")
        for child in under.get(one.name, ()):
            add(child, depth + 1)

    for root in under.get("", ()):
        add(root, 0)
    text.append("\nswitch NAME stands at the end of a branch; diff A B compares two.", FAINT)
    return Shown(text, at)


def _left(one: Branch) -> str:
    """The branch that it came from: that of the last fork before its own."""
    forks = [event.name for event in one.events if isinstance(event, Forked)]
    return forks[-2] if len(forks) > 1 else MAIN if forks else ""


def _turns(events: Iterable[Event]) -> int:
    return len(fold(events).turns)
