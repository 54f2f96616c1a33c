"""Verbs that change what is said and what it is made from."""

from typing import Any

from bedside.orchestrator.debug import changes, explain, reroll
from bedside.orchestrator.debug.verb_table import CHANGING, VERBS, Lines, VerbContext, exactly, number, verb, words
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.graph.briefs import PHYSICIAN


@verb(
    "edit",
    'TURN "words" ["why"] [--keep]',
    "Give a turn other words, on a branch of its own; what followed is said anew, or kept with --keep.",
    'edit 4 "It started last night." "the date was wrong"',
    group=CHANGING,
)
async def _edit(console: VerbContext, given: str) -> Lines:
    found = words(given, VERBS["edit"].usage, 2, 4)
    keep = "--keep" in found
    found = [word for word in found if word != "--keep"]
    changed = changes.edit(console.session, *exactly(found, 2, 3, "edit"), keep=keep)
    return [f"{changed.id} now reads: {changed.text}", f"on branch {console.session.branch}"]


@verb("say", 'ROLE "words"', "Have a role say this now.", 'say patient "I am scared."', group=CHANGING)
async def _say(console: VerbContext, given: str) -> Lines:
    role, text = words(given, VERBS["say"].usage, 2)
    changes.say(console.session, role, text)
    return [explain.turn_line(console.session, len(console.session.state.turns) - 1)]


@verb(
    "ask",
    '"words"',
    "Have the physician ask this now, in any words, beside the plan, and hear the answer.",
    'ask "Does anybody in your family have it?"',
    group=CHANGING,
)
async def _ask(console: VerbContext, given: str) -> Lines:
    from bedside.orchestrator.debug.play import Play

    (text,) = words(given, VERBS["ask"].usage, 1)
    session = console.session
    if not session.state.steps:
        raise Problem("usage", "There is no plan yet: step once, then ask it.")
    if session.state.status != "unfinished":
        raise Problem("usage", "The conversation has ended: go back before its end, then ask it.")
    play, known = Play(session, PHYSICIAN), len(session.state.turns)
    session.leave("the physician is given a question")
    await play.line(text)
    return [explain.turn_line(session, n) for n in range(known, len(session.state.turns))]


@verb(
    "set",
    "PATH=VALUE",
    "Change what the dialogue is made from, from here on; note=@FILE begins again.",
    "set patient.persona=anxious",
    group=CHANGING,
)
async def _set(console: VerbContext, given: str) -> Lines:
    path, sign, value = given.partition("=")
    if not sign or not path.strip():
        raise Problem("usage", f"Use it as: {VERBS['set'].usage}")
    old = changes.assign(console.session, path.strip(), value.strip())
    return [f"{path.strip()} was {old} and is {value.strip()}, on branch {console.session.branch}"]


@verb(
    "reroll",
    "[N] [temperature=X] [seed=X] [model=X]",
    "Have the last utterance said N times again, side by side; accept K takes one.",
    "reroll 3 seed=11",
    group=CHANGING,
    short="r",
)
async def _reroll(console: VerbContext, given: str) -> Lines:
    count = 3
    how: dict[str, Any] = {}
    for word in words(given, VERBS["reroll"].usage, 0, 4):
        name, sign, value = word.partition("=")
        if not sign:
            count = number(word, 3)
        elif name in ("temperature", "seed", "model"):
            how[name] = _value(name, value)
        else:
            raise Problem("usage", f"Use it as: {VERBS['reroll'].usage}")
    console.takes = await reroll.reroll(console.session, count, reroll.How(**how))
    shown: list[str] = []
    for n, take in enumerate(console.takes, 1):
        fault = f"  faults: {'; '.join(take.faults)}" if take.faults else ""
        shown.append(f"{n}  {take.speaker.upper()}: {take.text}   ({take.how}; branch {take.branch}){fault}")
    return shown


@verb("accept", "K", "Go on from take K of the last reroll.", "accept 2", group=CHANGING)
async def _accept(console: VerbContext, given: str) -> Lines:
    chosen = reroll.accept(console.session, console.takes, number(given, 0))
    return [f"on branch {chosen.branch}: {chosen.text}"]


def _value(name: str, given: str) -> float | int | str:
    if name == "model":
        return given
    try:
        return float(given) if name == "temperature" else int(given)
    except ValueError:
        raise Problem("usage", f"{name}={given} is no number.") from None
