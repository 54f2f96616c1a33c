"""The line at the top: what is debugged, where the session stands and what comes next."""

from bedside.orchestrator.debug import explain
from bedside.orchestrator.debug.breakpoints import coverage
from bedside.orchestrator.debug.session import Session
from bedside.orchestrator.views.terminal_text import harmless


def status(session: Session, at_work: str = "") -> str:
    """One line. ``at_work`` is the verb that is being carried out."""
    state = session.state
    told = f", told {coverage(state):.0%}" if state.planned else ""
    count = len(state.turns)
    parts = [f"{harmless(state.id)} on {session.branch}", f"{count} turn{'' if count == 1 else 's'}{told}"]
    upcoming = session.next if not at_work else None
    if at_work:
        parts.append(f"{at_work} … (escape stops it)")
    elif upcoming is not None:
        parts.append(f"next: {upcoming.speaker}, {upcoming.step.act} ({upcoming.step.topic})")
    else:
        parts.append(list(explain.where(session))[-1])
    return " | ".join(parts)
