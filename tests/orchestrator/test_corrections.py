"""What an author corrects by the note's quoted words: a fact that is left out or known by somebody else, a line's wording."""

import json
from pathlib import Path
from typing import Any

import pytest
from commands import run_command

CASE = """id: corr
note: |
  CHIEF COMPLAINT:
  Knee pain.

  HISTORY OF PRESENT ILLNESS:
  A 46-year-old woman with knee pain for three weeks. The pain is worse on stairs. She has had a dry cough for two months.

  ASSESSMENT AND PLAN:
  Meniscal tear of the left knee. MRI of the left knee.
knowledge: false
"""


def simulate(tmp_path: Path, more: str) -> Any:
    file = tmp_path / "corr.case.yaml"
    file.write_text(CASE + more)
    return run_command("simulate", file, "--out", tmp_path / "r", "--run", "r", text=True)


def turns(tmp_path: Path) -> list[dict[str, str]]:
    return json.loads((tmp_path / "r" / "r" / "dialogues.jsonl").read_text())["turns"]


def test_a_fact_is_left_out(tmp_path: Path) -> None:
    assert "cough" in simulate(tmp_path, "").stdout
    done = run_command("runs", "--out", tmp_path / "r")
    assert done.returncode == 0
    (tmp_path / "r").rename(tmp_path / "before")
    assert "cough" not in simulate(tmp_path, "facts:\n  - {quote: dry cough, leave_out: true}\n").stdout


def test_a_line_is_said_in_other_words(tmp_path: Path) -> None:
    """The first turn that tells what the note says there, and no other; it is marked as edited."""
    done = simulate(tmp_path, "lines:\n  - {quote: worse on stairs, say: Stairs are murder.}\n")
    assert done.returncode == 0, done.stderr
    said = [turn for turn in turns(tmp_path) if "Stairs are murder." in turn["text"]]
    assert [turn["speaker"] for turn in said] == ["patient"]
    assert not any("worse on stairs" in turn["text"] for turn in turns(tmp_path))


def test_what_the_patient_cannot_know_comes_from_the_physician(tmp_path: Path) -> None:
    done = simulate(tmp_path, "facts:\n  - {quote: dry cough for two months, knows: physician}\n")
    assert done.returncode == 0, done.stderr
    assert not any("cough" in turn["text"] and turn["speaker"] == "patient" for turn in turns(tmp_path))


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (
            "facts:\n  - {quote: wet cough, leave_out: true}\n",
            "corr.case.yaml:13:13: the note does not say “wet cough”",
        ),
        ("lines:\n  - {quote: on ladders, say: No.}\n", "the note does not say “on ladders”"),
        ("facts:\n  - {quote: dry cough}\n", "one of `leave_out: true` and `knows`"),
        ("lines:\n  - {say: No.}\n", "one of `turn` and `quote`"),
        ("facts:\n  - {quote: CHIEF COMPLAINT, leave_out: true}\n", "nothing was read from “CHIEF COMPLAINT”"),
    ],
)
def test_a_correction_that_cannot_be_made_is_one_sentence(more: str, says: str, tmp_path: Path) -> None:
    done = simulate(tmp_path, more)
    assert done.returncode == 2 and says in done.stderr, done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_new_names_the_relative_of_a_family_fact(tmp_path: Path) -> None:
    (tmp_path / "n.txt").write_text(
        "CC: Check-up\nFH: Father MI at 52. Mother breast ca. No hx of DM.\nPLAN: Return in a year.\n"
    )
    assert run_command("new", "--from-note", "n.txt", cwd=tmp_path).returncode == 0
    made = (tmp_path / "n.case.yaml").read_text()
    assert "- father: MI at 52" in made and "- mother: breast ca" in made and "denied: family: DM" in made
