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
    "  s n t f c  step, next, turn, finish, continue",
    "  b  back",
    "  up down  choose a turn: reason, evidence, prompt and note follow it",
    "  left right 1-7  another pane",
    "  tab  from conversation to pane to command line",
    "  :  the command line takes every verb; up and down are its history, tab completes, escape leaves",
    "  e  edit the chosen turn",
    "  j  stand right after the chosen turn",
    "  ctrl+p  the palette of verbs",
    "  escape  stop what is being carried out",
    "  q  quit",
    "signs:",
    "  > the chosen turn, ! a turn with faults",
    "  [told] of the note, >>told by the chosen turn<<",
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
