"""A case drafted from a note: it loads, holds the note as it is, simulates at once, and never overwrites."""

import asyncio
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from commands import run_command
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bedside.orchestrator.build.simulate_item import Item, Simulator
from bedside.orchestrator.cases.case_input import read_case
from bedside.orchestrator.cases.draft import clean, draft, write
from bedside.orchestrator.failures import Problem
from bedside.scenarios.load import load_case

VISIT = """CHIEF COMPLAINT
Left knee pain: "sharp", since Tuesday.
HISTORY
Mrs. Ann Lee is a 54-year-old teacher. Her husband is present. The pain began after gardening. She denies fever.
MEDICATIONS
Metformin 500 mg daily.
ALLERGIES
Penicillin.
EXAM
The knee is swollen.
PLAN
Ibuprofen 400 mg with food.
"""
UGLY = {
    "crlf": VISIT.replace("\n", "\r\n"),
    "indented": "   \n    " + VISIT.replace("\n", "\n    "),
    "tabs": "\tknee\tpain: 'bad'\n\t- \"quoted\" # not a comment\n" + VISIT,
    "yaml": "key: value\n- item\n? x\n---\n...\n%TAG\n!x &a *a\n{[\n" + VISIT,
    "long": VISIT + "The pain comes back every night and keeps her awake. " * 600,
    "scripts": "Beschwerde: Übelkeit \u2013 \u201eschlimm\u201c 胸痛 ألم \U0001f600\n" + VISIT,
    "controls": "\ufeffknee\x0cpain\x00 \x1b[31mred\x1b[0m \u2028 \x85next\n" + VISIT,
}


@pytest.mark.thin(3)
@pytest.mark.parametrize("name", UGLY)
def test_an_ugly_note_makes_a_case_that_runs(name: str, tmp_path: Path) -> None:
    """Quotes, tabs, colons, YAML's own marks, CRLF, long lines and any script: the case loads and is held to its end."""
    path = tmp_path / "made.case.yaml"
    write(path, draft(UGLY[name], "made"))
    case, text = read_case(path)
    assert text.rstrip("\n") == clean(UGLY[name])
    done = asyncio.run(
        Simulator(0).perform(Item(case.id, case.model_copy(update={"knowledge": False}), text), lambda _: None)
    )
    assert done.state.status == "finished"


@settings(max_examples=25)
@given(st.text(max_size=200))
@example("  leading\n trailing  \n\n")
@example("a\n\n\n   b\u2029c\ufffe")
def test_any_note_that_is_let_in_is_kept_as_it_is(text: str) -> None:
    """Whatever note is admitted, the case file gives it back, line for line."""
    import tempfile

    try:
        made = draft(text, "n")
    except Problem:
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "n.case.yaml"
        path.write_text(made, encoding="utf-8", newline="\n")
        assert str(load_case(path).note).rstrip("\n") == clean(text)


def test_what_was_read_stands_in_the_file(tmp_path: Path) -> None:
    """Age, sex, who came along, drugs, allergies, denials and who may know each fact are there to be corrected; the keys
    that say the same are set."""
    made = draft(VISIT, "knee visit/1")
    for words in (
        "age 54, female; in the room: patient, physician, husband",
        "medications: Metformin 500 mg daily",
        "allergies: Penicillin",
        "denied: fever",
        "knee is swollen  [found at this visit]",
        "The pain began after gardening  [the patient]",
    ):
        assert words in made
    path = tmp_path / "k.case.yaml"
    write(path, made)
    case = load_case(path)
    assert case.id.startswith("knee-visit-1-")
    assert (case.patient.age, case.patient.sex, case.patient.companion) == (54, "female", "husband")


def test_the_command_writes_once(tmp_path: Path) -> None:
    """The command writes a file that can be simulated, and leaves one that exists as it is."""
    (tmp_path / "visit.txt").write_text(VISIT)

    def new(*more: str) -> subprocess.CompletedProcess[str]:
        return run_command("new", "--from-note", "visit.txt", *more, cwd=tmp_path, text=True)

    assert new().returncode == 0
    made = (tmp_path / "visit.case.yaml").read_bytes()
    again = new()
    assert (again.returncode, "exists and is left as it is" in again.stderr) == (2, True)
    assert (tmp_path / "visit.case.yaml").read_bytes() == made
    wrong = new("--protocol", "notchat", "--out", "b.case.yaml")
    assert (wrong.returncode, (tmp_path / "b.case.yaml").exists()) == (2, False)
    asked = new("--protocol", "interview/phq-9", "--out", "c.case.yaml")
    assert asked.returncode == 0, asked.stderr
    assert load_case(tmp_path / "c.case.yaml").interview is not None


def test_what_was_not_understood_is_listed() -> None:
    """An author sees how much of the note was understood and which words were not; the note stays as they wrote it."""
    text = "HPI: She denies fever. Wibble zorp qua flim drax."
    made = draft(text, "knee")
    told = " ".join(line.strip("# ") for line in made.splitlines() if line.startswith("#"))
    assert (
        "understood: 100%" in draft("CC: Cough.\nHPI: She has had a cough for 3 days. She denies fever.\n", "plain")
        and "understood: 100%" not in told
    )
    assert "zorp" in told.partition("not understood")[2]
    assert f"  {text}" in made


def test_a_note_with_a_persons_numbers_stays_on_this_machine() -> None:
    """What looks like a real person's makes the case ``phi``, and nobody says it."""
    text = (
        "Pt: Ann Roe, DOB 03/14/1961, MRN 00482913, phone 555-867-5309.\nHPI: Back pain for 4 days after lifting a box."
    )
    made = draft(text, "back")
    assert "data_class: phi" in made
    assert "data_class: open" in draft(VISIT, "plain")
    facts = [line for line in made.splitlines() if line.startswith("#     - ")]
    assert not any(part in line for line in facts for part in ("1961", "00482913", "5309"))


def test_the_command_to_type_next_can_be_typed_as_it_stands(tmp_path: Path) -> None:
    """Started as a module where the shell knows no ``bedside``, it is that module of that interpreter, and it runs."""
    (tmp_path / "visit.txt").write_text(VISIT)
    command = [sys.executable, "-m", "bedside", "new", "--from-note", "visit.txt"]
    env = {**os.environ, "PATH": "/usr/bin:/bin"}
    done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, check=True)
    following = done.stdout.rpartition("then run: ")[2].strip()
    assert following == f"{sys.executable} -m bedside simulate visit.case.yaml"
    again = subprocess.run([*shlex.split(following), "--no-knowledge"], cwd=tmp_path, capture_output=True, check=False)
    assert again.returncode == 0, again.stderr
