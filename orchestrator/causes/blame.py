"""Which fact, earlier turn, passage, prompt section, axis of the person or sentence of the note caused a turn, or made a
check fail.

Everything that the turn's role was given is left out, one after the other, and the turn is asked for again; what makes
the effect vanish more often than asking again with nothing changed is blamed. An earlier turn that carries the effect is
looked into in the same way, until the place is found where it came in.
"""

from bedside.orchestrator.causes.effect import Condition
from bedside.orchestrator.causes.stage import Stage
from bedside.orchestrator.causes.verdict import Blame
from bedside.orchestrator.runs.reader import KeptDialogue

BUDGET = 400  # calls of roles
REPLAYS = 4  # the fewest at which all of one and none of the other have intervals apart


def blame_turn(
    kept: KeptDialogue, turn: str, stage: Stage = Stage(), *, says: str | None = None, budget: int = BUDGET
) -> Blame:
    """What caused a turn. ``says`` are the words of it that are in question; without them all of it is. Raises ``Problem``
    for a turn that is not there, or a dialogue whose log or note is not kept."""
    raise NotImplementedError


def blame_check(
    kept: KeptDialogue,
    check: str,
    stage: Stage = Stage(),
    *,
    turn: str | None = None,
    fact: str | None = None,
    budget: int = BUDGET,
) -> Blame:
    """What made a check fail: on ``turn``, or on the first turn that fails it. ``coverage`` is about a ``fact`` that was left
    unsaid, the first one if none is named. Raises ``Problem`` where the check did not fail."""
    raise NotImplementedError


def blame_condition(
    kept: KeptDialogue,
    condition: Condition,
    stage: Stage = Stage(),
    *,
    name: str = "the condition",
    budget: int = BUDGET,
) -> Blame:
    """What brought a condition about that the dialogue meets at its end: the event from which on it is met, and what caused
    that. Raises ``Problem`` where it is not met."""
    raise NotImplementedError
