"""A model whose answers are written down beforehand, or computed: ``scripted:FILE``, and ``ScriptedModel`` in Python.

Shipped for tests, teaching and demonstrations. No network and no language model; the same questions in the same order
get the same answers. FILE holds JSON Lines of ``{"match": …, "reply": …}``: the first line whose ``match`` is found in
the purpose or in the last message from the user answers, with its next reply each time it is asked. A reply is a
text, an object (given as JSON where a schema is asked for, else its ``say``), or ``{"error": KIND}``.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast

import orjson

from bedside.agents.model import KINDS, Kind, ModelError, Reply, Request, Usage

Answer = str | Reply | ModelError
Script = Callable[[Request], Answer]
_MAX_BYTES = 64 << 20


class ScriptedModel:
    """Answers with what ``script`` says of a request: a text, a reply, or an error to raise. ``asked`` collects the
    requests, for whoever wants to know what a model was told."""

    def __init__(self, script: Script, name: str = "scripted:function", asked: list[Request] | None = None) -> None:
        self._script = script
        self._name = name
        self._asked = asked

    @property
    def name(self) -> str:
        """The name as asked."""
        return self._name

    async def ask(self, request: Request) -> Reply:
        """Give the scripted answer. Raises ``ModelError`` where the script says so, or gives no words."""
        if self._asked is not None:
            self._asked.append(request)
        answer = self._script(request)
        if isinstance(answer, ModelError):
            raise answer
        reply = answer if isinstance(answer, Reply) else Reply(text=answer, asked=self._name)
        if not reply.text.strip():
            raise ModelError("empty", f"{self._name}: the answer has no words.")
        if reply.usage == Usage():
            reply = replace(reply, usage=_counted(request, reply.text))
        return reply if reply.served else replace(reply, asked=self._name, served=self._name)

    async def close(self) -> None:
        """Nothing is held."""


def _counted(request: Request, text: str) -> Usage:
    """Words instead of tokens, so that budgets and tables have something to count."""
    return Usage(prompt=sum(len(m.text.split()) for m in request.messages), completion=len(text.split()))


@dataclass
class _Line:
    match: str
    pattern: re.Pattern[str] | None
    replies: list[Any]
    used: int = field(default=0)

    def fits(self, request: Request) -> bool:
        last = next((m.text for m in reversed(request.messages) if m.role == "user"), "")
        if self.pattern is not None:
            return bool(self.pattern.search(request.purpose) or self.pattern.search(last))
        return self.match in request.purpose or self.match in last

    def next(self) -> Any:
        reply = self.replies[self.used % len(self.replies)]
        self.used += 1
        return reply


def open_scripted(name: str, path: Path) -> ScriptedModel:
    """The model of a script file. Raises ``ModelError`` of kind config for a file that is not one."""
    lines = read_script(name, path)

    def script(request: Request) -> Answer:
        for line in lines:
            if line.fits(request):
                return _answer(line.next(), request.schema is not None)
        return ModelError(
            "config", f"{name}: no line matches {request.purpose!r}; add one, or a last line with an empty match."
        )

    return ScriptedModel(script, name)


def read_script(name: str, path: Path) -> list[_Line]:
    """The lines of a script; those with the same match are taken in turn."""
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise ModelError("config", f"{name}: {path} is larger than {_MAX_BYTES >> 20} MiB; split the script.")
        data = path.read_bytes()
    except OSError as error:
        raise ModelError(
            "config", f"{name}: the script {path} cannot be read ({error.strerror}); correct the name."
        ) from None
    lines: dict[str, _Line] = {}
    for number, text in enumerate(data.splitlines(), 1):
        if not text.strip():
            continue
        try:
            row: Any = orjson.loads(text)
            match, reply = row["match"], row["reply"]
            pattern = re.compile(match[1:-1], re.DOTALL) if len(match) > 1 and match[0] == match[-1] == "/" else None
            _answer(reply)
        except (orjson.JSONDecodeError, KeyError, TypeError, ValueError, AttributeError, re.error) as error:
            raise ModelError(
                "config",
                f'{name}: line {number} of {path} is not {{"match": TEXT or "/PATTERN/", "reply": TEXT or OBJECT}} ({error}); '
                "correct it.",
            ) from None
        lines.setdefault(match, _Line(match, pattern, [])).replies.append(reply)
    if not lines:
        raise ModelError("config", f"{name}: {path} holds no line; write at least one.")
    return list(lines.values())


def _answer(given: Any, structured: bool = True) -> Answer:
    if isinstance(given, str):
        return given
    if isinstance(given, dict) and given:
        row = cast(dict[str, Any], given)
        if "error" in row:
            kind = cast(Kind, row["error"])
            if kind not in KINDS or not set(row) <= {"error", "message", "retry_after"}:
                raise ValueError("an error is one of " + ", ".join(KINDS))
            return ModelError(kind, str(row.get("message", f"scripted {kind}")), retry_after=row.get("retry_after"))
        if not structured and isinstance(row.get("say"), str):
            return row["say"]
        return orjson.dumps(row).decode()
    raise ValueError("a reply is a text or an object")
