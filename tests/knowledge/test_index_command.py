"""``bedside knowledge``: what is printed, what goes to stderr, and the exit codes."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bedside.knowledge.retrievers.fused import FusedRetriever
from bedside.orchestrator.cli.commands.knowledge import app


@pytest.fixture
def run(cache: Path, index: FusedRetriever) -> CliRunner:
    """The command line, with this session's cache."""
    return CliRunner(env={"BEDSIDE_CACHE": str(cache), "COLUMNS": "200"})


def test_build_search_info(run: CliRunner, corpus: Path) -> None:
    """A built index is searched and described; every hit shows source, licence and review."""
    here = ["--corpus", str(corpus)]
    built = run.invoke(app, ["build", *here])
    assert built.exit_code == 0 and "16 passages of 4 documents" in built.output
    found = run.invoke(app, ["search", "knee pain", "-k", "2", *here])
    assert found.exit_code == 0
    assert found.output.count("clinical_review: none") == 2 and found.output.count("licence: Apache-2.0") == 2
    rows = [json.loads(line) for line in run.invoke(app, ["search", "knee pain", "--json", *here]).stdout.splitlines()]
    assert len(rows) == 5 and rows[0]["passage"]["document"] == "knee-pain" and rows[0]["fused"] > 0
    info = json.loads(run.invoke(app, ["info", "--json", *here]).stdout)
    assert info["passages"] == 16 and len(info["embedder"]["digest"]) == 64


def test_what_a_user_can_mend_is_one_sentence(run: CliRunner, tmp_path: Path) -> None:
    """A wrong folder or an index that is not there: exit 2 as in every command, no traceback."""
    (tmp_path / "a.txt").write_text("words", "utf-8")
    for arguments in (["search", "x", "--corpus", str(tmp_path / "none")], ["info", "--corpus", str(tmp_path)]):
        done = run.invoke(app, arguments)
        assert done.exit_code == 2 and done.output.startswith("bedside: ") and done.output.count("\n") == 1


def test_check_prints_every_problem(run: CliRunner, corpus: Path, tmp_path: Path) -> None:
    """The shipped files pass; a folder with faults lists all and exits 2."""
    assert run.invoke(app, ["check"]).exit_code == 0
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text("no front matter", "utf-8")
    done = run.invoke(app, ["check", str(tmp_path)])
    assert done.exit_code == 2 and "a.md:1:" in done.output and "b.md:1:" in done.output
