"""``bedside list`` and shipped cases by id: a line for whatever can be named, and the id wherever a path is taken."""

import importlib
import subprocess
from pathlib import Path

import orjson
import pytest
from commands import run_command
from typer.testing import CliRunner

from bedside.agents.models.registry import PROVIDERS
from bedside.orchestrator.build.families import FAMILIES
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.views.listing import KINDS
from bedside.scenarios.load import presets

NOTE = "CHIEF COMPLAINT\nKnee pain.\n\nHISTORY\nHe fell on the ice 2 days ago. The knee hurts on stairs.\n"
KNOWN = {
    "personas": {"plain", "guarded"},
    "settings": {"clinic", "portal"},
    "protocols": {"notechat", "interview/pcl-5"},
    "styles": {"visit", "gp", "section"},
    "cases": {"rolled-ankle", "husten"},
    "models": {"agenda", "openai:MODEL"},
}


def bedside(*arguments: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run one command."""
    return run_command(*arguments, cwd=cwd, text=True)


def said(command: str, *arguments: str) -> str:
    """What a command prints, run in this process. Raises what it raises."""
    module = importlib.import_module(f"bedside.orchestrator.cli.commands.{command}")
    return CliRunner().invoke(module.app, arguments, catch_exceptions=False).output


@pytest.mark.parametrize("kind", KNOWN)
def test_every_kind_is_listed_with_what_it_is(kind: str) -> None:
    """A line each with its name and some words, and the same as JSON."""
    rows = orjson.loads(said("list", kind, "--json"))
    assert [line.split()[0] for line in said("list", kind).splitlines()] == [row["name"] for row in rows]
    assert KNOWN[kind] <= {row["name"] for row in rows}
    assert all(row["what"] for row in rows)


def test_the_lists_are_complete() -> None:
    """Every persona and everybody who can play."""
    assert {row.name for row in KINDS["personas"]()} == set(presets())
    listed = {row.name.split(":")[0] for row in KINDS["models"]()}
    assert listed == {*FAMILIES, *PROVIDERS}


def test_what_cannot_be_listed_is_one_sentence(tmp_path: Path) -> None:
    """Without a kind the kinds are listed, and a wrong one is answered with the nearest."""
    assert said("list").split() == list(KINDS)
    done = bedside("list", "case", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("bedside: There is no list of 'case'. Did you mean 'cases'?")
    metrics = bedside("list", "metrics", cwd=tmp_path)
    assert metrics.returncode == 0 or len(metrics.stderr.splitlines()) == 1


def test_a_shipped_case_is_named_by_its_id_wherever_a_path_is_taken(tmp_path: Path) -> None:
    """By simulate, which says so in the run folder, so that it can be run again; by check, render, validate, lint and an
    interview's batch."""
    done = bedside(
        "simulate", "rolled-ankle", "--model", "scripted", "--no-knowledge", "--persona", "terse", cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr
    (folder,) = (tmp_path / "runs").iterdir()
    again = orjson.loads((folder / "run.json").read_bytes())["arguments"]
    assert again[:4] == ["simulate", "rolled-ankle", "--persona", "terse"]
    assert "Shown from" in bedside(*again, cwd=tmp_path).stderr
    assert "gruebeln" in said("check", "gruebeln", "--no-knowledge")
    assert "s002" in said("render", "rolled-ankle", "--no-knowledge", "--role", "patient", "--step", "s002")
    assert said("validate", "rolled-ankle", "-q") == said("lint", "rolled-ankle", "-q") == ""
    interviews = ("--case", "interview-short-screen", "--subjects", "1", "-q", "--out", str(tmp_path / "interviews"))
    said("batch", *interviews)
    (folder,) = (tmp_path / "interviews").iterdir()
    assert "interview-short-screen" in orjson.loads((folder / "run.json").read_bytes())["arguments"]


@pytest.mark.parametrize("name", ["simulate", "check", "render", "validate", "lint"])
def test_a_name_that_is_neither_path_nor_id_is_one_sentence(name: str) -> None:
    """With the case that was probably meant."""
    with pytest.raises(Problem, match="Did you mean 'rolled-ankle'") as told:
        said(name, "rolled-ankel")
    assert "\n" not in str(told.value)


def test_a_persona_on_the_command_line_is_heard(tmp_path: Path) -> None:
    """By batch as by simulate; a wrong one is answered with the nearest, and no folder is made."""
    (tmp_path / "note.txt").write_text(NOTE)
    (tmp_path / "notes.jsonl").write_bytes(orjson.dumps({"id": "a", "note": NOTE}) + b"\n")
    out = str(tmp_path / "runs")
    note, notes = ("--note", str(tmp_path / "note.txt")), ("--notes", str(tmp_path / "notes.jsonl"))
    for command, source in (("simulate", note), ("batch", notes), ("check", ("rolled-ankle",))):
        with pytest.raises(Problem, match="Did you mean 'angry'"):
            said(command, *source, "--no-knowledge", "--persona", "angri")
    assert not (tmp_path / "runs").exists()
    said("batch", *notes, "--no-knowledge", "--persona", "guarded", "--out", out)
    (folder,) = (tmp_path / "runs").iterdir()
    about = orjson.loads((folder / "run.json").read_bytes())
    assert about["config"]["case"]["patient"]["persona"] == "guarded"
    said(*about["arguments"], "--out", out)  # the same again is the same run
    assert [path.name for path in (tmp_path / "runs").iterdir()] == [folder.name]
