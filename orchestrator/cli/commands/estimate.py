"""``bedside estimate``: what a batch will take, without a call to a model."""

from typing import Annotated

import typer

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)


@app.command(context_settings={"ignore_unknown_options": True, "allow_interspersed_args": True})
def estimate(
    arguments: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[INPUT]... [OPTION]...", help="As for bedside batch, whose --help lists them.", show_default=False
        ),
    ] = None,
    sample: Annotated[int, typer.Option(min=1, max=1000, help="Dialogues that are held without a call.")] = 20,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Tell how many calls, tokens, money and time the same bedside batch will take. Nothing is asked and nothing is written.

    Example: bedside estimate notes.csv --model openai:gpt-4o-mini
    """
    from bedside.orchestrator.cli.commands.batch import app as batch

    given = [*(arguments or ()), "--estimate", str(sample), *(["--estimate-json"] if json else [])]
    raise typer.Exit(
        typer.main.get_command(batch).main(given, prog_name="bedside estimate", standalone_mode=False) or 0
    )
