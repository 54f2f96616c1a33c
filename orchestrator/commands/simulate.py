"""``bedside simulate``: one conversation, shown as it happens."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)


@app.command()
def simulate(
    case: Annotated[Path | None, typer.Argument(help="A case file (CASE.case.yaml).", show_default=False)] = None,
    note: Annotated[
        str | None, typer.Option(help="A note's text file instead of a case, or - for standard input.")
    ] = None,
    seed: Annotated[int | None, typer.Option(help="Seed of the run; the case's own if left out.")] = None,
    style: Annotated[str | None, typer.Option(help="Style profile, instead of the case's.")] = None,
    setting: Annotated[str | None, typer.Option(help="clinic, hospital, emergency, telehealth or home.")] = None,
    models: Annotated[str | None, typer.Option(help="The family of players, instead of the case's.")] = None,
    no_knowledge: Annotated[bool, typer.Option("--no-knowledge", help="Do not ask the guideline store.")] = False,
    trace: Annotated[bool, typer.Option("--trace", help="Show the reason under each line.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print the events as JSON lines.")] = False,
    out: Annotated[Path, typer.Option(help="Where run folders are kept.")] = Path("runs"),
    run: Annotated[str | None, typer.Option(help="Name of the run folder.", show_default=False)] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Make a new run folder.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but the conversation.")] = False,
) -> None:
    """Hold one conversation from a case file, or from a note alone, and show each turn once it is checked.

    Example: bedside simulate scenarios/cases/chest-tightness-on-stairs.case.yaml --trace
    """
    from bedside.orchestrator.show import Printer
    from bedside.orchestrator.simulate import Choices
    from bedside.orchestrator.sitting import Where, sit

    choices = Choices(seed=seed, style=style, setting=setting, models=models, knowledge=False if no_knowledge else None)
    printer = Printer(trace=trace, json=json, quiet=quiet)
    raise typer.Exit(sit(case, note, choices, Where(out, run, fresh), printer))
