"""The debugger in a real terminal: typed line by line, and in its full-screen interface."""

import re
from pathlib import Path

import pytest
from commands import run_command
from terminal import Terminal, bedside, terminal

pytestmark = pytest.mark.needs_program("tmux")

CASE = Path(__file__).parents[2] / "scenarios" / "cases" / "rolled-ankle.case.yaml"
PROMPT = "(bedside) "


def answer(window: Terminal, line: str, awaited: str = "") -> str:
    """Enter a line and return what stands after it when it was carried out: up to the next prompt."""
    window.enter(line)
    asked = f"{PROMPT}{line}"

    def carried_out(seen: str) -> bool:
        after = seen.rpartition(asked)[2]
        return asked in seen and after.rstrip().endswith(PROMPT.strip()) and awaited in after

    return window.until(carried_out, scrolled=True).rpartition(asked)[2]


def test_a_session_under_a_terminal(tmp_path: Path) -> None:
    """Step, stop at a topic, change a patient's line, go on, go back, fork, compare, ask for the cause, save: and what was saved
    is checked and says the same again. Words are completed and lines remembered, also by the next session."""
    with terminal(tmp_path, XDG_CACHE_HOME=str(tmp_path / "cache"), INPUTRC="/dev/null") as window:
        window.enter(bedside("debug", str(CASE), "--no-knowledge", "--author", "ada"))
        window.shows("help lists the verbs")
        window.shows(PROMPT.strip())
        assert "planned" in answer(window, "step")
        assert "1 PHYSICIAN:" in answer(window, "next")
        assert "breakpoint 1" in answer(window, "break medications")
        assert "breakpoint 1: medications" in answer(window, "continue")
        assert "(medications)" in answer(window, "where")
        said = answer(window, "list all")
        number = re.findall(r"^ *(\d+) PATIENT:", said, re.M)[2]
        changed = answer(window, f'edit {number} "It does not hurt that much." "milder"')
        assert "fork-1" in changed
        edited = changed.split(" now reads")[0].split()[-1]
        answer(window, "delete 1")
        assert "ended (complete)" in answer(window, "continue")
        assert "It does not hurt that much." in answer(window, "list all")
        answer(window, "jump 2")
        assert "branch other" in answer(window, 'fork other "another way"')
        assert "3 PHYSICIAN:" in answer(window, "next")
        tree = answer(window, "forks")
        assert "* other" in tree and "fork-1" in tree and "main" in tree
        assert "It does not hurt that much." in answer(window, "diff main fork-1")
        answer(window, "switch fork-1")
        assert f"caused by edit {edited}" in answer(window, f"blame {number}", "calls")
        after = answer(window, f"blame {int(number) + 1}", "calls")
        assert "flips" in after and "unchanged 0/4" in after
        assert "says the same" in answer(window, "save test milder.case.yaml")
        completion_and_history(window)
        window.enter("quit")
        assert "The session is kept in runs/" in window.shows("exit=0")
    checked = run_command("check", tmp_path / "milder.case.yaml", cwd=tmp_path, text=True)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    again = run_command("simulate", "milder.case.yaml", "--no-knowledge", cwd=tmp_path, text=True)
    assert again.returncode == 0 and "It does not hurt that much." in " ".join(again.stdout.split())
    history = (tmp_path / "cache").rglob("debug-history")
    assert "switch fork-1" in next(history).read_text()


def test_a_session_in_the_full_screen_under_a_terminal(tmp_path: Path) -> None:
    """The same in the full-screen interface, by keys and typed lines: what verbs answer is on the screen, and the test that is saved
    passes."""
    case = CASE.parents[2] / "docs" / "investigations" / "dull.case.yaml"

    def typed(line: str, awaited: str) -> str:
        window.enter(line)
        return window.shows(awaited)

    with terminal(tmp_path, 110, 40, XDG_CACHE_HOME=str(tmp_path / "cache"), NO_COLOR="1") as window:
        window.enter(bedside("debug", str(case), "--full-screen", "--author", "ada"))
        window.shows("next: the planner")
        window.keys("s", "n", "n")
        window.shows("2 PATIENT:")
        window.type(":")
        window.shows("carry out")  # keys go to the line from now on
        window.shows("esc leave")
        typed("break examination", "breakpoint 1: examination")
        typed("continue", "stopped: breakpoint 1: examination")
        typed('edit 4 "It scares me." "warmer"', "on branch fork-1")
        typed("delete 1", "1 is taken away")
        typed("continue", "ended (complete)")
        typed("jump 2", "on main | 2 turns")
        typed('fork other "another way"', "on other")
        typed("next", "3 turns")
        assert "+- fork-1" in typed("forks", "another way")
        assert "It scares me." in typed("diff main fork-1", "the same up to turn 3")
        typed("switch fork-1", "on fork-1 |")
        assert "caused by edit s002.patient" in typed("blame 4", "of 400 calls")
        typed("save test warmer.case.yaml", "written, and held again it says the same")
        window.keys("Escape")
        window.shows("q quit")
        window.type("q")
        window.shows("exit=0")
    checked = run_command("check", tmp_path / "warmer.case.yaml", cwd=tmp_path, text=True)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def completion_and_history(window: Terminal) -> None:
    """Tab completes a word as far as it is certain; the arrow brings the last line back."""
    window.type("swi")
    window.keys("Tab")
    window.shows(f"{PROMPT}switch")
    window.keys("C-u", "Up")
    window.shows(f"{PROMPT}save test milder.case.yaml", scrolled=False)
    window.keys("C-u")


def test_the_full_screen_in_a_terminal(tmp_path: Path) -> None:
    """It is drawn in 80 by 24, steps, quits, and leaves the terminal as it was; nothing is printed with colours under
    NO_COLOR. The shell's next command works."""
    with terminal(tmp_path, 80, 24, XDG_CACHE_HOME=str(tmp_path / "cache"), NO_COLOR="1") as window:
        window.enter("echo before")
        window.enter(bedside("debug", str(CASE), "--no-knowledge", "--full-screen"))
        seen = window.shows("next: the planner")
        assert "before" not in seen and "agenda" in seen
        window.keys("s", "n", "n")
        seen = window.shows("PATIENT:")
        assert "CHIEF COMPLAINT" in seen
        window.type(":")
        window.shows("carry out")  # keys go to the line from now on
        window.enter("jump 99")
        assert "! There is no turn 99" in window.shows("! There is")
        window.keys("Escape")
        window.shows("q quit")
        window.type("q")
        seen = window.shows("exit=0")
        assert "before" in seen and "The session is kept in" in seen and "CHIEF COMPLAINT" not in seen
        window.enter("echo after")
        window.until(lambda text: text.splitlines().count("after") == 1)


def test_a_terminal_that_cannot_show_it_is_told_in_one_sentence(tmp_path: Path) -> None:
    """Of 40 columns, or none at all: one sentence that says what to do, and exit code 2. Nothing was opened."""
    with terminal(tmp_path, 40, 24) as window:
        window.enter(bedside("debug", str(CASE), "--full-screen"))
        seen = " ".join(window.shows("exit=2").split())
        assert "40 columns" in seen and "60 by 16" in seen
    none = run_command("debug", CASE, "--full-screen", cwd=tmp_path, text=True)
    assert none.returncode == 2 and none.stderr.count("\n") == 1 and "needs a terminal" in none.stderr
    assert not (tmp_path / "runs").exists()
