"""``bedside verify``: whether a run folder is what was written."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)


@app.command()
def verify(
    run: Annotated[str, typer.Argument(help="A run folder, its name under --out, or a release.", show_default=False)],
    signers: Annotated[
        Path | None,
        typer.Option(help="Of a release: who may have signed it, as ssh-keygen's allowed_signers.", show_default=False),
    ] = None,
    out: Annotated[Path, typer.Option(help="Where run folders are kept.")] = Path("runs"),
) -> None:
    """Check every checksum of a run folder, each dialogue against its log, and the account of the run. Changes nothing.

    Of a release (bedside export --release) every file is held against its checksum, and those against their signature.

    Exit code 0 if all is whole, 1 if something is damaged or lost, 2 if the folder cannot be read.
    """
    from bedside.orchestrator.cli.find_run import find_run, reading
    from bedside.orchestrator.cli.output import need_output, print_out
    from bedside.orchestrator.exports.verify_release import is_release, verify_release
    from bedside.orchestrator.failures import Problem
    from bedside.orchestrator.runs import verify as checks
    from bedside.orchestrator.views.terminal_text import harmless

    need_output()
    with reading():
        if is_release(Path(run)):
            folder, verdict = Path(run), verify_release(Path(run), signers)
        else:
            folder, name = find_run(run, out)
            if name is not None:
                raise Problem("usage", f"A run is verified whole: bedside verify {folder}.")
            if signers is not None:
                raise Problem("usage", "--signers is for a release: nobody signs a run folder.")
            verdict = checks.verify(folder)
    told = [
        *(f"whole    {sentence}" for sentence in verdict.whole),
        *(f"damaged  {sentence}" for sentence in verdict.faults),
        *(f"         {sentence}" for sentence in verdict.remarks),
        f"{folder}: " + ("damaged." if verdict.faults else "whole."),
    ]
    print_out(harmless("\n".join(told)))
    raise typer.Exit(1 if verdict.faults else 0)
