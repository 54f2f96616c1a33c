"""``bedside export``: runs as data for other programs, and interviews as sets for a classifier."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)
_FORMS = "messages, sharegpt, csv, parquet, hf, mts-dialog, aci-bench, notechat or convokit"
_CALLM = "textbook=0.6,assignment=0.2,application=0.2"


@app.command()
def export(
    runs: Annotated[list[Path], typer.Argument(metavar="RUN...", help="Run folders.", show_default=False)],
    out: Annotated[Path, typer.Option(help="An empty folder, or one to be made.", show_default=False)],
    form: Annotated[
        str | None, typer.Option("--format", metavar="<str>", help=f"Dialogues as {_FORMS}.", show_default=False)
    ] = None,
    protocol: Annotated[str, typer.Option(help="Without --format: how sets of interviews are made.")] = "callm",
    split: Annotated[
        str | None,
        typer.Option(
            help=f"Parts and their shares, like train=0.8,validation=0.1,test=0.1; all in train. callm: {_CALLM}.",
            show_default=False,
        ),
    ] = None,
    seed: Annotated[int, typer.Option(help="Seed of the split.")] = 0,
    patient: Annotated[
        str | None,
        typer.Option(help="A pattern that finds the patient in a note's id, like '^p[0-9]+'.", show_default=False),
    ] = None,
    status: Annotated[
        list[str] | None,
        typer.Option(
            help="finished, unfinished, failed or filtered; may be repeated. Finished ones.", show_default=False
        ),
    ] = None,
    without: Annotated[
        list[str] | None,
        typer.Option(
            help="Leave out dialogues in which this check found a fault, or any; may be repeated.", show_default=False
        ),
    ] = None,
    worst: Annotated[
        str | None,
        typer.Option(
            help="The gravest finding a dialogue may have: note, warning, fault or grave.", show_default=False
        ),
    ] = None,
    edited: Annotated[bool, typer.Option("--edited/--no-edited", help="Those that a person changed, too.")] = True,
    near_duplicates: Annotated[
        float | None,
        typer.Option(help="Leave out what is as similar as this to one before it, like 0.8.", show_default=False),
    ] = None,
    assistant: Annotated[
        str, typer.Option(help="messages and sharegpt: the speaker who is the assistant.")
    ] = "physician",
    with_notes: Annotated[bool, typer.Option("--with-notes", help="The text of the note in every row.")] = False,
    notes: Annotated[
        Path | None,
        typer.Option(help="The notes (as for batch), for a run that keeps no text of them.", show_default=False),
    ] = None,
    release: Annotated[
        bool, typer.Option("--release", help="With a card and CHECKSUMS, for strangers; needs --license.")
    ] = False,
    license: Annotated[
        str | None, typer.Option(help="With --release: the licence you choose, like cc-by-4.0.", show_default=False)
    ] = None,
    force_privacy: Annotated[
        bool,
        typer.Option(
            "--force-privacy", help="Export what bedside evaluate --privacy found red, with that stamped on it."
        ),
    ] = False,
    turns: Annotated[bool, typer.Option("--turns", help="callm: rows with turns in place of one text.")] = False,
    criteria: Annotated[
        bool, typer.Option("--criteria", help="callm: polarity and points of every criterion, too.")
    ] = False,
    reasons: Annotated[bool, typer.Option("--reasons", help="callm: the reasons, in files of their own.")] = False,
) -> None:
    """Write the dialogues of runs for other programs: a file a part, a manifest with digests, and a list of those left out.

    Without --format, interviews as sets for a classifier: textbook.jsonl, assignment.jsonl and application.jsonl, no
    subject in two of them, labels in the same proportion, reasons stripped.

    Example: bedside export runs/knees --format messages --out knees --split train=0.9,test=0.1
    """
    from bedside.orchestrator.failures import Problem

    if release != bool(license and license.strip()) or (release and form is None):
        raise Problem(
            "usage", "A release needs all three: --format, --release and --license, for nobody else can choose it."
        )
    if form is None:
        from bedside.orchestrator.exports.interview_sets import Split, export

        if protocol != "callm":
            raise Problem("usage", f"--protocol {protocol!r} is not known: it is callm.")
        made = export(runs, out, Split.parse(split or _CALLM, seed), turns=turns, criteria=criteria, reasons=reasons)
        for name, of in made["files"].items():
            typer.echo(f"{name}: {of['interviews']} interviews, {of['positive']} positive, {of['negative']} negative")
        return
    from bedside.orchestrator.cli.export_command import run_export_command
    from bedside.orchestrator.exports.dialogue_sets import ExportOptions
    from bedside.orchestrator.exports.formats import Shape
    from bedside.orchestrator.exports.patient_splits import HashSplit
    from bedside.orchestrator.exports.selection import Selection

    options = ExportOptions(
        form,
        HashSplit.parse(split, seed) if split else HashSplit(seed=seed),
        Selection(tuple(status or ("finished",)), tuple(without or ()), worst, edited),
        near_duplicates,
        patient,
        Shape(assistant, with_notes),
        license.strip() if license else None,
        force_privacy,
    )
    run_export_command(runs, out, notes, options)
