"""``bedside explain``: what a rule means, with a bad and a good example."""

from typing import Annotated

import typer

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)


@app.command()
def explain(
    code: Annotated[
        str | None, typer.Argument(help="A code that validate or lint has shown.", show_default=False)
    ] = None,
) -> None:
    """Explain a rule by its code; without a code, list them all.

    Example: bedside explain unknown-key
    """
    import difflib

    from bedside.orchestrator.cases.rules import explained, rules
    from bedside.orchestrator.failures import Problem

    if code is None:
        for rule in rules().values():
            typer.echo(f"{rule.code:<18} {rule.severity:<8} {rule.what}")
        return
    if code not in rules():
        near = difflib.get_close_matches(code, rules(), n=1)
        hint = f" Did you mean {near[0]!r}?" if near else " 'bedside explain' lists them."
        raise Problem("usage", f"There is no rule {code!r}.{hint}")
    typer.echo(explained(rules()[code]))
