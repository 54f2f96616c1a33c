"""The page on Python and its notebook: what they show runs as it stands, and they leave out no name and no keyword."""

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

import bedside
from bedside.orchestrator.api.keywords import OneKeywords

CELLS = Path(__file__).with_name("cells.py")


def _run(file: Path, folder: Path) -> str:
    done = subprocess.run([sys.executable, CELLS, file], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_notebook_runs(repo: Path, tmp_path: Path) -> None:
    """From its first cell to its last, in a process of its own with a loop running, and nothing is written."""
    out = _run(repo / "docs" / "notebooks" / "first-steps.ipynb", tmp_path)
    for said in ("PHYSICIAN: ", "because the note says:", "words a turn", "If you must know", "no-such-case failed"):
        assert said in out
    assert not list(tmp_path.iterdir())


def test_the_notebook_is_one_and_keeps_no_output(repo: Path) -> None:
    """It has the form that Jupyter reads (nbformat 4.5: every cell its own id), and no output that could grow old."""
    book = json.loads((repo / "docs" / "notebooks" / "first-steps.ipynb").read_text(encoding="utf-8"))
    assert (book["nbformat"], book["nbformat_minor"]) == (4, 5)
    ids = [cell["id"] for cell in book["cells"]]
    assert len(ids) == len(set(ids))
    for cell in book["cells"]:
        assert set(cell) == {"cell_type", "id", "metadata", "source"} | (
            {"execution_count", "outputs"} if cell["cell_type"] == "code" else set()
        )
        assert not cell.get("outputs")


@pytest.mark.skipif(find_spec("pandas") is None, reason="the page shows pandas, which is not installed")
def test_the_page_runs(repo: Path, tmp_path: Path) -> None:
    """Every block of Python on the page, one after another as a reader would type them."""
    out = _run(repo / "docs" / "python.md", tmp_path)
    assert "Did you mean 'rolled-ankle'?" in out
    assert not list(tmp_path.iterdir())


def test_the_page_names_everything(repo: Path) -> None:
    """Every name that can be imported and every keyword stands on the page."""
    text = (repo / "docs" / "python.md").read_text(encoding="utf-8")
    for name in {*bedside.__all__, *OneKeywords.__annotations__} - {"__version__"}:
        assert f"`{name}`" in text, name
