"""Verbs that ask what caused a turn or a failed check, and since when something is so."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from bedside.orchestrator.causes.bisect import bisect_condition, bisect_runs
from bedside.orchestrator.causes.blame import BUDGET, blame_check, blame_turn
from bedside.orchestrator.causes.blame_result import Blame
from bedside.orchestrator.causes.cause_place import Place
from bedside.orchestrator.causes.replay_setup import ReplaySetup, kept_prompts
from bedside.orchestrator.debug.breakpoints import facts_at
from bedside.orchestrator.debug.expression import read_expression
from bedside.orchestrator.debug.save import kept_dialogue
from bedside.orchestrator.debug.session import Session
from bedside.orchestrator.debug.turn_lookup import turn_at
from bedside.orchestrator.debug.verb_table import CAUSES, VERBS, Lines, VerbContext, verb, words
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.graph.schedule import next_utterance
from bedside.orchestrator.runs.fold import DialogueState
from bedside.orchestrator.runs.reader import KeptDialogue, RunFolder
from bedside.orchestrator.views.terminal_text import harmless
from bedside.scenarios.note import Note

_SHOWN = 12  # suspects


@verb(
    "blame",
    'TURN ["words"] | CHECK [TURN] [budget=N]',
    "Find what caused a turn, words of it, or a failed check: each thing its role was given is left out and the turn asked "
    "for again. Flips are given with a Wilson interval.",
    'blame 12 "two glasses"',
    group=CAUSES,
)
async def _blame(console: VerbContext, given: str) -> Lines:
    session = console.session
    found = words(given, VERBS["blame"].usage, 1, 3)
    budget = next((_budget(word) for word in found if word.startswith("budget=")), BUDGET)
    first, *rest = [word for word in found if not word.startswith("budget=")] or [""]
    kept, setup = kept_dialogue(session), setup_of(session)
    turns = {turn.id for turn in session.state.turns}
    if first.lstrip("-").isdecimal() or first in turns:
        turn = session.state.turns[turn_at(session.state, first)].id
        says = rest[0] if rest else None
        found_out = await asyncio.to_thread(blame_turn, kept, turn, setup, says=says, budget=budget)
    else:
        at = session.state.turns[turn_at(session.state, rest[0])].id if rest else None
        found_out = await asyncio.to_thread(blame_check, kept, first, setup, turn=at, budget=budget)
    return list(blame_lines(found_out, session.context.note))


def blame_lines(found: Blame, note: Note) -> Iterator[str]:
    """What blame found, in lines; under words of the note, what was read from them and whether as there or as denied."""
    yield f"{found.turn}: {found.effect}"
    said = {
        "found": f"caused by {found.first.place}" if found.first is not None else "",
        "nothing": "nothing is blamed: left out one by one, none of what its role was given changes it for sure",
        "not there": "the turn does not show that",
        "no budget": "the budget was used up before anything could be said: give budget=N",
    }
    yield said[found.verdict]
    for suspect in found.suspects[:_SHOWN]:
        mark = "*" if suspect.blamed else " "
        via = f", through {', '.join(map(str, suspect.via))}" if suspect.via else ""
        sure = {True: "; played on without it, the turn is another", False: "; played on without it, it is still so"}
        kept = sure.get(suspect.confirmed, "") if suspect.confirmed is not None else ""
        yield f" {mark} {suspect.place} {suspect.change}: flips {suspect.flips}, unchanged {suspect.null}{via}{kept}"
        read = "; ".join(_read_from(suspect.place, note))
        if read:
            yield f"     read as: {harmless(read)}"
    if len(found.suspects) > _SHOWN:
        yield f"   and {len(found.suspects) - _SHOWN} more that flip less"
    stand_in = "; built-in roles stood in for models that cannot be asked anew" if found.stand_in else ""
    yield f"{found.replays} replays, {found.calls} of {found.budget} calls{'' if found.complete else ', not all tried'}{stand_in}"


def _read_from(place: Place, note: Note) -> Iterator[str]:
    """The facts that were read from the words of the note at a place."""
    said = " ".join(place.name.split()).casefold()
    for fact in note.facts if place.kind == "note" else ():
        words = " ".join(fact.text.split())
        if words and words.casefold() in said:
            yield f"{fact.id} {fact.kind} “{words}” ({fact.polarity})"


@verb(
    "bisect",
    "A B | if EXPR",
    "Find the first turn where two branches or kept dialogues (RUN/ID) part and the class of cause, or the first turn at "
    "which EXPR holds.",
    "bisect if 'support' in failed",
    group=CAUSES,
)
async def _bisect(console: VerbContext, given: str) -> Lines:
    session = console.session
    if given.startswith("if "):
        return list(turning_lines(kept_dialogue(session), given[3:], session.tokens))
    one, other = words(given, VERBS["bisect"].usage, 2)
    good, bad = _named(session, one), _named(session, other)
    return list(await asyncio.to_thread(lambda: list(bisect_lines(*good, *bad))))


def turning_lines(kept: KeptDialogue, condition: str, tokens: int = 0) -> Iterator[str]:
    """The first turn with which a condition holds. Raises ``Problem``."""
    expression = read_expression(condition)

    def holds(state: DialogueState) -> bool:
        upcoming = next_utterance(state) if state.planned and state.status == "unfinished" else None
        return bool(expression.value(facts_at(state, upcoming, tokens)))

    found = bisect_condition(kept, holds, thorough=True)
    turns = {turn.id: (n, turn) for n, turn in enumerate(kept.state.turns, 1)}
    if found.turn is None or found.turn not in turns:
        yield f"{condition}: it holds at no turn" if found.turn is None else f"{condition}: from {found.turn} on"
    else:
        n, turn = turns[found.turn]
        yield f"{condition}: from turn {n} on ({turn.id})"
        yield f"{n:>3} {turn.speaker.upper()}: {harmless(turn.text)}"
    again = "" if found.monotone in (True, None) else "; it turns more than once"
    yield f"{found.probes} probes, nobody was asked{again}"


def bisect_lines(good: KeptDialogue, setup: ReplaySetup, bad: KeptDialogue, other: ReplaySetup) -> Iterator[str]:
    """Where two dialogues part and why. Raises ``Problem``."""
    found = bisect_runs(good, bad, (setup, other))
    if found.difference is None:
        yield "They are the same, turn by turn."
        return
    first = found.difference
    yield f"They part at turn {first.at + 1} ({first.turn}), in {', '.join([first.what, *first.parts])}:"
    yield f"  - {harmless(first.one) or '(nothing)'}"
    yield f"  + {harmless(first.other) or '(nothing)'}"
    yield f"differs in: {', '.join(found.differs) or 'nothing that was written down'}"
    yield f"class of cause: {found.cause or 'not found'} ({found.reruns} re-runs)"


def _named(session: Session, name: str) -> tuple[KeptDialogue, ReplaySetup]:
    """A branch of this session, or a kept dialogue. Raises ``Problem``."""
    branch = next((one for one in session.branches if one.name == name), None)
    if branch is not None:
        return kept_dialogue(session, branch.events), setup_of(session)
    path, _, dialogue = name.rpartition("/")
    if not path or not Path(path).is_dir():
        known = ", ".join(one.name for one in session.branches)
        raise Problem("usage", f"{name!r} is no branch ({known}) and no kept dialogue (RUN/ID).")
    folder = RunFolder(Path(path))
    setup = replace(setup_of(session), prompts=kept_prompts(folder.about))
    return folder.dialogue(dialogue), setup


def setup_of(session: Session) -> ReplaySetup:
    """With what the session plays."""
    return ReplaySetup(session.source.registry, session.source.simulator.retriever, prompts=session.source.prompts)


def _budget(word: str) -> int:
    value = word.partition("=")[2]
    if not value.isdecimal() or not 0 < int(value) <= 10**6:
        raise Problem("usage", f"{word} is no number of calls: budget=400.")
    return int(value)
