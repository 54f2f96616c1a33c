"""The verbs of the debugger: the line interface, scripts and the full-screen interface all have these."""

from bedside.orchestrator.debug import (  # noqa: F401  # each fills the table
    cause_verbs,  # pyright: ignore[reportUnusedImport]
    changing_verbs,  # pyright: ignore[reportUnusedImport]
    going_verbs,  # pyright: ignore[reportUnusedImport]
    keeping_verbs,  # pyright: ignore[reportUnusedImport]
    looking_verbs,  # pyright: ignore[reportUnusedImport]
    moving_verbs,  # pyright: ignore[reportUnusedImport]
)
from bedside.orchestrator.debug.verb_table import VERBS, Verb

ALL: dict[str, Verb] = VERBS
