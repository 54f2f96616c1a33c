"""``bedside play``: a person takes a part."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)


@app.command()
def play(
    case: Annotated[Path, typer.Argument(metavar="CASE", help="A case file, or the id of a shipped case.")],
    role: Annotated[
        str, typer.Option("--as", metavar="ROLE", help="Whom you play: physician, patient or a companion.")
    ] = "physician",
    seed: Annotated[int | None, typer.Option(help="Seed of the case; its own if left out.")] = None,
    persona: Annotated[
        str | None,
        typer.Option(
            help="A shipped way of talking, instead of the case's: bedside list personas.", show_default=False
        ),
    ] = None,
    model: Annotated[
        str | None, typer.Option(help="Who plays the others, instead of the case's.", show_default=False)
    ] = None,
    base_url: Annotated[str | None, typer.Option(help="Where the model's server is.", show_default=False)] = None,
    key_file: Annotated[str | None, typer.Option(help="A file that holds the key.", show_default=False)] = None,
    local_only: Annotated[bool, typer.Option("--local-only", help="Nothing leaves this machine.")] = False,
    no_knowledge: Annotated[bool, typer.Option("--no-knowledge", help="Do not ask the guideline store.")] = False,
    author: Annotated[
        str, typer.Option(help="Who plays, for the record; the login name if left out.", show_default=False)
    ] = "",
    out: Annotated[Path, typer.Option(help="Where run folders are kept.")] = Path("runs"),
    serve: Annotated[bool, typer.Option("--serve", help="Play in a page of this machine's browser.")] = False,
    port: Annotated[int, typer.Option(help="Port of the page; a free one if left out.", show_default=False)] = 0,
) -> None:
    """Play the physician, the patient or a companion yourself: type a line, the others answer. At the end it says what was
    brought out, what was not, and which red flags nobody asked about.

    Example: bedside play rolled-ankle --as physician
    """
    from bedside.orchestrator.build.player_options import PlayerOptions
    from bedside.orchestrator.cases.case_input import CaseOptions
    from bedside.orchestrator.cli.play_command import run_play_command

    players = PlayerOptions(model, base_url, key_file, local_only)
    choices = CaseOptions(seed=seed, persona=persona, knowledge=False if no_knowledge else None, player=players.player)
    raise typer.Exit(run_play_command(case, role, choices, players, out, author, port if serve else None))
