"""``bedside export``: runs as data for other programs, and interviews as sets for a classifier."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)
_FORMS = "messages, sharegpt, csv, parquet, hf, mts-dialog, aci-bench, notechat, convokit, atif, inspect, gold, brat or edit-pairs"
_CALLM = "textbook=0.6,assignment=0.2,application=0.2"


@app.command()
def export(
    runs: Annotated[list[Path], typer.Argument(metavar="RUN...", help="Run folders.", show_default=False)],
    out: Annotated[
        str | None,
        typer.Option(help="An empty folder, or one to be made; an address, too (s3://…).", show_default=False),
    ] = None,
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
        str, typer.Option(help="messages, sharegpt, atif, inspect: the speaker who is the assistant.")
    ] = "physician",
    with_notes: Annotated[bool, typer.Option("--with-notes", help="The text of the note in every row.")] = False,
    shard: Annotated[
        int | None,
        typer.Option(help="parquet, hf: so many dialogues a file at most.", min=1, show_default=False),
    ] = None,
    notes: Annotated[
        Path | None,
        typer.Option(help="The notes (as for batch), for a run that keeps no text of them.", show_default=False),
    ] = None,
    release: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="In place of --out, for strangers: with card, datasheet, Croissant, RO-Crate, checksums, signature.",
            show_default=False,
        ),
    ] = None,
    license: Annotated[
        str | None, typer.Option(help="--release: the licence you choose, like cc-by-4.0.", show_default=False)
    ] = None,
    datasheet: Annotated[
        Path | None,
        typer.Option(
            help="--release: what only people know, as YAML; DIR.yaml. Written with the questions if not there.",
            show_default=False,
        ),
    ] = None,
    key: Annotated[Path | None, typer.Option(help="--release: the SSH key that signs it.", show_default=False)] = None,
    passphrase_file: Annotated[
        Path | None, typer.Option(help="--release: a file with the passphrase of the key.", show_default=False)
    ] = None,
    signer: Annotated[str, typer.Option(help="--release: by what name the owner of the key is known.")] = "publisher",
    unsigned: Annotated[bool, typer.Option("--unsigned", help="--release: without a signature.")] = False,
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

    For strangers: bedside export runs/knees --format hf --release knees-1.0 --key ~/.ssh/id_ed25519
    """
    from bedside.orchestrator.cases.remote_files import sent_to
    from bedside.orchestrator.cli.export_command import stays_here
    from bedside.orchestrator.failures import Problem

    if release is None and (license or datasheet or key or passphrase_file or unsigned):
        raise Problem(
            "usage",
            "--license, --datasheet, --key and --unsigned are for a release: name its folder with --release DIR.",
        )
    if (out is None) == (release is None):
        raise Problem(
            "usage", "Name the folder with --out, or with --release for a set that strangers get: one of them."
        )
    if release is not None and (key is None) != unsigned:
        raise Problem(
            "usage", "A release is signed with --key FILE, or says that it is not with --unsigned: one of them."
        )
    form = form or ("messages" if release is not None else None)
    place = str(release) if release is not None else str(out)
    if form is None:
        from bedside.orchestrator.exports.interview_sets import Split, export

        if protocol != "callm":
            raise Problem("usage", f"--protocol {protocol!r} is not known: it is callm.")
        parts = Split.parse(split or _CALLM, seed)
        with sent_to(place, stays_here(runs)) as folder:
            made = export(runs, folder, parts, turns=turns, criteria=criteria, reasons=reasons)
        for name, of in made["files"].items():
            typer.echo(f"{name}: {of['interviews']} interviews, {of['positive']} positive, {of['negative']} negative")
        return
    from bedside.orchestrator.cli.export_command import run_export_command
    from bedside.orchestrator.exports.dialogue_sets import ExportOptions
    from bedside.orchestrator.exports.formats import SHARDED, Shape
    from bedside.orchestrator.exports.patient_splits import HashSplit
    from bedside.orchestrator.exports.selection import Selection

    if shard is not None and form not in SHARDED:
        raise Problem("usage", f"--shard is of {' and '.join(SHARDED)}: other forms have one file a part.")
    released = None
    if release is not None:
        from bedside.orchestrator.cli.release_command import release_options

        released = release_options(release, license, datasheet, key, passphrase_file, signer)
    options = ExportOptions(
        form,
        HashSplit.parse(split, seed) if split else HashSplit(seed=seed),
        Selection(tuple(status or ("finished",)), tuple(without or ()), worst, edited),
        near_duplicates,
        patient,
        Shape(assistant, with_notes, shard),
        released,
        force_privacy,
    )
    with sent_to(place, stays_here(runs)) as folder:
        run_export_command(runs, folder, notes, options, place)
