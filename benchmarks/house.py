"""How is the code laid out: files and lines by room, arrows and circles between folders and modules, long and winding functions?

Whatever is imported anywhere counts: at the top of a file, inside a function, for the type checker alone, and by a name in a
string that something imports when it runs. Nothing is imported here; the files are read, so any version can be measured.

``python -m bedside.benchmarks.house`` measures this checkout; give folders of checkouts to see them side by side.
"""

import argparse
import ast
import sys
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from statistics import median
from typing import TypeVar

REPO = Path(__file__).resolve().parents[1]
NO_ROOMS = frozenset({"build", "docs", "runs", "tests"})
PACKAGE = "bedside"
LONG_FILE, LONG_FUNCTION, WINDING = 400, 60, 15  # lines, lines, cyclomatic complexity

Node = TypeVar("Node", bound=Hashable)
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class FunctionMeasure:
    """One function: where it stands, its lines without decorators, its cyclomatic complexity as ``complexity`` and as
    ``decisions`` counts it."""

    place: str
    lines: int
    complexity: int
    decisions: int


@dataclass(frozen=True)
class Module:
    """One file. ``name`` is what it is imported by, ``folder`` where it stands in the checkout ("agents/text")."""

    name: str
    folder: str
    source: str

    @property
    def room(self) -> str:
        """The top-level folder."""
        return self.folder.partition("/")[0]

    @property
    def lines(self) -> int:
        """Lines of the file."""
        return len(self.source.splitlines())

    @cached_property
    def tree(self) -> ast.Module:
        """The parsed file."""
        return ast.parse(self.source)

    @property
    def functions(self) -> list[FunctionMeasure]:
        """Every function and method; one inside another counts for both."""
        return [
            FunctionMeasure(
                f"{self.name}.{node.name}",
                (node.end_lineno or node.lineno) - node.lineno + 1,
                complexity(node),
                decisions(node),
            )
            for node in ast.walk(self.tree)
            if isinstance(node, Function)
        ]

    def imports(self, known: Mapping[str, "Module"]) -> set[str]:
        """The modules among ``known`` that this one imports."""
        return {name for name in _named(self.tree, known) if name in known and name != self.name}


@dataclass(frozen=True)
class House:
    """A checkout: its modules by name."""

    name: str
    modules: Mapping[str, Module]

    @cached_property
    def arrows(self) -> dict[str, set[str]]:
        """What each module imports."""
        return {name: module.imports(self.modules) for name, module in self.modules.items()}

    @cached_property
    def folder_arrows(self) -> dict[str, set[str]]:
        """What each folder imports of others, a folder's own files apart from those of the folders in it."""
        out: dict[str, set[str]] = {module.folder: set() for module in self.modules.values()}
        for name, imported in self.arrows.items():
            here = self.modules[name].folder
            out[here] |= {self.modules[other].folder for other in imported} - {here}
        return out

    def room_folder_arrows(self, room: str) -> dict[str, set[str]]:
        """The arrows between the folders of one room."""
        mine = {folder for folder in self.folder_arrows if folder.partition("/")[0] == room}
        return {folder: self.folder_arrows[folder] & mine for folder in mine}

    @property
    def rooms(self) -> list[str]:
        """The top-level folders with code."""
        return sorted({module.room for module in self.modules.values()})

    @property
    def module_circles(self) -> list[list[str]]:
        """Modules that import each other."""
        return circles(self.arrows)

    @property
    def folder_circles(self) -> list[list[str]]:
        """Folders of one room that import each other."""
        return [found for room in self.rooms for found in circles(self.room_folder_arrows(room))]

    def without(self, room: str) -> "House":
        """The checkout without one room."""
        return House(self.name, {name: module for name, module in self.modules.items() if module.room != room})

    @property
    def shared_names(self) -> dict[str, list[str]]:
        """Public classes of one name in several files, and those files."""
        places: dict[str, list[str]] = {}
        for module in self.modules.values():
            for node in module.tree.body:
                if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                    places.setdefault(node.name, []).append(module.name)
        return {name: files for name, files in sorted(places.items()) if len(files) > 1}

    @cached_property
    def functions(self) -> list[FunctionMeasure]:
        """Every function."""
        return [found for module in self.modules.values() for found in module.functions]


def read_house(folder: Path) -> House:
    """The code of a checkout. Folders of tests, docs and what is built are no rooms. Raises ``OSError``."""
    found: dict[str, Module] = {}
    for room in sorted(path for path in folder.iterdir() if path.is_dir()):
        if room.name in NO_ROOMS or room.name.startswith((".", "_")):
            continue
        for file in sorted(room.rglob("*.py")):
            parts = file.relative_to(folder).with_suffix("").parts
            name = ".".join(parts if parts[0] == PACKAGE else (PACKAGE, *parts))
            source = file.read_text(encoding="utf-8")
            if parts[-1] == "__init__" and not source.strip():
                continue
            found[name] = Module(name, "/".join(parts[:-1]), source)
    return House(folder.resolve().name, found)


def _named(tree: ast.Module, known: Mapping[str, Module]) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield whole if whole in known else node.module
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def complexity(function: Function) -> int:
    """McCabe's number as ruff's C901 counts it: 1, and one more for each branch, loop, handler, case and inner function."""
    return 1 + _branches(function.body)


def _branches(body: Iterable[ast.stmt]) -> int:
    return sum(_branch(node) for node in body)


def _branch(node: ast.stmt) -> int:
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.If() | ast.For() | ast.AsyncFor() | ast.While():
            return 1 + _branches(node.body) + _branches(getattr(node, "orelse", ()))
        case ast.Try() | ast.TryStar():
            handled = sum(1 + _branches(handler.body) for handler in node.handlers)
            return handled + bool(node.orelse) + _branches([*node.body, *node.orelse, *node.finalbody])
        case ast.Match():
            last = node.cases[-1]
            whatever = last.guard is None and isinstance(last.pattern, ast.MatchAs) and last.pattern.pattern is None
            return sum(1 + _branches(case.body) for case in node.cases) - whatever
        case ast.With() | ast.AsyncWith() | ast.ClassDef():
            return _branches(node.body)
        case _:
            return 0


def decisions(function: Function) -> int:
    """The wider count: 1, and one more for each branch, loop, handler, case, conditional expression, comprehension, and
    ``and`` or ``or``, also those of inner functions."""
    each = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.ExceptHandler, ast.IfExp, ast.comprehension, ast.match_case)
    nodes = list(ast.walk(function))
    joined = sum(len(node.values) - 1 for node in nodes if isinstance(node, ast.BoolOp))
    return 1 + joined + sum(isinstance(node, each) for node in nodes)


def circles(arrows: Mapping[Node, set[Node]]) -> list[list[Node]]:
    """The sets of nodes from each of which all others of the set are reached (Tarjan's components of two or more)."""
    index: dict[Node, int] = {}
    low: dict[Node, int] = {}
    stack: list[Node] = []
    out: list[list[Node]] = []

    def visit(node: Node) -> None:
        index[node] = low[node] = len(index)
        stack.append(node)
        for other in arrows.get(node, ()):
            if other not in index:
                visit(other)
                low[node] = min(low[node], low[other])
            elif other in stack:
                low[node] = min(low[node], index[other])
        if low[node] == index[node]:
            found = stack[stack.index(node) :]
            del stack[stack.index(node) :]
            if len(found) > 1:
                out.append(sorted(found, key=str))

    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, 4 * len(arrows) + 1000))
    try:
        for node in arrows:
            if node not in index:
                visit(node)
    finally:
        sys.setrecursionlimit(limit)
    return out


def measures(house: House) -> dict[str, str]:
    """The measures of a checkout by what they are called."""
    lines = sorted(module.lines for module in house.modules.values())
    functions = house.functions
    hubs = sorted(((len(to), name) for name, to in house.arrows.items()), reverse=True)
    longest = max(functions, key=lambda one: one.lines)
    return {
        "files": f"{len(lines)}",
        "lines": f"{sum(lines):,}",
        "lines of a file, median": f"{median(lines):g}",
        "lines of a file, most": f"{lines[-1]:,}",
        f"files over {LONG_FILE} lines": str(sum(count > LONG_FILE for count in lines)),
        "folders with code": str(len(house.folder_arrows)),
        "arrows between modules": str(sum(map(len, house.arrows.values()))),
        "arrows between folders": str(sum(map(len, house.folder_arrows.values()))),
        "circles of modules": _shown(house.module_circles),
        "circles of folders inside a room": _shown(house.folder_circles),
        f"functions over {LONG_FUNCTION} lines": str(sum(one.lines > LONG_FUNCTION for one in functions)),
        "longest function": f"{longest.lines} ({_short(longest.place)})",
        f"functions of complexity over {WINDING}": str(sum(one.complexity > WINDING for one in functions)),
        f"the same, counting and/or, conditional expressions, comprehensions: over {WINDING}": str(
            sum(one.decisions > WINDING for one in functions)
        ),
        f"over {2 * WINDING}": str(sum(one.decisions > 2 * WINDING for one in functions)),
        "names that several public classes share": str(len(house.shared_names)),
        "modules that the worst hub imports": f"{hubs[0][0]} ({_short(hubs[0][1])})",
        "the next": ", ".join(f"{count} ({_short(name)})" for count, name in hubs[1:4]),
    }


def _short(name: str) -> str:
    return name.removeprefix(f"{PACKAGE}.")


def _shown(found: list[list[str]]) -> str:
    return f"{len(found)}" + (f" ({'; '.join(' ↔ '.join(map(_short, one)) for one in found)})" if found else "")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; all columns but the first to the right."""
    marks = ["---", *["--:"] * (len(head) - 1)]
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, marks, *rows))


def report(houses: Sequence[House]) -> str:
    """Both tables: the measures of what is shipped, benchmarks apart, then files and lines by folder."""
    names = [house.name for house in houses]
    found = [measures(house.without("benchmarks")) for house in houses]
    first = table(["measure", *names], ([name, *(one[name] for one in found)] for name in found[0]))
    folders = sorted({folder for house in houses for folder in house.folder_arrows})
    counted = [[_counted(house, folder) for house in houses] for folder in folders]
    second = table(
        ["folder: files, lines", *names], ([folder, *row] for folder, row in zip(folders, counted, strict=True))
    )
    return f"{first}\n\n{second}"


def _counted(house: House, folder: str) -> str:
    lines = [module.lines for module in house.modules.values() if module.folder == folder]
    return f"{len(lines)}, {sum(lines):,}" if lines else "–"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "checkouts", nargs="*", type=Path, default=[REPO], help="folders of checkouts; this one if none"
    )
    given = parser.parse_args()
    for folder in given.checkouts:
        if not folder.is_dir():
            parser.error(f"{folder} is no folder: name a checkout of bedside.")
    print(report([read_house(folder) for folder in given.checkouts]))


if __name__ == "__main__":
    main()
