"""Identifiers of a note: told in the summary, marked on the record, and with ``--deidentify`` nowhere in what is kept."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from commands import run_command

NOTE = (
    "Patient: Zbigniew Kowalczyk, DOB 03/14/1961, MRN 00482913\nHISTORY OF PRESENT ILLNESS:\nMr. Kowalczyk is a 62-year-old man "
    "with chest pain for two days. He was seen by Dr. Tyler Sanchez last week. He lives at 14 Elm Street with his wife Danuta.\n"
    "PLAN:\nStart aspirin 81 mg daily. Call (212) 555-7788 if worse.\n"
)
REAL = ("Kowalczyk", "Zbigniew", "03/14", "00482913", "Sanchez", "Elm Street", "Danuta", "7788")


def everything(folder: Path) -> str:
    """All bytes below a folder, unpacked."""
    import bz2

    out = ""
    for file in folder.rglob("*"):
        if file.is_file():
            raw = file.read_bytes()
            out += (bz2.decompress(raw) if file.suffix == ".bz2" else raw).decode("utf-8", "replace")
    return out


def batch(tmp_path: Path, *more: str) -> tuple[str, list[dict[str, object]], Path]:
    notes = tmp_path / "notes.jsonl"
    rows = [{"id": "one", "note": NOTE}, {"id": "two", "note": "A 40-year-old man has had a cough for 3 days."}]
    notes.write_text("".join(json.dumps(row) + "\n" for row in rows))
    out = tmp_path / "runs"
    done = run_command("batch", "--notes", notes, "--out", out, "--run", "r", "--no-knowledge", *more, text=True)
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in (out / "r" / "dialogues.jsonl").read_text().splitlines()]
    return done.stderr, lines, out / "r"


def test_batch_tells_and_marks(tmp_path: Path) -> None:
    """The summary counts notes by kind, the line of the note has the mark, the other has none; nobody says any of it."""
    told, lines, _ = batch(tmp_path)
    assert "identifiers" in told and "name 1" in told and "record number 1" in told
    holds = lines[0]["note_holds"]
    assert isinstance(holds, dict) and holds["birth date"] == 1 and holds["address"] == 1
    assert "note_holds" not in lines[1]
    said = json.dumps(lines[0]["turns"])
    assert not any(word in said for word in REAL)


def test_batch_deidentifies_before_anything_is_read(tmp_path: Path) -> None:
    told, lines, folder = batch(tmp_path, "--deidentify")
    kept = everything(folder)
    assert not any(word in kept for word in REAL)
    assert "62-year-old man" in kept and "Made-up identifiers" in told
    again, _, _ = batch(tmp_path, "--deidentify")
    assert "2 of 2 are finished" in again
    assert lines[0]["turns"]


@pytest.mark.parametrize("hide", [False, True])
def test_simulate_tells(hide: bool, tmp_path: Path) -> None:
    note = tmp_path / "visit.txt"
    note.write_text(NOTE)
    more = ["--deidentify"] if hide else []
    done = run_command("simulate", "--note", note, "--out", tmp_path / "r", "--no-knowledge", *more, text=True)
    assert done.returncode == 0, done.stderr
    assert ("Made-up identifiers" in done.stderr) is hide and ("nobody says them" in done.stderr) is not hide
    assert not any(word in done.stdout for word in REAL)
    assert any(word in everything(tmp_path / "r") for word in REAL) is not hide


def test_import_deidentifies_notes_and_cases(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(NOTE)
    more = ("--out", tmp_path / "n.jsonl", "--cases", tmp_path / "cases", "--deidentify")
    assert run_command("import", tmp_path / "in", *more).returncode == 0
    made = (tmp_path / "n.jsonl").read_text() + everything(tmp_path / "cases")
    assert "chest pain" in made and not any(word in made for word in REAL)


def test_an_engine_of_ones_own_is_part_of_the_run(tmp_path: Path) -> None:
    """What it finds is replaced like the rest; a run is not gone on with without it; one that is not there is one sentence."""
    (tmp_path / "house_finder.py").write_text(
        "def find(text):\n    at = text.find('Danuta')\n    return [(at - 5, at + 6, 'name')] if at >= 0 else []\n"
    )
    (tmp_path / "notes.jsonl").write_text(json.dumps({"id": "one", "note": NOTE}) + "\n")
    command = [
        sys.executable,
        "-m",
        "bedside",
        "batch",
        "--notes",
        "notes.jsonl",
        "--run",
        "r",
        "--no-knowledge",
        "--deidentify",
    ]

    def held(name: str | None) -> subprocess.CompletedProcess[str]:
        own = {"BEDSIDE_IDENTIFIERS": name} if name else {}
        environment = {**os.environ, "PYTHONPATH": str(tmp_path), **own}
        return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)

    made = held("house_finder:find")
    assert made.returncode == 0, made.stderr
    assert "wife" not in everything(tmp_path / "runs" / "r")
    refused = held(None)
    assert refused.returncode == 2 and "identifiers" in refused.stderr
    missing = held("house_finder:lost")
    assert missing.returncode == 2 and "Traceback" not in missing.stderr and "BEDSIDE_IDENTIFIERS" in missing.stderr
