"""A refiner with a language model's ear: code finds what is wrong, the model says which lines sound wrong.

Every fault of fact, part, repetition or coverage is found by the built-in checks, from the words. The model is asked
once, when nothing graver is left, which lines to say again, and may only name a line and a fault of a closed list: it
writes no words, and nothing of what it reads can reach a speaker through it. What a polish loses, the graph undoes.
"""

from dataclasses import dataclass, field
from typing import Literal, get_args

from bedside.agents.checks.catalogue import POLISHED
from bedside.agents.model import Message, Model, ModelError, Request
from bedside.agents.models.server_features import Features
from bedside.agents.models.structured import ask_typed
from bedside.agents.prompts.prompt import Prompt, load_prompt
from bedside.agents.refiner import Refiner, Repair, Review
from bedside.agents.text.fence import fence
from bedside.scenarios.value import Value

Flaw = Literal["stiff", "abrupt", "too long", "too technical", "does not follow", "says it as if reading"]
_ADVICE: dict[str, str] = {
    "stiff": "it sounds written, not spoken",
    "abrupt": "it comes abruptly: take up what was just said first",
    "too long": "it is too long for one breath",
    "too technical": "it uses words that the listener would not",
    "does not follow": "it does not follow from what was just said",
    "says it as if reading": "it sounds read out",
}
MOST = 6  # lines polished in one dialogue


class FlaggedLine(Value):
    """A line and what is wrong with it."""

    line: int
    fault: Flaw


class FlaggedLines(Value):
    """The reply of the refiner."""

    lines: tuple[FlaggedLine, ...]


@dataclass(frozen=True)
class PromptedRefiner:
    """Keeps the ``Refiner`` contract. ``base`` finds what code can find; ``model`` is None where nothing is polished."""

    base: Refiner
    model: Model | None = None
    protocol: str = "notechat"
    features: Features = field(default_factory=Features)

    @property
    def prompt(self) -> Prompt:
        """The prompt file in use."""
        return load_prompt(self.protocol, "refiner")

    async def review(self, review: Review) -> tuple[Repair, ...]:
        """What must be mended, then once what should sound better. Raises ``ModelError`` if the server cannot be asked."""
        repairs = await self.base.review(review)
        if self.model is None or (repairs and review.round == 0) or _polished(review):
            return repairs
        busy = {repair.turn for repair in repairs}
        return (*repairs, *(repair for repair in await self._polish(self.model, review) if repair.turn not in busy))

    async def _polish(self, model: Model, review: Review) -> tuple[Repair, ...]:
        talk = "\n".join(f"{i}. {turn.speaker.upper()}: {turn.text}" for i, turn in enumerate(review.turns))
        slots = {
            "faults": ", ".join(get_args(Flaw)),
            "most": str(MOST),
            "talk": fence(talk, (review.note.id, len(review.turns), "data")).text,
        }
        system = "\n\n".join([self.prompt.fill("task"), self.prompt.fill("rules", slots)])
        request = Request(
            messages=(Message("system", system), Message("user", self.prompt.fill("talk", slots))),
            purpose=f"{review.note.id}/refiner/{review.round}",
        )
        try:
            typed = await ask_typed(model, request, FlaggedLines, features=self.features)
        except ModelError as error:
            if error.kind in ("schema", "empty", "refusal", "truncated", "context_overflow", "safety"):
                return ()  # a polish that cannot be had is none: the conversation stands as it was checked
            raise
        spoken = {reason.turn: reason for reason in review.reasons}
        out: dict[str, Repair] = {}
        for named in typed.value.lines:
            if 0 <= named.line < len(review.turns):
                turn = review.turns[named.line]
                if spoken[turn.id].model.get("asked"):  # a built-in line of a word or two is no model's to polish
                    wanted = POLISHED.failed(_ADVICE[named.fault], value=named.fault, turn=turn.id)
                    out.setdefault(turn.id, Repair(kind="revise", turn=turn.id, finding=wanted))
        return tuple(out.values())[:MOST]


def _polished(review: Review) -> bool:
    return any(finding.check == POLISHED.id for reason in review.reasons for finding in reason.checks)
