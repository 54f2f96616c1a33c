"""A note is spoken about in its own language; one that nobody here speaks is refused before anything is made, with what can."""

import json
from pathlib import Path

from commands import run_command

GERMAN = (
    "Anamnese: Der Patient ist ein 54-jähriger Mann mit Schmerzen im linken Knie seit drei Wochen. Kein Fieber.\n"
    "Plan: Ibuprofen 400 mg dreimal täglich. Wiedervorstellung in zwei Wochen.\n"
)
FRENCH = "Le patient est un homme de 54 ans qui se plaint d'une douleur du genou gauche depuis trois semaines. Pas de fièvre."
ENGLISH = "The patient is a 54-year-old man with left knee pain for three weeks. Plan: ibuprofen 400 mg."


def saved(tmp_path: Path, **notes: str) -> Path:
    path = tmp_path / "notes.jsonl"
    path.write_text("".join(json.dumps({"id": name, "note": text}) + "\n" for name, text in notes.items()))
    return path


def test_simulate_finds_the_language_of_a_note(tmp_path: Path) -> None:
    note = tmp_path / "n.txt"
    note.write_text(GERMAN)
    done = run_command("simulate", "--note", note, "--out", tmp_path / "r", "--no-knowledge", text=True)
    shown = " ".join(done.stdout.split())  # however its lines are broken
    assert done.returncode == 0 and "Schmerzen" in shown and "seit drei Wochen" in shown
    note.write_text(FRENCH)
    done = run_command("simulate", "--note", note, "--out", tmp_path / "f", "--no-knowledge", text=True)
    assert done.returncode == 2 and "It speaks: de, en" in done.stderr and "--model" in done.stderr
    assert not (tmp_path / "f").exists()


def test_batch_finds_the_language_of_each_note(tmp_path: Path) -> None:
    """Those that can be spoken about are; of the other the summary on the screen gives the reason."""
    notes = saved(tmp_path, de=GERMAN, en=ENGLISH, fr=FRENCH)
    done = run_command("batch", "--notes", notes, "--out", tmp_path, "--run", "r", "--no-knowledge", text=True)
    said = {
        row["id"]: json.dumps(row["turns"], ensure_ascii=False)
        for row in map(json.loads, (tmp_path / "r" / "dialogues.jsonl").read_text().splitlines())
    }
    assert done.returncode == 3 and set(said) == {"de", "en"}
    assert "Schmerzen" in said["de"] and "knee pain" in said["en"]
    assert "1 × The note reads as French, which agenda does not speak" in done.stderr


def test_a_batch_of_german_notes_alone_is_held(tmp_path: Path) -> None:
    done = run_command(
        "batch", "--notes", saved(tmp_path, a=GERMAN), "--out", tmp_path, "--run", "r", "--no-knowledge", text=True
    )
    assert done.returncode == 0 and "Schmerzen" in (tmp_path / "r" / "dialogues.jsonl").read_text()


def test_a_batch_that_nobody_can_speak_is_refused_before_it_begins(tmp_path: Path) -> None:
    for more in ([], ["--language", "fr"]):
        notes = saved(tmp_path, a=FRENCH, b=FRENCH)
        done = run_command("batch", "--notes", notes, "--out", tmp_path / "runs", "--no-knowledge", *more, text=True)
        assert done.returncode == 2 and "It speaks: de, en" in done.stderr and len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "runs").exists()


def test_the_summary_says_how_much_was_understood(tmp_path: Path) -> None:
    note = tmp_path / "n.txt"
    note.write_text(ENGLISH + "\nEXAM:\nZorblax quindle 44/7 gx ++ wpl.\n")
    done = run_command("simulate", "--note", note, "--out", tmp_path / "r", "--no-knowledge", text=True)
    assert done.returncode == 0 and "% of the words understood" in done.stderr and "Zorblax" in done.stderr
    done = run_command(
        "batch", "--notes", saved(tmp_path, a=note.read_text()), "--out", tmp_path, "--no-knowledge", text=True
    )
    assert "% of the words understood" in done.stderr
