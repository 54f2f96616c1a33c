"""The class of what sets two runs apart: components are exchanged one at a time and the dialogue is held again as far as the
turn in which the two differ, six times at most.

Law of the file: what is kept of both is compared first; only what differs is exchanged.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from bedside.orchestrator.build.simulate_item import Item, Simulator
from bedside.orchestrator.causes.bisect_result import CauseClass, Difference
from bedside.orchestrator.causes.candidates import word_giver
from bedside.orchestrator.causes.difference import is_edited
from bedside.orchestrator.causes.kept_replies import kept_first
from bedside.orchestrator.causes.replay_setup import ReplaySetup
from bedside.orchestrator.failures import Failed
from bedside.orchestrator.graph import graph as conversation
from bedside.orchestrator.graph.context import Verdict
from bedside.orchestrator.runs.entry import nothing
from bedside.orchestrator.runs.events import Inserted, Revised, Started
from bedside.orchestrator.runs.reader import KeptDialogue
from bedside.scenarios.case import Case
from bedside.scenarios.turn import Turn

RERUNS = 6
Json = dict[str, Any]
COMPONENTS: tuple[CauseClass, ...] = ("note", "case", "prompt", "model", "guidelines", "seed")


@dataclass(frozen=True)
class Made:
    """What a dialogue was made from, by component."""

    kept: KeptDialogue
    setup: ReplaySetup

    @property
    def started(self) -> Started:
        """The first event."""
        first = self.kept.events[0]
        assert isinstance(first, Started)
        return first

    def component(self, name: str) -> Any:
        """One component, so that two can be compared."""
        started = self.started
        if name == "note":
            return (self.kept.given, started.section)
        if name == "case":
            return {key: value for key, value in started.case.items() if key not in ("models", "seed")}
        if name == "model":
            return started.case.get("models")
        if name == "prompt":
            return dict(self.setup.prompts)
        if name == "seed":
            return started.seed
        return self.kept.passages if name == "guidelines" else started.version

    def with_(self, name: str, other: "Made") -> "Exchanged":
        """This one with a component of the other."""
        return replace(Exchanged.of(self), **{name: other})


@dataclass(frozen=True)
class Exchanged:
    """Which of the two each component comes from."""

    note: Made
    case: Made
    prompt: Made
    model: Made
    guidelines: Made
    seed: Made

    @classmethod
    def of(cls, made: Made) -> "Exchanged":
        """All of one."""
        return cls(made, made, made, made, made, made)

    async def turn(self, at: int, whole: bool) -> Turn | None:
        """The turn at an index when the dialogue is held; None where it has none. ``whole`` holds it to its end."""
        text = self.note.kept.given or ""
        case: Json = {**self.case.started.case, "models": self.model.started.case.get("models") or {}, "note": text}
        made = Case.model_validate(case)
        setup = replace(self.model.setup, prompts=self.prompt.setup.prompts)
        setup = kept_first(setup, made, self.model.kept.exchanges)

        async def gate(view: Json) -> Verdict:
            return "stop" if not whole and view["turns"] > at else "play"

        simulator = Simulator(0, self.guidelines.setup.retriever, setup.players, gate=gate)
        item = Item(self.note.kept.id, made, text, self.note.started.section)
        try:
            context = simulator.context(item, nothing)
            context.seed = self.seed.started.seed
            await conversation.converse(context)
        except Failed:
            return None
        turns = context.state.turns
        return turns[at] if at < len(turns) else None


def differing(good: Made, bad: Made) -> tuple[str, ...]:
    """The components that are not the same in both, and "edit" where a person has changed a turn of one of them."""
    found = [name for name in (*COMPONENTS[:4], "seed", "code") if good.component(name) != bad.component(name)]
    mine, yours = good.kept.passages, bad.kept.passages
    same_questions = not {"note", "case", "seed"} & {*found}
    if any(mine[one] != yours[one] for one in {*mine} & {*yours}) or (same_questions and {*mine} != {*yours}):
        found.append("guidelines")
    edits = [[(e.turn, e.text) for e in one.kept.events if e.event == "edited"] for one in (good, bad)]
    return (*found, "edit") if edits[0] != edits[1] else tuple(found)


async def cause_class(good: Made, bad: Made, found: Difference) -> tuple[CauseClass | None, int]:
    """The class, and how often the dialogue was held again for it. None where no exchange of one component alone explains
    it."""
    differs = differing(good, bad)
    turns = bad.kept.record.turns
    there = turns[found.at] if found.at < len(turns) else None
    if there is not None and (is_edited(bad.kept, there.id) or is_edited(good.kept, there.id)):
        return "edit", 0
    if len(differs) == 1 and differs[0] in COMPONENTS:
        return next(name for name in COMPONENTS if name == differs[0]), 0
    whole = _is_of_repair(bad.kept, there) or _is_of_repair(good.kept, there)
    reruns = 0
    for name, made in _tries(good, bad, differs):
        if reruns == RERUNS:
            break
        reruns += 1
        again = await made.turn(found.at, whole)
        same = (again.speaker, again.text) == (there.speaker, there.text) if again and there else again is there
        if name == "again" and not same:
            return ("code" if "code" in differs else "chance"), reruns
        if name != "again" and same:
            return next(one for one in COMPONENTS if one == name), reruns
    return None, reruns


def _tries(good: Made, bad: Made, differs: tuple[str, ...]) -> Iterator[tuple[str, Exchanged]]:
    """What is held again: the second as it was, to see whether it is the same today; then the first with each component of
    the second."""
    swapped = [name for name in COMPONENTS if name in differs]
    if "code" in differs or not swapped:
        yield "again", Exchanged.of(bad)
    for name in swapped:
        yield name, good.with_(name, bad)
    if not swapped:  # nothing that is kept differs: other players by the same name
        yield "model", good.with_("model", bad)


def _is_of_repair(kept: KeptDialogue, turn: Turn | None) -> bool:
    names = [word_giver(event) for event in kept.events if isinstance(event, Inserted | Revised)]
    return turn is not None and turn.id in names
