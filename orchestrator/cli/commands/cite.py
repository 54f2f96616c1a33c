"""``bedside cite``: the methods paragraph of a run."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)


@app.command()
def cite(
    run: Annotated[str, typer.Argument(help="A run folder, or its name under --out.", show_default=False)],
    out: Annotated[Path, typer.Option(help="Where run folders are kept.")] = Path("runs"),
) -> None:
    """Write the paragraph that says how the dialogues of a run were made: who played, prompts by digest, decoding, seed, versions, scores.

    Example: bedside cite knees
    """
    from bedside.orchestrator.cli.find_run import find_run, reading
    from bedside.orchestrator.cli.output import need_output, print_out
    from bedside.orchestrator.exports.methods import methods_of
    from bedside.orchestrator.failures import Problem
    from bedside.orchestrator.views.terminal_text import harmless

    need_output()
    with reading():
        folder, name = find_run(run, out)
        if name is not None:
            raise Problem("usage", f"A run is cited whole: bedside cite {folder}.")
        print_out(harmless(methods_of(folder)))
