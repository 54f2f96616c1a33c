"""``bedside init``: a project folder that runs."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(help="Where; it is made if it is not there.")] = Path(),
    template: Annotated[
        str,
        typer.Option(help="The first case: minimal, chronic, child, emergency, telehealth, interview or injection."),
    ] = "minimal",
) -> None:
    """Make a project folder: a case that runs, its schema for editors, and a page that says what to do next.

    Example: bedside init my-cases --template child
    """
    import shlex

    from bedside.orchestrator.cases.scaffold import scaffold_project
    from bedside.orchestrator.cli.program_name import called

    files = scaffold_project(folder, template)
    for file in files:
        typer.echo(f"made {file}", err=True)
    typer.echo(f"Now run: {called()} simulate {shlex.quote(str(files[0]))}")
