"""``bedside validate``: what is wrong with case files, at the word."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)


@app.command()
def validate(
    paths: Annotated[list[Path], typer.Argument(help="Case files, and folders of *.case.yaml.")],
    format: Annotated[str, typer.Option("--format", help="text, json, github or sarif.")] = "text",
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing if nothing is wrong.")] = False,
) -> None:
    """Look through case files and folders for what would stop them, all mistakes of all files at once.

    Exit code 0 if there is no error, 2 if there is one.
    """
    from bedside.orchestrator.diagnostics import FORMATS, shown
    from bedside.orchestrator.failures import FINISHED, USAGE, Problem
    from bedside.orchestrator.linting import look

    if format not in FORMATS:
        raise Problem("usage", f"--format {format!r} is not known: give one of {', '.join(FORMATS)}.")
    found, files = look(paths, lint=False)
    errors = sum(one.severity == "error" for one in found)
    if found or format in ("json", "sarif"):
        typer.echo(shown(found, format))
    if not files:
        raise Problem("usage", f"There is no *.case.yaml in {', '.join(map(str, paths))}: check the path.")
    if not quiet and format == "text":
        warnings = len(found) - errors
        counted = f"{errors:,} error{'s' * (errors != 1)}" + (
            f", {warnings:,} warning{'s' * (warnings != 1)}" if warnings else ""
        )
        typer.echo(f"{files:,} file{'s' * (files != 1)}: {counted if found else 'nothing wrong'}", err=bool(found))
    raise typer.Exit(USAGE if errors else FINISHED)
