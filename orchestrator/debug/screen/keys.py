"""The keys of the full-screen interface: those that carry out a verb, and the others, for its footer and its help."""

from collections.abc import Iterator

from bedside.orchestrator.debug.verb_table import GROUPS
from bedside.orchestrator.debug.verbs import ALL as VERBS

# Key, the verb that it carries out, what the footer calls it.
VERB_KEYS = (
    ("s", "step", "step"),
    ("n", "next", "next"),
    ("t", "turn", "turn"),
    ("f", "finish", "finish"),
    ("c", "continue", "go on"),
    ("b", "back", "back"),
)
HELP = (
    "keys:",
    "  s n t f c        step, next, turn, finish, continue; b goes back",
    "  up down          choose a turn: reason, evidence, prompt and note follow it",
    "  left right, 1-7  another pane",
    "  tab              to the next part: conversation, pane, command line",
    "  :                to the command line, which takes every verb; escape leaves it",
    "                   there up and down are the history, tab completes a word",
    "  e                edit the chosen turn; j stands right after it",
    "  ctrl+p           the palette of verbs",
    "  escape           stops a verb that is being carried out",
    "  q                quit",
    "  In the note [brackets] were told, >>these<< by the chosen turn; ! marks a turn with faults.",
    "",
)


def help_lines() -> Iterator[str]:
    """The keys, and the verbs with what they do, for a pane that is not wide."""
    yield from HELP
    for group in GROUPS:
        yield f"{group}:"
        for one in VERBS.values():
            if one.group == group:
                yield f"  {one.usage}" + (f"  (short: {one.short})" if one.short else "")
                yield f"      {one.does}"
