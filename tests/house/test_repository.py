"""What must never be committed: paths of one machine, addresses of package registries, secrets, data sets."""

import re
import subprocess
from pathlib import Path

import pytest

# Written in pieces, so that this file does not hold what it looks for.
_ROOTS = "|".join(("work", "opt", "tmp", "root", "farm", r"home/\w+", r"Users/\w+"))
MACHINE_PATH = re.compile(rf"(?<![\w.~:/)\]}}*-])/(?:{_ROOTS})/\w")
REGISTRY = re.compile(
    "|".join(("files." + "pythonhosted", "pypi" + r"\.org/simple", "registry" + r"\.npmjs", "download" + r"\.pytorch"))
)
SECRET = re.compile(r"\b(?:sk-[A-Za-z0-9_-]{20,}|gh[pousr]_[A-Za-z0-9]{30,}|AKIA[0-9A-Z]{16})\b")


def _tracked(repo: Path) -> list[Path]:
    done = subprocess.run(["git", "ls-files", "-z"], cwd=repo, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        pytest.skip("not a git checkout")
    return [file for name in done.stdout.split("\0") if name and (file := repo / name).is_file()]


@pytest.mark.no_cover
@pytest.mark.parametrize("pattern", [MACHINE_PATH, REGISTRY, SECRET], ids=["machine path", "registry", "secret"])
def test_no_file_holds(repo: Path, pattern: re.Pattern[str]) -> None:
    """A file that names one machine's folders, a registry or a key is no use to anyone else."""
    hits: list[str] = []
    for file in _tracked(repo):
        text = file.read_bytes().decode("utf-8", errors="replace")
        for match in pattern.finditer(text):
            line = text.count("\n", 0, match.start()) + 1
            hits.append(f"{file.relative_to(repo)}:{line}: {match.group()!r}")
    assert not hits, "\n".join(hits[:20])


def test_the_patterns_find_what_they_look_for() -> None:
    """A pattern that finds nothing anywhere would pass for ever."""
    assert MACHINE_PATH.search("open('/" + "opt/venv')")
    assert MACHINE_PATH.search("cd /" + "work/main")
    assert not MACHINE_PATH.search("https://example.org/" + "work/paper")
    assert REGISTRY.search("https://files." + "pythonhosted.org/packages")
    assert SECRET.search("sk-" + "a" * 24)


def test_no_run_and_nothing_large_is_committed(repo: Path) -> None:
    """Runs are made, not kept; a file above 3 MiB belongs in a release, not in the history."""
    for file in _tracked(repo):
        name = file.relative_to(repo).as_posix()
        assert not name.startswith("runs/") or name == "runs/README.md", name
        assert file.stat().st_size <= 3 << 20, f"{name} is {file.stat().st_size >> 20} MiB"
