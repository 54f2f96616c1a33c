"""A session in the full-screen interface, picture by picture: ``docs/debugging-screens.md``.

``python -m bedside.benchmarks.screens`` holds the session of the page again, on a screen of 80 by 24 that nobody sees, and
writes what stood on it after each line between the marks of the page; ``--check`` only says whether the page is the same. Ids
of events hold the time and are shown as dots.
"""

import argparse
import asyncio
import re
import tempfile
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager, chdir
from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import Input

from bedside.benchmarks.investigations import DOCS, FOLDER, Run, in_a_process
from bedside.orchestrator.build.player_options import PlayerOptions
from bedside.orchestrator.cases.case_input import CaseOptions
from bedside.orchestrator.debug.console import Console
from bedside.orchestrator.debug.dialogue_source import open_case
from bedside.orchestrator.debug.screen.app import DebugScreen
from bedside.orchestrator.debug.session import Session

PAGE = DOCS / "debugging-screens.md"
CASE, SAVED = FOLDER / "dull.case.yaml", "warmer.case.yaml"
SIZE = (80, 24)  # columns, rows
# What is typed, or <keys> that are pressed, before each picture; and what it is called.
SESSION: tuple[tuple[str, Sequence[str]], ...] = (
    ("Step: the plan is laid out, then two utterances are said", ("<s n n>",)),
    ("Go on to a topic", ("break examination", "continue")),
    ("Give the patient other words", ('edit 4 "I have coughed for three weeks, and it scares me." "warmer"',)),
    ("Go on to the end", ("delete 1", "continue")),
    ("Jump back, and fork", ("jump 2", 'fork other "another way"', "next 2")),
    ("The tree of forks", ("forks",)),
    ("Two branches compared", ("diff main fork-1",)),
    ("What made the patient speak of smoking", ("switch fork-1", 'blame 8 "smokes"')),
    ("Why the edited line is what it is", ("why 4",)),
    ("Keep the branch as a test", (f"save test {SAVED}",)),
)
_EVENT = re.compile(r"\b[0-9a-f]{8}\b")
_ROUNDS = 20_000  # of the event loop that one line may take


def screen_text(pilot: Pilot[None]) -> list[str]:
    """The rows of the screen as they are drawn."""
    strips = pilot.app.screen._compositor.render_strips()  # pyright: ignore[reportPrivateUsage]
    return ["".join(segment.text for segment in strip) for strip in strips]


@asynccontextmanager
async def on_screen(console: Console, size: tuple[int, int] = SIZE) -> AsyncGenerator[Pilot[None]]:
    """The full-screen interface over this session, on a screen that nobody sees."""
    async with DebugScreen(console).run_test(size=size) as pilot:
        yield pilot


async def carried_out(pilot: Pilot[None], line: str) -> None:
    """Type a line and enter it, or press ``<keys>``, and wait until it is carried out and shown; who has typed stays in the
    command line. Raises ``TimeoutError``."""
    if line.startswith("<"):
        for key in line.strip("<>").split():
            await _pressed(pilot, key)
        return
    command = pilot.app.query_one("#command", Input)
    if not command.has_focus:
        await pilot.press("colon")
    command.value = line
    await _pressed(pilot, "enter")


async def _pressed(pilot: Pilot[None], key: str) -> None:
    assert isinstance(pilot.app, DebugScreen)
    await pilot.press(key)
    for _ in range(_ROUNDS):
        await pilot.pause()
        if not pilot.app.busy:
            break
    else:
        raise TimeoutError(f"{key} is never done")
    await pilot.pause()


async def pictures() -> list[list[str]]:
    """What stands on the screen after each part of the session, a list of rows each. Files are saved where one stands."""
    source = open_case(CASE, CaseOptions(), PlayerOptions())
    console = Console(Session(source, "ada"))
    drawn: list[list[str]] = []
    async with on_screen(console) as pilot:
        for _, lines in SESSION:
            for line in lines:
                await carried_out(pilot, line)
            drawn.append(screen_text(pilot))
    await console.session.close()
    return drawn


def shown(run: Run = in_a_process) -> str:
    """The session as the page has it. ``run`` carries out ``bedside check`` of what was saved."""
    with tempfile.TemporaryDirectory(prefix="bedside-screens-") as made:
        with chdir(made):
            drawn = asyncio.run(pictures())
        parts = [
            f"**{title}**: {', '.join(map(_named, lines))}\n\n```text\n{_framed(rows)}\n```"
            for (title, lines), rows in zip(SESSION, drawn, strict=True)
        ]
        checked = run(["check", SAVED], Path(made)).rstrip()
    parts.append(f"**The saved case is run**\n\n```console\n$ bedside check {SAVED}\n{checked}\n```")
    return "\n\n".join(parts)


def _named(line: str) -> str:
    keys = line.strip("<>").split()
    return " ".join(f"`{key}`" for key in keys) if line.startswith("<") else f"`{line}`"


def _framed(rows: Sequence[str]) -> str:
    return "\n".join(_EVENT.sub("········", row).rstrip() for row in rows)


def written(page: str, session: str) -> str:
    """The page with this session between its marks."""
    before, rest = page.split("<!-- session -->", 1)
    _, after = rest.split("<!-- /session -->", 1)
    return f"{before}<!-- session -->\n{session}\n<!-- /session -->{after}"


def main() -> int:
    """Make the page again, or check it."""
    parser = argparse.ArgumentParser(description="Make the pictures of docs/debugging-screens.md again.")
    parser.add_argument("--check", action="store_true", help="change nothing; exit code 1 if the page is another")
    arguments = parser.parse_args()
    page = PAGE.read_text(encoding="utf-8")
    made = written(page, shown())
    if arguments.check:
        print("the same" if made == page else f"{PAGE.name} is another: run python -m bedside.benchmarks.screens")
        return int(made != page)
    PAGE.write_text(made, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
