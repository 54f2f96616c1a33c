"""A folder as a language model: a request is written as a file, the reply is awaited as another. For programs, and for people
who want to see exactly what a model is given.

Law of the file: a file that stands there is whole. Requests are written beside their place and moved to it, and so should replies
be; a reply that stands there already answers at once, so what was broken off goes on.
"""

import asyncio
import os
import time
from pathlib import Path

import orjson

from bedside.agents.model import Model, ModelError, Reply, Request
from bedside.agents.models.function_model import worded
from bedside.agents.models.model_settings import ModelSettings
from bedside.scenarios.player import Player

_LOOK = 0.1  # seconds between two looks for a reply
_NAME = 16  # hexadecimal digits of a request's name
_LARGEST = 1 << 20  # bytes of a reply


class FolderModel:
    """Writes ``NAME.request.json`` (``purpose``, ``messages``, ``schema``) into ``folder`` and answers with what ``NAME.reply.txt``
    holds: the JSON that the schema asks for, or the bare words to say."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self.folder = folder

    async def ask(self, request: Request) -> Reply:
        """Wait for the reply to this request, as long as the caller does. Raises ``ModelError``: ``config`` where the folder
        cannot be used, ``empty`` for a reply without words."""
        started = time.monotonic()
        stem = request.digest[:_NAME]
        reply = self.folder / f"{stem}.reply.txt"
        try:
            if not reply.exists():
                self._put(self.folder / f"{stem}.request.json", _asked(request))
            while not reply.exists():
                await asyncio.sleep(_LOOK)
            raw = reply.read_bytes()
        except OSError as error:
            raise ModelError(
                "config", f"{self.folder} cannot be used ({error.strerror}): name a folder of yours."
            ) from None
        if len(raw) > _LARGEST:
            raise ModelError("config", f"{reply.name} is over a megabyte: write the reply alone.")
        text = raw.decode("utf-8-sig", "replace").strip()
        if not text:
            raise ModelError("empty", f"{reply.name} has no words.")
        seconds = time.monotonic() - started
        return Reply(text=worded(text, request), asked=self.name, served=self.name, seconds=seconds)

    async def close(self) -> None:
        """Nothing is held."""

    @staticmethod
    def _put(path: Path, content: bytes) -> None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        beside = path.with_suffix(".part")
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(content)
        beside.replace(path)


def _asked(request: Request) -> bytes:
    messages = [{"role": message.role, "content": message.text} for message in request.messages]
    row = {"purpose": request.purpose, "messages": messages, "schema": request.schema}
    return orjson.dumps(row, option=orjson.OPT_INDENT_2)


def open_folder(rest: str, player: Player, settings: ModelSettings) -> Model:
    """The model that the folder ``rest`` is; a relative one starts from the case's own."""
    return FolderModel(player.name, settings.base / Path(rest).expanduser())
