"""What is exported is opened by the programs it is for. ``BEDSIDE_ELSEWHERE`` names the folder of their environments, which
``python -m bedside.benchmarks.opened_elsewhere FOLDER`` makes with a network; no test makes one."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bedside.benchmarks.opened_elsewhere import OPENERS, counted, exported

FOLDER = os.environ.get("BEDSIDE_ELSEWHERE", "")


@pytest.mark.slow
@pytest.mark.skipif(not FOLDER, reason="BEDSIDE_ELSEWHERE names no folder of environments")
@pytest.mark.parametrize("program", OPENERS)
def test_each_program_opens_its_export(program: str) -> None:
    """brat's and potato's own servers, a reader of brat's form, and Label Studio's SDK find nothing wrong."""
    command = [sys.executable, "-m", "bedside.benchmarks.opened_elsewhere", FOLDER, "--only", program]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
def test_what_is_to_be_opened_is_there(tmp_path: Path) -> None:
    """Labels and attributes in every document for brat, and a folder for each program."""
    made = exported(tmp_path)
    assert all(labels > 0 and attributes > 0 for labels, attributes in counted(made["brat"]).values())
    assert {form for form, _ in OPENERS.values()} == set(made) and all(path.is_dir() for path in made.values())
