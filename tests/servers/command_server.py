"""A process that has loaded the command line once: every command it is sent runs in a fork of it.

A fork has the arguments, folder, environment and open files of its command, its own session if it asks for one, and its exit
code; what it shares with the others are the imports and the tables of words that any dialogue reads, which take longer than
most commands, and it does not take the interpreter apart at its end, which would cost half a second more. Nothing is loaded
here that starts a thread or opens a file that stays open.
"""

import asyncio
import atexit
import gc
import importlib
import json
import os
import select
import signal
import socket
import sys
import traceback
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

LOADED = (
    "faiss",
    "langgraph.graph",
    "langgraph.checkpoint.memory",
    "structlog",
    "openai",
    "aiohttp",
    "ruamel.yaml",
    "bedside.orchestrator.build.simulate_item",
    "bedside.agents.builtin.english_family",
    "bedside.agents.reading.read",
    "bedside.agents.prompted.speaker",
)


def main() -> None:
    """Load, say so, and serve until the other end is closed."""
    link = socket.socket(fileno=int(sys.argv[1]))
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    table = importlib.import_module("bedside.orchestrator.cli.command_table")
    for name in (*LOADED, *map(table.module_of, table.COMMANDS)):
        importlib.import_module(name)
    _warm()
    gc.set_threshold(*importlib.import_module("bedside.orchestrator.batch.relaxed_gc").SELDOM)  # as the command does
    gc.collect()
    gc.freeze()  # so that no fork copies what all of them share
    woken, waking = socket.socketpair()
    waking.setblocking(False)
    signal.signal(signal.SIGCHLD, lambda *_: None)  # what is not handled wakes nobody
    signal.set_wakeup_fd(waking.fileno(), warn_on_full_buffer=False)
    link.sendall(b"loaded\n")
    running: dict[int, int] = {}  # who is told of the end of each process
    while True:
        ready = select.select([link, woken], [], [])[0]
        if woken in ready:
            woken.recv(4096)
            _tell(running)
        if link in ready and not _start(link, running, (woken, waking)):
            return


def _warm() -> None:
    """Hold a dialogue without guidelines: a command that holds one would read the same tables, a second and more of work."""
    from bedside.orchestrator.build.simulate_item import Item, Simulator
    from bedside.orchestrator.cases.case_input import read_case
    from bedside.orchestrator.runs.entry import nothing

    case, text = read_case(Path(__file__).parents[2] / "scenarios" / "cases" / "rolled-ankle.case.yaml")
    asyncio.run(Simulator(case.seed).perform(Item(case.id, case, text), nothing))


def _start(link: socket.socket, running: dict[int, int], ours: tuple[socket.socket, ...]) -> bool:
    """Start the command that is asked for, whose first line to whoever asks is its process; False when nobody does."""
    files = socket.recv_fds(link, 1, 4)[1]
    if not files:
        return False
    asked = b""
    while not asked.endswith(b"\n"):
        asked += link.recv(1 << 16)
    process = os.fork()
    if not process:
        signal.set_wakeup_fd(-1)
        for one in (link, *ours):
            one.close()
        for file in (files.pop(), *running.values()):
            os.close(file)
        _become(json.loads(asked), files)
        _run()
    *given, running[process] = files
    for file in given:
        os.close(file)
    os.write(running[process], b"%d\n" % process)
    return True


def _tell(running: dict[int, int]) -> None:
    """Tell who waits for the processes that have ended, how they did."""
    for process in list(running):
        ended, status = os.waitpid(process, os.WNOHANG)
        if ended:
            hearer = running.pop(process)
            with suppress(BrokenPipeError):  # nobody waits any more
                os.write(hearer, b"%d\n" % os.waitstatus_to_exitcode(status))
            os.close(hearer)


def _become(asked: dict[str, Any], files: list[int]) -> None:
    """Take on the command's arguments, folder, environment, session and standard files."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)  # ignored where the tests were started with nohup
    if asked["session"]:
        os.setsid()
    os.chdir(asked["cwd"])
    os.environ.clear()
    os.environ.update(asked["env"])
    sys.argv[1:] = asked["arguments"]
    for number, file in enumerate(files):
        os.dup2(file, number)
        os.close(file)


def _run() -> NoReturn:
    """Run the command as ``python -m`` does, and end with its exit code."""
    from bedside.orchestrator.cli import main as command_line

    sys.argv[0] = command_line.__file__
    code: Any = 0
    try:
        command_line.main()
    except SystemExit as end:
        code = end.code
    except BaseException:
        traceback.print_exc()
        code = 1
    try:
        atexit._run_exitfuncs()  # pyright: ignore[reportPrivateUsage]
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        code = 120  # as the interpreter says that it could not write
    os._exit(code or 0)


if __name__ == "__main__":
    main()
