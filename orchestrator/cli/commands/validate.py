"""``bedside validate``: what is wrong with case files, at the word."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)


@app.command()
def validate(
    paths: Annotated[list[Path], typer.Argument(help="Case files, ids of shipped cases, and folders of *.case.yaml.")],
    format: Annotated[str, typer.Option("--format", help="text, json, github or sarif.")] = "text",
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing if nothing is wrong.")] = False,
) -> None:
    """Look through case files and folders for what would stop them, all mistakes of all files at once.

    Exit code 0 if there is no error, 2 if there is one.
    """
    from bedside.orchestrator.cases.find_case import find_case
    from bedside.orchestrator.cases.lint import report

    raise typer.Exit(report([find_case(path) for path in paths], format, quiet=quiet, lint=False))
