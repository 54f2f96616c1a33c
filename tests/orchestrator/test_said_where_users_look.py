"""What newcomers stumbled over, each told where they looked: a fear as a key, a French note, a denial in a list."""

import json
from pathlib import Path

import orjson
from commands import run_command

from bedside.orchestrator.cases.draft import draft
from bedside.orchestrator.cases.lint import look

FRENCH = (
    "Motif: douleur du genou gauche depuis trois semaines. La patiente de 46 ans dit que la douleur est pire dans les "
    "escaliers. Elle n'a pas de fièvre. Conduite: IRM du genou gauche, repos et paracétamol."
)
ENGLISH = "CC: Knee pain.\nHPI: A 46-year-old woman with knee pain for three weeks.\nPLAN: MRI of the left knee."
CASE = """id: smoker
note: |
  CHIEF COMPLAINT:
  Knee pain.

  HISTORY OF PRESENT ILLNESS:
  A 46-year-old woman with knee pain for three weeks. She denies fever.

  SOCIAL HISTORY:
  Never smoked.

  EXAM:
  No swelling of the knee.

  PLAN:
  MRI of the left knee.
patient: {persona: plain}
knowledge: false
"""


def test_a_fear_as_a_key_says_how_a_fear_is_written(tmp_path: Path) -> None:
    for key in ("fear", "worries"):
        file = tmp_path / "a.case.yaml"
        file.write_text(f"id: a\n{key}: losing her bakery\nnote: Cough for 3 days.\n")
        (found,) = look([file], lint=True)[0]
        assert found.code == "unknown-key" and "sentence of the note" in found.mend


def test_a_french_note_fails_with_one_sentence_wherever_it_does(tmp_path: Path) -> None:
    """In a batch among others, tried again, in a batch of its own, and alone; none names an option that would not help."""
    rows = {"en": ENGLISH, "fr": FRENCH}
    (tmp_path / "all.jsonl").write_text("\n".join(json.dumps({"id": k, "note": v}) for k, v in rows.items()))
    (tmp_path / "fr.jsonl").write_text(json.dumps({"id": "fr", "note": FRENCH}))
    (tmp_path / "fr.txt").write_text(FRENCH)
    said: list[str] = []
    for order in (
        ("batch", "all.jsonl", "--no-knowledge", "--run", "r"),
        ("retry-failed", "r"),
        ("batch", "fr.jsonl", "--no-knowledge", "--run", "f"),
        ("simulate", "--note", "fr.txt"),
    ):
        done = run_command(*order, cwd=tmp_path, text=True)
        assert done.returncode in (2, 3), done.stderr
        said.append(next(line for line in done.stderr.splitlines() if "French" in line).split("French", 1)[1])
    assert len(set(said)) == 1 and "--language" not in said[0]
    kept = orjson.loads((tmp_path / "runs" / "r" / "failures.jsonl").read_bytes().splitlines()[0])
    assert kept["message"].endswith(said[0])


def test_a_draft_shows_denials_and_whole_brackets() -> None:
    made = draft(
        "CHIEF COMPLAINT\nNumb hand.\n\nALLERGIES\nLatex (rash).\n\nEXAM\nNo wasting of the thenar muscles.\n", "hand"
    )
    assert "Latex (rash)" in made
    assert "wasting of the thenar muscles  [denied; found at this visit]" in made


def test_a_piped_play_is_a_transcript_and_lists_denials_as_people_say_them(tmp_path: Path) -> None:
    """What was typed stands before its answer; nobody has "no Never smoked"; the persona asked for is played."""
    (tmp_path / "s.case.yaml").write_text(CASE)
    order = ("play", "s.case.yaml", "--persona", "stoic", "--no-knowledge")
    done = run_command(*order, cwd=tmp_path, text=True, stdin=b"What brings you in?\n/so-far\n")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    at = lines.index("PHYSICIAN: What brings you in?")
    assert lines[at + 1].startswith("PATIENT: ") and not any("/so-far" in line for line in lines)
    assert "Never smoked" in done.stdout and "no never" not in done.stdout.casefold()
    assert any(line.strip().endswith(": no fever") for line in lines), done.stdout
    folder = next((tmp_path / "runs").iterdir())
    assert "stoic" in (folder / "run.json").read_text()
    wrong = run_command("play", "s.case.yaml", "--persona", "stoick", cwd=tmp_path, text=True)
    assert wrong.returncode == 2 and "stoic" in wrong.stderr


def test_why_shows_what_was_read_as_denied(tmp_path: Path) -> None:
    (tmp_path / "s.case.yaml").write_text(CASE)
    typed = "continue\n" + "".join(f"why {n}\n" for n in range(1, 9)) + "quit\n"
    done = run_command("debug", "s.case.yaml", cwd=tmp_path, text=True, stdin=typed.encode())
    assert "“fever” (denied)" in done.stdout, done.stdout + done.stderr


def test_a_quiet_evaluation_writes_and_says_nothing(tmp_path: Path) -> None:
    """And an export of one dialogue counts in the singular."""
    (tmp_path / "s.case.yaml").write_text(CASE)
    assert run_command("simulate", "s.case.yaml", "--run", "r", cwd=tmp_path).returncode == 0
    done = run_command("evaluate", "r", "-q", cwd=tmp_path, text=True)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert (tmp_path / "runs" / "r" / "evaluation" / "scorecard.json").is_file()
    assert run_command("evaluate", "r", "-q", "--json", cwd=tmp_path).returncode == 2
    out = run_command("export", "runs/r", "--format", "messages", "--out", "set", cwd=tmp_path, text=True).stdout
    assert "1 dialogue of 1 patient" in out and "1 dialogues" not in out
