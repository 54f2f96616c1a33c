"""A conversation as it is held: ``async for turn in astream("rolled-ankle")``."""

import asyncio
from collections.abc import AsyncGenerator
from types import TracebackType
from typing import Unpack

from bedside.orchestrator.api.keywords import OneKeywords, Options, read_keywords, spelled_out
from bedside.orchestrator.api.run_dialogue import CaseSource, finished, hold, ready, simulator, spans_of
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.telemetry.sender import open_sender
from bedside.scenarios.record import Record
from bedside.scenarios.turn import Turn


class TurnStream:
    """The turns of one conversation, each when it is said.

    When all is said, the talk is read over: a turn that is then said otherwise comes again with the same ``id``, and one
    that is added comes at the end. ``record``, once the last has come, holds them in their order.
    """

    def __init__(self, source: CaseSource | None, options: Options) -> None:
        self._record: Record | None = None
        self._turns = self._held(source, options)

    def __aiter__(self) -> AsyncGenerator[Turn]:
        return self._turns

    async def __anext__(self) -> Turn:
        return await anext(self._turns)

    async def __aenter__(self) -> "TurnStream":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Stop the conversation where it is. Leaving ``async with`` does the same."""
        await self._turns.aclose()

    @property
    def record(self) -> Record:
        """The finished conversation with its reasons. Raises ``Problem`` before the last turn has come."""
        if self._record is None:
            raise Problem(
                "usage", "The conversation is not finished: go through its turns to the end, then ask for it."
            )
        return self._record

    async def _held(self, source: CaseSource | None, options: Options) -> AsyncGenerator[Turn]:
        said: asyncio.Queue[Turn | None] = asyncio.Queue()
        sender = open_sender(options.otel)
        one = ready(source, options)
        playing = simulator(one)

        async def held() -> Record:
            with spans_of(sender) as spans:
                return await hold(playing, one.item, said.put_nowait, spans)

        task = asyncio.create_task(held())
        task.add_done_callback(lambda _: said.put_nowait(None))
        try:
            while (turn := await said.get()) is not None:
                yield turn
            self._record = finished(await task)
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await playing.close()


@spelled_out(OneKeywords)
def astream(case: CaseSource | None = None, **keywords: Unpack[OneKeywords]) -> TurnStream:
    """Hold one conversation and give its turns as they are said; ``case`` and keywords as for ``simulate``.

    The last step raises what ``simulate`` raises. ``async with astream(...) as turns:`` stops a conversation that is left
    before its end.
    """
    return TurnStream(case, read_keywords("astream", keywords))
