"""bedside as others get it: packed from a copy of the tree and installed in environments of its own, without network."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOMS = ("agents", "benchmarks", "evaluation", "knowledge", "orchestrator", "scenarios")
_PACKED = ("bedside", *ROOMS, "pyproject.toml", "README.md", "LICENSE", "NOTICE")
_BESIDE = ("docs", "tests")


@dataclass(frozen=True)
class Installed:
    """An environment that has bedside, and all that this one has besides."""

    folder: Path

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.folder / "bin" / "python"

    def run(self, *command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
        """Run one of its programs by name, in ``cwd``."""
        first = self.folder / "bin" / command[0]
        env = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
        return subprocess.run([first, *command[1:]], cwd=cwd, env=env, capture_output=True, text=True, check=False)


@pytest.fixture(scope="session")
def tree(repo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the checkout with a run in its ``runs/``, so that what is built leaves nothing in the tree itself."""
    source = tmp_path_factory.mktemp("source")
    for name in (*_PACKED, *_BESIDE):
        origin = repo / name
        if origin.is_dir():
            shutil.copytree(origin, source / name, ignore=shutil.ignore_patterns("__pycache__"))
        elif origin.exists():
            shutil.copy(origin, source / name)
    run = source / "runs" / "knee-0f3a81c2"
    run.mkdir(parents=True)
    for name in ("run.json", "dialogues.jsonl", "traces.jsonl", "notes.md"):
        (run / name).write_text("{}\n")
    return source


@pytest.fixture(scope="session")
def wheel(tree: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel that ``pip install .`` makes."""
    target = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", str(target), "."]
    done = subprocess.run(pip, cwd=tree, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (file,) = target.glob("bedside-*.whl")
    return file


@pytest.fixture(scope="session")
def plain(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """As the README's first command installs it."""
    return _installed(wheel, tmp_path_factory.mktemp("plain") / "venv")


@pytest.fixture(scope="session")
def editable(tree: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """As ``pip install -e .`` installs it."""
    target = tmp_path_factory.mktemp("editable")
    code = "import sys; from setuptools.build_meta import build_editable; build_editable(sys.argv[1])"
    command = [sys.executable, "-c", code, str(target)]
    done = subprocess.run(command, cwd=tree, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (file,) = target.glob("bedside-*.whl")
    return _installed(file, target / "venv")


def _installed(wheel: Path, folder: Path) -> Installed:
    made = Installed(folder)
    pip = [sys.executable, "-m", "pip", "-q", "--python", str(made.python), "install", "--no-deps", "--no-index"]
    pip.append("--no-compile")  # what is imported is compiled as it is
    for command in ([sys.executable, "-m", "venv", "--without-pip", str(folder)], [*pip, str(wheel)]):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    # Only now, so that pip saw no bedside but the one it installed.
    (packages,) = folder.glob("lib/python*/site-packages")
    others = [entry for entry in sys.path if entry.endswith(("site-packages", "dist-packages"))]
    (packages / "others.pth").write_text("\n".join(others) + "\n")
    return made
