"""``bedside export``: interviews as sets for a classifier."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)
_SPLIT = "textbook=0.6,assignment=0.2,application=0.2"


@app.command()
def export(
    runs: Annotated[
        list[Path], typer.Argument(metavar="RUN...", help="Run folders with interviews.", show_default=False)
    ],
    out: Annotated[Path, typer.Option(help="An empty folder, or one to be made.", show_default=False)],
    protocol: Annotated[str, typer.Option(help="How the sets are made: callm.")] = "callm",
    split: Annotated[str, typer.Option(help="The share of subjects of each part.")] = _SPLIT,
    seed: Annotated[int, typer.Option(help="Seed of the split.")] = 0,
    turns: Annotated[bool, typer.Option("--turns", help="Rows with turns in place of one text.")] = False,
    criteria: Annotated[bool, typer.Option("--criteria", help="Polarity and points of every criterion, too.")] = False,
    reasons: Annotated[bool, typer.Option("--reasons", help="The reasons, in files of their own.")] = False,
) -> None:
    """Write textbook.jsonl, assignment.jsonl and application.jsonl: no subject in two of them, labels in the same
    proportion, reasons stripped; with a README and a manifest."""
    from bedside.orchestrator.exports.interview_sets import Split, export
    from bedside.orchestrator.failures import Problem

    if protocol != "callm":
        raise Problem("usage", f"--protocol {protocol!r} is not known: it is callm.")
    made = export(runs, out, Split.parse(split, seed), turns=turns, criteria=criteria, reasons=reasons)
    for name, of in made["files"].items():
        typer.echo(f"{name}: {of['interviews']} interviews, {of['positive']} positive, {of['negative']} negative")
