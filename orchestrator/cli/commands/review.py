"""``bedside review``: conversations read blind, and the answers counted."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)


@app.command()
def review(
    runs: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[RUN...]",
            help="Run folders, or their names under --out, each an arm; with --answers, more files of answers.",
            show_default=False,
        ),
    ] = None,
    human: Annotated[
        Path | None,
        typer.Option("--with", help="Human conversations of the same notes, as for view --human.", show_default=False),
    ] = None,
    answers: Annotated[
        list[Path] | None,
        typer.Option(help="Count the answers in this file; may be repeated.", show_default=False),
    ] = None,
    key: Annotated[
        Path | None, typer.Option(help="With --answers: the key written with the page.", show_default=False)
    ] = None,
    count: Annotated[int | None, typer.Option(help="So many conversations at most.", min=2, show_default=False)] = None,
    seed: Annotated[int, typer.Option(help="Seed of the draw and the order.")] = 0,
    each: Annotated[bool, typer.Option("--each", help="Each note once for every arm, and not once in all.")] = False,
    lower: Annotated[
        bool, typer.Option("--lower", help="All in lower case without punctuation, as some recordings are.")
    ] = False,
    notes: Annotated[
        Path | None,
        typer.Option(help="The notes (as for batch), for a run that keeps no text of them.", show_default=False),
    ] = None,
    to: Annotated[Path | None, typer.Option(help="The page; review.html in the first run.", show_default=False)] = None,
    tool: Annotated[
        str | None,
        typer.Option(
            "--for",
            metavar="<str>",
            help="In place of the page, tasks for label-studio or potato in a folder.",
            show_default=False,
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="With --answers: the counts as JSON.")] = False,
    out: Annotated[Path, typer.Option(help="Where run folders are kept.")] = Path("runs"),
) -> None:
    """Write a page on which somebody reads conversations without knowing who held them, and count what they answered.

    Example: bedside review knees --with recorded.jsonl --count 12

    Then: bedside review --answers answers-ann.jsonl answers-ben.jsonl --key runs/knees/review.key.json
    """
    from bedside.orchestrator.cli.review_command import Sources, count_answers, write_review
    from bedside.orchestrator.reviews.blinded import ReviewOptions
    from bedside.orchestrator.reviews.form import READING_ALOUD

    if answers:
        count_answers([*answers, *map(Path, runs or ())], key, as_json)
        return
    options = ReviewOptions(READING_ALOUD, count, seed, each, lower)
    write_review(Sources(runs or (), out, human, notes, to, tool), options)
