"""``bedside reproduce``: a run played again, and where it leaves what was kept."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)


@app.command()
def reproduce(
    run: Annotated[str, typer.Argument(help="A run folder, or its name under --out.", show_default=False)],
    notes: Annotated[
        Path | None,
        typer.Option(help="The notes (as for batch), for a run that keeps no text of them.", show_default=False),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="A line of JSON a dialogue.")] = False,
    out: Annotated[Path, typer.Option(help="Where run folders are kept.")] = Path("runs"),
) -> None:
    """Play every finished dialogue of a run again from its note and seed, and report drift. Nothing is written.

    Language models give the replies that are kept, and are asked only for what they were not asked before.

    Exit code 0 if every dialogue came out the same, 1 if one did not.
    """
    from bedside.orchestrator.cli.reproduce_command import run_reproduce_command

    raise typer.Exit(run_reproduce_command(run, notes, as_json, out))
