"""The time limit of a dialogue: whoever is asked and never answers is cut off in mid-wait."""

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

from bedside.orchestrator.graph.context import DialogueContext

T = TypeVar("T")


async def in_time(context: DialogueContext, work: Awaitable[T]) -> T | None:
    """What a role answers, or None if the time limit passes first: a player that hangs is cut off in mid-wait."""
    if context.limits.seconds is None:
        return await work
    limit = asyncio.timeout(max(0.0, context.limits.seconds - (context.clock() - context.begun)))
    try:
        async with limit:
            return await work
    except TimeoutError:
        if limit.expired():
            return None
        raise  # the role's own trouble
