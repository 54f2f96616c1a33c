"""Whoever makes dialogues is told that some hold a fault, and how much of their notes was understood."""

import json
from pathlib import Path

import orjson
import pytest
from commands import run_command

from bedside.agents.builtin.unsayable import unsayable
from bedside.agents.reading.report import without
from bedside.orchestrator.cases.case_input import read_case
from bedside.orchestrator.cases.draft import read
from bedside.orchestrator.runs.finished_rows import faulty, finished_rows
from bedside.orchestrator.runs.reader import RunFolder
from bedside.scenarios.plan import WORDLESS

WRONG = (  # told as it stands in the note, which a check sees and no repair mends
    "CC: Back pain.\nHPI: The pain started while he was helping his neighbor move a piano down three flights of narrow stairs.\n"
    "A/P: Lumbar strain. Ibuprofen 400 mg three times a day."
)
WHOLE = (
    "CC: Knee pain.\nHPI: A 46-year-old woman with knee pain for three weeks. The pain is worse on stairs.\n"
    "PLAN: MRI of the left knee."
)
DENSE = (
    "24 yo F dysuria x2d, freq, no fever, no flank pain. Allergy: penicillin. O/E looks well. UA pos nitrites. RTC prn."
)


@pytest.fixture(scope="module")
def batch(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A run of three notes, and what the batch said at its end."""
    folder = tmp_path_factory.mktemp("faults")
    rows = [{"id": name, "note": note} for name, note in (("wrong", WRONG), ("whole", WHOLE), ("dense", DENSE))]
    (folder / "notes.jsonl").write_text("\n".join(map(json.dumps, rows)))
    done = run_command("batch", "notes.jsonl", "--no-knowledge", "--run", "r", cwd=folder, text=True)
    assert done.returncode == 0, done.stderr
    return folder / "runs" / "r", done.stderr


def test_a_batch_counts_the_dialogues_that_hold_a_fault(batch: tuple[Path, str]) -> None:
    """As many as an export without any leaves out; again when there is nothing left to make."""
    folder, said = batch
    holding = {
        kept.id for kept in RunFolder(folder).dialogues() for reason in kept.record.reasons
        if any(finding.passed is False for finding in reason.checks)
    }  # fmt: skip
    rows = finished_rows(folder)
    assert "wrong" in holding and "whole" not in holding
    assert {name for name, row in rows.items() if row["faults"]} == holding
    count, checks = faulty(rows, rows)
    assert count == len(holding) and checks["copying"] >= 1
    assert f"{count} of 3 finished dialogues" in said and "--without any" in said
    again = run_command("batch", "notes.jsonl", "--no-knowledge", "--run", "r", cwd=folder.parents[1], text=True)
    assert f"{count} of 3 finished dialogues" in again.stderr
    out = folder.parents[1] / "set"
    order = ("--format", "messages", "--without", "any", "--out", out)
    assert run_command("export", folder, *order).returncode == 0
    left = [orjson.loads(line)["id"] for line in (out / "left_out.jsonl").read_bytes().splitlines()]
    assert set(left) == holding


def test_the_list_of_a_run_names_faults_and_shares(batch: tuple[Path, str]) -> None:
    """A share for each dialogue; facts that nobody can say are not understood."""
    listed = run_command("show", batch[0], text=True).stdout.splitlines()
    row = {line.split()[0]: line for line in listed}
    assert "copying" in row["wrong"] and "copying" not in row["whole"] and "100%" in row["whole"]
    typed, words = finished_rows(batch[0])["dense"]["words"]
    kept = RunFolder(batch[0]).dialogue("dense")
    assert kept.note is not None and kept.note.reading is not None
    assert typed < kept.note.reading.typed and words == kept.note.reading.words
    assert f"{typed / words:.0%}" in row["dense"]
    assert "copying" in run_command("show", f"{batch[0]}/wrong", text=True).stderr


def test_one_dialogue_says_that_it_holds_a_fault(tmp_path: Path) -> None:
    for name, note in (("wrong", WRONG), ("whole", WHOLE)):
        (tmp_path / f"{name}.txt").write_text(note)
        done = run_command("simulate", "--note", f"{name}.txt", "--no-knowledge", cwd=tmp_path, text=True)
        assert done.returncode == 0 and ("fault" in done.stderr) == (name == "wrong"), done.stderr


def test_what_the_plan_leaves_out_is_what_the_draft_does_not_count(batch: tuple[Path, str], tmp_path: Path) -> None:
    """One rule for the plan of a visit and for what an author is told before there is any."""
    file = tmp_path / "d.txt"
    file.write_text(DENSE)
    assert run_command("new", "--from-note", file, "--out", "d.case.yaml", cwd=tmp_path).returncode == 0
    case, text = read_case(tmp_path / "d.case.yaml")
    note = read(case, text)
    lost = unsayable(note, case)
    opaque = {fact.id for fact in note.facts if fact.kind == "opaque"}
    planned = RunFolder(batch[0]).dialogue("dense").state.plan.unplaced
    assert lost - opaque and {fact for fact, why in planned.items() if why in WORDLESS} == lost
    reading = without(note, lost)
    assert (
        reading is not None
        and f"understood: {reading.typed / reading.words:.0%}" in (tmp_path / "d.case.yaml").read_text()
    )
