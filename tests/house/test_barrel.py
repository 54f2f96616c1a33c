"""The one barrel: what it names is there, is the thing that its home file defines, and costs nothing until it is asked for."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import bedside

NAMES = (
    "Brief", "Case", "Failed", "Note", "Plan", "Player", "Problem", "Reason", "Record", "Repair", "Review", "Turn", "Utterance",
    "asimulate", "astream", "load_case", "simulate", "simulate_many",
)  # fmt: skip


def test_what_is_promised_is_there() -> None:
    """``dir`` lists every name, each can be had, and a name that is none is an ``AttributeError``."""
    assert {*NAMES, "__version__"} == set(bedside.__all__)
    assert set(bedside.__all__) <= set(dir(bedside))
    for name in NAMES:
        assert getattr(bedside, name).__name__ == name
    with pytest.raises(AttributeError, match="simulat"):
        getattr(bedside, "simulat")  # noqa: B009


def test_type_checkers_see_the_homes_that_python_loads_from(repo: Path) -> None:
    """What an editor resolves is what is imported at run time: the two lists in the file are one."""
    nodes = list(ast.walk(ast.parse((repo / "bedside" / "__init__.py").read_text(encoding="utf-8"))))
    seen = {
        alias.name: node.module
        for node in nodes
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith("bedside.")
        for alias in node.names
    }
    assert seen == bedside._HOMES  # pyright: ignore[reportPrivateUsage]


def test_importing_it_loads_nothing() -> None:
    """No room and no library of others comes in with ``import bedside``; a type brings what it needs and no engine."""
    code = (
        "import sys; before = set(sys.modules); import bedside\n"
        "new = set(sys.modules) - before\n"
        "print([m for m in new if m.startswith('bedside.')], [m for m in new if m.split('.')[0] not in "
        "{*sys.stdlib_module_names, 'bedside'}], len(new) <= 30)\n"
        "bedside.Record\n"
        "print([m for m in ('torch', 'langgraph', 'openai', 'numpy', 'pandas', 'typer') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.splitlines() == ["[] [] True", "[]"], done.stdout + done.stderr


def test_the_version_is_the_packages(repo: Path) -> None:
    """``__version__`` is what pyproject.toml says, and so is the citation's."""
    stated = f'version = "{bedside.__version__}"'
    assert stated in (repo / "pyproject.toml").read_text(encoding="utf-8")
    assert f"version: {bedside.__version__}" in (repo / "CITATION.cff").read_text(encoding="utf-8")
