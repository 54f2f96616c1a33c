"""A note against the window of the model that is to read it, by an estimate."""

from collections.abc import Iterator

from bedside.orchestrator.cases.lints.lint_context import LintContext
from bedside.scenarios.load import CaseError

_CHARACTERS = 4  # of English a token, roughly; no tokenizer is opened for a lint
_ROOM = 2000  # tokens of a call besides the note: rules, talk, answer


def find(context: LintContext) -> Iterator[CaseError]:
    """Notes that do not fit."""
    for role in ("default", "planner", "physician", "patient", "refiner"):
        player = getattr(context.case.models, role)
        if player is None or player.decoding.num_ctx is None:
            continue
        tokens = len(context.text) // _CHARACTERS + _ROOM
        if tokens > player.decoding.num_ctx:
            message = (
                f"the note and a prompt take about {tokens:,} tokens and the window is {player.decoding.num_ctx:,}"
            )
            where = ("models", role, "decoding", "num_ctx")
            yield context.at(where, message, "Raise num_ctx, or shorten the note", "window")
