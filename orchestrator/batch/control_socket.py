"""The private socket of a run that is being written: whoever may write the folder may ask how far it is, hold it, let it go on,
try failed items again and change how much is in flight.

One JSON object a line in, one out. No word of a note, prompt or turn goes over it: what failed is told by id, class and stage.
"""

import asyncio
import hashlib
import os
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from bedside.knowledge.cache import private_folder
from bedside.orchestrator.batch.sitting import Sitting
from bedside.orchestrator.batch.status import Status
from bedside.orchestrator.failures import FILTERED, Problem

Json = dict[str, Any]
_LONGEST = 1 << 16  # bytes of a request
SETTABLE = ("jobs", "max_cost", "max_tokens", "max_calls")


@dataclass
class ControlSocket:
    """Answers for one sitting. Use it as an async context."""

    folder: Path
    sitting: Sitting
    status: Status
    _server: asyncio.Server | None = None
    _path: Path = Path()

    async def __aenter__(self) -> "ControlSocket":
        try:
            path = socket_of(self.folder)
            path.unlink(missing_ok=True)  # of a process that was killed: the run folder is held by this one
            self._server = await asyncio.start_unix_server(self._talk, path, limit=_LONGEST)
            self._path = path
        except (OSError, AttributeError, NotImplementedError):  # no such sockets here: the run goes on without
            self._server = None
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._server is not None:
            self._server.close()
            with suppress(OSError):
                self._path.unlink()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            line = await reader.readline()
            writer.write(orjson.dumps(self.answer(line), option=orjson.OPT_APPEND_NEWLINE))
            await writer.drain()
        except (ConnectionError, ValueError):
            pass  # whoever asked has gone, or sends without end
        finally:
            writer.close()

    def answer(self, line: bytes) -> Json:
        """What comes of a request: the state after it, or under ``error`` a sentence."""
        try:
            asked = orjson.loads(line)
            do: dict[str, Callable[[Json], Json]] = {
                "status": lambda _: {},
                "failed": self._failed,
                "pause": lambda _: self._held(self.sitting.control.pause),
                "resume": lambda _: self._held(self.sitting.control.resume),
                "requeue": self._requeue,
                "set": self._set,
            }
            made = do[asked["do"]](asked)
        except Problem as error:
            return {"error": str(error)}
        except (ValueError, KeyError, TypeError, AttributeError):
            return {"error": "That is no request: status, failed, pause, resume, requeue or set."}
        return {**self._state(), **made}

    def _state(self) -> Json:
        control = self.sitting.control
        state = "ending" if control.halted is not None else "paused" if control.paused else "running"
        return {"state": state, "why": control.halted, "jobs": control.jobs, **self.status.snapshot()}

    def _held(self, change: Callable[[], None]) -> Json:
        change()
        return {}

    def _failed(self, _: Json) -> Json:
        rows = self.sitting.run.failed.values()
        return {"items": [{k: row.get(k) for k in ("id", "kind", "stage", "attempts")} for row in rows]}

    def _requeue(self, asked: Json) -> Json:
        failed = {name: row for name, row in self.sitting.run.failed.items() if row.get("kind") != FILTERED}
        wanted = asked.get("ids")
        names = set(failed) if not wanted else {str(name) for name in wanted}
        strange = sorted(names - failed.keys())
        if strange:
            raise Problem("usage", f"{strange[0]!r} is no failed item of this run.")
        self.sitting.requeued |= names
        return {"requeued": len(names)}

    def _set(self, asked: Json) -> Json:
        name, value = asked["name"], asked["value"]
        if name not in SETTABLE:
            raise Problem("usage", f"{name!r} cannot be set: {', '.join(SETTABLE)} can.")
        number = float(value)
        if not number > 0 or number == float("inf") or (name != "max_cost" and not number.is_integer()):
            raise Problem(
                "usage", f"{name} {value!r} is no {'amount' if name == 'max_cost' else 'whole number from 1 up'}."
            )
        if name == "jobs":
            self.sitting.control.set_jobs(int(number))
        else:
            from dataclasses import replace

            rules = self.sitting.rules
            key = name.removeprefix("max_")
            rules.limits = replace(rules.limits, **{key: number if key == "cost" else int(number)})
            rules.used()
        return {}


def socket_of(folder: Path) -> Path:
    """Where the socket of a run stands: in a folder of this user's alone, named after the run folder's path. Not in the run
    folder, whose path may be too long for one, whose file system may have none, and which people copy. Raises ``OSError``
    where that folder is somebody else's."""
    return private_folder() / f"{hashlib.sha256(os.fsencode(folder.resolve())).hexdigest()[:24]}.sock"


def ask(folder: Path, request: Json, timeout: float = 10.0) -> Json:
    """What the process that writes a run answers. Raises ``Problem`` where nobody does."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as link:
        link.settimeout(timeout)
        try:
            link.connect(str(socket_of(folder)))
            link.sendall(orjson.dumps(request, option=orjson.OPT_APPEND_NEWLINE))
            with link.makefile("rb") as answer:
                answered: Json = orjson.loads(answer.readline())
        except (FileNotFoundError, ConnectionRefusedError):
            raise Problem("input", f"Nobody is writing {folder}: run the command that made it to go on.") from None
        except (OSError, ValueError):
            raise Problem("input", f"Whoever writes {folder} does not answer: try again in a moment.") from None
    if "error" in answered:
        raise Problem("usage", str(answered["error"]))
    return answered
