"""``bedside view``: kept conversations as one page for a browser."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)


@app.command()
def view(
    runs: Annotated[
        list[str],
        typer.Argument(
            metavar="RUN...",
            help="Run folders, or their names under --out; several stand side by side.",
            show_default=False,
        ),
    ],
    human: Annotated[
        Path | None,
        typer.Option(
            help="Human conversations of the same notes, JSON Lines: note_id, and turns or text.", show_default=False
        ),
    ] = None,
    notes: Annotated[
        Path | None,
        typer.Option(help="The notes (as for batch), for a run that keeps no text of them.", show_default=False),
    ] = None,
    to: Annotated[Path | None, typer.Option(help="The page; view.html in the first run.", show_default=False)] = None,
    serve: Annotated[bool, typer.Option("--serve", help="Serve it on this machine, with all prompts.")] = False,
    port: Annotated[int, typer.Option(help="With --serve: the port; 0 takes a free one.", min=0, max=65535)] = 0,
    out: Annotated[Path, typer.Option(help="Where run folders are kept.")] = Path("runs"),
) -> None:
    """Write one page of HTML that shows runs: dialogues beside their notes, with reasons, forks and other runs.

    Example: bedside view chest-tightness-on-stairs-1f0c22ab
    """
    from bedside.orchestrator.cli.view_command import ViewOptions, run_view_command

    run_view_command(runs, out, ViewOptions(human, notes, to, serve, port))
