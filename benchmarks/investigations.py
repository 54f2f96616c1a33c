"""The transcripts of ``docs/investigations.md``: made again by the commands they show.

``python -m bedside.benchmarks.investigations`` carries out ``docs/investigations/commands.txt`` in a folder of its own and
writes what came of it between the marks of the page; ``--check`` only says whether the page is the same. Ids of events hold the
time and are shown as dots.
"""

import argparse
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

DOCS = Path(__file__).resolve().parents[1] / "docs"
PAGE, FOLDER = DOCS / "investigations.md", DOCS / "investigations"
_EVENT = re.compile(r"\bevent [0-9a-f]{8}\b")
_SPEED = re.compile(r", [0-9.]+ a second")
Run = Callable[[list[str], Path], str]  # arguments of bedside, and where: standard output


def commands() -> dict[str, list[str]]:
    """The commands of each investigation, in their order."""
    found: dict[str, list[str]] = {}
    for line in (FOLDER / "commands.txt").read_text(encoding="utf-8").splitlines():
        name, _, command = line.partition(": ")
        found.setdefault(name, []).append(command)
    return found


def in_a_process(arguments: list[str], folder: Path) -> str:
    """What ``bedside`` prints for these arguments."""
    command = [sys.executable, "-m", "bedside", *arguments]
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return ran.stdout if ran.returncode == 0 else ran.stdout + ran.stderr


def transcript(name: str, run: Run = in_a_process) -> str:
    """What the commands of an investigation show, as the page has it."""
    with tempfile.TemporaryDirectory(prefix="bedside-investigation-") as made:
        folder = Path(made)
        for file in FOLDER.iterdir():
            shutil.copy(file, folder)
        lines: list[str] = []
        for command in commands()[name]:
            shown = run(shlex.split(command)[1:], folder).rstrip()
            lines += [f"$ {command}", *([shown] if shown else [])]
    return _SPEED.sub("", _EVENT.sub("event ········", "\n".join(lines)))


def written(page: str, transcripts: dict[str, str]) -> str:
    """The page with these transcripts between its marks."""
    for name, shown in transcripts.items():
        block = f"<!-- {name} -->\n```console\n{shown}\n```\n<!-- /{name} -->"
        pattern = re.compile(rf"<!-- {name} -->.*?<!-- /{name} -->", re.DOTALL)
        page = pattern.sub(lambda _, block=block: block, page)
    return page


def main() -> int:
    """Make the page again, or check it."""
    parser = argparse.ArgumentParser(description="Make the transcripts of docs/investigations.md again.")
    parser.add_argument("--check", action="store_true", help="change nothing; exit code 1 if the page is another")
    arguments = parser.parse_args()
    page = PAGE.read_text(encoding="utf-8")
    made = written(page, {name: transcript(name) for name in commands()})
    if arguments.check:
        print(
            "the same" if made == page else f"{PAGE.name} is another: run python -m bedside.benchmarks.investigations"
        )
        return int(made != page)
    PAGE.write_text(made, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
