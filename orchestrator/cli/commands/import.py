"""``bedside import``: notes of other sets as a notes file for ``batch``, and as case files."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)


@app.command(name="import")
def bring_in(
    source: Annotated[Path, typer.Argument(help="A file, or a folder of files.", show_default=False)],
    shape: Annotated[str, typer.Option(help="auto, aci, mts, pmc, notechat or notes.")] = "auto",
    out: Annotated[
        Path | None, typer.Option(help="The notes file: SOURCE.notes.jsonl here, if left out.", show_default=False)
    ] = None,
    cases: Annotated[
        Path | None, typer.Option(help="Write a case file for each note into this folder, too.", show_default=False)
    ] = None,
    note_column: Annotated[str | None, typer.Option(help="The column of the note.", show_default=False)] = None,
    id_column: Annotated[str | None, typer.Option(help="The column of its name.", show_default=False)] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Only the first N rows.", show_default=False)] = None,
    deidentify: Annotated[
        bool, typer.Option("--deidentify", help="Put made-up names, numbers and addresses in place of the notes'.")
    ] = False,
) -> None:
    """Read the notes of a set (text, JSON Lines, JSON, CSV, Parquet) and write them as batch reads them. Rows that make no
    note are written down with their line and reason and stop no other.

    Exit code 0 if every row made a note, 3 if some did not, 2 if nothing can be made of the source.

    Example: bedside import train.csv && bedside batch --notes train.notes.jsonl
    """
    from bedside.orchestrator.failures import FINISHED, SOME_FAILED, USAGE, Problem
    from bedside.orchestrator.imports.formats import NAMES
    from bedside.orchestrator.imports.import_notes import Wanted, bring

    if shape not in NAMES:
        raise Problem("usage", f"--shape {shape!r} is not known; give one of {', '.join(NAMES)}.")
    target = out or Path(f"{source.resolve().stem}.notes.jsonl")
    wanted = Wanted(source, target, shape, note_column, id_column, cases, limit, deidentify)
    tally = bring(wanted, lambda text: typer.echo(text, err=True))
    shapes = ", ".join(f"{count:,} {name}" for name, count in tally.shapes.items())
    typer.echo(f"{tally.rows:,} rows = {tally.notes:,} notes + {tally.bad:,} bad" + (f" ({shapes})" if shapes else ""))
    if tally.files_left:
        total = tally.files_read + tally.files_left
        typer.echo(f"{total:,} files = {tally.files_read:,} read + {tally.files_left:,} left out")
    if tally.bad or tally.files_left:
        typer.echo(f"What is bad or left out, each with its line and reason, is in {wanted.bad}.", err=True)
    if not tally.notes:
        raise typer.Exit(USAGE)
    typer.echo(f"{target} is ready: bedside batch --notes {target}")
    if cases is not None:
        typer.echo(f"{tally.cases:,} case files are in {cases}: bedside check {cases}")
    raise typer.Exit(SOME_FAILED if tally.bad else FINISHED)
