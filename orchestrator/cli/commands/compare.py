"""``bedside compare``: runs of the same notes by their scores, two pair by pair, or any number in one table."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)


@app.command()
def compare(
    runs: Annotated[
        list[str],
        typer.Argument(
            metavar="RUN_A RUN_B",
            help="Runs (or files) over the same notes that were evaluated, or their scores; with --leaderboard any number.",
            show_default=False,
        ),
    ],
    leaderboard: Annotated[
        Path | None,
        typer.Option(help="In place of the pairs: all runs in one table, as a page (FILE.html).", show_default=False),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print the comparison, or the table, as JSON.")] = False,
    out: Annotated[Path, typer.Option(help="Where run folders are kept.")] = Path("runs"),
) -> None:
    """Set the scores of two runs side by side, note by note: the difference, its interval by paired bootstrap, its effect size.

    Example: bedside compare before after

    Many at once: bedside compare before after rival --leaderboard table.html
    """
    if leaderboard is not None:
        from bedside.orchestrator.cli.leaderboard_command import run_leaderboard_command

        run_leaderboard_command(runs, out, leaderboard, json=json)
        return
    from bedside.orchestrator.cli.compare_command import run_compare_command
    from bedside.orchestrator.failures import Problem

    if len(runs) != 2:
        raise Problem(
            "usage", "Two runs are compared: name two, or put many in one table with --leaderboard FILE.html."
        )
    run_compare_command(runs[0], runs[1], out, json=json)
