"""A benchmark reads no option that it does not declare: types cannot tell, since argparse's answers are ``Any``."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROGRAMS = [
    path for path in sorted((ROOT / "benchmarks").glob("*.py")) if "add_argument(" in path.read_text(encoding="utf-8")
]


def declared(tree: ast.AST) -> set[str]:
    """The names under which ``add_argument`` and ``set_defaults`` put what was given."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        if node.func.attr == "add_argument":
            given = next((key.value for key in node.keywords if key.arg == "dest"), None)
            spelled = [given] if given is not None else node.args
            names |= {
                str(part.value).lstrip("-").replace("-", "_") for part in spelled if isinstance(part, ast.Constant)
            }
        elif node.func.attr == "set_defaults":
            names |= {key.arg for key in node.keywords if key.arg}
    return names


def read(tree: ast.AST) -> set[str]:
    """What each function reads of a variable that holds parsed options: annotated as a namespace or made by ``parse_args``."""
    return {
        name for part in ast.walk(tree) if isinstance(part, ast.FunctionDef) for name in _read(part, _holders(part))
    }


def _holders(part: ast.AST) -> set[str]:
    holders: set[str] = set()
    for node in ast.walk(part):
        if (
            isinstance(node, ast.arg)
            and node.annotation is not None
            and ast.unparse(node.annotation).endswith("Namespace")
        ):
            holders.add(node.arg)
        elif isinstance(node, ast.Assign) and ast.unparse(node.value).endswith(".parse_args()"):
            holders |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return holders


def _read(part: ast.AST, holders: set[str]) -> set[str]:
    return {
        node.attr
        for node in ast.walk(part)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in holders
    }


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.stem)
def test_every_option_that_is_read_is_declared(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert read(tree) <= declared(tree), path


def test_an_option_that_nobody_declared_is_seen() -> None:
    tree = ast.parse(
        "def main():\n options = parser.parse_args()\n parser.add_argument('--fold')\n print(options.state)"
    )
    assert read(tree) - declared(tree) == {"state"}
