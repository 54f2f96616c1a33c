"""What language models are asked while an event comes about, and what they answer, word for word."""

from collections.abc import Generator, Iterable
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from bedside.agents.model import Model, ModelError, Reply, Request

Json = dict[str, Any]
_heard: ContextVar[list[Json] | None] = ContextVar("exchanges", default=None)


_WORDS = frozenset({"messages", "reply", "reasoning", "raw"})  # keys of an exchange that quote the note


def without_words(exchanges: Iterable[Json]) -> tuple[Json, ...]:
    """The exchanges of a dialogue whose note's words are not kept: who was asked for what, and the request's digest."""
    return tuple({key: value for key, value in row.items() if key not in _WORDS} for row in exchanges)


@contextmanager
def recorded() -> Generator[list[Json]]:
    """The exchanges with models inside, in order; those of dialogues held beside this one are not among them."""
    found: list[Json] = []
    token = _heard.set(found)
    try:
        yield found
    finally:
        _heard.reset(token)


class Recorded:
    """``model``, whose exchanges are heard by whoever is recording."""

    def __init__(self, model: Model) -> None:
        self.model = model

    @property
    def name(self) -> str:
        """The name as asked."""
        return self.model.name

    async def ask(self, request: Request) -> Reply:
        """Answer one request. Raises ``ModelError``."""
        found = _heard.get()
        if found is None:
            return await self.model.ask(request)
        row: Json = {
            "purpose": request.purpose,
            "asked": self.name,
            "digest": request.digest[:16],
            "messages": [{"role": message.role, "text": message.text} for message in request.messages],
        }
        if request.schema is not None:
            row |= {"mode": request.mode, "schema": request.schema_name}
        found.append(row)
        try:
            reply = await self.model.ask(request)
        except ModelError as error:
            row |= {"error": error.kind, "raw": error.raw}
            raise
        row |= {"reply": reply.text} | ({"reasoning": reply.reasoning} if reply.reasoning else {})
        return reply

    async def close(self) -> None:
        """Let go of connections."""
        await self.model.close()
