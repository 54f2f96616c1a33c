"""``bedside runs``: what is kept."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)


@app.command()
def runs(
    out: Annotated[Path, typer.Option(help="Where run folders are kept.")] = Path("runs"),
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object a run.")] = False,
) -> None:
    """List the run folders, newest first: when each was written, by which command, its dialogues, who played, its size."""
    from dataclasses import asdict

    from bedside.orchestrator.cli.output import need_output, print_out, table_width
    from bedside.orchestrator.runs.checksum import dump
    from bedside.orchestrator.runs.run_list import run_rows
    from bedside.orchestrator.views.run_tables import RUN_HEAD, run_cells, text_table

    need_output()
    rows = run_rows(out)
    if json:
        for row in rows:
            print_out(dump(asdict(row)).decode().rstrip("\n"))
    elif rows:
        print_out("\n".join(text_table(RUN_HEAD, [run_cells(row) for row in rows], table_width())))
    else:
        typer.echo(f"No run is kept in {out}: --out names another place.", err=True)
