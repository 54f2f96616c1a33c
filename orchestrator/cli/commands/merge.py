"""``bedside merge``: runs of shards put together as one."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)


@app.command()
def merge(
    runs: Annotated[list[Path], typer.Argument(help="The run folders of all shards.", show_default=False)],
    run: Annotated[str, typer.Option(help="Name of the run folder to make.", show_default=False)],
    out: Annotated[Path, typer.Option(help="Where run folders are kept.")] = Path("runs"),
    shared: Annotated[bool, typer.Option("--shared", help="Let others of this machine read the run folder.")] = False,
) -> None:
    """Put the runs of shards together: one folder, as a single run over all would have written it. The shards are left as they
    are; what has failed or is missing is made by the batch command without --shard, under the name given here.

    Exit code 0 if all is there, 3 if something failed or is missing.

    Example: bedside merge runs/knees-*-of-8 --run knees
    """
    from bedside.orchestrator.failures import FINISHED, SOME_FAILED
    from bedside.orchestrator.runs.merge import merge as put_together

    made = put_together(runs, out, run, shared)
    parts = " + ".join(f"{made.counts[name]:,} {name}" for name in ("finished", "failed", "filtered", "pending"))
    typer.echo(f"{made.counts['requested']:,} requested = {parts}; kept in {made.folder}", err=True)
    if made.missing:
        some = ", ".join(made.missing[:10])
        typer.echo(f"{len(made.missing):,} shards are missing: {some}.", err=True)
    whole = not made.missing and not made.counts["failed"] and not made.counts["pending"]
    raise typer.Exit(FINISHED if whole else SOME_FAILED)
