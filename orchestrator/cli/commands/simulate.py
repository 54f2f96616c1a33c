"""``bedside simulate``: one conversation, shown as it happens."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)


@app.command()
def simulate(
    case: Annotated[
        Path | None,
        typer.Argument(help="A case file (CASE.case.yaml), or the id of a shipped case.", show_default=False),
    ] = None,
    note: Annotated[
        str | None, typer.Option(help="A note's text file instead of a case, or - for standard input.")
    ] = None,
    seed: Annotated[int | None, typer.Option(help="Seed of the run; the case's own if left out.")] = None,
    style: Annotated[str | None, typer.Option(help="Style profile, instead of the case's.")] = None,
    setting: Annotated[
        str | None, typer.Option(help="clinic, hospital, emergency, ambulance, home, telehealth, portal or therapy.")
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
    timeout: Annotated[
        float | None,
        typer.Option(
            min=0.1, max=3600, help="Seconds for one answer of a model, all tries together; 120.", show_default=False
        ),
    ] = None,
    attempts: Annotated[
        int | None, typer.Option(min=1, max=20, help="Tries of one call that fails in passing; 4.", show_default=False)
    ] = None,
    max_seconds: Annotated[
        float | None,
        typer.Option(min=0.1, help="Stop after this time; the same command goes on.", show_default=False),
    ] = None,
    record: Annotated[
        Path | None, typer.Option(help="Add every reply to this cassette, for replay:FILE.", show_default=False)
    ] = None,
    key: Annotated[str | None, typer.Option("--key", "--api-key", hidden=True)] = None,
    no_knowledge: Annotated[bool, typer.Option("--no-knowledge", help="Do not ask the guideline store.")] = False,
    deidentify: Annotated[
        bool,
        typer.Option("--deidentify", help="Put made-up names, numbers and addresses in place of the note's first."),
    ] = False,
    trace: Annotated[bool, typer.Option("--trace", help="Show the reason under each line.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print the events as JSON lines.")] = False,
    out: Annotated[Path, typer.Option(help="Where run folders are kept.")] = Path("runs"),
    run: Annotated[str | None, typer.Option(help="Name of the run folder.", show_default=False)] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Make a new run folder.")] = False,
    keep_text: Annotated[
        bool | None,
        typer.Option(
            help="Keep the note's words in the run: yes, but for phi and credentialed data.", show_default=False
        ),
    ] = None,
    shared: Annotated[bool, typer.Option("--shared", help="Let others of this machine read the run folder.")] = False,
    otel: Annotated[
        bool, typer.Option("--otel", help="Send OpenTelemetry spans, without any words: docs/telemetry.md.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but the conversation.")] = False,
) -> None:
    """Hold one conversation from a case file, or from a note alone, and show each turn once it is checked.

    Example: bedside simulate chest-tightness-on-stairs --trace
    """
    from bedside.orchestrator.build.player_options import NO_KEY, PlayerOptions
    from bedside.orchestrator.cases.case_input import CaseOptions
    from bedside.orchestrator.cli.printer import Printer
    from bedside.orchestrator.cli.simulate_command import RunPlace, run_simulate_command
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
    player_options = PlayerOptions(model, base_url, key_file, local_only, record, timeout, attempts)
    printer = Printer(trace=trace, json=json, quiet=quiet)
    place = RunPlace(out, run, fresh, shared, keep_text, max_seconds)
    raise typer.Exit(run_simulate_command(case, note, choices, player_options, place, printer, otel, deidentify))
