"""``bedside check`` as a person runs it: exit codes, places, several files, several seeds."""

import subprocess
from pathlib import Path

import orjson
from commands import run_command

NOTE = "He fell on the ice. The knee hurts. He denies fever. Exam shows swelling. Plan is rest."


def check(*arguments: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the command in ``cwd``."""
    done = run_command("check", *arguments, "--no-knowledge", cwd=cwd, text=True)
    assert "Traceback" not in done.stderr, done.stderr
    return done


def _case(folder: Path, name: str, rest: str) -> None:
    (folder / f"{name}.case.yaml").write_text(f"id: {name}\nnote: {NOTE!r}\nmodels: {{default: scripted}}\n{rest}")


def test_exit_codes_and_places(tmp_path: Path) -> None:
    """0 where all is met; 1 with file, line and column of what is not; 2 for a case that cannot be read; 3 for a
    conversation that does not come to its end. Each conversation has its line."""
    _case(tmp_path, "good", "expect: {mentions: [knee], never_mentions: [wrist], covers: [swelling]}\n")
    done = check("good.case.yaml", "--seeds", 2, cwd=tmp_path)
    assert done.returncode == 0
    assert [line.split(":")[0] for line in done.stdout.splitlines()] == [
        "ok      good (seed 0)",
        "ok      good (seed 1)",
    ]

    _case(tmp_path, "missed", "expect:\n  mentions:\n    - knee\n    - patient: elbow\n")
    done = check(".", cwd=tmp_path)
    assert done.returncode == 1
    assert "ok      good" in done.stdout
    assert "FAILED  missed (seed 0): 1 of 2 expectations not met" in done.stdout
    assert "missed.case.yaml:7:7: expected: patient says “elbow”. Found: nowhere; the nearest is turn" in done.stdout
    (line,) = check("missed.case.yaml", "--json", cwd=tmp_path).stdout.splitlines()
    told = orjson.loads(line)
    assert (told["ok"], told["unmet"][0]["line"], told["unmet"][0]["where"]) == (False, 7, ["expect", "mentions", 1])

    (tmp_path / "reply.jsonl").write_text("")
    (tmp_path / "failing.case.yaml").write_text(
        f"id: failing\nnote: {NOTE!r}\nmodels: {{default: agenda, patient: 'scripted:reply.jsonl'}}\n"
    )
    done = check("failing.case.yaml", "good.case.yaml", cwd=tmp_path)
    assert done.returncode in (2, 3)
    assert "no conversation to read" in done.stdout or "reply.jsonl" in done.stderr

    _case(tmp_path, "broken", "expects: {}\n")
    done = check(".", cwd=tmp_path)
    assert done.returncode == 2
    assert "broken.case.yaml:4:1" in done.stderr
    assert done.stdout == ""


def test_no_case_is_an_error(tmp_path: Path) -> None:
    """A folder without cases tests nothing, and says so instead of passing."""
    done = check(".", cwd=tmp_path)
    assert done.returncode == 2
    assert "There is no case" in done.stderr
