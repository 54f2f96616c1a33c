"""``bedside new``: a case file from a note, with what was read from it as comments to correct."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)


@app.command()
def new(
    from_note: Annotated[
        str, typer.Option("--from-note", help="A note's text file, or - for standard input.", show_default=False)
    ],
    protocol: Annotated[
        str | None, typer.Option(help="The agenda: notechat (if left out), history, results, …", show_default=False)
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Where to write it: NOTE.case.yaml here, if left out.", show_default=False)
    ] = None,
) -> None:
    """Write a case file from a note. It can be simulated at once; what was read from the note stands in it as comments.

    Example: bedside new --from-note visit.txt
    """
    from bedside.orchestrator.cases.case_input import CaseOptions
    from bedside.orchestrator.cases.draft import draft, modeline, write
    from bedside.orchestrator.cases.lints.privacy import identifying
    from bedside.orchestrator.cli.program_name import called
    from bedside.orchestrator.cli.simulate_command import read

    case, text, stem = read(None, from_note, CaseOptions())
    path = out or Path(f"{case.id}.case.yaml")
    stem = path.name.removesuffix(".yaml").removesuffix(".case") if out else stem  # a case is called like its file
    write(path, draft(text, stem, protocol, modeline(path)))
    found = identifying(text)
    if found == ["a name"]:
        typer.echo("The note holds a name: nobody says it.", err=True)
    elif found:
        typer.echo(
            f"The note holds {', '.join(found)}: the case says data_class: phi, so it stays on this machine.", err=True
        )
    typer.echo(f"{path} is ready. Read its comments, then run: {called()} simulate {path}")
