"""The first turn where two dialogues part, the turn at which a condition turns, and the class of what sets two apart."""

from bedside.orchestrator.api.background_loop import run_to_end
from bedside.orchestrator.causes.bisect_result import Bisection, TurningPoint
from bedside.orchestrator.causes.cause_class import Made, cause_class, differing
from bedside.orchestrator.causes.difference import first_difference
from bedside.orchestrator.causes.effect import Condition
from bedside.orchestrator.causes.replay_setup import BUILT_IN, ReplaySetup
from bedside.orchestrator.causes.turning_point import turning_point
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.runs.reader import KeptDialogue


def bisect_runs(
    good: KeptDialogue, bad: KeptDialogue, setups: tuple[ReplaySetup, ReplaySetup] | None = None
) -> Bisection:
    """The first turn where two dialogues part, which takes no replay, and with ``setups``, what each was played with, the
    class of what sets them apart; without, the class only where a single component differs. Raises ``Problem`` where a
    log or a note is not kept."""
    for kept in (good, bad):
        if not kept.events or kept.note is None:
            raise Problem("input", f"Of {kept.id} no log is kept, or not its note: there is nothing to compare with.")
    one, other = (Made(kept, setup) for kept, setup in zip((good, bad), setups or (BUILT_IN, BUILT_IN), strict=True))
    differs = differing(one, other)
    found = first_difference(good, bad)
    if found is None:
        return Bisection(None, None, differs)
    if setups is None:
        return Bisection(found, "edit" if found.what == "author" else None, differs)
    cause, reruns = run_to_end(cause_class(one, other, found))
    return Bisection(found, cause, differs, reruns)


def bisect_condition(kept: KeptDialogue, condition: Condition, *, thorough: bool = False) -> TurningPoint:
    """The first turn with which a condition is met, by halving: at most log2(turns) + 1 probes, none of which plays anything.
    It is found for certain where the condition stays met once it is; else a turn is found at which it turns.
    ``thorough`` asks everywhere besides, to say whether it does. Raises ``Problem`` where no log is kept."""
    if not kept.events:
        raise Problem("input", f"Of {kept.id} no log is kept: there is nothing to look through.")
    return turning_point(kept.events, condition, thorough)
