"""What language models are asked while an event comes about, and what they answer, word for word.

An answer that was paid for is not paid for twice: each is kept as soon as it is there, and where the process is killed before
the event it belongs to is written, the dialogue that goes on is given it instead of asking again.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, dataclass, field
from typing import Any

from bedside.agents.model import Model, ModelError, Reply, Request, Usage
from bedside.agents.models.replay_model import DIGEST
from bedside.orchestrator.runs.model_call import ModelCall

Json = dict[str, Any]
_WORDS = frozenset({"messages", "reply", "reasoning", "raw"})  # keys of an exchange that quote the note
# Failures that are the model's answer; those of the way to it are not.
ANSWERS = frozenset({"context_overflow", "truncated", "refusal", "empty", "schema", "safety"})


@dataclass
class Answers:
    """The answers of one dialogue. ``keep`` is given each as it comes; ``paid`` are those of a process that was killed,
    oldest first, for what comes next; ``tape`` those that were given before to the same question, by the beginning of its
    digest, however often it is asked; ``before`` is waited for before a question is sent; ``calls`` are the questions since
    the last event, with what they cost."""

    keep: Callable[[Json], None]
    paid: list[Json] = field(default_factory=list)
    tape: dict[str, Json] = field(default_factory=dict)
    now: Callable[[], float] = time.time
    before: Callable[[], Awaitable[None]] | None = None
    calls: list[ModelCall] = field(default_factory=list[ModelCall])

    def take(self, digest: str) -> Json | None:
        """The answer to this request that was paid for already."""
        for place, row in enumerate(self.paid):
            if row["digest"] == digest:
                return self.paid.pop(place)
        return self.tape.get(digest[:DIGEST])

    def since(self) -> tuple[ModelCall, ...]:
        """The questions since this was last asked."""
        calls = tuple(self.calls)
        self.calls.clear()
        return calls


class HeldForBatch(BaseException):
    """A question is not asked now, for it is to go into a batch file. No error: the dialogue is held before it."""

    def __init__(self, model: Model, request: Request) -> None:
        super().__init__(request.purpose)
        self.model, self.request = model, request


@dataclass
class _Heard:
    answers: Answers
    hold: bool = False
    rows: list[Json] = field(default_factory=list)


_heard: ContextVar[_Heard | None] = ContextVar("exchanges", default=None)


def without_words(exchanges: Iterable[Mapping[str, Any]]) -> tuple[Json, ...]:
    """The exchanges of a dialogue whose note's words are not kept: who was asked for what, and the request's digest."""
    return tuple({key: value for key, value in row.items() if key not in _WORDS} for row in exchanges)


@contextmanager
def recorded(answers: Answers, hold: bool = False) -> Generator[Sequence[Json]]:
    """The exchanges with models inside, in order; those of dialogues held beside this one are not among them. With ``hold`` a
    question without an answer raises ``HeldForBatch``."""
    heard = _Heard(answers, hold)
    token = _heard.set(heard)
    try:
        yield heard.rows
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
        heard = _heard.get()
        if heard is None:
            return await self.model.ask(request)
        row: Json = {
            "purpose": request.purpose,
            "asked": self.name,
            "digest": request.digest[:DIGEST],
            "messages": [{"role": message.role, "text": message.text} for message in request.messages],
        }
        if request.schema is not None:
            row |= {"mode": request.mode, "schema": request.schema_name}
        heard.rows.append(row)
        began, paid = heard.answers.now(), heard.answers.take(request.digest)

        if heard.hold and paid is None:
            raise HeldForBatch(self.model, request)

        def asked(**told: Any) -> None:
            again = paid is not None
            heard.answers.calls.append(
                ModelCall(self.name, began, heard.answers.now(), again=again, exchange=row, **told)
            )

        try:
            reply = await self._asked(request, heard.answers) if paid is None else _given(paid)
        except ModelError as error:
            row |= {"error": error.kind, "raw": error.raw}
            asked(attempts=error.attempts, error=error.kind, **asdict(error.usage))
            raise
        except asyncio.CancelledError:
            asked(error="cancelled")
            raise
        row |= {"reply": reply.text} | ({"reasoning": reply.reasoning} if reply.reasoning else {})
        asked(served=reply.served, tier=reply.tier, finish=reply.finish, attempts=reply.attempts, **asdict(reply.usage))
        return reply

    async def _asked(self, request: Request, answers: Answers) -> Reply:
        if answers.before is not None:
            await answers.before()
        try:
            reply = await self.model.ask(request)
        except ModelError as error:
            if error.kind in ANSWERS:
                said = {"kind": error.kind, "message": error.message, "raw": error.raw, "attempts": error.attempts}
                answers.keep({"digest": request.digest, "error": said, "usage": asdict(error.usage)})
            raise
        answers.keep({"digest": request.digest, "reply": asdict(reply)})
        return reply

    async def close(self) -> None:
        """Let go of connections."""
        await self.model.close()


def _given(row: Json) -> Reply:
    """An answer that was kept. Raises it where it is a ``ModelError``."""
    if "error" in row:
        raise ModelError(**row["error"], usage=Usage(**row["usage"]))
    reply: Json = {**row["reply"], "usage": Usage(**row["reply"]["usage"])}
    return Reply(**reply)
