"""The line interface of ``bedside play``: typed at a terminal or read from a pipe."""

import asyncio
import contextlib
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

from bedside.orchestrator.build.player_options import PlayerOptions
from bedside.orchestrator.cases.case_input import CaseOptions
from bedside.orchestrator.cli.debug_command import author_name
from bedside.orchestrator.cli.output import print_out
from bedside.orchestrator.cli.typed_lines import typed_lines
from bedside.orchestrator.debug import play_report
from bedside.orchestrator.debug.dialogue_source import open_case
from bedside.orchestrator.debug.journal import Journal
from bedside.orchestrator.debug.play import Play
from bedside.orchestrator.debug.session import Session
from bedside.orchestrator.failures import FINISHED, Problem
from bedside.orchestrator.views.terminal_text import harmless
from bedside.scenarios.turn import Turn

PROMPT = "> "
HELP = """Type what you say, a line at a time. A line that begins with / is not said:
  /brief      what you may know now
  /exam WORDS what looking would show: findings and results with these words (for the physician)
  /checks     what the checks have against the lines so far
  /so-far     what has been brought out and what has not, without ending
  /end        the end; so is Ctrl-D"""


def run_play_command(
    case: Path,
    role: str,
    choices: CaseOptions,
    players: PlayerOptions,
    out: Path,
    author: str = "",
    port: int | None = None,
) -> int:
    """Hold one played dialogue, in a page on ``port`` of this machine where one is given (0: any), and return the exit code.
    Raises ``Problem``."""
    source = open_case(case, choices, players)
    persona = [] if choices.persona is None else ["--persona", choices.persona]
    journal = Journal(source, out, {"arguments": ["play", str(case), "--as", role, *persona]}, "play")
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with asyncio.Runner() as runner:
        session = Session(source, author_name(author), journal.sink)
        try:
            play = Play(session, role)
            for remark in source.remarks:
                print(remark, file=sys.stderr)
            if port is None:
                _held(runner, play)
            else:
                _served(runner, play, port)
        finally:
            runner.run(session.close())
            with contextlib.suppress(BrokenPipeError):
                journal.close()
    if journal.folder is not None:
        print(f"The dialogue is kept in {journal.folder}.", file=sys.stderr)
    return FINISHED


def _held(runner: asyncio.Runner, play: Play) -> None:
    present = [who for who in play.session.context.present if who != play.role]
    print_out(f"You are the {play.role}; with you: {', '.join(present)}. /help shows what else can be typed.")
    _show(runner.run(play.begin()))
    for line in () if play.ended else _typed():
        try:
            if not _carried_out(runner, play, line):
                break
        except Problem as problem:
            print(harmless(str(problem)), file=sys.stderr, flush=True)
        except KeyboardInterrupt:
            print("Stopped; the dialogue stands where it was. /end ends it.", file=sys.stderr, flush=True)
        if play.ended:
            break
    play.end()
    for row in play_report.report(play):
        print_out(row)


def _served(runner: asyncio.Runner, play: Play, port: int) -> None:
    from bedside.orchestrator.debug.play_server import PlayServer

    with PlayServer(play, runner, port) as server:
        runner.run(play.begin())
        print_out(f"Play at {server.url} (Ctrl-C ends it).")
        with contextlib.suppress(KeyboardInterrupt):
            server.serve_forever(poll_interval=0.2)
    play.end()
    for row in server.report or play_report.report(play):
        print_out(row)


def _carried_out(runner: asyncio.Runner, play: Play, line: str) -> bool:
    """Say or do what a line says; False for the end. Raises ``Problem``."""
    if not line.strip():
        return True
    if not line.lstrip().startswith("/"):
        if not sys.stdin.isatty():  # a terminal has shown what was typed
            print_out(f"{play.role.upper()}: {harmless(line.strip())}")
        _show(runner.run(play.line(line)))
        return True
    name, _, given = line.strip()[1:].partition(" ")
    if name == "end":
        return False
    rows = {
        "help": lambda: iter(HELP.splitlines()),
        "brief": lambda: play_report.briefing(play),
        "exam": lambda: play_report.examination(play, given),
        "checks": lambda: play_report.checks(play),
        "so-far": lambda: play_report.report(play),
    }
    if name not in rows:
        raise Problem("usage", f"There is no /{name[:20]}: /help lists what there is. What you say begins with no /.")
    for row in rows[name]():
        print_out(row)
    return True


def _show(turns: list[Turn]) -> None:
    for turn in turns:
        print_out(f"{turn.speaker.upper()}: {harmless(turn.text)}")


def _typed() -> Iterator[str]:
    if sys.stdin.isatty():
        with contextlib.suppress(ImportError):
            import readline  # noqa: F401  # pyright: ignore[reportUnusedImport]  # gives the line its keys
    return typed_lines(PROMPT)
