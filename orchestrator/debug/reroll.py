"""The last utterance said again, several times and otherwise; and a whole branch played again to see whether it comes out
the same."""

from dataclasses import dataclass, replace
from itertools import takewhile

from bedside.orchestrator.debug.session import SAYING, TAKE, Session
from bedside.orchestrator.failures import Failed, Problem
from bedside.orchestrator.graph import graph
from bedside.orchestrator.graph.context import DialogueContext
from bedside.orchestrator.runs.entry import nothing
from bedside.orchestrator.runs.events import Event, Forked, Inserted, Revised, Spoke, Withheld
from bedside.scenarios.case import Case
from bedside.scenarios.finding import faults
from bedside.scenarios.player import Decoding, Player

MOST = 20  # takes at once
_BEFORE = 3  # nodes of the graph that may come before somebody speaks: the store is asked first
SayingEvent = Spoke | Inserted | Revised | Withheld


@dataclass(frozen=True)
class Take:
    """One of several ways in which an utterance was said: on the branch of this name, ``tip`` being its end."""

    branch: str
    tip: str
    how: str
    speaker: str
    text: str
    faults: tuple[str, ...] = ()


@dataclass(frozen=True)
class How:
    """How an utterance is to be said again. What is None stays."""

    temperature: float | None = None
    seed: int | None = None
    model: str | None = None


async def reroll(session: Session, count: int, how: How = How()) -> list[Take]:
    """Have the last utterance said again ``count`` times, each on a branch of its own, and stand where it was. Draws by
    seeds from ``how.seed`` on (default: the dialogue's own, plus one). Raises ``Problem``."""
    if not 1 <= count <= MOST:
        raise Problem("usage", f"reroll makes 1 to {MOST} takes, not {count}.")
    home = session.tip
    path = session.path
    last = next((event for event in reversed(path) if event.event in SAYING), None)
    if last is None:
        raise Problem("usage", "Nothing has been said yet that could be said again: step first.")
    player = session.context.case.models.of("physician" if last.by == "physician" else "patient")
    if how.temperature is not None and not (player.prompted or (how.model and ":" in how.model)):
        raise Problem("usage", f"{player.name} draws by its seed alone: leave temperature out, or name a model.")
    takes: list[Take] = []
    first = session.context.seed + 1 if how.seed is None else how.seed
    try:
        for seed in range(first, first + count):
            takes.append(await _take(session, last, replace(how, seed=seed)))
    finally:
        session.move(home)
    return takes


async def _take(session: Session, last: Event, how: How) -> Take:
    session.move(last.parent)
    told = ", ".join(f"{name} {value}" for name, value in vars(how).items() if value is not None)
    name = _free(session)
    # Who cannot be asked is refused before there is a branch.
    context = session.made(session.path, case=_played(session.context.case, how), seed=how.seed)
    session.write(Forked(dialogue=session.source.id, name=name, why=f"said again: {told}"))
    context.remember(session.log.values())
    event = await _said(session, context)
    if isinstance(event, Withheld):
        return Take(name, session.tip, told, event.speaker, "(says nothing)")
    state = context.at(session.tip)
    at = state.at(event.turn if isinstance(event, Revised) else event.turn.id)
    said = state.turns[at]
    return Take(name, session.tip, told, said.speaker, said.text, tuple(faults(state.reasons[at].checks)))


async def _said(session: Session, context: DialogueContext) -> SayingEvent:
    """Go on over ``context`` until somebody has said something or kept it back, and return that event. Raises
    ``Problem``."""
    begun = session.tip
    for _ in range(_BEFORE):
        await session.over(context, lambda _state, _utterance: True, one=True)
        new = takewhile(lambda event: event.id != begun, reversed(context.branch(session.tip)))
        said = next((event for event in new if isinstance(event, Spoke | Inserted | Revised | Withheld)), None)
        if said is not None:
            return said
    raise Problem("usage", "Nothing was said again here: go back by one utterance, and step.")


def _free(session: Session) -> str:
    taken = {event.name for event in session.log.values() if isinstance(event, Forked)}
    n = 1
    while f"{TAKE}{n}" in taken:
        n += 1
    return f"{TAKE}{n}"


def _played(case: Case, how: How) -> Case:
    """The case with its speakers asked otherwise."""
    if how.model is None and how.temperature is None:
        return case
    roles: dict[str, Player] = {}
    for role in ("physician", "patient"):
        player = case.models.of(role)
        if how.model is not None:
            player = Player(name=how.model, decoding=player.decoding)
        if player.prompted:
            decoding = Decoding(temperature=how.temperature, seed=how.seed).over(player.decoding)
            player = player.model_copy(update={"decoding": decoding})
        roles[role] = player
    return case.model_copy(update={"models": case.models.model_copy(update=roles)})


@dataclass(frozen=True)
class ReplayComparison:
    """What came of a branch that was played again: how many turns were the same, and the first two that were not."""

    same: int
    then: str = ""
    now: str = ""

    @property
    def equal(self) -> bool:
        """Whether all came out the same."""
        return not self.then and not self.now


async def replay(session: Session) -> ReplayComparison:
    """Play the branch again from its first event to as many turns, in memory; what a person changed is not played again, so
    that it shows where the branch left what would have been said. Models are asked nothing that they answered before.
    Raises ``Problem``."""
    path = session.path
    context = _aside(session, path[:1])
    context.answers.tape = session.tape()
    then = [(turn.speaker, turn.text) for turn in session.state.turns]
    unfinished = session.state.status == "unfinished"

    async def gate(_: dict[str, object]) -> str:
        return "stop" if unfinished and len(context.state.turns) >= len(then) else "play"

    context.gate = gate  # pyright: ignore[reportAttributeAccessIssue]
    try:
        await graph.converse(context)
    except Failed as failed:
        raise Problem(failed.failure.kind, f"It cannot be played again: {failed.failure.message}") from None
    now = [(turn.speaker, turn.text) for turn in context.state.turns]
    for n, (old, new) in enumerate(zip(then, now, strict=False)):
        if old != new:
            return ReplayComparison(n, ": ".join(old), ": ".join(new))
    n = min(len(then), len(now))
    if len(then) == len(now):
        return ReplayComparison(n)
    return ReplayComparison(
        n, *((": ".join(then[n]), "(nothing)") if len(then) > n else ("(nothing)", ": ".join(now[n])))
    )


def _aside(session: Session, path: list[Event]) -> DialogueContext:
    """A context that nothing of is written."""
    context = session.made(path)
    context.sink = nothing
    return context


def accept(session: Session, takes: list[Take], number: int) -> Take:
    """Stand at the end of one of these takes. Raises ``Problem``."""
    if not takes:
        raise Problem("usage", "There are no takes to choose from: reroll first.")
    if not 1 <= number <= len(takes):
        raise Problem("usage", f"There are takes 1 to {len(takes)}, no {number}.")
    chosen = takes[number - 1]
    session.move(chosen.tip)
    return chosen
