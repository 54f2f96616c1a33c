"""``docs/runs.md``: every event is described with its fields, every file has its row, and its commands work as they stand."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import get_args

import pytest
from run_folders import by_a_model, many

from bedside.orchestrator.runs import events
from bedside.scenarios.turn import Reason


def page(repo: Path) -> str:
    """The page."""
    return (repo / "docs" / "runs.md").read_text(encoding="utf-8")


def test_every_event_is_described_with_its_fields(repo: Path) -> None:
    """One row an event, in which each of its own fields is named, and no row for what is none."""
    rows = dict(
        re.findall(r"^\| `([a-z]+)` \| .*?\| .*?\| (.*) \|$", page(repo).split("## Events")[1], flags=re.MULTILINE)
    )
    common = set(events.Stopped.model_fields) - {"stop", "audit"}
    kinds = {kind.model_fields["event"].default: kind for kind in get_args(events.Event)}
    assert set(kinds) <= set(rows)
    for name, kind in kinds.items():
        for field in set(kind.model_fields) - common:
            assert f"`{field}`" in rows[name], (name, field)
    for field in common - {"id", "parent"}:
        assert f"`{field}`" in page(repo), field


def test_every_part_of_a_reason_is_described(repo: Path) -> None:
    """Each field has its place in the table of reasons."""
    told = page(repo).split("A reason holds:")[1].split("\n\n")[1]
    for field in set(Reason.model_fields) - {"turn"}:
        assert f"`{field}`" in told, field


def test_every_file_has_its_row(repo: Path, tmp_path: Path) -> None:
    """What real runs leave behind, closed or broken off, is in the table of files."""
    told = page(repo).split("## The files")[1].split("\n\n")[1]
    for folder in (many(tmp_path, *"ab", empty=" "), by_a_model(tmp_path, "the-biopsy-is-back")):
        for path in folder.iterdir():
            assert f"`{path.name}`" in told, path.name


def test_the_commands_without_bedside_work(repo: Path, tmp_path: Path) -> None:
    """Each line with jq and bzcat prints something for a real run, and no error."""
    if not (shutil.which("jq") and shutil.which("bzcat")):
        pytest.skip("needs jq and bzcat (Debian: jq, bzip2)")
    by_a_model(tmp_path / "runs", "rolled-ankle", "my-run")
    block = page(repo).split("## Without bedside")[1].split("```sh\n")[1].split("```")[0]
    commands = [line for line in block.splitlines() if not line.startswith("#")]
    assert len(commands) == 8
    for command in commands:
        done = subprocess.run(["bash", "-o", "pipefail", "-c", command], cwd=tmp_path, capture_output=True, check=False)
        assert (done.returncode, done.stderr) == (0, b""), command
        assert done.stdout.strip(), command
