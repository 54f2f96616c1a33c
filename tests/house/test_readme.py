"""The README's promises: its two commands, its files and its code are real."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from commands import run_command


def _commands(repo: Path) -> list[str]:
    """The lines of the README's shell blocks."""
    text = (repo / "README.md").read_text(encoding="utf-8")
    return [
        line
        for block in re.findall(r"```sh\n(.*?)```", text, flags=re.DOTALL)
        for line in block.splitlines()
        if line.strip() and not line.startswith("#")
    ]


def test_two_commands_set_up(repo: Path) -> None:
    """One command installs and prints a conversation, one installs and passes the tests."""
    setups = [command for command in _commands(repo) if "pip install" in command]
    assert len(setups) == 2
    assert ".venv/bin/bedside simulate" in setups[0]
    assert setups[1].endswith(".venv/bin/pytest")


def test_ci_runs_the_second_command(repo: Path) -> None:
    """Every step of the README's second command is a step of ``.ci/run``, which may ask for more of it."""
    script = (repo / ".ci" / "run").read_text(encoding="utf-8")
    second = [command for command in _commands(repo) if "pip install" in command][1]
    for step in second.split(" && ")[1:]:
        assert any(line.startswith(step.strip()) for line in script.splitlines()), step


def test_every_file_named_exists(repo: Path) -> None:
    """Links and paths in the README and the docs lead somewhere."""
    for page in (repo / "README.md", repo / "CONTRIBUTING.md", *sorted((repo / "docs").rglob("*.md"))):
        for link in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / link).exists(), f"{page.relative_to(repo)} links to {link}"
    for command in _commands(repo):
        for word in shlex.split(command):
            if word.startswith("scenarios/"):
                assert (repo / word).exists(), word


def test_every_bedside_command_exists(repo: Path) -> None:
    """Each subcommand that the README shows answers ``--help``."""
    shown = sorted({word for command in _commands(repo) for word in re.findall(r"bin/bedside ([a-z]+)", command)})
    assert shown
    for name in shown:
        done = run_command(name, "--help", text=True)
        assert done.returncode == 0, done.stderr


def test_the_first_command_prints_a_conversation(repo: Path, tmp_path: Path) -> None:
    """What a newcomer runs first works, and both people speak."""
    first = next(command for command in _commands(repo) if "bedside simulate" in command)
    arguments = shlex.split(first.rsplit(".venv/bin/bedside ", 1)[1])
    command = [str(Path(sys.executable).parent / "bedside"), *arguments, "--out", str(tmp_path)]
    done = subprocess.run(command, cwd=repo, capture_output=True, text=True, check=False, timeout=240)
    assert done.returncode == 0, done.stderr
    said = done.stdout.lower()
    assert "physician" in said
    assert "patient" in said


def test_the_python_example_compiles(repo: Path) -> None:
    """The README's Python is at least Python, and imports what exists."""
    text = (repo / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", text, flags=re.DOTALL)
    if not blocks:
        pytest.fail("the README shows no Python")
    for block in blocks:
        imports = "\n".join(line for line in block.splitlines() if line.startswith(("import ", "from ")))
        compile(block, "README.md", "exec")
        done = subprocess.run([sys.executable, "-c", imports], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
