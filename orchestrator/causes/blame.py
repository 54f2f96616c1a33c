"""Which fact, earlier turn, passage, prompt section, axis of the person or sentence of the note caused a turn, or made a
check fail.

Everything that the turn's role was given is left out, one after the other, and the turn is asked for again; what makes
the effect vanish more often than asking again with nothing changed is blamed. An earlier turn that carries the effect is
looked into in the same way, until the place is found where it came in. From there the dialogue is then played on without
it, to see that the turn in question is another.
"""

from dataclasses import replace

from bedside.orchestrator.api.background_loop import run_to_end
from bedside.orchestrator.causes.blame_result import Blame, Budget, Suspect
from bedside.orchestrator.causes.blame_search import Trace, said_in
from bedside.orchestrator.causes.cause_place import Place
from bedside.orchestrator.causes.confirm import confirmed
from bedside.orchestrator.causes.effect import Condition, Effect, Fails, LeavesOut, Meets, SameWords, Says
from bedside.orchestrator.causes.lost_fact import Lost
from bedside.orchestrator.causes.replay import Replayer
from bedside.orchestrator.causes.replay_setup import BUILT_IN, ReplaySetup
from bedside.orchestrator.causes.wilson import Rate
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.runs.fold import DialogueState
from bedside.orchestrator.runs.reader import KeptDialogue
from bedside.scenarios.finding import Finding, failed

BUDGET = 400  # calls of roles
UNSAID = ("coverage", "unsaid")


def blame_turn(
    kept: KeptDialogue, turn: str, setup: ReplaySetup = BUILT_IN, *, says: str | None = None, budget: int = BUDGET
) -> Blame:
    """What caused a turn. ``says`` are the words of it that are in question; without them all of it is. Raises ``Problem``
    for a turn that is not there, or a dialogue whose log or note is not kept."""
    replayer = Replayer(kept, setup, Budget(budget))
    found = said_in(kept.state, turn)
    if found.turn is None:
        raise Problem("input", f"There is no turn {turn!r} in {kept.id}: bedside show --trace lists them.")
    effect = Says(says) if says is not None else SameWords(found.turn.text)
    return run_to_end(_of_turn(replayer, turn, effect))


def blame_check(
    kept: KeptDialogue,
    check: str,
    setup: ReplaySetup = BUILT_IN,
    *,
    turn: str | None = None,
    fact: str | None = None,
    budget: int = BUDGET,
) -> Blame:
    """What made a check fail: on ``turn``, or on the first turn that fails it. ``coverage`` is about a ``fact`` that was left
    unsaid, the first one if none is named. Raises ``Problem`` where the check did not fail."""
    replayer = Replayer(kept, setup, Budget(budget))
    state = kept.state
    if check in UNSAID and turn is None:
        left = [*state.meta.get("unsaid", ()), *state.kept_back]
        missing = fact if fact is not None else next(iter(left), None)
        if missing is None:
            raise Problem("input", f"In {kept.id} no fact was left unsaid: there is nothing to explain.")
        if missing in state.said:
            return Blame("", str(LeavesOut(missing)), "not there", budget=budget)
        return run_to_end(_of_fact(replayer, missing))
    for finding in _findings(state):
        if finding.check == check and turn in (None, finding.turn) and finding.turn is not None:
            return run_to_end(_of_turn(replayer, finding.turn, _effect_of(finding, state)))
    where = f"on {turn} of {kept.id}" if turn else f"in {kept.id}"
    known = ", ".join(dict.fromkeys(one.check for one in _findings(state))) or "none"
    raise Problem("input", f"The check {check!r} did not fail {where}. Those that did: {known}.")


def blame_condition(
    kept: KeptDialogue,
    condition: Condition,
    setup: ReplaySetup = BUILT_IN,
    *,
    name: str = "the condition",
    budget: int = BUDGET,
) -> Blame:
    """What brought a condition about that the dialogue meets at its end: the event from which on it is met, and what caused
    that. Raises ``Problem`` where it is not met."""
    replayer = Replayer(kept, setup, Budget(budget))
    state = DialogueState(kept.id)
    at = -1
    for index, event in enumerate(kept.events):
        state.add(event)
        at = (index if at < 0 else at) if condition(state) else -1
    if at < 0:
        raise Problem("input", f"At its end {kept.id} does not meet {name}: there is nothing to explain.")
    return run_to_end(_of_event(replayer, at, Meets(condition, name)))


def _findings(state: DialogueState) -> list[Finding]:
    """Faults of the dialogue as it ended, those of turns with the turn's id."""
    own = [one.model_copy(update={"turn": reason.turn}) for reason in state.reasons for one in failed(reason.checks)]
    return [*own, *failed(state.audit or ())]


def _effect_of(finding: Finding, state: DialogueState) -> Effect:
    """A fault that was found where the line was said is looked for there; of one that was found in the whole, its words."""
    turn = said_in(state, finding.turn or "")
    there = turn.reason is not None and any(one.check == finding.check for one in failed(turn.reason.checks))
    if not there and finding.span is not None and turn.turn is not None:
        return Says(turn.turn.text[finding.span.start : finding.span.end])
    return Fails(finding.check, finding.value if isinstance(finding.value, str) else None)


async def _of_turn(replayer: Replayer, turn: str, effect: Effect) -> Blame:
    trace = Trace(replayer, effect)
    if trace.came_with(turn) < 0:
        return Blame(turn, str(effect), "not there", budget=replayer.budget.calls)
    return await _told(replayer, turn, effect, await trace.of_turn(turn))


async def _of_event(replayer: Replayer, index: int, effect: Effect) -> Blame:
    event = replayer.kept.events[index]
    trace = Trace(replayer, effect)
    if event.event in ("spoke", "inserted", "revised", "withheld", "edited"):
        found = await trace.of_event(index)
    else:
        place = Place(
            "passage" if event.event == "retrieved" else "plan" if event.event == "planned" else "case",
            event.event,
            event.id,
        )
        found = [Suspect(place, "read from the log", Rate(1, 1), Rate(0, 1), blamed=True)]
    turn = getattr(event, "turn", "")
    return await _told(replayer, getattr(turn, "id", turn), effect, found)


async def _of_fact(replayer: Replayer, fact: str) -> Blame:
    lost = Lost(replayer, fact)
    return await _told(replayer, lost.turn, LeavesOut(fact), await lost.suspects())


async def _told(replayer: Replayer, turn: str, effect: Effect, found: list[Suspect]) -> Blame:
    first = next((one for one in found if one.blamed), None)
    budget = replayer.budget
    complete = not budget.exhausted
    if first is not None:
        sure = await confirmed(replayer, first, turn, effect)
        found = [replace(one, confirmed=sure) if one is first else one for one in found]
    if not found and not budget.exhausted and replayer.lost:
        raise Problem("config", f"Nobody can be asked again: {replayer.lost}")
    verdict = "found" if first is not None else "nothing" if found or complete else "no budget"
    return Blame(
        turn,
        str(effect),
        verdict,
        tuple(found),
        budget.replays,
        budget.spent,
        budget.calls,
        complete,
        bool(replayer.setup.stand_ins(replayer.case)),
    )
