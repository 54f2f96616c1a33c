"""``bedside batch``: a conversation for every note of a JSON Lines file."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)


@app.command()
def batch(
    notes: Annotated[
        Path | None, typer.Option(help='JSON Lines: {"id": ..., "note": ...} a line.', show_default=False)
    ] = None,
    case: Annotated[
        Path | None,
        typer.Option(help="An interview case or its id, in place of --notes: see --subjects.", show_default=False),
    ] = None,
    subjects: Annotated[int, typer.Option(min=0, help="With --case: so many people, each drawn anew.")] = 0,
    positive: Annotated[float, typer.Option(min=0, max=1, help="With --case: the share of positive labels.")] = 0.5,
    limit: Annotated[int | None, typer.Option(min=1, help="Only the first N notes.", show_default=False)] = None,
    jobs: Annotated[
        int | None,
        typer.Option(
            min=1, max=1000, help="Dialogues in flight: 16 with a language model, else 1.", show_default=False
        ),
    ] = None,
    processes: Annotated[
        int | None,
        typer.Option(
            min=1, max=64, help="Processes that make them; as many as pay, 1 with a model.", show_default=False
        ),
    ] = None,
    seed: Annotated[int | None, typer.Option(help="Seed of the run; 0, or the case's own.", show_default=False)] = None,
    style: Annotated[
        str | None, typer.Option(help="Style profile of notes that name none; visit.", show_default=False)
    ] = None,
    setting: Annotated[
        str | None,
        typer.Option(
            help="clinic, hospital, emergency, ambulance, home, telehealth, portal or therapy.", show_default=False
        ),
    ] = None,
    protocol: Annotated[
        str | None, typer.Option(help="notechat, history, results, therapy or emergency.", show_default=False)
    ] = None,
    language: Annotated[
        str | None, typer.Option(help="The language they speak, like de; the case's own, or en.", show_default=False)
    ] = None,
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
    record: Annotated[
        Path | None, typer.Option(help="Add every reply to this cassette, for replay:FILE.", show_default=False)
    ] = None,
    key: Annotated[str | None, typer.Option("--key", "--api-key", hidden=True)] = None,
    no_knowledge: Annotated[bool, typer.Option("--no-knowledge", help="Do not ask the guideline store.")] = False,
    deidentify: Annotated[
        bool,
        typer.Option("--deidentify", help="Put made-up names, numbers and addresses in place of the notes' first."),
    ] = False,
    out: Annotated[Path, typer.Option(help="Where run folders are kept.")] = Path("runs"),
    run: Annotated[str | None, typer.Option(help="Name of the run folder.", show_default=False)] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Make a new run folder.")] = False,
    keep_text: Annotated[
        bool | None,
        typer.Option(
            help="Keep the notes' words in the run: yes, but for phi and credentialed data.", show_default=False
        ),
    ] = None,
    shared: Annotated[bool, typer.Option("--shared", help="Let others of this machine read the run folder.")] = False,
    otel: Annotated[
        bool, typer.Option("--otel", help="Send OpenTelemetry spans, without any words: docs/telemetry.md.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but what went wrong.")] = False,
) -> None:
    """Make a conversation for every note and keep them in one run folder; run again to go on where it stopped.

    Exit code 0 if all finished, 3 if some failed, 2 if the input cannot be used, 130 if stopped (Ctrl-C, kill, or its
    terminal closed).
    """
    from bedside.orchestrator.build.player_options import NO_KEY, PlayerOptions
    from bedside.orchestrator.cases.case_input import CaseOptions
    from bedside.orchestrator.cli.batch_command import BatchOptions, run_batch_command
    from bedside.orchestrator.cli.simulate_command import RunPlace
    from bedside.orchestrator.failures import Problem

    if key is not None:
        raise Problem("usage", NO_KEY)
    choices = CaseOptions(
        seed=seed,
        style=style,
        setting=setting,
        protocol=protocol,
        language=language,
        persona=persona,
        knowledge=False if no_knowledge else None,
    )
    player_options = PlayerOptions(model, base_url, key_file, local_only, record)
    order = BatchOptions(
        notes, case, subjects, positive, limit, jobs, processes, player_options, quiet, otel, deidentify
    )
    raise typer.Exit(run_batch_command(order, choices, RunPlace(out, run, fresh, shared, keep_text)))
