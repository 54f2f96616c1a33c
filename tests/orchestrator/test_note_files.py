"""Files as people have them: each is read, or refused in one sentence that says what to do; none is passed over."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from commands import run_command

TEXT = "CHIEF COMPLAINT:\nKnee pain for 3 weeks.\n\nPLAN:\nPhysical therapy. Ibuprofen 400 mg twice a day.\n"
HTML = "<html><head><title>x</title></head><body><h2>CHIEF COMPLAINT:</h2><p>Knee pain for 3 weeks.</p><h2>PLAN:</h2><ul><li>Physical therapy.</li></ul></body></html>"
RTF = r"{\rtf1\ansi{\fonttbl{\f0 Arial;}}\b CHIEF COMPLAINT:\b0\par Knee pain for 3 weeks.\par\par PLAN:\par Physical therapy.\par}"


def docx_of(path: Path) -> None:
    docx = pytest.importorskip("docx")
    document = docx.Document()
    document.add_heading("CHIEF COMPLAINT:")
    document.add_paragraph("Knee pain for 3 weeks.")
    document.add_heading("PLAN:")
    document.add_paragraph("Physical therapy.", style="List Bullet")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "BP", "120/80"
    document.save(path)


def pdf_of(path: Path, text: str = "Knee pain for 3 weeks. Physical therapy.") -> None:
    """The smallest PDF with one line of text."""
    stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = b"%PDF-1.4\n", list[int]()
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    path.write_bytes(out + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start)


def simulate(note: Path, tmp_path: Path) -> Any:
    return run_command("simulate", "--note", note, "--out", tmp_path / "r", "--no-knowledge", text=True, timeout=60)


@pytest.mark.thin(3)
@pytest.mark.parametrize("kind", ["bom.txt", "utf16.txt", "a.html", "a.rtf", "a.docx", "a.pdf"])
def test_a_note_of_each_kind_is_read(kind: str, tmp_path: Path) -> None:
    note = tmp_path / kind
    match kind:
        case "bom.txt":
            note.write_text(TEXT, encoding="utf-8-sig")
        case "utf16.txt":
            note.write_text(TEXT, encoding="utf-16")
        case "a.html":
            note.write_text(HTML)
        case "a.rtf":
            note.write_text(RTF)
        case "a.docx":
            docx_of(note)
        case _:
            pytest.importorskip("pypdf")
            pdf_of(note)
    done = simulate(note, tmp_path)
    assert done.returncode == 0, done.stderr
    assert "knee pain" in done.stdout and "physical therapy" in done.stdout
    assert not {"<", "{", "\\"} & set(done.stdout)


@pytest.mark.parametrize(
    ("name", "raw", "says"),
    [
        ("latin.txt", "Café: knee pain".encode("latin-1"), "Latin-1 (“Café:”)"),
        ("windows.txt", "It’s “knee” pain".encode("cp1252"), "Windows-1252"),
        ("zeros.txt", b"a\0b", "not text"),
        ("old.doc", b"\xd0\xcf\x11\xe0 more", "old Word document"),
        ("no.docx", b"PK\x03\x04 no zip", "Word document that can be read"),
        ("no.pdf", b"%PDF-1.4 nothing", "no PDF that can be read"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(name: str, raw: bytes, says: str, tmp_path: Path) -> None:
    if name in ("no.docx", "no.pdf"):
        pytest.importorskip("docx" if name == "no.docx" else "pypdf")
    note = tmp_path / name
    note.write_bytes(raw)
    done = simulate(note, tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert says in done.stderr and len(done.stderr.splitlines()) == 1


@pytest.mark.thin(1)
@pytest.mark.parametrize("library", ["docx", "pypdf"])
def test_a_reader_that_is_not_there_is_named(library: str, tmp_path: Path) -> None:
    """Where the extra is not installed, the sentence says how to install it."""
    note = tmp_path / ("a.docx" if library == "docx" else "a.pdf")
    note.write_bytes(b"PK\x03\x04" if library == "docx" else b"%PDF-")
    (tmp_path / "hide" / library).mkdir(parents=True)
    (tmp_path / "hide" / library / "__init__.py").write_text("raise ImportError")
    hidden = {**os.environ, "PYTHONPATH": str(tmp_path / "hide")}
    command = [sys.executable, "-m", "bedside", "simulate", "--note", str(note)]
    done = subprocess.run(command, env=hidden, cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2 and "bedside[documents]" in done.stderr


@pytest.mark.thin(2)
@pytest.mark.parametrize("command", ["simulate", "new", "import", "batch"])
def test_a_pipe_is_refused(command: str, tmp_path: Path) -> None:
    """A FIFO that nobody writes to does not hold the command."""
    fifo = tmp_path / "note.txt"
    os.mkfifo(fifo)
    ways = {"simulate": ["--note", fifo], "new": ["--from-note", fifo], "import": [fifo], "batch": ["--notes", fifo]}
    done = run_command(command, *ways[command], text=True, cwd=tmp_path, timeout=30)
    assert done.returncode == 2 and "no regular file" in done.stderr


@pytest.mark.thin(2)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le-bom"])
@pytest.mark.parametrize("command", ["batch", "import"])
def test_a_byte_order_mark_is_no_part_of_the_first_row(command: str, encoding: str, tmp_path: Path) -> None:
    rows = "".join(json.dumps({"id": f"n{n}", "note": f"Größe. {TEXT}"}, ensure_ascii=False) + "\n" for n in range(3))
    source = tmp_path / "notes.jsonl"
    source.write_bytes(b"\xff\xfe" + rows.encode("utf-16-le") if encoding == "utf-16-le-bom" else rows.encode(encoding))
    if command == "batch":
        done = run_command("batch", "--notes", source, "--out", tmp_path, "--no-knowledge", text=True)
        assert done.returncode == 0 and "3 finished + 0 failed" in done.stderr, done.stderr
    else:
        done = run_command("import", source, "--out", tmp_path / "o.jsonl", text=True)
        assert done.returncode == 0 and done.stdout.startswith("3 rows = 3 notes"), done.stdout + done.stderr


def test_tables_of_other_programs(tmp_path: Path) -> None:
    """CSV in UTF-16 and with a mark, cells that stand for nothing, and numbers for ids."""
    table = f'id,note\n7,"{TEXT}"\n8,nan\n9,NULL\nnan,"{TEXT}"\n'
    for encoding in ("utf-16", "utf-8-sig"):
        source = tmp_path / f"{encoding}.csv"
        source.write_text(table, encoding=encoding)
        out = tmp_path / f"{encoding}.jsonl"
        assert run_command("import", source, "--out", out).returncode == 3
        made = [json.loads(line) for line in out.read_text().splitlines()]
        assert [row["id"] for row in made] == ["7", f"{encoding}-{made[1]['source']['line']}"]
        bad = [json.loads(line)["reason"] for line in out.with_name(f"{encoding}.bad.jsonl").read_text().splitlines()]
        assert len(bad) == 2 and "nan" in bad[0] and "NULL" in bad[1]


def test_rows_of_batch_that_say_nothing_or_twice(tmp_path: Path) -> None:
    rows = [
        '{"id": 7.0, "note": "Knee pain for 3 weeks. Plan is rest."}',
        '{"id": "a", "note": "nan"}',
        '{"id": "b", "note": "Knee pain.", "note": "Hip pain."}',
        '{"id": "c", "note": "None", "section_header": "PASTSURGICAL"}',
    ]
    source = tmp_path / "n.jsonl"
    source.write_bytes("\n".join(rows).encode() + '\n{"id": "d", "note": "Café"}\n'.encode("latin-1"))
    done = run_command("batch", "--notes", source, "--out", tmp_path, "--run", "r", "--no-knowledge", text=True)
    failed = {
        row["id"]: row["message"]
        for row in map(json.loads, (tmp_path / "r" / "failures.jsonl").read_text().splitlines())
    }
    kept = [json.loads(line)["id"] for line in (tmp_path / "r" / "dialogues.jsonl").read_text().splitlines()]
    assert done.returncode == 3 and "7" in kept and "c" not in failed
    assert "“nan”" in failed["a"] and '"note" twice' in failed["b"] and "Latin-1" in failed["line-5"]
    assert "Latin-1" in done.stderr


def test_every_file_of_a_folder_is_counted(tmp_path: Path) -> None:
    """What cannot be read is named with its reason; links that lead out of the folder are not followed."""
    folder, outside = tmp_path / "in", tmp_path / "secret.txt"
    (folder / "sub").mkdir(parents=True)
    outside.write_text("A secret of this machine.")
    (folder / "a.txt").write_text(TEXT)
    (folder / "sub" / "b.html").write_text(HTML)
    (folder / "scan.png").write_bytes(b"\x89PNG")
    (folder / "evil.txt").symlink_to(outside)
    (folder / "up").symlink_to(tmp_path)
    (folder / "gone.txt").symlink_to(folder / "nothing.txt")
    (folder / "same.txt").symlink_to(folder / "a.txt")
    os.mkfifo(folder / "pipe.txt")
    done = run_command("import", folder, "--out", tmp_path / "o.jsonl", text=True, timeout=30)
    assert "8 files = 3 read + 5 left out" in done.stdout and "3 rows = 3 notes" in done.stdout, done.stdout
    reasons = {
        Path(row["file"]).name: row["reason"]
        for row in map(json.loads, (tmp_path / "o.bad.jsonl").read_text().splitlines())
    }
    assert set(reasons) == {"scan.png", "evil.txt", "up", "gone.txt", "pipe.txt"}
    assert "leads out" in reasons["evil.txt"] and "leads out" in reasons["up"]
    assert "secret" not in (tmp_path / "o.jsonl").read_text()
