"""The conversation, turn by turn."""

from rich.text import Text

from bedside.orchestrator.debug import explain
from bedside.orchestrator.debug.screen.pane_text import CHOSEN, STRONG
from bedside.orchestrator.debug.session import Session
from bedside.orchestrator.views.terminal_text import isolated, wrapped
from bedside.scenarios.finding import faults

_STYLES = {"physician": "bold cyan", "patient": "bold yellow"}
_MARGIN = 5  # columns for the mark and the number


def talk(session: Session, chosen: int | None, width: int) -> list[Text]:
    """The turns in lines of ``width`` columns, each with its number; before the chosen one a ``>``, before one with faults
    a ``!``."""
    state = session.state
    rows: list[Text] = []
    for n, (turn, reason) in enumerate(zip(state.turns, state.reasons, strict=True)):
        mark = ">" if n == chosen else "!" if faults(reason.checks) else " "
        said = " ".join(explain.turn_line(session, n).split()).removeprefix(f"{n + 1} ")
        name, sign, _ = said.partition(": ")
        lines = [isolated(line) for line in wrapped(said, max(20, width - _MARGIN))]
        row = Text(f"{mark}{n + 1:>3} " + f"\n{' ' * _MARGIN}".join(lines), no_wrap=True)
        row.stylize(CHOSEN if n == chosen else STRONG, 0, _MARGIN - 1)
        row.stylize(_STYLES.get(turn.speaker, "bold green"), _MARGIN, _MARGIN + len(name) + len(sign))
        rows.append(row)
    return rows
