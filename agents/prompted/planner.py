"""A planner played by a language model: it orders the visit, and code sees to it that nothing is lost.

NoteChat's planning step writes a whole throw-away dialogue and mines it for an order of keywords. Here the outline is
made of the note's facts from the start: the built-in planner lays out steps, each with its facts and who reveals them,
and the model says in which order they come. Who may know what stays with the code.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, get_args

from bedside.agents.model import Message, Model, ModelError, Request
from bedside.agents.models.server_features import Features
from bedside.agents.models.structured import ask_typed, with_shape
from bedside.agents.planner import Planner
from bedside.agents.prompts import wording
from bedside.agents.prompts.prompt import Prompt, load_prompt
from bedside.agents.prompts.voice import account
from bedside.agents.text.fence import fence
from bedside.scenarios.case import Case
from bedside.scenarios.note import Note
from bedside.scenarios.plan import Plan, Step, Topic, TopicKind
from bedside.scenarios.value import Value

_ORDER: dict[str, int] = {kind: i for i, kind in enumerate(get_args(TopicKind))}
_GIST = 40  # characters of a step's facts that the planner is shown
_FIXED = frozenset({"opening", "questions", "closing"})  # their place is not the model's to choose
_TELLING = frozenset({"examination", "results", "assessment", "plan"})


class OutlinePart(Value):
    """A part of the visit and the numbers of its steps, in order."""

    part: str
    steps: tuple[int, ...]


class Outline(Value):
    """The reply of the planner."""

    parts: tuple[OutlinePart, ...]


@dataclass(frozen=True)
class PromptedPlanner:
    """Keeps the ``Planner`` contract. ``base`` lays out the steps that the model orders."""

    model: Model
    base: Planner
    protocol: str = "notechat"
    features: Features = field(default_factory=Features)
    reasoning: bool = True

    @property
    def prompt(self) -> Prompt:
        """The prompt file in use."""
        return load_prompt(self.protocol, "planner")

    async def plan(self, case: Case, note: Note, seed: int) -> Plan:
        """The built-in outline in the model's order. Raises ``ModelError`` where the model cannot be asked; an order
        that cannot be used is recorded in ``Plan.provenance`` and the built-in one kept."""
        laid = await self.base.plan(case, note, seed)
        steps = list(laid.steps)
        request = self._request(case, note, seed, steps, laid.order)
        try:
            typed = await ask_typed(self.model, request, Outline, features=self.features)
        except ModelError as error:
            if error.kind in ("schema", "empty", "refusal", "truncated", "safety"):
                return laid.model_copy(
                    update={"provenance": {"asked": self.model.name, "kept": "built in", "why": error.kind}}
                )
            raise
        order, fault = ordered(steps, [number for part in typed.value.parts for number in part.steps], laid.order)
        made: dict[str, Any] = account(typed, self.prompt)
        if fault:
            made |= {"kept": "partly", "why": fault}
        return laid.model_copy(update={"topics": topics_of(order, laid), "provenance": made})

    async def request(self, case: Case, note: Note, seed: int) -> Request:
        """What the model would be asked for this note."""
        laid = await self.base.plan(case, note, seed)
        return with_shape(self._request(case, note, seed, list(laid.steps), laid.order), Outline)

    def _request(self, case: Case, note: Note, seed: int, steps: list[Step], course: Sequence[str]) -> Request:
        lines: list[str] = []
        last = ""
        for number, step in enumerate(steps):
            if step.topic != last:
                lines.append(f"{step.topic}:")
                last = step.topic
            facts = "; ".join(
                wording.fact_line(note.fact(fact), note.language).removeprefix("- ") for fact in step.facts
            )
            lines.append(f"  {number}. {step.act} ({step.revealer} tells)" + (f": {_gist(facts)}" if facts else ""))
        slots = {"steps": fence("\n".join(lines), (note.id, seed, "data")).text}
        system = "\n\n".join(
            [self.prompt.fill("task"), self.prompt.fill("rules", {"course": ", ".join(course) or VISIT})]
        )
        return Request(
            messages=(Message("system", system), Message("user", self.prompt.fill("steps", slots))),
            purpose=f"{note.id}/planner",
        )


# The parts of a full visit, as a prompt names them.
VISIT = "greeting, reason, story, other symptoms, past, medicines, allergies, family, social, examination, results, assessment, plan, questions, goodbye"


def _gist(facts: str) -> str:
    """Enough of what a step brings out to see its place: its first words."""
    return facts if len(facts) <= _GIST else facts[:_GIST].rsplit(" ", 1)[0] + " …"


def ordered(steps: list[Step], wanted: list[int], course: Sequence[str] = ()) -> tuple[list[Step], str]:
    """The steps in the wanted order as far as it can be used, and what was wrong with it ("" if nothing).

    Every step comes once. A number that names no step, or one named before, is passed over; a step that is not named
    keeps its place after the one before it in the outline. The opening stays first and the goodbye last, and what a
    visit establishes is never told before it was examined: telling steps keep their parts' order among themselves. Where
    the protocol has a ``course`` of its own, every part keeps its place in it.
    """
    named = [n for n in dict.fromkeys(wanted) if 0 <= n < len(steps)]
    fault = "" if len(named) == len(wanted) == len(steps) else f"{len(steps) - len(named)} steps not named"
    if len(named) < len(wanted):
        fault = "; ".join(part for part in (fault, f"{len(wanted) - len(named)} numbers without a step") if part)
    order = list(named)
    for n in range(len(steps)):
        if n not in named:
            before = order.index(n - 1) + 1 if n - 1 in order else 0
            order.insert(before, n)
    rank = {n: course.index(steps[n].topic) if course else _rank(steps[n]) for n in order}
    return [steps[n] for n in sorted(order, key=lambda n: rank[n])], fault


def _rank(step: Step) -> int:
    """Parts whose place among the others is fixed; all else may be mixed freely before what the visit establishes."""
    if step.topic in ("opening",):
        return 0
    if step.topic in _TELLING or step.topic in _FIXED:
        return _ORDER[step.topic]
    return 1


def topics_of(order: list[Step], laid: Plan) -> tuple[Topic, ...]:
    """Steps in order as topics: a new topic wherever the part changes."""
    titles = {topic.kind: topic.title for topic in laid.topics}
    out: list[Topic] = []
    for step in order:
        if out and out[-1].kind == step.topic:
            out[-1] = out[-1].model_copy(update={"steps": (*out[-1].steps, step)})
        else:
            out.append(Topic(kind=step.topic, title=titles.get(step.topic, step.topic), steps=(step,)))
    return tuple(out)
