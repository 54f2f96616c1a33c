"""A kept conversation as a Word document and on paper: what was said, whole, and nothing else needed to read it."""

import io
import subprocess
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
from commands import run_command

CASE = "rolled-ankle"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """A run folder, and the lines that were said in it."""
    out = tmp_path_factory.mktemp("kept")
    done = run_command("simulate", CASE, "--out", out, "--run", "r", "--no-knowledge", text=True)
    assert done.returncode == 0, done.stderr
    import json

    row = json.loads((out / "r" / "dialogues.jsonl").read_text())
    return out / "r", [turn["text"] for turn in row["turns"]]


@pytest.mark.parametrize("more", [[], ["--side-by-side"], ["--trace"]])
def test_a_word_document_has_every_line(more: list[str], kept: tuple[Path, list[str]]) -> None:
    docx = pytest.importorskip("docx")
    done = run_command("show", kept[0], "--format", "docx", *more)
    assert done.returncode == 0, done.stderr
    document: Any = docx.Document(io.BytesIO(done.stdout))
    table = document.tables[0]
    said = [row.cells[1].paragraphs[0].text for row in table.rows[1:]]
    assert said == kept[1]
    assert {row.cells[0].text for row in table.rows[1:]} <= {"Physician", "Patient"}
    assert len(table.columns) == (3 if "--side-by-side" in more else 2)
    assert ("thought:" in table.rows[2].cells[1].text) is ("--trace" in more)


def test_where_a_document_cannot_go(kept: tuple[Path, list[str]], tmp_path: Path) -> None:
    """A folder of many is named one by one."""
    pytest.importorskip("docx")
    notes = tmp_path / "n.jsonl"
    notes.write_text(
        '{"id": "a", "note": "Knee pain for 3 weeks. Rest."}\n{"id": "b", "note": "Hip pain for 3 weeks. Rest."}\n'
    )
    assert run_command("batch", "--notes", notes, "--out", tmp_path, "--run", "m", "--no-knowledge").returncode == 0
    done = run_command("show", tmp_path / "m", "--format", "docx", text=True)
    assert (done.returncode, done.stdout) == (2, "") and "name one" in done.stderr


@pytest.mark.needs_program("chromium")
def test_the_page_is_printed_whole(kept: tuple[Path, list[str]], tmp_path: Path) -> None:
    """On paper: every line, in black on white, and a line is not broken where it fits on the next page."""
    pypdf = pytest.importorskip("pypdf")
    page, paper = tmp_path / "p.html", tmp_path / "p.pdf"
    page.write_bytes(run_command("show", kept[0], "--format", "html", "--side-by-side").stdout)
    command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'c'}"]
    subprocess.run([*command, f"--print-to-pdf={paper}", page.as_uri()], check=True, capture_output=True, timeout=90)
    # A font sets "fi" as one sign; what is read is the same.
    text = "".join("".join(normalize("NFKC", one.extract_text()).split()) for one in pypdf.PdfReader(paper).pages)
    assert [line for line in kept[1] if "".join(normalize("NFKC", line).split()) not in text] == []
