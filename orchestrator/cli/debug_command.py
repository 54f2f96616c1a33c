"""The line interface of the debugger: typed at a terminal, read from a script, or from a pipe."""

import asyncio
import contextlib
import getpass
import os
import re
import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bedside.orchestrator.build.player_options import PlayerOptions
from bedside.orchestrator.cases.case_input import CaseOptions
from bedside.orchestrator.cli.find_run import find_run, reading
from bedside.orchestrator.cli.output import print_out
from bedside.orchestrator.cli.typed_lines import typed_lines
from bedside.orchestrator.debug.console import PROMPT, Console
from bedside.orchestrator.debug.dialogue_source import DialogueSource, open_case, open_kept
from bedside.orchestrator.debug.explain import where
from bedside.orchestrator.debug.journal import Journal
from bedside.orchestrator.debug.session import Session
from bedside.orchestrator.debug.turn_lookup import place_at
from bedside.orchestrator.failures import FINISHED, Problem
from bedside.orchestrator.runs.fold import fold
from bedside.orchestrator.runs.reader import RunFolder
from bedside.orchestrator.views.terminal_text import harmless

INIT = Path(".bedside-debug")
_LARGEST = 1 << 20  # bytes of a script


@dataclass(frozen=True)
class DebugOptions:
    """How a session is to be held. ``author`` stands on the record of every edit and fork; "" for who is logged in."""

    script: Path | None = None
    init: Path | None = None
    out: Path = Path("runs")
    notes: Path | None = None
    author: str = ""
    keep_text: bool | None = None


def opened(
    target: str, choices: CaseOptions, players: PlayerOptions, options: DebugOptions
) -> tuple[DialogueSource, str]:
    """What is to be debugged, and the turn at which to stand ("" for none). Raises ``Problem``."""
    path = Path(target)
    if target.endswith((".yaml", ".yml")) or (path.is_file() and not path.is_dir()):
        return open_case(path, choices, players, options.keep_text), ""
    name, _, at = target.rpartition("@") if "@" in target else (target, "", "")
    try:
        folder, dialogue = find_run(name, options.out)
    except Problem as no_run:
        if "/" in target:
            raise
        with contextlib.suppress(Problem):  # not a run: the id of a shipped case, maybe
            return open_case(path, choices, players, options.keep_text), ""
        raise Problem("input", f"{no_run} Nor is it a case: bedside list cases has those that are shipped.") from None
    with reading():
        run = _folder(folder, options.notes)
        if not run.ids:
            raise Problem(
                "input",
                f"{name} holds no dialogue: none is finished, and of none that was begun is a log left. Make it again.",
            )
        if dialogue is None and len(run.ids) != 1:
            raise Problem("usage", f"{name} holds {len(run.ids)} dialogues: name one, like {name}/{run.ids[0]}.")
        return open_kept(run, dialogue or run.ids[0], players), at


def _folder(path: Path, notes: Path | None) -> RunFolder:
    if notes is None:
        return RunFolder(path)
    from bedside.orchestrator.cli.note_texts import note_texts

    return RunFolder(path, note_texts(notes))


def run_debug_command(
    target: str, choices: CaseOptions, players: PlayerOptions, options: DebugOptions, full_screen: bool = False
) -> int:
    """Hold a session and return the exit code. Raises ``Problem``."""
    if full_screen:
        _need_screen(options)
    script = _lines(options.script) if options.script is not None else None
    init = options.init or (INIT if INIT.is_file() else None)
    prepared = _lines(init) if init is not None else []
    source, at = opened(target, choices, players, options)
    journal = Journal(source, options.out, {"arguments": ["debug", target]})
    # A Ctrl-C ends what is being done and not the session; ``asyncio.Runner`` takes it over while something is.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with asyncio.Runner() as runner:
        session = Session(source, author_name(options.author), journal.sink)
        console = Console(session)
        try:
            if at:
                session.move(place_at(session.path, fold(session.path), at))
            return _held(runner, console, journal, script, prepared, init, full_screen)
        finally:
            runner.run(session.close())
            with contextlib.suppress(BrokenPipeError):
                journal.close()


def _held(
    runner: asyncio.Runner,
    console: Console,
    journal: Journal,
    script: list[tuple[int, str]] | None,
    prepared: list[tuple[int, str]],
    init: Path | None,
    full_screen: bool,
) -> int:
    for number, line in prepared:
        _carried_out(runner, console, line, f"{init}:{number}: ")
    if script is not None:
        for number, line in script:
            print_out(f"{PROMPT}{line}")
            _carried_out(runner, console, line, f"line {number} of the script: ")
            if console.ended:
                break
    elif full_screen:
        _on_screen(runner, console)
    else:
        _typed(runner, console)
    if journal.folder is not None:
        print(f"The session is kept in {journal.folder}.", file=sys.stderr)
    return FINISHED


def _carried_out(runner: asyncio.Runner, console: Console, line: str, place: str) -> None:
    """Carry out a line that nobody can correct now. Raises ``Problem`` with its place."""
    try:
        shown = runner.run(console.run(line))
    except Problem as problem:
        raise Problem(problem.kind, f"{place}{problem}") from None
    for one in shown:
        print_out(one)


def _need_screen(options: DebugOptions) -> None:
    """Raises ``Problem`` where the full-screen interface cannot be shown, before anything is opened."""
    if options.script is not None:
        raise Problem("usage", "--script is carried out without a screen: leave --full-screen out.")
    from importlib.util import find_spec

    if find_spec("textual") is None:
        raise Problem("config", "--full-screen needs Textual: pip install 'bedside[screen]'")
    from bedside.orchestrator.debug.screen.terminal import need_terminal

    need_terminal()


def _on_screen(runner: asyncio.Runner, console: Console) -> None:
    """Hold the session in the full-screen interface."""
    from bedside.orchestrator.debug.screen.app import DebugScreen

    screen = DebugScreen(console, _history())
    runner.run(screen.run_async())
    if screen.broken is not None:
        raise screen.broken


def _typed(runner: asyncio.Runner, console: Console) -> None:
    """Carry out what is typed, until the end; what cannot be done is said, and the session goes on."""
    for remark in (*console.session.source.remarks, *where(console.session), "help lists the verbs."):
        print_out(remark)
    for line in _asked(console):
        try:
            for one in runner.run(console.run(line)):
                print_out(one)
        except Problem as problem:
            print(harmless(str(problem)), file=sys.stderr, flush=True)
        except KeyboardInterrupt:
            print("Stopped; the session stands where it was.", file=sys.stderr, flush=True)
        if console.ended:
            return


def _asked(console: Console) -> Iterator[str]:
    """The lines that are typed, one after another. A terminal has a history and completes words."""
    history = _with_readline(console) if sys.stdin.isatty() else None
    return typed_lines(PROMPT, lambda: _remember(history) if history is not None else None)


def _with_readline(console: Console) -> Path | None:
    """Complete words and keep a history, where Python has readline; the history's file."""
    try:
        import readline
    except ImportError:
        return None

    def complete(_: str, n: int) -> str | None:
        found = console.completions(readline.get_line_buffer()[: readline.get_endidx()])
        return found[n] if n < len(found) else None

    readline.set_completer(complete)
    readline.set_completer_delims(" ")
    readline.parse_and_bind("tab: complete")
    history = _history()
    with contextlib.suppress(OSError):
        readline.read_history_file(history)
    return history


def _history() -> Path:
    from bedside.knowledge.cache import cache_folder

    return cache_folder() / "debug-history"


def _remember(history: Path) -> None:
    import readline

    with contextlib.suppress(OSError):
        history.parent.mkdir(parents=True, exist_ok=True)
        readline.write_history_file(history)
        history.chmod(0o600)


def _lines(file: Path) -> list[tuple[int, str]]:
    """The lines of a script with their numbers, remarks and empty ones left out. Raises ``Problem``."""
    try:
        raw = file.read_bytes() if file.is_file() and file.stat().st_size <= _LARGEST else None
    except OSError as error:
        raise Problem("input", f"{file} cannot be read ({error.strerror}): give a script of the debugger.") from None
    if raw is None:
        what = "is over a megabyte" if file.is_file() else "is no file"
        raise Problem("input", f"{file} {what}: give a script of the debugger, one verb a line.")
    try:
        lines = raw.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise Problem("input", f"{file} is not UTF-8: save it as UTF-8.") from None
    return [(n, line.strip()) for n, line in enumerate(lines, 1) if line.strip() and not line.strip().startswith("#")]


def author_name(given: str) -> str:
    """Whose lines and edits these are: the name that is given, or that of the login. Raises ``Problem`` where there is none."""
    if not given:
        try:
            given = getpass.getuser()
        except (KeyError, OSError):
            given = os.environ.get("USER", "")
    name = re.sub(r"[^\w.-]+", "-", given).strip("-")
    if not name:
        raise Problem("usage", "Say who you are with --author NAME: it stands on the record of every edit.")
    return name[:40]
