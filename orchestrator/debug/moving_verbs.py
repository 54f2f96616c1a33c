"""Verbs that go back, fork, and compare branches. Nothing is ever lost by them."""

from bedside.orchestrator.debug import explain, reroll
from bedside.orchestrator.debug.session import SAYING
from bedside.orchestrator.debug.turn_lookup import place_at
from bedside.orchestrator.debug.verb_table import MOVING, VERBS, Lines, VerbContext, number, verb, words
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.runs.fold import fold
from bedside.orchestrator.runs.resume import MAIN
from bedside.orchestrator.views.terminal_text import short


@verb("back", "[N]", "Go back by one utterance, or N. Nothing is lost.", "back 4", group=MOVING)
async def _back(console: VerbContext, given: str) -> Lines:
    session = console.session
    count = number(given, 1)
    path = session.path
    places = [event.parent for event in path if event.event in SAYING]
    if not places:
        raise Problem("usage", "Nothing has been said yet: there is nothing to go back over.")
    session.move(places[max(0, len(places) - count)])
    return explain.where(session)


@verb("jump", "TURN | start | end | EVENT", "Stand right after this turn.", "jump 10", group=MOVING, short="j")
async def _jump(console: VerbContext, given: str) -> Lines:
    (place,) = words(given, VERBS["jump"].usage, 1)
    session = console.session
    branch = next((one for one in session.branches if one.name == session.branch), None)
    path = list(branch.events) if branch is not None else session.path
    session.move(place_at(path, fold(path), place))
    return explain.where(session)


@verb("fork", '[NAME] ["why"]', "Begin a branch here.", 'fork milder "what if it hurt less"', group=MOVING)
async def _fork(console: VerbContext, given: str) -> Lines:
    name, why = [*words(given, VERBS["fork"].usage, 0, 2), "", ""][:2]
    session = console.session
    session.leave(why or "a branch of its own", session.free_name(name))
    return [f"on branch {session.branch}"]


@verb("forks", "", "Show the tree of branches.", group=MOVING)
async def _forks(console: VerbContext, _: str) -> Lines:
    session = console.session
    lines: list[str] = []
    for one in session.branches:
        mark = "*" if one.name == session.branch else " "
        turns = len(fold(one.events).turns)
        why = f", {one.why} ({one.by})" if one.by else ""
        left = f"left at event {one.at}" if one.at else "the first"
        lines.append(f"{mark} {one.name}: {turns} turns, {left}{why}")
    return lines


@verb("switch", "NAME", "Stand at the end of a branch.", f"switch {MAIN}", group=MOVING)
async def _switch(console: VerbContext, given: str) -> Lines:
    (name,) = words(given, VERBS["switch"].usage, 1)
    session = console.session
    found = {one.name: one for one in session.branches}
    if name not in found:
        raise Problem("usage", f"There is no branch {short(name)!r}: there are {', '.join(found)}.")
    session.move(found[name].events[-1].id)
    return explain.where(session)


@verb("diff", "A B", "Compare two branches: words, facts, coverage.", f"diff {MAIN} fork-1", group=MOVING)
async def _diff(console: VerbContext, given: str) -> Lines:
    one, other = words(given, VERBS["diff"].usage, 2)
    return explain.compare(console.session, one, other)


@verb("replay", "", "Play the branch again from its beginning, and say whether it comes out the same.", group=MOVING)
async def _replay(console: VerbContext, _: str) -> Lines:
    found = await reroll.replay(console.session)
    if found.equal:
        return [f"all {found.same} turns are the same"]
    return [f"the same up to turn {found.same}, then:", f"  - {found.then}", f"  + {found.now}"]
