"""``bedside compare``: two runs of the same notes by their scores."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)


@app.command()
def compare(
    a: Annotated[
        str,
        typer.Argument(metavar="RUN_A", help="A run (or file) that was evaluated, or its scores.", show_default=False),
    ],
    b: Annotated[str, typer.Argument(metavar="RUN_B", help="Another over the same notes.", show_default=False)],
    json: Annotated[bool, typer.Option("--json", help="Print the comparison as JSON.")] = False,
    out: Annotated[Path, typer.Option(help="Where run folders are kept.")] = Path("runs"),
) -> None:
    """Set the scores of two runs side by side, note by note: the difference, its interval by paired bootstrap, its effect size.

    Example: bedside compare before after
    """
    from bedside.orchestrator.cli.compare_command import run_compare_command

    run_compare_command(a, b, out, json=json)
