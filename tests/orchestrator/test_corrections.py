"""What an author corrects by the note's quoted words: a fact that is left out or known by somebody else, a line's wording."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from commands import run_command

from bedside.orchestrator.cases.lint import look

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


PLAN = """id: hand
note: |
  CHIEF COMPLAINT:
  Numb hand.

  HISTORY OF PRESENT ILLNESS:
  A 46-year-old woman with numbness of the right hand for two months. She denies fever and chills.

  ASSESSMENT AND PLAN:
  Carpal tunnel syndrome. Wear a wrist splint at night. Refer to occupational therapy. Ibuprofen 400 mg as needed.
knowledge: false
lines:
"""


def said_with(tmp_path: Path, *lines: str) -> list[dict[str, str]]:
    """The turns of the case with these lines."""
    file = tmp_path / "hand.case.yaml"
    file.write_text(PLAN + "".join(f"  - {line}\n" for line in lines))
    done = run_command("simulate", file, "--out", tmp_path / "r", "--run", "r", text=True)
    assert done.returncode == 0, done.stderr
    return turns(tmp_path)


def test_a_line_takes_the_place_of_its_sentence_and_of_no_other(tmp_path: Path) -> None:
    """Two lines for one plan: what else the plan tells is told, and nothing twice."""
    told = said_with(
        tmp_path,
        "{quote: wrist splint, say: Try a splint first.}",
        "{quote: Ibuprofen, say: A tablet of ibuprofen when it hurts.}",
    )
    plan = next(turn["text"] for turn in told if "Try a splint first." in turn["text"])
    assert "A tablet of ibuprofen when it hurts." in plan and "therap" in plan and "carpal tunnel" in plan.casefold()
    assert "wrist splint" not in plan and "400" not in plan


def test_a_line_that_tells_all_of_a_turn_takes_its_place(tmp_path: Path) -> None:
    say = "Carpal tunnel syndrome it is. A wrist splint at night, occupational therapy, and ibuprofen 400 mg as needed."
    assert say in [turn["text"] for turn in said_with(tmp_path, f'{{quote: wrist splint, say: "{say}"}}')]


def test_what_cannot_be_parted_from_a_line_stays_beside_it_and_lint_says_so(tmp_path: Path) -> None:
    """Fever and chills are denied in one sentence: a line for the fever does not lose the chills."""
    line = '{quote: fever, say: "Feverish? Never."}'
    told = " ".join(turn["text"] for turn in said_with(tmp_path, line) if turn["speaker"] == "patient")
    assert re.search(r"Feverish\? Never\. (None|No|Nope|Neither|Not)\b", told)
    (found,) = (one for one in look([tmp_path / "hand.case.yaml"], lint=True)[0] if one.code == "line-beside")
    assert "chills" in found.message
    (tmp_path / "whole").mkdir()
    said_with(tmp_path / "whole", line.replace("Never.", "No fever and no chills."))
    assert not any(one.code == "line-beside" for one in look([tmp_path / "whole" / "hand.case.yaml"], lint=True)[0])


def test_words_that_reach_over_the_edge_of_a_fact_mean_it_and_a_line_that_nobody_says_is_told(tmp_path: Path) -> None:
    """ "had her gallbladder out" means the fact "gallbladder out in 2016"; a line for words that no turn tells is a warning at its quote."""
    file = tmp_path / "x.case.yaml"
    head = "id: x\nknowledge: false\nnote: |\n  HPI: Cough for two days. She had her gallbladder out in 2016. Blorf snarg quib.\nlines:\n"
    file.write_text(
        head
        + "  - {quote: had her gallbladder out, say: They took it out in 2016.}\n  - {quote: snarg quib, say: Quib.}\n",
        "utf-8",
    )
    found = [one for one in look([file], lint=True)[0] if one.code != "unsaid"]
    assert [(one.code, one.line) for one in found] == [("line-unsaid", 7)]
