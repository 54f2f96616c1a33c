"""Why a fact was not told: the plan has no place for it, the person keeps it back, or who was to tell it did not."""

from bedside.orchestrator.causes.blame_result import Suspect
from bedside.orchestrator.causes.blame_search import REPLAYS, Trace
from bedside.orchestrator.causes.cause_place import Place
from bedside.orchestrator.causes.effect import LeavesOut
from bedside.orchestrator.causes.replay import Replayer
from bedside.orchestrator.causes.wilson import Rate
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.runs.events import Event, Planned
from bedside.orchestrator.runs.fold import DialogueState
from bedside.scenarios.plan import Step


class Lost:
    """A fact that nobody told. Raises ``Problem`` for one that the note does not have."""

    def __init__(self, replayer: Replayer, fact: str) -> None:
        self.replayer = replayer
        self.fact = fact
        self.events = replayer.kept.events
        if fact not in {one.id for one in replayer.note.facts}:
            raise Problem(
                "input", f"The note of {replayer.kept.id} has no fact {fact!r}: bedside show --trace has them."
            )
        self.planned = next((n for n, event in enumerate(self.events) if isinstance(event, Planned)), -1)
        self.step = _step_with(self.events[self.planned], fact) if self.planned >= 0 else None
        self.turn = f"{self.step.id}.{self.step.revealer}" if self.step is not None else ""

    async def suspects(self) -> list[Suspect]:
        """What may have caused it, the ones blamed first."""
        if self.step is None:
            return await self._of_the_plan()
        at = self._said_at(self.step)
        if at < 0:
            place = Place("case", "limits", self.events[0].id)
            return [Suspect(place, "read from the log", Rate(1, 1), Rate(0, 1), blamed=True)]
        return await Trace(self.replayer, LeavesOut(self.fact)).of_event(at)

    async def _of_the_plan(self) -> list[Suspect]:
        """The planner is asked again: if it finds a place for the fact, the plan is at fault, else what it was made from."""
        planned = self.events[self.planned]
        gone = tries = 0
        for n in range(REPLAYS):
            seed = self.replayer.started.seed + n
            played = await self.replayer.play(self.events[: self.planned], _is_plan, seed=seed)
            if played is None or played.last is None:
                continue
            tries += 1
            gone += _step_with(played.last, self.fact) is not None
        flips = Rate(gone, tries)
        plan = Suspect(Place("plan", "steps", planned.id), "planned again", flips, Rate(0, 0), flips.interval[0] > 0.5)
        if plan.blamed or not tries:
            return [plan] if tries else []
        why = planned.plan.unplaced.get(self.fact, "") if isinstance(planned, Planned) else ""
        fact = self.replayer.note.fact(self.fact)
        case = why.startswith("left out")
        place = Place("case" if case else "note", "protocol" if case else fact.text, self.events[0].id)
        return [Suspect(place, f"read from the log: {why}", Rate(1, 1), Rate(0, 1), blamed=bool(why)), plan]

    def _said_at(self, step: Step) -> int:
        """The event with which who was to tell it had their turn in this step."""
        for index, event in enumerate(self.events):
            if event.event == "withheld" and event.step == step.id and event.speaker == step.revealer:
                return index
            if event.event == "spoke" and event.reason.step == step.id and event.turn.speaker == step.revealer:
                return index
        return -1


def _step_with(event: Event, fact: str) -> Step | None:
    if not isinstance(event, Planned):
        return None
    return next((step for step in event.plan.steps if fact in step.facts), None)


def _is_plan(state: DialogueState, event: Event) -> bool:
    del state
    return isinstance(event, Planned)
