"""``bedside schema``: the JSON Schema of case files."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)


@app.command()
def schema(
    out: Annotated[Path | None, typer.Option(help="Write it to this file.", show_default=False)] = None,
) -> None:
    """Print the JSON Schema of case files, for editors and other programs.

    A case file that begins with `# yaml-language-server: $schema=case.schema.json` is completed and explained by editors.
    """
    from bedside.scenarios.schema import schema_text

    if out is None:
        typer.echo(schema_text(), nl=False)
        return
    out.write_text(schema_text(), encoding="utf-8")
    typer.echo(f"{out} is written.", err=True)
