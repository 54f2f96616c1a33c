"""Verbs that let the conversation go on, and where it stops."""

from collections.abc import Callable

from bedside.orchestrator.debug import explain
from bedside.orchestrator.debug.breakpoints import Watch, read_breakpoint
from bedside.orchestrator.debug.expression import NAMES, read_expression
from bedside.orchestrator.debug.verb_table import GOING, Lines, VerbContext, number, verb
from bedside.orchestrator.graph.schedule import NextUtterance
from bedside.orchestrator.runs.fold import DialogueState


async def _gone(
    console: VerbContext, pause: Callable[[DialogueState, NextUtterance], bool], one: bool = False
) -> Lines:
    """Go on, and what was said on the way."""
    session = console.session
    before = {turn.id: turn.text for turn in session.state.turns}
    was = session.tip
    why = await session.go(pause, one=one)
    said = [
        explain.turn_line(session, n) for n, turn in enumerate(session.state.turns) if before.get(turn.id) != turn.text
    ]
    event = session.log[session.tip]
    if not said and session.tip != was:
        said = [f"({event.event} by {event.by})"]
    return [*said, *([f"stopped: {why}"] if why else [])]


@verb(
    "step",
    "",
    "Do one thing: lay out the plan, ask the guideline store, one utterance, one review.",
    group=GOING,
    short="s",
)
async def _step(console: VerbContext, _: str) -> Lines:
    return await _gone(console, lambda _state, _utterance: True, one=True)


@verb("next", "[N]", "Go on by one utterance, or N.", "next 3", group=GOING, short="n")
async def _next(console: VerbContext, given: str) -> Lines:
    count = number(given, 1)
    said = 0

    def enough(_state: DialogueState, _utterance: NextUtterance) -> bool:
        nonlocal said
        said += 1
        return said >= count

    return await _gone(console, enough)


@verb("turn", "", "Go on to the end of this exchange: question and answer.", group=GOING, short="t")
async def _turn(console: VerbContext, _: str) -> Lines:
    return await _gone(console, lambda state, utterance: state.part == 0 or utterance.kind != "say")


@verb("finish", "", "Go on to the end of this topic.", group=GOING, short="f")
async def _finish(console: VerbContext, _: str) -> Lines:
    upcoming = console.session.next
    topic = upcoming.step.topic if upcoming is not None else ""
    return await _gone(console, lambda _state, utterance: bool(topic) and utterance.step.topic != topic)


@verb("continue", "", "Go on to the next breakpoint, or to the end.", group=GOING, short="c")
async def _continue(console: VerbContext, _: str) -> Lines:
    return await _gone(console, lambda _state, _utterance: False)


@verb(
    "break",
    "[WHERE] [if EXPR]",
    'Stop before an utterance: of a role, topic or act, after a failed `check`, after "words", where EXPR holds. '
    "Alone, list them.",
    "break plan if coverage > 0.5",
    group=GOING,
    short="b",
)
async def _break(console: VerbContext, given: str) -> Lines:
    stops = console.session.stops
    if not given:
        listed = [f"{n}: break {one.text} (met {one.hits} times)" for n, one in stops.breakpoints.items()]
        listed += [f"{n}: watch {one.when.text}" for n, one in stops.watches.items()]
        return listed or ["There are none. Names for EXPR: " + ", ".join(NAMES)]
    return [f"breakpoint {stops.add(read_breakpoint(given, console.session.context.present))}: {given}"]


@verb("watch", "EXPR", "Show EXPR when it changes, and stop there.", "watch failed", group=GOING, short="w")
async def _watch(console: VerbContext, given: str) -> Lines:
    watch = Watch(read_expression(given))
    watch.last, watch.seen = watch.when.value(console.session.facts()), True
    return [f"watch {console.session.stops.add(watch)}: {given} is {watch.last!r}"]


@verb("delete", "N", "Take a breakpoint or watch away.", "delete 1", group=GOING)
async def _delete(console: VerbContext, given: str) -> Lines:
    console.session.stops.remove(number(given, 0))
    return [f"{given} is taken away"]
