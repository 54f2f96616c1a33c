"""One thing taken out of what a role is given, or put in its place: the only way in which blame interferes.

Law of the file: a change is data, and it changes a brief or the text of a prompt. It writes nothing into the log and nothing into
the state; what the role then says is its own.
"""

from collections.abc import Set
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from bedside.agents.prompts.prompt import Prompt
from bedside.orchestrator.causes.replay_setup import SPEAKERS, prompt_of, with_prompt
from bedside.orchestrator.graph.context import Players
from bedside.scenarios.brief import Brief
from bedside.scenarios.persona import Manner, Persona
from bedside.scenarios.turn import Turn, Utterance
from bedside.scenarios.value import Value

_AS_USUAL = Persona()
_MANNER = Manner()
MANNER = "physician."  # how the axes of the physician's manner begin: "physician.style"
V = TypeVar("V", bound=Value)


@dataclass(frozen=True)
class Change:
    """What is otherwise. All parts are empty in a change that changes nothing.

    ``facts``, ``passages`` and ``cues`` (a step's cues by their words) are left out, and so is a step's ``subject``;
    ``turns`` maps earlier turns to other words, None leaves them out; ``axes`` of the person are as usual; ``sections`` maps
    parts of prompts ("notechat/patient/rules") to other texts.
    """

    facts: frozenset[str] = frozenset()
    passages: frozenset[str] = frozenset()
    cues: frozenset[str] = frozenset()
    subject: bool = False
    turns: dict[str, str | None] = field(default_factory=dict[str, str | None])
    axes: frozenset[str] = frozenset()
    sections: dict[str, str] = field(default_factory=dict[str, str])

    def with_(self, other: "Change") -> "Change":
        """Both changes at once."""
        return Change(
            self.facts | other.facts,
            self.passages | other.passages,
            self.cues | other.cues,
            self.subject or other.subject,
            {**self.turns, **other.turns},
            self.axes | other.axes,
            {**self.sections, **other.sections},
        )

    def of(self, brief: Brief) -> Brief:
        """The brief with this change."""
        step = brief.step
        if self.facts or self.passages or self.cues or self.subject:
            step = step.model_copy(
                update={
                    "facts": tuple(one for one in step.facts if one not in self.facts),
                    "passages": tuple(one for one in step.passages if one not in self.passages),
                    "cues": tuple(c for c in step.cues if c.words not in self.cues and c.passage not in self.passages),
                    "subject": "" if self.subject else step.subject,
                }
            )
        changed: dict[str, Any] = {"step": step}
        if self.facts:
            changed["facts"] = tuple(fact for fact in brief.facts if fact.id not in self.facts)
        if self.passages:
            changed["evidence"] = tuple(one for one in brief.evidence if one.id not in self.passages)
        if self.turns:
            changed["turns"] = tuple(turn for one in brief.turns if (turn := self._turn(one)) is not None)
        if self.axes:
            changed["persona"] = _usual(brief.persona, _AS_USUAL, self.axes)
            changed["manner"] = _usual(brief.manner, _MANNER, {axis.removeprefix(MANNER) for axis in self.axes})
        return brief.model_copy(update=changed)

    def _turn(self, turn: Turn) -> Turn | None:
        if turn.id not in self.turns:
            return turn
        words = self.turns[turn.id]
        return None if words is None else turn.model_copy(update={"text": words})


UNCHANGED = Change()


def _usual(value: V, usual: V, axes: Set[str]) -> V:
    """``value`` with these of its fields as usual; those it does not have are passed over."""
    return value.model_copy(update={axis: getattr(usual, axis) for axis in axes if axis in type(value).model_fields})


class _Speaker(Protocol):
    """Who says a line from a brief."""

    async def speak(self, brief: Brief) -> Utterance: ...


@dataclass(frozen=True)
class ChangedSpeaker:
    """A speaker who is given changed briefs. ``mark`` is put behind the dialogue's name: it changes nothing that a role is
    told, and has a model that draws its words draw them again."""

    speaker: _Speaker
    change: Change
    mark: str = ""

    async def speak(self, brief: Brief) -> Utterance:
        """Say one thing."""
        brief = self.change.of(brief)
        if self.mark:
            brief = brief.model_copy(update={"dialogue": f"{brief.dialogue}{self.mark}"})
        return await self.speaker.speak(brief)


def changed_players(players: Players, change: Change, mark: str = "") -> dict[str, Any]:
    """The speakers under a change, by role."""
    made: dict[str, Any] = {}
    for role in SPEAKERS:
        prompt = prompt_of(players, role) if change.sections else None
        speaker = getattr(players, role)
        if prompt is not None:
            parts = {part: change.sections.get(f"{prompt.name}/{part}", text) for part, text in prompt.parts.items()}
            speaker = getattr(with_prompt(players, Prompt(prompt.name, prompt.version, prompt.text, parts)), role)
        made[role] = ChangedSpeaker(speaker, change, mark)
    return made
