"""Consoles that show few signs, and outputs that are full: nothing is lost, nothing is a traceback, the exit code is right."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

NOTE = "HISTORY:\nThe patient has had knee pain for 3 weeks. The café ☕ 😀 – “cold”.\nPLAN:\nRest. Ibuprofen 400 mg twice a day.\n"


def bedside(
    *arguments: object, cwd: Path, encoding: str = "utf-8", out: str = ""
) -> "subprocess.CompletedProcess[str]":
    """The command with a console of this encoding, its standard output to the file ``out`` if that is named."""
    variables = {**os.environ, "PYTHONIOENCODING": encoding, "COLUMNS": "100"}
    command = [sys.executable, "-m", "bedside", *map(str, arguments)]
    if out:
        with Path(out).open("wb") as into:
            return subprocess.run(
                command, cwd=cwd, env=variables, stdout=into, stderr=subprocess.PIPE, encoding=encoding, timeout=90
            )
    return subprocess.run(command, cwd=cwd, env=variables, capture_output=True, encoding=encoding, timeout=90)


@pytest.mark.thin(1)
@pytest.mark.parametrize("encoding", ["ascii", "cp437", "cp1252"])
def test_a_console_of_few_signs(encoding: str, tmp_path: Path) -> None:
    """The conversation is held, kept whole, and shown in the signs there are; JSON says the same text, escaped."""
    (tmp_path / "n.txt").write_text(NOTE, encoding="utf-8")
    base = ("--note", "n.txt", "--no-knowledge", "--run", "r")
    done = bedside("simulate", *base, "--trace", cwd=tmp_path, encoding=encoding)
    assert done.returncode == 0 and "Traceback" not in done.stderr, done.stderr
    assert "fact f1" in done.stdout
    again = bedside("simulate", *base, "--json", cwd=tmp_path, encoding=encoding)
    rows = [json.loads(line) for line in again.stdout.splitlines()]
    assert rows[0]["note"]["text"] == NOTE


@pytest.mark.thin(2)
@pytest.mark.parametrize("command", [["list", "cases"], ["render", "rolled-ankle"], ["--help"], ["import", "n.txt"]])
def test_a_full_output_is_one_sentence(command: list[str], tmp_path: Path) -> None:
    (tmp_path / "n.txt").write_text(NOTE, encoding="utf-8")
    done = bedside(*command, cwd=tmp_path, out="/dev/full")
    assert done.returncode == 2
    assert done.stderr.startswith("bedside: Standard output cannot be written") and len(done.stderr.splitlines()) == 1


def test_render_shows_signs_as_it_can(tmp_path: Path) -> None:
    done = bedside("render", "rolled-ankle", cwd=tmp_path, encoding="cp437")
    assert (done.returncode, done.stderr) == (0, "") and "->" in done.stdout


def test_whoever_stops_reading_is_no_trouble(tmp_path: Path) -> None:
    command = f"{sys.executable} -m bedside render rolled-ankle | head -1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], cwd=tmp_path, capture_output=True, text=True, timeout=90)
    assert (done.returncode, done.stderr) == (0, "")
