"""The note as it was given, with what has been told of it."""

from itertools import groupby

from rich.text import Text

from bedside.orchestrator.debug.screen.pane_text import CHOSEN, TOLD, PaneText
from bedside.orchestrator.debug.session import Session
from bedside.orchestrator.runs.fold import fact_spans
from bedside.orchestrator.views.terminal_text import harmless

_MARKS = (("", "", ""), ("[", "]", TOLD), (">>", "<<", CHOSEN))


def note_pane(session: Session, chosen: int | None) -> PaneText:
    """The note; in ``[brackets]`` what turns rest on, between ``>>`` and ``<<`` what the chosen one does."""
    note, state = session.context.note, session.state
    spans = fact_spans(note)
    levels = bytearray(len(note.given))
    own = state.reasons[chosen].facts if chosen is not None else ()
    for level, names in ((1, state.said), (2, own)):
        for name in names:
            if name in spans:
                span = spans[name]
                levels[span.start : span.end] = bytes([level]) * (span.end - span.start)
    text, at = Text(), None
    for level, run in groupby(range(len(levels)), levels.__getitem__):
        places = list(run)
        before, after, style = _MARKS[level]
        if level == 2 and at is None:
            at = len(text)
        text.append(f"{before}{harmless(note.given[places[0] : places[-1] + 1])}{after}", style)
    return PaneText(text, at or 0, hang=0)
