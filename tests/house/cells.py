"""Runs the Python of a page or a notebook, cell by cell in one process, as a notebook's kernel would: with a loop running,
``await`` at the top, and names that live on. ``python cells.py FILE`` prints what the cells print.

A page's cells are its blocks of Python; one headed ``python skip`` needs what no test has and is compiled only.
"""

import ast
import asyncio
import inspect
import json
import re
import sys
from pathlib import Path
from typing import Any


def cells(file: Path) -> list[tuple[str, bool]]:
    """The code of each cell, and whether it is to be run."""
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".ipynb":
        return [("".join(cell["source"]), True) for cell in json.loads(text)["cells"] if cell["cell_type"] == "code"]
    return [(code, not skip) for skip, code in re.findall(r"```python( skip)?\n(.*?)```", text, flags=re.DOTALL)]


async def run(file: Path) -> None:
    """Run the cells; an error ends it."""
    names: dict[str, Any] = {"__name__": "__main__"}
    for number, (code, wanted) in enumerate(cells(file), 1):
        compiled = compile(code, f"{file.name}, cell {number}", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
        if not wanted:
            continue
        result = eval(compiled, names)
        if inspect.isawaitable(result):
            await result


if __name__ == "__main__":
    asyncio.run(run(Path(sys.argv[1])))
