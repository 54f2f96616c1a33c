"""``bedside evaluate``: what a set of conversations is worth."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)


@app.command()
def evaluate(
    run: Annotated[
        str,
        typer.Argument(
            metavar="RUN|FILE",
            help="A run folder, its name under --out, or JSON Lines of dialogues with turns and note.",
            show_default=False,
        ),
    ],
    reference: Annotated[
        list[str] | None,
        typer.Option(help="People's conversations, in the same forms; may be given again.", show_default=False),
    ] = None,
    learn_from: Annotated[
        list[str] | None,
        typer.Option(
            help="Other people's conversations, to learn how people talk; else half of the reference.",
            show_default=False,
        ),
    ] = None,
    notes: Annotated[
        Path | None,
        typer.Option(help="The notes (as for batch), for a run that keeps no text of them.", show_default=False),
    ] = None,
    to: Annotated[
        Path | None,
        typer.Option(help="The folder for the scores; RUN/evaluation, or beside FILE.", show_default=False),
    ] = None,
    processes: Annotated[int, typer.Option(help="How many processes score; 0 is one a processor.", min=0)] = 0,
    privacy: Annotated[
        bool, typer.Option("--privacy", help="In place of the scores: what the dialogues give away, as privacy.json.")
    ] = False,
    holdout: Annotated[
        Path | None,
        typer.Option(help="--privacy: notes of the same kind that the generator never saw.", show_default=False),
    ] = None,
    sources: Annotated[
        Path | None,
        typer.Option(
            help="--privacy: more notes that the generator was shown: examples, what it was trained on.",
            show_default=False,
        ),
    ] = None,
    canaries: Annotated[
        Path | None,
        typer.Option(help="--privacy: sentences that were planted in source notes, one a line.", show_default=False),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print the scorecard or the report as JSON.")] = False,
    out: Annotated[Path, typer.Option(help="Where run folders are kept.")] = Path("runs"),
) -> None:
    """Score conversations that are there, and write scores.jsonl, scorecard.json and scorecard.html. Nothing is generated.

    Example: bedside evaluate chest-tightness-on-stairs-1f0c22ab

    Then: bedside evaluate knees --privacy --holdout notes-nobody-used.jsonl
    """
    from bedside.orchestrator.failures import Problem

    if privacy:
        from bedside.orchestrator.cli.privacy_command import PrivacyOptions, run_privacy_command

        if reference or learn_from:
            raise Problem("usage", "--privacy compares with no people: leave --reference and --learn-from out.")
        run_privacy_command(run, out, PrivacyOptions(holdout, sources, canaries, notes, to, json))
        return
    if holdout or sources or canaries:
        raise Problem("usage", "--holdout, --sources and --canaries are for a privacy report: add --privacy.")
    from bedside.orchestrator.cli.evaluate_command import EvaluateOptions, run_evaluate_command

    run_evaluate_command(
        run, out, EvaluateOptions(tuple(reference or ()), tuple(learn_from or ()), notes, to, processes, json=json)
    )
