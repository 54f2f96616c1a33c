"""Does anybody hear what the note keeps from them, and does everybody else hear it?

``python -m bedside.benchmarks.secrets [--seeds 2] [--cases N] [--misses]``.

60 visits (``secret_visits.py``) with people who go out and come back, each held for so many seeds by the built-in family. An
utterance counts as heard by an excluded ear when it holds a word of the secret while that person is in the room: they are in
it from the beginning, unless the physician has asked them out in words and not yet called them back. What is kept from one
is to be told all the same; a secret that nobody tells counts as untold. Guidelines are left out: they know no secrets.
"""

import argparse
import asyncio
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bedside.benchmarks.secret_visits import Secret, Visit, visits
from bedside.orchestrator.build.simulate_item import Item, Simulator
from bedside.orchestrator.runs.fold import DialogueState
from bedside.scenarios.case import Case

GOAL_HEARD = 0
Spoken = tuple[str, str, frozenset[str]]  # speaker, words, who is in the room


@dataclass(frozen=True)
class SecretHeard:
    """What became of one secret in one conversation."""

    visit: Visit
    seed: int
    secret: Secret
    heard: tuple[str, ...]  # utterances with it that an excluded ear heard
    told: tuple[str, ...]  # utterances with it that none did
    beside: bool | None  # whether the other companions heard it; None where there is none


def hold(visit: Visit, seed: int) -> DialogueState:
    """One conversation over the visit's note."""
    case = Case.model_validate(
        {"id": visit.id, "note": visit.text, "language": visit.language, "knowledge": False, "seed": seed}
    )
    return asyncio.run(Simulator(seed).perform(Item(case.id, case, visit.text), lambda _: None)).state


def spoken(visit: Visit, state: DialogueState) -> Iterator[Spoken]:
    """What was said and who was in the room."""
    away: set[str] = set()
    steps = {step.id: step for step in state.steps}
    for turn, reason in zip(state.turns, state.reasons, strict=True):
        step = steps.get(turn.id.split(".")[0])
        frame = step is not None and reason.act == "frame"
        who = {cue.words for cue in step.cues if cue.aspect == "who"} if frame and step is not None else set[str]()
        if who and step is not None and step.subject == "together":
            away -= who
        yield turn.speaker, turn.text, frozenset({"patient", "physician", *visit.company} - away)
        if who and step is not None and step.subject == "alone" and turn.speaker != "physician":
            away |= who  # they have heard what was said and go


def outcomes(visit: Visit, seed: int, state: DialogueState) -> list[SecretHeard]:
    """What became of each secret of a visit."""
    said = list(spoken(visit, state))
    found: list[SecretHeard] = []
    for secret in visit.secrets:
        known = re.compile(r"\b(?:" + "|".join(map(re.escape, secret.marks)) + ")", re.IGNORECASE)
        with_it = [(who, words, room) for who, words, room in said if known.search(words)]
        heard = [f"{who}: {words}" for who, words, room in with_it if room & set(secret.kept_from)]
        told = [(f"{who}: {words}", room) for who, words, room in with_it if not room & set(secret.kept_from)]
        others = set(visit.company) - set(secret.kept_from)
        beside = any(others <= room for _, room in told) if others else None
        found.append(SecretHeard(visit, seed, secret, tuple(heard), tuple(words for words, _ in told), beside))
    return found


def measure(chosen: Sequence[Visit], seeds: Iterable[int]) -> list[SecretHeard]:
    """Hold the visits. Raises ``RuntimeError`` for a conversation that failed: it would count as one without a leak."""
    found: list[SecretHeard] = []
    for seed in seeds:
        for visit in chosen:
            state = hold(visit, seed)
            if state.status != "finished":
                raise RuntimeError(f"{visit.id}, seed {seed}: {state.failure}")
            found += outcomes(visit, seed, state)
    return found


def _table(found: Sequence[SecretHeard]) -> None:
    print(
        "| how it is kept | secrets | utterances an excluded ear heard | told | where somebody else is there, told to them |"
    )
    print("|---|---|---|---|---|")
    ways = Counter(one.visit.language + " " + one.visit.way for one in found)
    for way in [*sorted(ways), "all"]:
        mine = [one for one in found if way in {one.visit.language + " " + one.visit.way, "all"}]
        beside = [one for one in mine if one.beside is not None]
        heard = sum(len(one.heard) for one in mine)
        told = sum(bool(one.told) for one in mine)
        shared = f"{sum(one.beside or False for one in beside)} of {len(beside)}" if beside else "–"
        print(f"| {way} | {len(mine)} | {heard} | {told} ({told / len(mine):.2f}) | {shared} |")


def main() -> int:
    """Run it; 1 if an excluded ear heard something."""
    parser = argparse.ArgumentParser(prog="bedside.benchmarks.secrets", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--seeds", type=int, default=2, help="how often each visit is held")
    parser.add_argument("--cases", type=int, help="the first so many of the 60")
    parser.add_argument("--misses", action="store_true", help="print what was heard, and the notes of what nobody told")
    asked = parser.parse_args()
    started = time.perf_counter()
    found = measure(visits()[: asked.cases], range(1, asked.seeds + 1))
    _table(found)
    if asked.misses:
        for one in found:
            for line in one.heard:
                print(
                    f"- {one.visit.id} ({one.visit.way}) {one.seed}: {' and '.join(one.secret.kept_from)} heard {line!r}"
                )
            if not one.told and one.seed == 1:
                print(f"- {one.visit.id} ({one.visit.way}) nobody told {one.secret.marks[0]!r}")
    print(f"{time.perf_counter() - started:.0f} s")
    return int(sum(len(one.heard) for one in found) > GOAL_HEARD)


if __name__ == "__main__":
    sys.exit(main())
