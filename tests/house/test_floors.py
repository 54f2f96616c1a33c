"""Arrows point down: the import contract holds on the tree and catches what it is there to catch."""

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOMS = ("agents", "evaluation", "knowledge", "orchestrator", "scenarios")
HEAVY = ("torch", "langgraph", "langchain_core", "openai", "ollama", "faiss", "numpy", "bm25s", "onnxruntime", "ray")


def _copy(repo: Path, target: Path) -> Path:
    """The rooms under their import name, in a folder that import-linter can walk."""
    for room in ROOMS:
        if (repo / room).is_dir():
            shutil.copytree(
                repo / room,
                target / "bedside" / room,
                ignore=lambda folder, names: [
                    name for name in names if not (name.endswith(".py") or (Path(folder) / name).is_dir())
                ],
            )
        floor = target / "bedside" / room / "floor.py"
        floor.parent.mkdir(parents=True, exist_ok=True)
        floor.write_text('"""So that every room exists here, even one that has no code yet."""\n', encoding="utf-8")
    shutil.copy(repo / "pyproject.toml", target / "pyproject.toml")
    return target


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-logo", "--no-cache"]
    env = {**os.environ, "PYTHONPATH": str(folder)}
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)


def test_the_tree_keeps_the_floors(repo: Path, tmp_path: Path) -> None:
    """No room imports a room above it or beside it."""
    done = _lint(_copy(repo, tmp_path))
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("room", "imported"),
    [
        ("scenarios", "orchestrator"),
        ("scenarios", "knowledge"),
        ("knowledge", "scenarios"),
        ("knowledge", "agents"),
        ("agents", "evaluation"),
        ("evaluation", "orchestrator"),
    ],
)
def test_a_planted_upward_import_is_caught(repo: Path, tmp_path: Path, room: str, imported: str) -> None:
    """The contract would notice: each forbidden arrow, planted, breaks it."""
    tree = _copy(repo, tmp_path)
    planted = tree / "bedside" / room / "planted.py"
    planted.write_text(f"import bedside.{imported}.floor\n", encoding="utf-8")
    done = _lint(tree)
    assert done.returncode != 0
    assert f"bedside.{room}.planted" in done.stdout


def _imports(file: Path) -> set[str]:
    """The top-level names a file imports, wherever in the file."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found.add(node.module.split(".")[0])
    return found


def test_langgraph_is_imported_in_one_file(repo: Path) -> None:
    """Agents do not know the graph; the graph's library stays behind one door."""
    files = [
        file.relative_to(repo).as_posix()
        for room in ROOMS
        for file in sorted((repo / room).rglob("*.py"))
        if "langgraph" in file.read_text(encoding="utf-8") and "langgraph" in _imports(file)
    ]
    assert len(files) <= 1, files
    assert all(file.startswith("orchestrator/") for file in files)


def test_no_bare_room_is_imported(repo: Path) -> None:
    """``import agents`` from the root would resolve and load every class twice."""
    rooms = {*ROOMS, "benchmarks"}
    line = re.compile(
        rf"^\s*(?:import|from)\s+(?:\w+\s*,\s*)*(?:{'|'.join(rooms)})\b", re.MULTILINE
    )  # may be in a text
    for room in (*rooms, "tests"):
        for file in sorted((repo / room).rglob("*.py")):
            assert not line.search(file.read_text(encoding="utf-8")) or not _imports(file) & rooms, file


def test_the_command_line_starts_light() -> None:
    """``bedside --help`` loads nothing that takes a second to import."""
    code = f"import sys, bedside.orchestrator.cli.main; print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"
