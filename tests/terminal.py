"""A real terminal (tmux), driven by keys and read from what stands on its screen."""

import os
import shlex
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

WAIT = 120.0  # seconds that anything may take before it counts as not coming


class Terminal:
    """One tmux server of its own, with one window in which a shell runs."""

    def __init__(self, folder: Path, columns: int, lines: int, variables: dict[str, str]) -> None:
        self._socket = folder / "tmux"
        environment = {**os.environ, **variables, "PS1": "$ ", "ENV": "", "LC_ALL": "C.UTF-8"}
        for name in ("TMUX", "COLUMNS", "LINES"):  # of whoever runs the tests
            environment.pop(name, None)
        self._environment = environment
        self._tmux("-f", os.devnull, "new-session", "-d", "-x", str(columns), "-y", str(lines), "-c", str(folder), "sh")
        self._tmux("set-option", "-g", "history-limit", "5000")
        self._tmux("set-option", "-s", "escape-time", "0")

    def _tmux(self, *arguments: str) -> str:
        command = ["tmux", "-S", str(self._socket), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, env=self._environment, timeout=60)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def screen(self, scrolled: bool = False) -> str:
        """What stands on the screen; ``scrolled``: with what has gone over its top. Lines that were broken are joined."""
        return self._tmux("capture-pane", "-p", "-J", *(["-S", "-"] if scrolled else []))

    def keys(self, *names: str) -> None:
        """Press keys by the names that tmux has for them."""
        self._tmux("send-keys", *names)

    def type(self, text: str) -> None:
        """Type a text as it stands."""
        self._tmux("send-keys", "-l", text)

    def enter(self, text: str) -> None:
        """Type a line and enter it."""
        self.type(text)
        self.keys("Enter")

    def until(self, holds: Callable[[str], bool], scrolled: bool = False) -> str:
        """What stands on the screen, as soon as this holds of it."""
        end = time.monotonic() + WAIT
        while not holds(seen := self.screen(scrolled)):
            assert time.monotonic() < end, f"this never came to be what was awaited:\n{seen}"
            time.sleep(0.05)  # between two looks; what is awaited is on the screen
        return seen

    def shows(self, text: str, scrolled: bool = False) -> str:
        """What stands on the screen, as soon as this text is there."""
        return self.until(lambda seen: text in seen, scrolled)

    def close(self) -> None:
        """End the shell and all in it."""
        self._tmux("kill-server")


@contextmanager
def terminal(folder: Path, columns: int = 100, lines: int = 40, **variables: str) -> Generator[Terminal]:
    """A terminal of this size, in this folder."""
    one = Terminal(folder, columns, lines, variables)
    try:
        yield one
    finally:
        one.close()


def bedside(*arguments: str) -> str:
    """The command line with these arguments, for a shell; its exit code is printed after it."""
    command = " ".join(map(shlex.quote, [sys.executable, "-m", "bedside", *arguments]))
    return f"{command}; echo exit=$?"
