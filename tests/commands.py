"""Commands as a person runs them, each in a process of its own that need not load the command line again."""

import atexit
import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import IO, Any

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
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        into = out.fileno() if stdout is None else stdout
        running = Command(
            *arguments, cwd=cwd, stdin=subprocess.PIPE, stdout=into, stderr=err.fileno(), variables=variables
        )
        threading.Thread(target=_write, args=(running.stdin, stdin)).start()
        try:
            code = running.wait(timeout)
        except subprocess.TimeoutExpired:
            running.kill()
            raise
        said: list[Any] = []
        for file in (out, err):
            file.seek(0)
            said.append(file.read().decode() if text else file.read())
    return subprocess.CompletedProcess(["bedside", *map(str, arguments)], code, *said)


class Command:
    """``bedside`` with these arguments in a process of its own that runs: what ``subprocess.Popen`` would be, for bytes.

    ``variables`` are added to this environment; ``session`` makes it the leader of a session.
    """

    def __init__(
        self,
        *arguments: object,
        cwd: Path | None = None,
        stdin: int = subprocess.DEVNULL,
        stdout: int = subprocess.DEVNULL,
        stderr: int = subprocess.DEVNULL,
        variables: dict[str, str] | None = None,
        session: bool = False,
    ) -> None:
        words = [str(argument) for argument in arguments]
        place, environment = str(cwd or Path.cwd()), {**os.environ, **(variables or {})}
        asked = {"arguments": words, "cwd": place, "env": environment, "session": session}
        self.args = ["bedside", *words]
        self.returncode: int | None = None
        self._theirs: list[int] = []  # what is given away
        self.stdin = self._file(stdin, "wb")
        self.stdout = self._file(stdout, "rb")
        self.stderr = self._file(stderr, "rb")
        told, telling = os.pipe()
        with _LOCK:
            link = _server()
            socket.send_fds(link, [b"x"], [*self._theirs, telling])
            link.sendall(json.dumps(asked).encode() + b"\n")
        for file in (*self._theirs, telling):
            os.close(file)
        self._told = os.fdopen(told, "rb", buffering=0)
        self.pid = int(self._told.readline())

    def _file(self, asked: int, mode: str) -> IO[bytes] | None:
        """This side of a pipe, if one is asked for; the other, or the file that is meant, is given away."""
        if asked == subprocess.PIPE:
            reading, writing = os.pipe()
            self._theirs.append(reading if mode == "wb" else writing)
            return os.fdopen(writing if mode == "wb" else reading, mode)
        self._theirs.append(os.open(os.devnull, os.O_RDWR) if asked == subprocess.DEVNULL else os.dup(asked))
        return None

    def poll(self) -> int | None:
        """The exit code, minus the signal where one ended it; None while it runs."""
        if self.returncode is None and select.select([self._told], [], [], 0)[0]:
            self.returncode = int(self._told.readline())
            self._told.close()
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """The exit code once it has ended. Raises ``subprocess.TimeoutExpired``."""
        if self.returncode is None and not select.select([self._told], [], [], timeout)[0]:
            raise subprocess.TimeoutExpired(self.args, timeout or 0)
        code = self.poll()
        assert code is not None
        return code

    def send_signal(self, number: int) -> None:
        """Send it a signal, if it still runs."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End it as nothing can be tidied up."""
        self.send_signal(signal.SIGKILL)

    def communicate(self, given: bytes = b"", timeout: float | None = None) -> tuple[bytes, bytes]:
        """What it says on both streams up to its end, given this on its standard input. Raises
        ``subprocess.TimeoutExpired``."""
        said: list[list[bytes]] = [[], []]
        work = [
            threading.Thread(target=lambda file=file, kept=kept: kept.append(file.read()))
            for file, kept in zip((self.stdout, self.stderr), said, strict=True)
            if file is not None
        ]
        if self.stdin is not None:
            work.append(threading.Thread(target=_write, args=(self.stdin, given)))
        for one in work:
            one.start()
        self.wait(timeout)
        for one in work:
            one.join()
        return b"".join(said[0]), b"".join(said[1])

    def __enter__(self) -> "Command":
        return self

    def __exit__(self, *_: object) -> None:
        for file in (self.stdin, self.stdout, self.stderr):
            if file is not None and not file.closed:
                _close(file)
        self.wait()


_LOCK = threading.Lock()


def _write(file: IO[bytes], content: bytes) -> None:
    """Give a command its standard input, as much as it takes."""
    with suppress(BrokenPipeError):
        file.write(content)
    _close(file)


def _close(file: IO[bytes]) -> None:
    """Close a pipe, whether or not anybody still reads it."""
    with suppress(BrokenPipeError):
        file.close()


@cache
def _server() -> socket.socket:
    """The process that commands are forks of; it ends when this one does."""
    ours, theirs = socket.socketpair()
    command = [sys.executable, str(SERVER), str(theirs.fileno())]
    with theirs:
        server = subprocess.Popen(command, stdin=subprocess.DEVNULL, pass_fds=[theirs.fileno()])
    assert ours.recv(16) == b"loaded\n"

    def end() -> None:
        ours.shutdown(socket.SHUT_RDWR)
        server.wait()

    atexit.register(end)
    return ours
