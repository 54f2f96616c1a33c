"""A case may say that nobody came along, whoever its note names."""

from pathlib import Path

import pytest
from commands import run_command

from bedside.orchestrator.cases.lint import look

CASE = """id: alone
note: |
  CHIEF COMPLAINT:
  Knee pain.

  HISTORY OF PRESENT ILLNESS:
  A {age}-year-old girl with knee pain for three weeks. She presents with her mother.

  ASSESSMENT AND PLAN:
  Meniscal tear of the left knee. MRI of the left knee.
knowledge: false
patient: {{companion: {who}}}
"""


@pytest.mark.parametrize("who", ["none", "Nobody", "null"])
def test_nobody_came_along(who: str, tmp_path: Path) -> None:
    """Neither somebody of that name, nor whom the note names; left out, the note decides. Lint has nothing against it."""
    file = tmp_path / "alone.case.yaml"
    file.write_text(CASE.format(who=who, age=10))
    done = run_command("simulate", file, "--out", tmp_path / "r", text=True)
    assert done.returncode == 0, done.stderr
    speakers = {line.split(" ")[0] for line in done.stdout.splitlines() if line[:1].isupper()}
    assert speakers == {"PHYSICIAN", "MOTHER" if who == "null" else "PATIENT"}, done.stdout
    assert look([file], lint=True)[0] == []


def test_lint_says_that_a_small_child_cannot_come_alone(tmp_path: Path) -> None:
    file = tmp_path / "alone.case.yaml"
    file.write_text(CASE.format(who="none", age=3))
    (found,) = (one for one in look([file], lint=True)[0] if one.code == "companion")
    assert "cannot speak" in found.message
