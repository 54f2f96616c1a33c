"""The house as it is packed: the listed packages are the tree, and the wheel holds one import name with its data."""

import ast
import re
import sys
import tomllib
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest

ROOMS = ("agents", "benchmarks", "evaluation", "knowledge", "orchestrator", "scenarios")


def _setuptools(repo: Path) -> dict[str, Any]:
    config = tomllib.loads((repo / "pyproject.toml").read_text(encoding="utf-8"))
    return config["tool"]["setuptools"]


def _listed(repo: Path) -> set[str]:
    return set(_setuptools(repo)["packages"])


def test_each_room_is_mapped_on_its_own(repo: Path) -> None:
    """With the root of the repository as a package, whatever stands in it would be packed."""
    mapped = _setuptools(repo)["package-dir"]
    assert mapped == {"bedside": "bedside", **{f"bedside.{room}": room for room in ROOMS}}


def _code_folders(repo: Path) -> set[Path]:
    """Every folder of the rooms that holds Python files."""
    return {
        file.parent.relative_to(repo)
        for room in ROOMS
        for file in (repo / room).rglob("*.py")
        if "__pycache__" not in file.parts
    }


def test_every_code_folder_is_listed(repo: Path) -> None:
    """A folder with code that pyproject does not list would be missing from the wheel."""
    found = {".".join(("bedside", *folder.parts)) for folder in _code_folders(repo)}
    assert found <= _listed(repo), f"add to [tool.setuptools] packages: {sorted(found - _listed(repo))}"


def test_every_listed_package_exists(repo: Path) -> None:
    """A listed package without a file would break the build in a clone, where git leaves empty folders out."""
    folders = {name: repo / (Path(*name.split(".")[1:]) if "." in name else name) for name in sorted(_listed(repo))}
    missing = [name for name, folder in folders.items() if not any(folder.glob("*.py"))]
    assert not missing


def test_rooms_have_no_init_and_folders_below_have_an_empty_one(repo: Path) -> None:
    """An ``__init__`` in a room would let it shadow another package of its name; a full one would be a barrel."""
    for folder in _code_folders(repo):
        init = repo / folder / "__init__.py"
        if len(folder.parts) == 1:
            assert not init.exists(), f"remove {init}"
        else:
            assert init.exists(), f"add an empty {init}"
            assert not init.read_text(encoding="utf-8").strip(), f"empty {init}"


@pytest.mark.no_cover
def test_every_library_imported_is_declared(repo: Path) -> None:
    """What comes in only because another library wants it may go with that library's next version."""
    project = tomllib.loads((repo / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lists = [project["dependencies"], *project["optional-dependencies"].values()]
    declared = {_plain(re.split(r"[\[<>=!~; ]", line)[0]) for names in lists for line in names}
    # An adapter's library that is not installed here is the user's own to bring.
    installed = {name: {_plain(owner) for owner in owners} for name, owners in packages_distributions().items()}
    undeclared = {name for name, owners in installed.items() if not owners & declared}
    undeclared -= {*sys.stdlib_module_names, "bedside"}
    assert "pluggy" in undeclared  # which comes in with pytest
    for folder in sorted(_code_folders(repo)):
        for file in sorted((repo / folder).glob("*.py")):
            source = file.read_text(encoding="utf-8")
            imports = [line for line in source.splitlines() if "import" in line]
            if undeclared.isdisjoint(re.findall(r"\w+", " ".join(imports))):
                continue  # nothing that would have to be parsed to be sure
            for name in _imported(source) & undeclared:
                pytest.fail(f"{file.relative_to(repo)} imports {name}: declare it")


def _plain(name: str) -> str:
    return name.lower().replace("_", "-")


def _imported(source: str) -> set[str]:
    nodes = list(ast.walk(ast.parse(source)))
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module and not node.level}
    return {name.split(".")[0] for name in names}


@pytest.fixture(scope="module")
def packed(wheel: Path) -> list[str]:
    """The names in the wheel, which is built beside a filled ``runs/``."""
    with zipfile.ZipFile(wheel) as archive:
        return archive.namelist()


def test_the_wheel_has_one_import_name(packed: list[str]) -> None:
    """A wheel with a top-level ``agents`` would overwrite openai-agents without a word."""
    tops = {name.split("/")[0] for name in packed if ".dist-info/" not in name}
    assert tops == {"bedside"}


def test_the_wheel_holds_all_code_and_data(repo: Path, packed: list[str]) -> None:
    """What the program reads at run time travels with it, and the mark that it is typed."""
    wanted = {
        f"bedside/{file.relative_to(repo).as_posix()}"
        for room in ROOMS
        for file in (repo / room).rglob("*")
        if file.is_file() and "__pycache__" not in file.parts and (room != "benchmarks" or file.suffix == ".py")
    }
    wanted |= {f"bedside/{name}" for name in ("__init__.py", "__main__.py", "py.typed")}
    assert len([name for name in wanted if name.endswith(".case.yaml")]) >= 12
    assert wanted <= set(packed), sorted(wanted - set(packed))[:10]
    assert any(name.endswith("/LICENSE") for name in packed)
    assert any(name.endswith("/NOTICE") for name in packed)


def test_the_wheel_holds_no_run_no_test_and_no_page(packed: list[str]) -> None:
    """What was made with bedside, and what is only for who builds it, does not travel: what is installed is the rooms."""
    inside = {name.split("/")[1] for name in packed if name.startswith("bedside/")}
    assert inside == {*ROOMS, "__init__.py", "__main__.py", "py.typed"}
    assert not [name for name in packed if "knee-0f3a81c2" in name]
