"""``bedside retry-failed``: the failed items of a batch once more, by the command that the run remembers."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)


@app.command(name="retry-failed")
def retry_failed(
    run: Annotated[str, typer.Argument(help="A run of bedside batch: its folder, or its name in --out.")],
    options: Annotated[
        list[str] | None,
        typer.Argument(metavar="[-- OPTION...]", help="Options of bedside batch to add.", show_default=False),
    ] = None,
    out: Annotated[Path, typer.Option(help="Where run folders are kept.")] = Path("runs"),
) -> None:
    """Try the failed items of a batch again and nothing else. Run it where the batch was run, since its files are named from
    there.

    Example: bedside retry-failed knees -- --timeout 300 --jobs 4
    """
    from bedside.orchestrator.cli.commands.batch import app as batch
    from bedside.orchestrator.cli.find_run import find_run
    from bedside.orchestrator.failures import Problem
    from bedside.orchestrator.runs.file_names import ABOUT
    from bedside.orchestrator.runs.run_json import read_about

    folder, _ = find_run(run, out)
    remembered = [str(word) for word in read_about(folder / ABOUT).get("arguments", ())]
    if remembered[:1] != ["batch"]:
        raise Problem("usage", f"{folder} was not made by bedside batch: run the command that made it again.")
    again = [*remembered[1:], "--out", str(folder.parent), "--run", folder.name, "--only-failed", *(options or ())]
    raise typer.Exit(typer.main.get_command(batch).main(again, prog_name="bedside batch", standalone_mode=False) or 0)
