"""A model that costs nothing: it says what the built-in family would say at the same place, and counts what it was asked.

With it a conversation by a language model is held without a call, with the very prompts that would be sent.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bedside.agents.model import Reply, Request, Usage
from bedside.agents.models.prompt_window import USUAL
from bedside.orchestrator.runs.usage import Used, role_of

LEAST_CACHED, STEP = 1024, 128  # tokens: what providers cache is this long at the least, and grows by such steps
_THOUGHT = "Said where it comes in the course of the visit."
_AT_A_LOSS = "I have told you all that I know of that"


def tokens_of(text: str) -> int:
    """About how many tokens a text comes to."""
    return round(len(text) / USUAL)


@dataclass
class DryModel:
    """Keeps the ``Model`` contract. ``words`` are lines by the id of their turn; ``used`` is what was asked, by role."""

    name: str
    words: Mapping[str, str] = field(default_factory=dict[str, str])
    used: dict[str, Used] = field(default_factory=dict[str, Used])
    _before: dict[str, str] = field(default_factory=dict[str, str])

    async def ask(self, request: Request) -> Reply:
        """Answer one request."""
        role = role_of(request.purpose)
        prompt = "\n".join(message.text for message in request.messages)
        cached = tokens_of(_shared(self._before.get(role, ""), prompt))
        cached = cached // STEP * STEP if cached >= LEAST_CACHED else 0
        self._before[role] = prompt
        text = self._reply(request)
        asked, said = tokens_of(prompt), tokens_of(text)
        self.used.setdefault(role, Used()).add(Used(1, 0, 1, 0, asked, min(cached, asked), said))
        return Reply(text=text, asked=self.name, usage=Usage(asked, said, cached))

    async def close(self) -> None:
        """Nothing is held."""

    def _reply(self, request: Request) -> str:
        wanted: dict[str, Any] = (request.schema or {}).get("properties", {})
        if not wanted:
            return self._line(request)
        return json.dumps({name: self._value(name, about, request) for name, about in wanted.items()})

    def _value(self, name: str, about: Mapping[str, Any], request: Request) -> Any:
        kind = about.get("type")
        if name == "thought":
            return _THOUGHT
        if kind == "array":
            return []
        if kind in ("integer", "number"):
            return 0
        return False if kind == "boolean" else self._line(request)

    def _line(self, request: Request) -> str:
        parts = request.purpose.split("/")
        known = next((words for part in parts if (words := self.words.get(f"{part}.{role_of(request.purpose)}"))), None)
        return known or f"{_AT_A_LOSS}, number {sum(one.calls for one in self.used.values())}."


def _shared(before: str, after: str) -> str:
    """What two prompts have in common from their start."""
    low, high = 0, min(len(before), len(after))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if before[:middle] == after[:middle] else (low, middle - 1)
    return after[:low]
