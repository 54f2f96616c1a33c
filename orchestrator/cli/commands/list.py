"""``bedside list``: what can be named in a case, on the command line or from Python."""

from typing import Annotated

import typer

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)


@app.command("list")
def list_(
    kind: Annotated[
        str | None,
        typer.Argument(help="personas, settings, protocols, styles, cases, models or metrics.", show_default=False),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print them as JSON.")] = False,
) -> None:
    """List what can be named, a line each: ways of talking, places, agendas, styles, shipped cases, models, metrics.

    Example: bedside list cases
    """
    from bedside.orchestrator.cases.did_you_mean import nearest
    from bedside.orchestrator.failures import Problem
    from bedside.orchestrator.views.listing import KINDS

    if kind is None:
        typer.echo("\n".join(KINDS))
        return
    if kind not in KINDS:
        known = ", ".join(KINDS)
        raise Problem("usage", f"There is no list of {kind!r}.{nearest(kind, KINDS)} Give one of {known}.")
    rows = KINDS[kind]()
    if json:
        import orjson

        typer.echo(orjson.dumps([row.shown() for row in rows], option=orjson.OPT_INDENT_2).decode())
        return
    width = max((len(row.name) for row in rows), default=0)
    typer.echo("\n".join(f"{row.name:<{width}}  {row.what}".rstrip() for row in rows))
