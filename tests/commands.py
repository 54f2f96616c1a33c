"""Commands as a person runs them, each in a process of its own that need not load the command line again."""

import atexit
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from functools import cache
from pathlib import Path
from typing import Any

SERVER = Path(__file__).parent / "servers" / "command_server.py"


def run_command(
    *arguments: object,
    cwd: Path | None = None,
    stdin: bytes = b"",
    text: bool = False,
    timeout: float = 120,
    stdout: int | None = None,
    variables: dict[str, str] | None = None,
) -> "subprocess.CompletedProcess[Any]":
    """Run ``bedside`` with these arguments, as ``subprocess.run`` would with output captured (bytes, or ``text``).

    Output goes to the open file ``stdout`` instead, if there is one. ``variables`` are added to this environment. Raises ``subprocess.TimeoutExpired``, and the command is killed.
    """
    asked = {
        "arguments": [str(argument) for argument in arguments],
        "cwd": str(cwd or Path.cwd()),
        "env": {**os.environ, **(variables or {})},
    }
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        reading, writing = os.pipe()
        threading.Thread(target=_write, args=(writing, stdin)).start()
        try:
            code = _ask(asked, [reading, out.fileno() if stdout is None else stdout, err.fileno()], timeout)
        finally:
            os.close(reading)  # before this, whoever writes may wait for a command that reads nothing
        said: list[Any] = []
        for file in (out, err):
            file.seek(0)
            said.append(file.read().decode() if text else file.read())
    return subprocess.CompletedProcess(["bedside", *asked["arguments"]], code, *said)


def _ask(asked: dict[str, Any], files: list[int], timeout: float) -> int:
    """The exit code of this command, minus the signal where one ended it."""
    link, lines = _server()
    link.settimeout(None)
    socket.send_fds(link, [b"x"], files)
    link.sendall(json.dumps(asked).encode() + b"\n")
    process = int(lines.readline())
    link.settimeout(timeout)
    try:
        return int(lines.readline())
    except TimeoutError:
        os.kill(process, signal.SIGKILL)
        _server.cache_clear()
        raise subprocess.TimeoutExpired(asked["arguments"], timeout) from None


def _write(pipe: int, content: bytes) -> None:
    """Give a command its standard input, as much as it takes."""
    with os.fdopen(pipe, "wb") as file:
        try:
            file.write(content)
            file.flush()
        except BrokenPipeError:
            file.detach()


@cache
def _server() -> tuple[socket.socket, Any]:
    """The process that commands are forks of; it ends when this one does."""
    ours, theirs = socket.socketpair()
    command = [sys.executable, str(SERVER), str(theirs.fileno())]
    with theirs:
        server = subprocess.Popen(command, stdin=subprocess.DEVNULL, pass_fds=[theirs.fileno()])
    lines = ours.makefile("r")
    assert lines.readline() == "loaded\n"

    def end() -> None:
        ours.shutdown(socket.SHUT_RDWR)
        server.wait()

    atexit.register(end)
    return ours, lines
