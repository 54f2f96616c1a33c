"""The panes beside the conversation, in their order, and which of them a verb brings up."""

from collections.abc import Callable

from bedside.orchestrator.debug.screen.agenda_pane import agenda_pane
from bedside.orchestrator.debug.screen.forks_pane import forks_pane
from bedside.orchestrator.debug.screen.note_pane import note_pane
from bedside.orchestrator.debug.screen.pane_text import PaneText
from bedside.orchestrator.debug.screen.reason_pane import evidence_pane, model_pane, reason_pane
from bedside.orchestrator.debug.session import Session
from bedside.orchestrator.debug.verb_table import CAUSES, LOOKING, Verb

Pane = Callable[[Session, int | None], PaneText]
OUT = "out"  # what verbs answered
PANES: dict[str, Pane] = {
    "note": note_pane,
    "agenda": agenda_pane,
    "why": reason_pane,
    "evidence": evidence_pane,
    "model": model_pane,
    "forks": forks_pane,
}
NAMES = (*PANES, OUT)
_OF_VERB = {
    "note": "note",
    "why": "why",
    "hits": "evidence",
    "prompt": "model",
    "raw": "model",
    "forks": "forks",
    "diff": OUT,
    "reroll": OUT,
    "replay": OUT,
    "break": OUT,
    "help": OUT,
}
OF_A_TURN = frozenset({"why", "prompt", "raw"})  # these may name the turn to choose


def pane_after(verb: Verb, lines: int) -> str:
    """The pane that has what a verb answered in so many lines; "" where the pane that is shown may stay."""
    if verb.name in _OF_VERB:
        return _OF_VERB[verb.name] if lines > 1 or verb.name != "break" else ""
    return OUT if verb.group in (LOOKING, CAUSES) and lines > 1 else ""
