"""``bedside show``: a kept conversation, or the list of a run's."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)


@app.command()
def show(
    run: Annotated[
        str,
        typer.Argument(
            metavar="RUN[/ID]",
            help="A run folder, or its name under --out; with the id of a dialogue.",
            show_default=False,
        ),
    ],
    trace: Annotated[bool, typer.Option("--trace", help="Show the reason under each line.")] = False,
    side_by_side: Annotated[
        bool, typer.Option("--side-by-side", help="Show beside each line the note's words that it rests on.")
    ] = False,
    format: Annotated[
        str, typer.Option(help="text, md, html, docx (into a file) or json (all that is kept).")
    ] = "text",
    notes: Annotated[
        Path | None,
        typer.Option(help="The notes (as for batch), for a run that keeps no text of them.", show_default=False),
    ] = None,
    out: Annotated[Path, typer.Option(help="Where run folders are kept.")] = Path("runs"),
) -> None:
    """Show a kept conversation. Of a run of many, list them; as json, print one object a dialogue.

    Example: bedside show chest-tightness-on-stairs-1f0c22ab --side-by-side
    """
    from bedside.orchestrator.cli.show_command import ShowOptions, run_show_command

    run_show_command(run, out, ShowOptions(trace, side_by_side, format, notes))
