"""``bedside fmt``: case files in shape, comments kept."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)


@app.command()
def fmt(
    paths: Annotated[list[Path], typer.Argument(help="Case files, and folders of *.case.yaml.")],
    check: Annotated[
        bool, typer.Option("--check", help="Change nothing; exit with 1 if a file is not in shape.")
    ] = False,
) -> None:
    """Put case files in shape: indentation, spaces, line ends. Comments and values stay as they are.

    Exit code 0, with --check 1 if a file is not in shape, 2 if a file cannot be read.
    """
    from bedside.orchestrator.cases.format import shape
    from bedside.orchestrator.failures import FINISHED, USAGE
    from bedside.scenarios.load import CaseError, case_files

    changed = wrong = 0
    files = case_files(paths)
    for file in files:
        try:
            if shape(file, check):
                changed += 1
                typer.echo(f"{file}{' is not in shape' if check else ''}")
        except CaseError as error:
            wrong += 1
            typer.echo(f"bedside: {error}", err=True)
    typer.echo(f"{len(files):,} files: {changed:,} {'not in shape' if check else 'changed'}", err=True)
    raise typer.Exit(USAGE if wrong else 1 if check and changed else FINISHED)
