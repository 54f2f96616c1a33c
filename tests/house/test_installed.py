"""bedside installed as others install it: plainly or editable, started at the root of a checkout or anywhere else."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

HOW = pytest.mark.parametrize("how", ["plain", "editable"])
WHERE = pytest.mark.parametrize("where", ["root", "elsewhere"])
SAYS = (
    "import bedside, bedside.agents.builtin.planner as room\n"
    "record = bedside.simulate('rolled-ankle', model='scripted', knowledge=False)\n"
    "print(bedside.__version__, record.turns[0].speaker, room.__file__, sep='|')"
)


@HOW
@WHERE
def test_it_is_imported_run_as_a_module_and_as_a_command(
    how: str, where: str, request: pytest.FixtureRequest, tree: Path, tmp_path: Path
) -> None:
    """In each of the four, ``import bedside``, ``python -m bedside`` and ``bedside`` work, and no file is loaded twice: at
    the root of a checkout, and from an editable install, the code is the checkout's."""
    installed = request.getfixturevalue(how)
    cwd = tree if where == "root" else tmp_path
    done = installed.run("python", "-c", SAYS, cwd=cwd)
    assert done.returncode == 0, done.stderr
    version, speaker, room = done.stdout.strip().split("|")
    assert speaker == "physician"
    mine = tree if where == "root" or how == "editable" else installed.folder
    assert Path(room).resolve().is_relative_to(mine.resolve())
    for command in (("python", "-m", "bedside", "--version"), ("bedside", "--version")):
        shown = installed.run(*command, cwd=cwd)
        assert shown.stdout.strip() == f"bedside {version}", shown.stderr


def test_the_first_command_of_the_readme_needs_no_editable_install(plain: Any, tree: Path, tmp_path: Path) -> None:
    """What a newcomer types runs from the plain install, at the root of the checkout, as the README has it."""
    text = (tree / "README.md").read_text(encoding="utf-8")
    (arguments,) = re.findall(r"pip install -q -c constraints\.txt \. && \.venv/bin/bedside (.*)", text)
    done = plain.run("bedside", *arguments.split(), "--no-knowledge", "--out", str(tmp_path), cwd=tree)
    assert done.returncode == 0, done.stderr
    assert "PHYSICIAN" in done.stdout


WRONG = """\
from bedside import Record, Turn, astream, simulate, simulate_many

simulate("rolled-ankle", sead=3)
simulate("rolled-ankle", seed="three")
simulate("rolled-ankle", model=lambda messages: 3)
simulate("rolled-ankle", patient="anxious")
simulate("rolled-ankle").transcipt()
simulate_many(["rolled-ankle"], concurrency="four")
for turn in astream("rolled-ankle"):
    print(turn)
word: int = simulate("rolled-ankle").reasons[0].words[0]
record: Record = Turn(id="a", speaker="b", text="c")
"""


def test_an_editor_resolves_and_types_all_of_it(plain: Any, repo: Path, tmp_path: Path) -> None:
    """From the plain install and outside the repository: a user's file with every name and its type has no error under the
    strictest rules, and each mistake planted in another is found on its line."""
    shutil.copy(repo / "tests" / "house" / "user.py", tmp_path / "user.py")
    (tmp_path / "wrong.py").write_text(WRONG)
    (tmp_path / "pyrightconfig.json").write_text('{"typeCheckingMode": "strict", "pythonVersion": "3.11"}')
    checker = Path(sys.executable).with_name("basedpyright")
    command = [checker, "--outputjson", "--pythonpath", plain.python, "."]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    told = json.loads(done.stdout)["generalDiagnostics"]
    errors = [(Path(one["file"]).name, one["range"]["start"]["line"] + 1, one["message"]) for one in told]
    assert [one for one in errors if one[0] == "user.py"] == []
    planted = {number for number, line in enumerate(WRONG.splitlines(), 1) if number > 2 and line[0] != " "}
    assert planted <= {line for name, line, _ in errors if name == "wrong.py"}
