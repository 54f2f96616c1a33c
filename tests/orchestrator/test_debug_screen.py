"""The full-screen interface of the debugger: driven by keys, the mouse and typed lines, and read from what it shows. Nothing here
waits for a time to pass: a step is over when what it set going has ended."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from commands import run_command
from obedient import PLAYER, case_of, model
from rich.console import Console as Paper
from rich.text import Text
from textual.pilot import Pilot
from textual.widgets import Input, OptionList, Static

from bedside.agents.model import Reply, Request
from bedside.orchestrator.build.player_options import PlayerOptions
from bedside.orchestrator.build.player_registry import PlayerRegistry
from bedside.orchestrator.build.simulate_item import Simulator
from bedside.orchestrator.cases.case_input import CaseOptions
from bedside.orchestrator.debug.console import Console
from bedside.orchestrator.debug.dialogue_source import DialogueSource, open_case
from bedside.orchestrator.debug.screen.agenda_pane import agenda_pane
from bedside.orchestrator.debug.screen.app import DebugScreen
from bedside.orchestrator.debug.screen.forks_pane import forks_pane
from bedside.orchestrator.debug.screen.history import History
from bedside.orchestrator.debug.screen.note_pane import note_pane
from bedside.orchestrator.debug.screen.pane_box import PaneBox
from bedside.orchestrator.debug.screen.pane_text import PaneText
from bedside.orchestrator.debug.screen.panes import NAMES, PANES
from bedside.orchestrator.debug.screen.reason_pane import evidence_pane, model_pane
from bedside.orchestrator.debug.screen.talk_pane import talk
from bedside.orchestrator.debug.session import Session
from bedside.orchestrator.views.terminal_text import columns

pytest.importorskip("textual")
from bedside.benchmarks import screens  # it needs Textual
from bedside.benchmarks.screens import screen_text

SMALL, LARGE = (80, 24), (120, 40)
MOST = 5000  # rounds of the event loop that anything here may take
Screen = Pilot[None]


def console_of(case: Path = Path("rolled-ankle"), knowledge: bool = False) -> Console:
    """A session over a case, played by the built-in family."""
    options = CaseOptions(knowledge=None if knowledge else False)
    return Console(Session(open_case(case, options, PlayerOptions()), "me"))


def modelled(played: Any) -> Console:
    """A session whose roles a model plays."""
    case, text = case_of("rolled-ankle", knowledge=False)
    registry = PlayerRegistry(models={PLAYER: played})
    simulator = Simulator(case.seed, None, players_for=registry)
    return Console(Session(DialogueSource(case.id, case, text, simulator, registry, "a test"), "me"))


@asynccontextmanager
async def shown(console: Console, size: tuple[int, int] = SMALL, history: Path | None = None) -> AsyncGenerator[Screen]:
    """The screen over this session."""
    async with DebugScreen(console, history).run_test(size=size) as pilot:
        yield pilot


def screen_of(pilot: Screen) -> DebugScreen:
    """The application that a pilot flies."""
    assert isinstance(pilot.app, DebugScreen)
    return pilot.app


async def until(pilot: Screen, holds: Callable[[], bool]) -> None:
    """Let the screen go on until this holds."""
    for _ in range(MOST):
        if holds():
            break
        await pilot.pause()
    else:
        pytest.fail("\n".join(["the screen came to rest otherwise:", *screen_text(pilot)]))
    await pilot.pause()


async def done(pilot: Screen) -> None:
    """Let the screen go on until nothing is carried out any more and all is shown."""
    await pilot.pause()
    await until(pilot, lambda: not screen_of(pilot).busy)


async def press(pilot: Screen, *keys: str) -> None:
    """Press keys, one after another, and wait for what comes of each."""
    for key in keys:
        await pilot.press(key)
        await done(pilot)


async def typed(pilot: Screen, line: str) -> None:
    """Type a line into the command line and enter it."""
    await pilot.press("colon")
    pilot.app.query_one("#command", Input).value = line
    await press(pilot, "enter")


def pane(pilot: Screen, name: str = "") -> str:
    """What the pane in sight shows, or the one of this name."""
    return pilot.app.query_one(f"#pane-{name or screen_of(pilot).pane}", PaneBox).shown.text.plain


def line(pilot: Screen, name: str) -> str:
    """What a line of the screen says."""
    return str(pilot.app.query_one(f"#{name}", Static).content)


def first_hit(palette: OptionList) -> str:
    """The verb that the palette would take."""
    hit = getattr(palette.get_option_at_index(0), "hit", None)
    return hit.text if hit is not None else ""


async def test_a_session_by_keys_at_80_by_24() -> None:
    """Keys let the conversation go on and choose turns; note, agenda and reason follow the chosen one; all of it stands on
    a screen of 80 by 24 in rows that fit."""
    console = console_of()
    async with shown(console) as pilot:
        assert "planner" in line(pilot, "status")
        await press(pilot, "s", "n", "n", "n", "n")
        session = console.session
        assert len(session.state.turns) == 4
        assert screen_of(pilot).chosen == 3, "the last turn is followed"
        assert ">>Right ankle injury<<" in pane(pilot, "note")
        await press(pilot, "up")
        assert screen_of(pilot).chosen == 2
        assert "[Right ankle injury]" in pane(pilot, "note"), "told, but not by the chosen turn"
        await press(pilot, "n")
        assert screen_of(pilot).chosen == 2, "who looks at an earlier turn goes on looking at it"
        await press(pilot, "down", "down", "n")
        assert screen_of(pilot).chosen == 5
        await press(pilot, "3")
        assert session.state.reasons[5].thought in pane(pilot)
        await press(pilot, "left")
        assert f"> {session.next.step.id if session.next else ''} " in pane(pilot), "what comes next in the agenda"
        rows = screen_text(pilot)
        assert len(rows) == 24 and {columns(row) for row in rows} == {80}
        drawn = "\n".join(rows)
        assert all(name in rows[1] for name in NAMES)
        assert session.state.turns[4].text[:10] in drawn and "step" in rows[-1] and "quit" in rows[-1]
        await press(pilot, "b", "b")
        assert len(session.state.turns) == 4


async def test_typed_lines_edits_forks_and_faults_at_120_by_40() -> None:
    """The command line takes every verb; what verbs answer, branches and faults are shown; a fault ends nothing. In a wide
    terminal the note stays beside the other panes."""
    console = console_of()
    async with shown(console, LARGE) as pilot:
        await typed(pilot, "next 6")
        assert pilot.app.query_one("#pane-note").display and len(console.session.state.turns) == 6
        await press(pilot, "escape", "up", "up", "e")
        command = pilot.app.query_one("#command", Input)
        assert command.has_focus and command.value.startswith('edit 4 "')
        command.value = 'edit 4 "It is [b]only[/b] a scratch." "milder"'
        await press(pilot, "enter")
        assert console.session.state.turns[-1].text == "It is [b]only[/b] a scratch."
        assert any("[b]only[/b]" in row for row in screen_text(pilot)), "words are never markup"
        await typed(pilot, "next 2")
        await typed(pilot, "forks")
        assert "main" in pane(pilot) and "* +- fork-1" in pane(pilot) and "milder" in pane(pilot)
        await typed(pilot, "diff main fork-1")
        assert screen_of(pilot).pane == "out" and "scratch" in pane(pilot)
        before = console.session.tip
        for wrong in ("stpe", "jump 99", 'edit 4 "open', "switch nowhere"):
            await typed(pilot, wrong)
            assert line(pilot, "message").startswith("! ") and console.session.tip == before
        await typed(pilot, "why 2")
        assert screen_of(pilot).chosen == 1 and screen_of(pilot).pane == "why"
        await typed(pilot, "break if turn > 8 and role == 'patient'")
        await typed(pilot, "continue")
        assert "stopped: breakpoint 1" in line(pilot, "message")
        await press(pilot, "escape", "question_mark")
        assert "ctrl+p" in pane(pilot) and "reroll" in pane(pilot)


def shown_by(arguments: list[str], folder: Path) -> str:
    """What bedside prints for these arguments."""
    ran = run_command(*arguments, cwd=folder, text=True)
    return ran.stdout if ran.returncode == 0 else ran.stdout + ran.stderr


def test_a_whole_session_comes_out_as_the_page_shows_it() -> None:
    """Steps, a stop at a topic, a patient's line changed, the end, a way back, a fork, a comparison, a cause, and a test that is
    saved and passes, as the pictures of the page have it: python -m bedside.benchmarks.screens."""
    page = screens.PAGE.read_text(encoding="utf-8")
    made = screens.shown(shown_by)
    for words in ("stopped: breakpoint 1", "+- fork-1", "caused by note", "says the same", "\nok "):
        assert words in made, words
    # Where lines are broken depends on when a scroll bar came; where the session stands does not.
    assert standing(made) == standing(page)


def standing(page: str) -> list[str]:
    """The headings of pictures, and the line at the top of each."""
    return [line for line in page.splitlines() if line.startswith(("**", " dull on "))]


async def test_palette_mouse_completion_and_history(tmp_path: Path) -> None:
    """The palette finds verbs and carries out what needs no more, the mouse chooses turns and panes, a word is completed
    with tab, and the history outlives the session."""
    console, kept = console_of(), tmp_path / "history"
    async with shown(console, LARGE, kept) as pilot:
        await typed(pilot, "next 4")
        await press(pilot, "escape")
        second = console.session.state.turns[1].text[:20]
        row = next(n for n, drawn in enumerate(screen_text(pilot)) if second in drawn)
        await pilot.click("#talk", offset=(10, row - pilot.app.query_one("#talk").region.y))
        await done(pilot)
        assert screen_of(pilot).chosen == 1
        await pilot.click("#name-forks")
        await done(pilot)
        assert "main" in pane(pilot)
        await pilot.press("ctrl+p", *"where")
        found = pilot.app.screen.query_one(OptionList)
        await until(pilot, lambda: found.option_count > 0 and first_hit(found) == "where")
        await press(pilot, "enter")
        await until(pilot, lambda: screen_of(pilot).pane == "out")
        await done(pilot)
        assert "branch main" in pane(pilot)
        await pilot.press("colon", *"fork", "tab")
        command = pilot.app.query_one("#command", Input)
        assert "forks" in line(pilot, "message") and command.value == "fork"
        command.value = "coverage"
        await pilot.press("tab")
        assert command.value == "coverage", "what nothing begins with stays"
        command.value = "cont"
        await pilot.press("tab")
        assert command.value == "continue "
        await pilot.press("up", "up")
        assert command.value == "next 4"
        await pilot.press("down")
        assert command.value == "continue "
    assert History(kept).lines == ["next 4"]


async def test_a_slow_model_never_blocks_the_screen() -> None:
    """While a model is awaited, turns are shown as they come, panes can be changed, another line waits its turn, and escape
    stops: the session stands where it was and goes on from there."""
    answers, asked = asyncio.Semaphore(0), asyncio.Event()
    plain = model()

    class Slow:
        """Answers when it is let."""

        name = plain.name

        async def ask(self, request: Request) -> Reply:
            """Wait to be let."""
            asked.set()
            await answers.acquire()
            return await plain.ask(request)

        async def close(self) -> None:
            """Nothing is open."""

    console = modelled(Slow())
    async with shown(console) as pilot:
        await pilot.press("c")
        await until(pilot, asked.is_set)
        for _ in range(6):
            answers.release()
        await until(pilot, lambda: pilot.app.query_one("#talk", OptionList).option_count >= 2)
        await until(pilot, lambda: answers.locked())
        assert screen_of(pilot).busy and "continue" in line(pilot, "status")
        await pilot.press("2", "up", "up", "3")
        assert "thought" in pane(pilot)
        await pilot.press("n")
        assert "after continue" in line(pilot, "message")
        await press(pilot, "escape")
        assert "Stopped" in line(pilot, "message")
        said = len(console.session.state.turns)
        assert said >= 2 and pilot.app.query_one("#talk", OptionList).option_count == said
        answers.release()
        for _ in range(10):
            answers.release()
        await press(pilot, "n")
        assert len(console.session.state.turns) == said + 1
        await press(pilot, "5")
        assert "prompt" in pane(pilot) and '"say"' in pane(pilot), "what was asked, and the raw reply"


async def test_an_error_of_our_own_ends_the_screen_and_is_not_hidden() -> None:
    """What is nobody's to mend ends the screen and is handed on."""
    console = console_of()

    async def broken(_: str) -> list[str]:
        raise ZeroDivisionError

    async with shown(console) as pilot:
        console.run = broken  # pyright: ignore[reportAttributeAccessIssue]  # as a verb with a bug
        await pilot.press("s")
        await until(pilot, lambda: not pilot.app.is_running or screen_of(pilot).broken is not None)
        assert isinstance(screen_of(pilot).broken, ZeroDivisionError)


async def test_a_terminal_that_is_made_too_small_says_so_and_comes_back() -> None:
    """A window that shrinks below 60 by 16 has one sentence in it, and all the rest when it grows again."""
    async with shown(console_of()) as pilot:
        await pilot.resize_terminal(40, 24)
        await done(pilot)
        told = " ".join(" ".join(screen_text(pilot)).split())
        assert "40 columns" in told and "60 by 16" in told and "quit" not in told
        await pilot.resize_terminal(60, 16)
        await done(pilot)
        drawn = screen_text(pilot)
        assert "note" in drawn[1] and "bedside" in "".join(drawn[-3:]) and {columns(row) for row in drawn} == {60}


async def test_panes_are_made_of_the_session_alone() -> None:
    """Each pane is text made of a session and a chosen turn: facts told and their places in the note, the agenda's counts,
    passages in full, branches of branches; it has no order for a terminal in it."""
    console = console_of(Path("big-toe-at-three-in-the-morning"), knowledge=True)
    session = console.session
    for make in PANES.values():
        assert make(session, None).text.plain, "also before anything was said"
    await console.run("next 14")
    spans = dict.fromkeys(session.state.said, session.context.note.given)
    assert note_pane(session, 13).text.plain.count("[") >= len(spans) - len(session.state.reasons[13].facts) > 0
    plain = note_pane(session, 13).text.plain
    for mark in ("[", "]", ">>", "<<"):
        plain = plain.replace(mark, "")
    assert plain == session.context.note.given
    told = [row for row in agenda_pane(session, 13).text.plain.splitlines() if " told" in row]
    assert told and sum(int(row.split("  ")[-1].split()[0]) for row in told) >= len(session.state.said)
    await console.run("continue")
    cited = next(n for n, reason in enumerate(session.state.reasons) if reason.passages)
    name = session.state.reasons[cited].passages[0]
    for words in session.context.lines_of(name):
        assert words in evidence_pane(session, cited).text.plain
    assert "No model" in model_pane(session, 0).text.plain
    for typed_line in ("jump 4", "fork one", "next 2", "fork two", "next", 'say patient "Mind\x1b[2J the \u202egap."'):
        await console.run(typed_line)
    tree = forks_pane(session, None).text.plain.splitlines()
    depth = {name: next(row for row in tree if f" {name}  " in row).index(name) for name in ("main", "two")}
    assert depth["two"] > depth["main"]
    rows = talk(session, 3, 40)
    assert len(rows) == len(session.state.turns) and rows[3].plain.startswith(">")
    assert all(columns(part) <= 40 for row in rows for part in row.plain.splitlines())
    every = "".join(row.plain for row in rows) + "".join(make(session, 6).text.plain for make in PANES.values())
    assert "\x1b" not in every and "\u202e" not in every


def test_long_lines_go_on_further_in_and_the_place_is_found() -> None:
    """A line that does not fit goes on under itself; the row of a place is the one in which it is drawn."""
    text = Text("one\n  two three four five six seven\nlast")
    rows, row = PaneText(text, text.plain.index("seven")).wrapped(Paper(width=80), 16)
    lines = rows.plain.splitlines()
    assert "seven" in lines[row] and lines[-1] == "last" and lines[2].startswith("    ")
    assert all(len(one) <= 16 for one in lines)
    assert " ".join(rows.plain.split()) == " ".join(text.plain.split())
