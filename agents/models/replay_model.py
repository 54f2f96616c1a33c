"""Cassettes: what a model answered, kept, and given again without one.

A cassette is JSON Lines, one line an answer, keyed by the request's digest and how often that digest was answered
before. Replay is strict: a request that was not recorded is an error, never a guess and never a call. Failures that
are the model's answer (a refusal, a truncated text) are kept as well; those of the way to it are not.
"""

import os
from dataclasses import asdict
from pathlib import Path
from typing import Any

import orjson

from bedside.agents.model import Kind, Model, ModelError, Reply, Request, Usage
from bedside.agents.models.api_keys import redact
from bedside.agents.models.server_features import LADDER

FORMAT = "bedside cassette 1"
DIGEST = 16  # hexadecimal digits that tell requests apart
_KEPT: frozenset[Kind] = frozenset({"context_overflow", "truncated", "refusal", "empty", "schema", "safety"})


class Recorder:
    """``model``, with every answer appended to ``path``. Recording to a file that exists adds to it; what is recorded
    last for a digest and its number wins."""

    def __init__(self, model: Model, path: Path) -> None:
        self.model = model
        self._path = path
        self._counts: dict[str, int] = {}
        self._file: int | None = None

    @property
    def name(self) -> str:
        """The name as asked."""
        return self.model.name

    async def ask(self, request: Request) -> Reply:
        """Ask the model, and keep what it answers. Raises ``ModelError``."""
        try:
            reply = await self.model.ask(request)
        except ModelError as error:
            if error.kind in _KEPT:
                usage = asdict(error.usage)
                self._keep(request, {"error": {"kind": error.kind, "message": error.message, "usage": usage}})
            raise
        self._keep(request, {"reply": asdict(reply)})
        return reply

    async def close(self) -> None:
        """Close the file and let go of the model's connections."""
        if self._file is not None:
            os.close(self._file)
            self._file = None
        await self.model.close()

    def _keep(self, request: Request, answer: dict[str, Any]) -> None:
        digest = request.digest
        number = self._counts[digest] = self._counts.get(digest, 0) + 1
        row = {
            "format": FORMAT,
            "digest": digest,
            "n": number,
            "purpose": request.purpose,
            "asked": self.name,
            "mode": request.mode if request.schema is not None else None,
            "decoding": request.decoding.model_dump(exclude_defaults=True, mode="json"),
            **answer,
        }
        line = redact(orjson.dumps(row).decode()).encode() + b"\n"
        try:
            if self._file is None:
                self._file = _open_whole(self._path)
            os.write(self._file, line)  # one call on a file opened for appending: a line is there whole or not at all
        except OSError as error:
            raise ModelError(
                "config", f"The recording {self._path} cannot be written ({error.strerror}); record to another file."
            ) from None


def _open_whole(path: Path) -> int:
    """Open for appending, without the torn line that a killed process may have left."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    data = path.read_bytes()
    if data and not data.endswith(b"\n"):
        os.ftruncate(handle, data.rfind(b"\n") + 1)
    return handle


class ReplayModel:
    """Answers from a cassette. Every reply is the recorded one, the model's name and its seconds included."""

    def __init__(self, name: str, path: Path) -> None:
        self._name = name
        self._path = path
        self._answers = read_cassette(name, path)
        self._counts: dict[str, int] = {}

    @property
    def name(self) -> str:
        """The name as asked."""
        return self._name

    async def ask(self, request: Request) -> Reply:
        """Give the recorded answer. Raises the recorded ``ModelError``, and one of kind config for a request that was
        not recorded, or that asks for JSON in a way that the recorded server did not know: the asker goes on to the
        next way, as it did then."""
        digest = request.digest[:DIGEST]
        number = self._counts.get(digest, 0) + 1
        row = self._answers.get((digest, number))
        if row is None:
            which = f"{request.purpose or 'this request'} ({digest[:12]}, number {number})"
            raise ModelError("config", f"No reply is recorded for {which} in {self._path}; record again.")
        if request.schema is not None and row["mode"] and LADDER.index(request.mode) < LADDER.index(row["mode"]):
            raise ModelError(
                "config", f"{self._name}: the recorded server did not know {request.mode}.", unsupported=request.mode
            )
        self._counts[digest] = number
        if "error" in row:
            error = row["error"]
            raise ModelError(error["kind"], error["message"], usage=Usage(**error["usage"]))
        kept: dict[str, Any] = {**row["reply"], "usage": Usage(**row["reply"]["usage"])}
        return Reply(**kept)

    async def close(self) -> None:
        """Nothing is held."""


def read_cassette(name: str, path: Path) -> dict[tuple[str, int], dict[str, Any]]:
    """The answers of a cassette by the beginning of the digest, of which a run keeps no more, and number. Raises ``ModelError`` of kind config."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ModelError(
            "config", f"{name}: the recording {path} cannot be read ({error.strerror}); correct the name."
        ) from None
    answers: dict[tuple[str, int], dict[str, Any]] = {}
    lines = data.split(b"\n")
    for number, line in enumerate(lines[:-1], 1):  # what follows the last line's end was never written whole
        if not line.strip():
            continue
        try:
            row: Any = orjson.loads(line)
            if row["format"] != FORMAT or ("reply" in row) == ("error" in row):
                raise ValueError(row["format"])
            answers[str(row["digest"])[:DIGEST], int(row["n"])] = row
        except (orjson.JSONDecodeError, KeyError, TypeError, ValueError):
            raise ModelError(
                "config", f"{name}: line {number} of {path} is not of a recording ({FORMAT}); record again."
            ) from None
    if not answers:
        raise ModelError("config", f"{name}: {path} holds no recorded reply; record again.")
    return answers
