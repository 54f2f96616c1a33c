"""``bedside check``: hold the conversations of cases and see whether each is what its author expects."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)


@app.command()
def check(
    cases: Annotated[
        list[Path], typer.Argument(help="Case files, ids of shipped cases, or folders with cases.", show_default=False)
    ],
    seeds: Annotated[int, typer.Option(min=1, max=1000, help="How many seeds to try, from the case's own on.")] = 1,
    seed: Annotated[int | None, typer.Option(help="Start from this seed, not the case's.", show_default=False)] = None,
    persona: Annotated[
        str | None,
        typer.Option(
            help="A shipped way of talking, instead of the case's: bedside list personas.", show_default=False
        ),
    ] = None,
    model: Annotated[
        str | None,
        typer.Option(help="Who plays every role: agenda, scripted, openai:MODEL, ollama:MODEL, …", show_default=False),
    ] = None,
    base_url: Annotated[str | None, typer.Option(help="Where the model's server is.", show_default=False)] = None,
    key_file: Annotated[str | None, typer.Option(help="A file that holds the key.", show_default=False)] = None,
    local_only: Annotated[bool, typer.Option("--local-only", help="Nothing leaves this machine.")] = False,
    no_knowledge: Annotated[bool, typer.Option("--no-knowledge", help="Do not ask the guideline store.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print a JSON line for every conversation.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say only what was not met.")] = False,
) -> None:
    """Hold the conversation of every case, as simulate does, and test what the case expects under expect:.

    Exit code 0 if all was met, 1 if an expectation was not, 3 if a conversation did not come to its end, 2 if the input
    cannot be used, 130 if stopped.

    Example: bedside check scenarios/cases --seeds 4
    """
    from bedside.orchestrator.build.player_options import PlayerOptions
    from bedside.orchestrator.cases.case_input import CaseOptions
    from bedside.orchestrator.cases.find_case import find_case
    from bedside.orchestrator.cli.check_report import CheckReport, report_expectations

    player_options = PlayerOptions(model, base_url, key_file, local_only)
    choices = CaseOptions(
        seed=seed, persona=persona, knowledge=False if no_knowledge else None, player=player_options.player
    )
    raise typer.Exit(
        report_expectations(
            [find_case(case) for case in cases], choices, seeds, player_options, CheckReport(json=json, quiet=quiet)
        )
    )
