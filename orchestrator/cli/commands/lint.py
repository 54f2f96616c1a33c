"""``bedside lint``: what is wrong with case files, at the word."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)


@app.command()
def lint(
    paths: Annotated[list[Path], typer.Argument(help="Case files, ids of shipped cases, and folders of *.case.yaml.")],
    format: Annotated[str, typer.Option("--format", help="text, json, github or sarif.")] = "text",
    aloud: Annotated[
        bool,
        typer.Option(
            "--aloud", help="Hold each conversation, and mark every sentence of the note that comes out badly."
        ),
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing if nothing is wrong.")] = False,
) -> None:
    """Validate, and say what an author would want to know besides: contradictions, PHI, instructions in notes.

    Exit code 0 if there is no error, 2 if there is one; warnings alone are 0.
    """
    from bedside.orchestrator.cases.find_case import find_case
    from bedside.orchestrator.cases.lint import report

    raise typer.Exit(report([find_case(path) for path in paths], format, quiet=quiet, lint=True, aloud=aloud))
