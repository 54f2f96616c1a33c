"""The conversation, turn by turn."""

from rich.text import Text

from bedside.orchestrator.debug import explain
from bedside.orchestrator.debug.session import Session
from bedside.scenarios.finding import faults

_STYLES = {"physician": "bold cyan", "patient": "bold yellow"}


def talk(session: Session, chosen: int | None) -> list[Text]:
    """The turns, each with its number; before the chosen one a ``>``, before one with faults a ``!``."""
    state = session.state
    rows: list[Text] = []
    for n, (turn, reason) in enumerate(zip(state.turns, state.reasons, strict=True)):
        mark = ">" if n == chosen else "!" if faults(reason.checks) else " "
        head, sign, words = explain.turn_line(session, n).partition(": ")
        row = Text(mark, "bold")
        row.append(f"{head}{sign}", _STYLES.get(turn.speaker, "bold green"))
        rows.append(row.append(words))
    return rows
