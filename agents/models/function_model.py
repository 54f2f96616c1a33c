"""A Python function as a language model: messages in, text out.

Law of the file: the function is a stranger's. What it raises and what it returns that is no text leaves here as a
``ModelError`` of one sentence that says what to mend in it; a plain function runs in a thread, so that one that waits holds
up nobody else.
"""

import asyncio
import inspect
import time
import traceback
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import orjson

from bedside.agents.model import ModelError, Reply, Request
from bedside.scenarios.player import GIVEN

ChatFunction = Callable[[list[dict[str, str]]], str | Awaitable[str]]
"""What a model given from Python is: it takes messages, ``{"role": "system" | "user", "content": TEXT}`` each, and returns
the reply's text, or is a coroutine function that does."""


class FunctionModel:
    """Answers with what ``function`` returns for the messages."""

    def __init__(self, function: ChatFunction) -> None:
        self._function = function
        self._name = function_name(function)

    @property
    def name(self) -> str:
        """``python:`` and the function's own name."""
        return self._name

    async def ask(self, request: Request) -> Reply:
        """Answer one request. Raises ``ModelError``: ``timeout`` and ``transient`` for what the function raises of the
        kind, which are tried again, ``config`` for all else."""
        messages = [{"role": message.role, "content": message.text} for message in request.messages]
        started = time.perf_counter()
        try:
            answer = await self._called(messages)
        except ModelError:
            raise
        except TimeoutError as error:
            raise ModelError("timeout", self._told(error)) from None
        except ConnectionError as error:
            raise ModelError("transient", self._told(error)) from None
        except Exception as error:
            raise ModelError("config", self._told(error)) from None
        if not isinstance(answer, str):
            kind = "nothing (None)" if answer is None else f"{_kind(answer)} and no text"
            raise ModelError("config", f"{self._name} returned {kind}: return the reply's text as a str.")
        if not answer.strip():
            raise ModelError("empty", f"{self._name}: the answer has no words.")
        seconds = time.perf_counter() - started
        return Reply(text=worded(answer, request), asked=self._name, served=self._name, seconds=seconds)

    async def close(self) -> None:
        """Nothing is held."""

    async def _called(self, messages: list[dict[str, str]]) -> Any:
        function: Any = self._function
        if inspect.iscoroutinefunction(function) or inspect.iscoroutinefunction(type(function).__call__):
            return await function(messages)
        answer = await asyncio.to_thread(function, messages)
        return await answer if inspect.isawaitable(answer) else answer

    def _told(self, error: Exception) -> str:
        return f"{self._name} raised {raised(error)}: mend it there, or have it return a text."


def function_name(function: Any) -> str:
    """How a function is called where a model's name goes."""
    return GIVEN + str(getattr(function, "__name__", type(function).__name__))


def raised(error: Exception) -> str:
    """What somebody's own code raised and where, in a few words."""
    frames = traceback.extract_tb(error.__traceback__)
    said = " ".join(str(error).split())[:200]
    where = f" ({Path(frames[-1].filename).name}, line {frames[-1].lineno})" if frames else ""
    return f"{type(error).__name__}{': ' if said else ''}{said}{where}"


def _kind(value: object) -> str:
    name = type(value).__name__
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


def worded(answer: str, request: Request) -> str:
    """The answer as it was asked for. Where words to say are asked for, a function may return them bare."""
    keys = (request.schema or {}).get("properties", {})
    if "say" not in keys or "{" in answer:
        return answer
    return orjson.dumps({**dict.fromkeys(keys, ""), "say": answer.strip()}).decode()
