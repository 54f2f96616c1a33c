"""``bedside import``: the shapes of published sets are known by their columns, every row is counted, no bad one stops another."""

import csv
import io
import subprocess
import sys
from pathlib import Path
from typing import Any

import orjson
import pytest
from commands import run_command
from hypothesis import given
from hypothesis import strategies as st

from bedside.orchestrator.batch.items import rows as batch_rows
from bedside.orchestrator.cases.case_input import read_case
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.imports.import_notes import Wanted, bring

NOTE = 'A 60-year-old man has had a "bad" cough, with fever; for 3 days.\nPlan is rest.'
ROWS: dict[str, dict[str, Any]] = {
    "aci": {"dataset": "virtassist", "encounter_id": "D9N001", "dialogue": "[doctor] hi", "note": NOTE},
    "mts": {"ID": 7, "section_header": "GENHX", "section_text": NOTE, "dialogue": "Doctor: Hi"},
    "pmc": {
        "patient_id": "0", "patient_uid": "111-1", "title": "A case", "patient": NOTE,
        "age": "[[2.0, 'year'], [6.0, 'month']]", "gender": "F",
    },
    "notechat": {"data": NOTE, "conversation": "Doctor: Hi"},
    "notes": {"id": "n-1", "note": NOTE},
}  # fmt: skip


def lines(path: Path) -> list[dict[str, Any]]:
    """A JSON Lines file."""
    return [orjson.loads(line) for line in path.read_bytes().splitlines()] if path.exists() else []


def save(path: Path, rows: list[dict[str, Any]]) -> Path:
    """Rows in the format that the file's name says."""
    if path.suffix == ".csv":
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    elif path.suffix == ".jsonl":
        path.write_bytes(b"".join(orjson.dumps(row) + b"\n" for row in rows))
    elif path.suffix == ".json":
        path.write_bytes(orjson.dumps(rows))
    else:
        arrow = pytest.importorskip("pyarrow")
        pytest.importorskip("pyarrow.parquet").write_table(arrow.Table.from_pylist(rows), path)
    return path


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".json", ".parquet"])
@pytest.mark.parametrize("shape", ROWS)
def test_every_shape_in_every_format(shape: str, suffix: str, tmp_path: Path) -> None:
    """A row of each set, in each format, gives its note word for word, as a row that ``batch`` reads."""
    source = save(tmp_path / f"some{suffix}", [ROWS[shape]])
    tally = bring(Wanted(source, tmp_path / "out.jsonl"))
    assert (tally.notes, tally.bad, tally.shapes) == (1, 0, {shape: 1})
    (row,) = batch_rows(tmp_path / "out.jsonl")
    assert (row.note, row.fault) == (NOTE, None)
    assert row.section == ("GENHX" if shape == "mts" else None)
    names = {"aci": "D9N001", "mts": "7", "pmc": "111-1", "notes": "n-1"}
    assert row.id == names.get(shape, row.id)


def test_case_files_carry_what_the_set_says(tmp_path: Path) -> None:
    """Age and sex that stand beside the note, and its section, are in the case; each case loads."""
    source = save(tmp_path / "some.jsonl", [ROWS["pmc"]])
    bring(Wanted(source, tmp_path / "out.jsonl", cases=tmp_path / "cases"))
    case, _ = read_case(tmp_path / "cases" / "111-1.case.yaml")
    assert (case.patient.age, case.patient.sex) == (2.5, "female")
    source = save(tmp_path / "mts.jsonl", [ROWS["mts"]])
    bring(Wanted(source, tmp_path / "mts.notes.jsonl", cases=tmp_path / "cases"))
    case, text = read_case(tmp_path / "cases" / "7.case.yaml")
    assert text.startswith("HISTORY OF PRESENT ILLNESS\n")
    assert case.style == "section"


BAD = st.sampled_from(
    [b"{", b"[]", b'{"id": "x"}', b'{"id": "e", "note": " "}', b'{"id": "u", "note": "\xff"}', b"null", b'{"note": 3}']
)
GOOD = st.integers(0, 10**6).map(lambda n: orjson.dumps({"id": f"n{n}", "note": f"Cough for {n} days."}))


@given(st.lists(st.one_of(BAD, GOOD), min_size=1, max_size=12))
def test_rows_are_notes_plus_bad(tmp_path_factory: pytest.TempPathFactory, given_lines: list[bytes]) -> None:
    """Whatever the lines, each is a note or is written down as bad with its line; the good ones all come through."""
    folder = tmp_path_factory.mktemp("rows")
    (folder / "x.jsonl").write_bytes(b"\n".join([b'{"id": "first", "note": "Cough."}', *given_lines]))
    tally = bring(Wanted(folder / "x.jsonl", folder / "out.jsonl"))
    good = {line for line in given_lines if line.startswith(b'{"id":"n')}
    assert tally.notes == 1 + len(good)
    assert tally.rows == 1 + len(given_lines)
    bad = lines(folder / "out.bad.jsonl")
    assert len(bad) == tally.bad
    assert all(row["reason"] and 2 <= row["line"] <= 1 + len(given_lines) for row in bad)


def test_a_bad_table_is_read_on(tmp_path: Path) -> None:
    """Wrong cells, another encoding, an empty note and an id that stands twice are told with their line; line breaks in
    quotes move the lines on."""
    text = 'ID,section_header,section_text,dialogue\n1,CC,"a cough\nand fever",x\n2,CC\n3,CC,caf\udce9,x\n4,CC,,x\n1,CC,again,x\n5,CC,fine,x\n'
    (tmp_path / "t.csv").write_bytes(text.encode("utf-8", "surrogateescape"))
    tally = bring(Wanted(tmp_path / "t.csv", tmp_path / "out.jsonl"))
    assert (tally.notes, tally.bad) == (2, 4)
    told = {row["line"]: row["reason"] for row in lines(tmp_path / "out.bad.jsonl")}
    assert list(told) == [4, 5, 6, 7]
    assert "cells" in told[4] and "UTF-8" in told[5] and "empty" in told[6] and "t.csv:2" in told[7]


def test_a_folder_of_texts_and_tables(tmp_path: Path) -> None:
    """Each text file is a note under its name; tables that number their rows alike keep theirs apart by file."""
    folder = tmp_path / "set"
    folder.mkdir()
    (folder / "visit one.txt").write_text(NOTE)
    (folder / "bad.txt").write_bytes(b"\xff\xfe")
    save(folder / "train.csv", [ROWS["mts"]])
    save(folder / "valid.csv", [ROWS["mts"]])
    tally = bring(Wanted(folder, tmp_path / "out.jsonl"))
    assert (tally.notes, tally.bad) == (3, 1)
    assert [row["id"] for row in lines(tmp_path / "out.jsonl")] == ["train-7", "valid-7", "visit one"]


def test_columns_of_ones_own(tmp_path: Path) -> None:
    """A table of no known shape is refused with its columns, and read when its note's column is named."""
    source = save(tmp_path / "own.csv", [{"case": "a", "befund": NOTE}])
    with pytest.raises(Problem, match=r"columns: case, befund.*--note-column"):
        bring(Wanted(source, tmp_path / "out.jsonl"))
    assert not list(tmp_path.glob("out*"))
    assert bring(Wanted(source, tmp_path / "out.jsonl", note="befund", name="case")).notes == 1
    assert lines(tmp_path / "out.jsonl")[0]["id"] == "a"


def test_the_command(tmp_path: Path) -> None:
    """3 with bad rows, 2 with nothing; a file that exists is left; Parquet without pyarrow is a sentence."""
    (tmp_path / "n.jsonl").write_bytes(orjson.dumps(ROWS["notes"]) + b"\n{\n")

    def run(*arguments: str, code: str = "") -> subprocess.CompletedProcess[str]:
        if not code:
            return run_command("import", *arguments, cwd=tmp_path, text=True)
        command = [
            sys.executable,
            "-c",
            f"{code}\nfrom bedside.orchestrator.cli.main import main\nmain()",
            "import",
            *arguments,
        ]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60)

    done = run("n.jsonl")
    assert (done.returncode, done.stdout.splitlines()[0]) == (3, "2 rows = 1 notes + 1 bad (1 notes)")
    again = run("n.jsonl")
    assert (again.returncode, "exists and is left as it is" in again.stderr) == (2, True)
    (tmp_path / "p.parquet").write_bytes(b"PAR1")
    missing = run("p.parquet", code="import sys; sys.modules['pyarrow'] = None")
    assert (missing.returncode, "pip install 'bedside[parquet]'" in missing.stderr) == (2, True)
    assert run("n.jsonl", "--shape", "x", "--out", "y.jsonl").returncode == 2


def test_a_list_is_read_piece_by_piece(tmp_path: Path) -> None:
    """A JSON list longer than one piece is read to its end, and one that breaks off gives what stands before the break."""
    rows = [{"id": str(n), "note": f"Cough number {n}. " + "x" * 5000} for n in range(500)]
    whole = orjson.dumps(rows)
    (tmp_path / "a.json").write_bytes(whole)
    assert bring(Wanted(tmp_path / "a.json", tmp_path / "a.out.jsonl")).notes == 500
    (tmp_path / "b.json").write_bytes(whole[:-2000])
    tally = bring(Wanted(tmp_path / "b.json", tmp_path / "b.out.jsonl"))
    assert (tally.notes, tally.bad) == (499, 1)


def test_the_development_data(shared_data: Path, tmp_path: Path) -> None:
    """Every note of the development corpora comes through; the set that has conversations only is told row by row."""
    tally = bring(Wanted(shared_data / "dev", tmp_path / "out.jsonl"))
    assert (tally.notes, tally.bad) == (1415, 272)
    assert io.BytesIO((tmp_path / "out.jsonl").read_bytes()).readline().startswith(b'{"id":')
