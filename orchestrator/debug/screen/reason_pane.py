"""Why the chosen turn was said, what it was given to say it from, and what a model was asked for it."""

from rich.text import Text

from bedside.orchestrator.debug import explain
from bedside.orchestrator.debug.screen.pane_text import CHOSEN, FAINT, STRONG, PaneText, in_lines
from bedside.orchestrator.debug.session import Session
from bedside.orchestrator.views.terminal_text import harmless

_NOTHING = "Nothing has been said yet: press n."


def reason_pane(session: Session, chosen: int | None) -> PaneText:
    """The chosen turn's reason."""
    if chosen is None:
        return PaneText(Text(_NOTHING))
    first, *rows = explain.why(session, str(chosen + 1))
    return in_lines([first.strip(), *(row.strip() for row in rows)], first=STRONG)


def evidence_pane(session: Session, chosen: int | None) -> PaneText:
    """The passages that the chosen turn's speaker was given, whole, and what else the store gave on this branch."""
    text = Text()
    reason = session.state.reasons[chosen] if chosen is not None else None
    for name in dict.fromkeys((*reason.passages, *reason.evidence)) if reason is not None else ():
        rests = reason is not None and name in reason.passages
        text.append(f"turn {(chosen or 0) + 1} {'rests on' if rests else 'was shown'} ", FAINT)
        text.append(f"{harmless(name)}\n", CHOSEN if rests else STRONG)
        text.append("".join(f"  {harmless(line)}\n" for line in session.context.lines_of(name)))
    if reason is not None and not text:
        text.append(f"No passage was given for turn {(chosen or 0) + 1}.\n")
    text.append("\nAll that the store gave on this branch:\n", STRONG)
    text.append("\n".join(map(harmless, explain.hits(session))))
    return PaneText(text)


def model_pane(session: Session, chosen: int | None) -> PaneText:
    """What models were asked for the chosen turn, word for word, and what they answered, as it came."""
    if chosen is None:
        return PaneText(Text(_NOTHING))
    place = str(chosen + 1)
    if not explain.exchanges_of(session, place):
        return PaneText(Text(explain.NO_MODEL))
    text = Text("answer\n", STRONG)
    text.append("\n".join(explain.raw(session, place)) + "\n\n")
    text.append("prompt\n", STRONG)
    return PaneText(text.append("\n".join(explain.prompt(session, place))))
