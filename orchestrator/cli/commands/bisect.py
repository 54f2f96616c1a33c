"""``bedside bisect``: where two kept dialogues part and why, or since when a condition holds in one."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)


@app.command()
def bisect(
    one: Annotated[
        str, typer.Argument(metavar="RUN/ID", help="A kept dialogue, the good one of two.", show_default=False)
    ],
    other: Annotated[str | None, typer.Argument(metavar="RUN/ID", help="The bad one.", show_default=False)] = None,
    check: Annotated[
        str | None,
        typer.Option(metavar="EXPR", help="Since when this holds in the one dialogue.", show_default=False),
    ] = None,
    notes: Annotated[
        Path | None,
        typer.Option(help="The notes (as for batch), for a run that keeps no text of them.", show_default=False),
    ] = None,
    out: Annotated[Path, typer.Option(help="Where run folders are kept.")] = Path("runs"),
) -> None:
    """Find the first turn where two dialogues part, which asks nobody, and the class of the cause, in at most six re-runs; or
    with --check the first turn at which a condition holds.

    Example: bedside bisect runs/monday/knee runs/tuesday/knee
    """
    from bedside.orchestrator.cli.bisect_command import run_bisect_command

    raise typer.Exit(run_bisect_command(one, other, check, notes, out))
