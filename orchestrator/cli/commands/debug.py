"""``bedside debug``: a conversation stepped through, changed and forked."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)


@app.command()
def debug(
    target: Annotated[
        str | None,
        typer.Argument(
            metavar="CASE | RUN/ID[@TURN]",
            help="A case file, the id of a shipped case, or a kept dialogue, at a turn of it.",
            show_default=False,
        ),
    ] = None,
    script: Annotated[
        Path | None, typer.Option(help="Carry out the lines of this file and end.", show_default=False)
    ] = None,
    init: Annotated[
        Path | None,
        typer.Option(help="Carry out the lines of this file first; .bedside-debug if it is here.", show_default=False),
    ] = None,
    full_screen: Annotated[
        bool, typer.Option("--full-screen", help="With panes for talk, note, reasons and forks (the extra `screen`).")
    ] = False,
    author: Annotated[
        str, typer.Option(help="Who edits, for the record; the login name if left out.", show_default=False)
    ] = "",
    seed: Annotated[int | None, typer.Option(help="Seed of the case; its own if left out.")] = None,
    model: Annotated[
        str | None, typer.Option(help="Who plays every role, instead of the case's.", show_default=False)
    ] = None,
    base_url: Annotated[str | None, typer.Option(help="Where the model's server is.", show_default=False)] = None,
    key_file: Annotated[str | None, typer.Option(help="A file that holds the key.", show_default=False)] = None,
    local_only: Annotated[bool, typer.Option("--local-only", help="Nothing leaves this machine.")] = False,
    no_knowledge: Annotated[bool, typer.Option("--no-knowledge", help="Do not ask the guideline store.")] = False,
    notes: Annotated[
        Path | None,
        typer.Option(help="The notes (as for batch), for a run that keeps no text of them.", show_default=False),
    ] = None,
    validate: Annotated[
        bool, typer.Option("--validate", help="Plant faults, ask blame about them, and print how often it is right.")
    ] = False,
    out: Annotated[Path, typer.Option(help="Where run folders are kept; the session gets one of its own.")] = Path(
        "runs"
    ),
) -> None:
    """Step through a conversation: see why each line was said, change it, go back, fork and compare. What is opened is never
    changed. Type help for the verbs.

    Example: bedside debug rolled-ankle
    """
    from bedside.orchestrator.build.player_options import PlayerOptions
    from bedside.orchestrator.cases.case_input import CaseOptions
    from bedside.orchestrator.cli.debug_command import DebugOptions, run_debug_command
    from bedside.orchestrator.failures import Problem

    if validate:
        from bedside.orchestrator.cli.validate_debugger import run_validation

        raise typer.Exit(run_validation())
    if target is None:
        raise Problem("usage", "Name what to debug: a case file, the id of a shipped case, or RUN/ID.")
    players = PlayerOptions(model, base_url, key_file, local_only)
    choices = CaseOptions(seed=seed, knowledge=False if no_knowledge else None, player=players.player)
    options = DebugOptions(script, init, out, notes, author)
    raise typer.Exit(run_debug_command(target, choices, players, options, full_screen))
