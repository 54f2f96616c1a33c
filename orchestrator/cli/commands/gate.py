"""``bedside gate``: the plans or drafts at which a batch was held, written for a person and taken in again."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)


@app.command()
def gate(
    run: Annotated[str, typer.Argument(help="A run of bedside batch --stop-after: its folder, or its name in --out.")],
    write: Annotated[
        Path | None, typer.Option(help="Write them to this file, .yaml or .jsonl.", show_default=False)
    ] = None,
    take: Annotated[
        Path | None, typer.Option(help="Take in what was changed in this file.", show_default=False)
    ] = None,
    requests: Annotated[
        Path | None,
        typer.Option(help="After --stop-after polish: write an OpenAI batch file.", show_default=False),
    ] = None,
    replies: Annotated[Path | None, typer.Option(help="Take in what the batch gave back.", show_default=False)] = None,
    author: Annotated[str, typer.Option(help="With --take: who changed it; your login.", show_default=False)] = "",
    why: Annotated[str, typer.Option(help="With --take: why, for the record.", show_default=False)] = "",
    notes: Annotated[
        Path | None,
        typer.Option(help="The notes (as for batch), for a run that keeps no text of them.", show_default=False),
    ] = None,
    out: Annotated[Path, typer.Option(help="Where run folders are kept.")] = Path("runs"),
) -> None:
    """Write the plans or drafts at which a batch was held, or take in what a person changed of them.

    What was changed is on the record with its author; all else goes on as if nobody had looked. The command that made the
    run, without --stop-after, goes on from there.

    Example: bedside gate knees --write drafts.yaml; edit it; bedside gate knees --take drafts.yaml
    """
    from bedside.orchestrator.batch.gate_changes import forms_of
    from bedside.orchestrator.batch.gate_changes import take as taken
    from bedside.orchestrator.batch.gate_file import read_forms, write_forms
    from bedside.orchestrator.cli.debug_command import author_name
    from bedside.orchestrator.cli.find_run import find_run, reading
    from bedside.orchestrator.cli.gate_batch_files import batch_files
    from bedside.orchestrator.cli.open_folder import open_folder
    from bedside.orchestrator.cli.output import print_out
    from bedside.orchestrator.failures import Problem

    if sum(one is not None for one in (write, take, requests, replies)) != 1:
        raise Problem("usage", "Give one of --write, --take, --requests and --replies, with a file.")
    path, _ = find_run(run, out)
    with reading():
        folder = open_folder(path, notes)
        if requests is not None or replies is not None:
            for line in batch_files(folder, requests, replies):
                print_out(line)
            return
        if write is not None:
            forms = list(forms_of(folder))
            if not forms:
                raise Problem(
                    "input", f"No dialogue of {path} is held: bedside batch --stop-after plan or draft does so."
                )
            write_forms(write, forms)
            plans = sum("plan" in form for form in forms)
            told = [f"{count:,} {what}" for count, what in ((plans, "plans"), (len(forms) - plans, "drafts")) if count]
            print_out(f"{' and '.join(told)} in {write}.")
            return
        assert take is not None
        made = taken(folder, read_forms(take), author_name(author), why)
    turns = sum(made.turns.values())
    print_out(
        f"{made.looked_at:,} looked through, {made.changed:,} changed ({turns:,} turns, {len(made.plans):,} plans): "
        "the command that made the run goes on without --stop-after."
    )
