"""Arrows point down: the import contracts hold on the tree and catch what they are there to catch."""

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
        shutil.copytree(
            repo / room,
            target / "bedside" / room,
            ignore=lambda folder, names: [
                name for name in names if not (name.endswith(".py") or (Path(folder) / name).is_dir())
            ],
        )
    shutil.copy(repo / "pyproject.toml", target / "pyproject.toml")
    return target


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-logo", "--no-cache"]
    env = {**os.environ, "PYTHONPATH": str(folder)}
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)


FLOORS, AGENTS = "floors:", "agents:"
ORCHESTRATOR, KNOWLEDGE = "orchestrator:", "knowledge:"


def test_the_tree_keeps_its_contracts(repo: Path, tmp_path: Path) -> None:
    """No room imports a room above it or beside it, nor does a folder inside a room."""
    done = _lint(_copy(repo, tmp_path))
    assert done.returncode == 0, done.stdout
    assert all(contract in done.stdout for contract in (FLOORS, AGENTS, ORCHESTRATOR, KNOWLEDGE))


# A contract, a folder, and what a file in it may not import by that contract.
FORBIDDEN = [
    (FLOORS, "scenarios", "orchestrator.failures"),
    (FLOORS, "scenarios", "knowledge.error"),
    (FLOORS, "knowledge", "scenarios.value"),
    (FLOORS, "knowledge", "agents.model"),
    (FLOORS, "agents.text", "evaluation.asserted"),
    (FLOORS, "evaluation", "orchestrator.failures"),
    # what was once there
    (AGENTS, "agents.models", "agents.prompted.speaker"),
    (AGENTS, "agents.languages", "agents.models.api_keys"),
    (AGENTS, "agents.prompts", "agents.multilingual.line"),
    (AGENTS, "agents.multilingual", "agents.builtin.planner"),
    (AGENTS, "agents.interview", "agents.builtin.line"),
    (AGENTS, "agents.interview", "agents.prompted.speaker"),
    # a family, a room beside, the ground
    (AGENTS, "agents.prompted", "agents.builtin.family"),
    (AGENTS, "agents.checks", "agents.models.api_keys"),
    (AGENTS, "agents.reading", "agents.speaking.say"),
    (AGENTS, "agents.reading", "agents.checks.spoken"),
    (AGENTS, "agents.reading", "agents.languages.language"),
    (AGENTS, "agents.checks", "agents.speaking.say"),
    (AGENTS, "agents.speaking", "agents.checks.spoken"),
    (AGENTS, "agents.text", "agents.model"),
    (AGENTS, "agents.text", "agents.reading.draft"),
    (ORCHESTRATOR, "orchestrator.runs", "orchestrator.graph.briefs"),
    (ORCHESTRATOR, "orchestrator.graph", "orchestrator.build.families"),
    (ORCHESTRATOR, "orchestrator.build", "orchestrator.cases.validate"),
    (ORCHESTRATOR, "orchestrator.cases", "orchestrator.batch.runner"),
    (ORCHESTRATOR, "orchestrator.exports", "orchestrator.views.render"),
    (ORCHESTRATOR, "orchestrator.imports", "orchestrator.cli.printer"),
    (KNOWLEDGE, "knowledge.encoders", "knowledge.retrievers.words"),
]


@pytest.fixture(scope="module")
def broken(repo: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What the linter says of each contract when every forbidden arrow is planted, each in a file of its own."""
    tree = _copy(repo, tmp_path_factory.mktemp("planted"))
    for number, (_, where, imported) in enumerate(FORBIDDEN):
        assert (tree / "bedside" / f"{imported.replace('.', '/')}.py").is_file()  # else the arrow would lead nowhere
        planted = tree / "bedside" / where.replace(".", "/") / f"planted_{number}.py"
        planted.write_text(f"def late() -> None:\n    import bedside.{imported}\n", encoding="utf-8")
    done = _lint(tree)
    assert done.returncode != 0
    told = done.stdout.partition("Broken contracts")[2]
    parts = re.split(r"^(\w+:).*\n-+$", told, flags=re.MULTILINE)  # the heading of each contract is underlined
    return dict(zip(parts[1::2], parts[2::2], strict=True))


@pytest.mark.parametrize("number", range(len(FORBIDDEN)))
def test_a_planted_import_is_caught(broken: dict[str, str], number: int) -> None:
    """Each forbidden arrow, planted inside a function, breaks the contract that forbids it and no other."""
    contract, where, _ = FORBIDDEN[number]
    assert [name for name, told in broken.items() if f"bedside.{where}.planted_{number} " in told] == [contract]


@pytest.mark.parametrize("room", ["agents", "orchestrator"])
def test_a_new_room_is_given_its_place(repo: Path, tmp_path: Path, room: str) -> None:
    """A folder that the layers do not name would be bound by nothing, so it is refused."""
    tree = _copy(repo, tmp_path)
    new = tree / "bedside" / room / "attic"
    new.mkdir()
    (new / "__init__.py").touch()
    done = _lint(tree)
    assert done.returncode != 0
    assert "attic" in done.stdout


def _imports(file: Path) -> set[str]:
    """The top-level names a file imports, wherever in the file."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found.add(node.module.split(".")[0])
    return found


def test_langgraph_is_imported_in_one_room(repo: Path) -> None:
    """Agents do not know the graph; the graph's library stays behind one door."""
    files = [
        file.relative_to(repo).as_posix()
        for room in ROOMS
        for file in sorted((repo / room).rglob("*.py"))
        if "langgraph" in file.read_text(encoding="utf-8") and "langgraph" in _imports(file)
    ]
    assert files == ["orchestrator/graph/graph.py", "orchestrator/graph/stepping.py"]


def test_no_bare_room_is_imported(repo: Path) -> None:
    """``import agents`` from the root would resolve and load every class twice."""
    rooms = {*ROOMS, "benchmarks"}
    line = re.compile(
        rf"^\s*(?:import|from)\s+(?:\w+\s*,\s*)*(?:{'|'.join(rooms)})\b", re.MULTILINE
    )  # may be in a text
    for room in (*rooms, "tests"):
        for file in sorted((repo / room).rglob("*.py")):
            assert not line.search(file.read_text(encoding="utf-8")) or not _imports(file) & rooms, file


def _from_the_barrel(code: str) -> bool:
    """Whether a file imports ``bedside`` itself, and not a file of it."""
    if not re.search(r"\bimport\b.*\bbedside\b|\bfrom\s+bedside\s+import\b", code):
        return False  # nothing that would have to be parsed to be sure
    return any(
        (isinstance(node, ast.Import) and any(alias.name == "bedside" for alias in node.names))
        or (isinstance(node, ast.ImportFrom) and node.module == "bedside" and node.level == 0)
        for node in ast.walk(ast.parse(code))
    )


@pytest.mark.no_cover
def test_nothing_inside_imports_the_barrel(repo: Path) -> None:
    """``bedside`` itself is the floor on top: it gathers names for those who use bedside, and no room looks up to it."""
    assert _from_the_barrel("def f():\n    from bedside import simulate")
    assert _from_the_barrel("import bedside")
    assert not _from_the_barrel("import bedside.scenarios.case\nfrom bedside.scenarios.case import Case")
    for room in (*ROOMS, "benchmarks"):
        for file in sorted((repo / room).rglob("*.py")):
            assert not _from_the_barrel(file.read_text(encoding="utf-8")), f"{file} imports from bedside itself"


def test_the_command_line_starts_light() -> None:
    """``bedside --help`` loads nothing that takes a second to import."""
    code = f"import sys, bedside.orchestrator.cli.main; print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"
