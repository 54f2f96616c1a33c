"""``bedside batch``: a conversation for every case and every note, in one run folder."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(rich_markup_mode="rich", pretty_exceptions_enable=False, add_completion=False)

_WHAT, _WHO, _HOW = "What is made", "Who plays, and how they are asked", "How it is made"
_LIMITS, _KEPT = "Limits", "Where it is kept and how it is shown"


@app.command()
def batch(
    inputs: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="INPUT",
            help="Case files, notes (.jsonl, .csv, .parquet, .txt …), folders and patterns of them.",
            show_default=False,
            rich_help_panel=_WHAT,
        ),
    ] = None,
    notes: Annotated[
        Path | None,
        typer.Option(
            help='A file of notes: {"id": ..., "note": ...} a line, or a table.',
            show_default=False,
            rich_help_panel=_WHAT,
        ),
    ] = None,
    grid: Annotated[
        list[str] | None,
        typer.Option(
            metavar="AXIS=VALUES",
            help="Cross every note: persona=anxious,stoic, seed=0..4, protocol, setting, language, style. Repeat it.",
            show_default=False,
            rich_help_panel=_WHAT,
        ),
    ] = None,
    targets: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Shares of age, sex, condition, persona and setting to make it up by (YAML): docs/batch.md.",
            show_default=False,
            rich_help_panel=_WHAT,
        ),
    ] = None,
    case: Annotated[
        Path | None,
        typer.Option(
            help="An interview case or its id, held with --subjects N.", show_default=False, rich_help_panel=_WHAT
        ),
    ] = None,
    subjects: Annotated[
        int, typer.Option(min=0, help="With --case: so many people, each drawn anew.", rich_help_panel=_WHAT)
    ] = 0,
    positive: Annotated[
        float, typer.Option(min=0, max=1, help="With --case: the share of positive labels.", rich_help_panel=_WHAT)
    ] = 0.5,
    limit: Annotated[
        int | None,
        typer.Option(min=1, help="Only the first N notes.", show_default=False, rich_help_panel=_WHAT),
    ] = None,
    seed: Annotated[
        int | None,
        typer.Option(help="Seed of the run; 0, or the case's own.", show_default=False, rich_help_panel=_WHAT),
    ] = None,
    style: Annotated[
        str | None,
        typer.Option(help="Style profile of notes that name none; visit.", show_default=False, rich_help_panel=_WHAT),
    ] = None,
    setting: Annotated[
        str | None,
        typer.Option(
            help="clinic, hospital, emergency, ambulance, home, telehealth, portal or therapy.",
            show_default=False,
            rich_help_panel=_WHAT,
        ),
    ] = None,
    protocol: Annotated[
        str | None,
        typer.Option(
            help="notechat, history, results, therapy or emergency.", show_default=False, rich_help_panel=_WHAT
        ),
    ] = None,
    language: Annotated[
        str | None,
        typer.Option(
            help="The language they speak, like de; the case's own, or en.", show_default=False, rich_help_panel=_WHAT
        ),
    ] = None,
    persona: Annotated[
        str | None,
        typer.Option(
            help="A shipped way of talking, instead of the case's: bedside list personas.",
            show_default=False,
            rich_help_panel=_WHAT,
        ),
    ] = None,
    turns: Annotated[
        int | None,
        typer.Option(
            min=4,
            max=1000,
            help="Turns that a dialogue may have; 120, or the case's own. With more, those that were stopped go on.",
            show_default=False,
            rich_help_panel=_WHAT,
        ),
    ] = None,
    no_knowledge: Annotated[
        bool, typer.Option("--no-knowledge", help="Do not ask the guideline store.", rich_help_panel=_WHAT)
    ] = False,
    model: Annotated[
        str | None,
        typer.Option(
            help="Who plays every role: agenda, scripted, openai:MODEL, ollama:MODEL, …",
            show_default=False,
            rich_help_panel=_WHO,
        ),
    ] = None,
    base_url: Annotated[
        str | None, typer.Option(help="Where the model's server is.", show_default=False, rich_help_panel=_WHO)
    ] = None,
    key_file: Annotated[
        str | None, typer.Option(help="A file that holds the key.", show_default=False, rich_help_panel=_WHO)
    ] = None,
    local_only: Annotated[
        bool, typer.Option("--local-only", help="Nothing leaves this machine.", rich_help_panel=_WHO)
    ] = False,
    timeout: Annotated[
        float | None,
        typer.Option(
            min=0.1,
            max=3600,
            help="Seconds for one answer of a model, all tries together; 120.",
            show_default=False,
            rich_help_panel=_WHO,
        ),
    ] = None,
    attempts: Annotated[
        int | None,
        typer.Option(
            min=1, max=20, help="Tries of one call that fails in passing; 4.", show_default=False, rich_help_panel=_WHO
        ),
    ] = None,
    requests_per_minute: Annotated[
        int | None,
        typer.Option(
            min=1,
            help="Ask an endpoint no oftener, all processes of this machine together.",
            show_default=False,
            rich_help_panel=_WHO,
        ),
    ] = None,
    tokens_per_minute: Annotated[
        int | None,
        typer.Option(
            min=1, help="Use no more tokens of an endpoint, likewise.", show_default=False, rich_help_panel=_WHO
        ),
    ] = None,
    record: Annotated[
        Path | None,
        typer.Option(
            help="Add every reply to this cassette, for replay:FILE.", show_default=False, rich_help_panel=_WHO
        ),
    ] = None,
    key: Annotated[str | None, typer.Option("--key", "--api-key", hidden=True)] = None,
    deidentify: Annotated[
        bool,
        typer.Option(
            "--deidentify",
            help="Put made-up names, numbers and addresses in place of the notes' first.",
            rich_help_panel=_WHAT,
        ),
    ] = False,
    jobs: Annotated[
        int | None,
        typer.Option(
            min=1,
            max=1000,
            help="Dialogues in flight: 16 with a language model, else 1.",
            show_default=False,
            rich_help_panel=_HOW,
        ),
    ] = None,
    processes: Annotated[
        int | None,
        typer.Option(
            min=1,
            max=64,
            help="Processes that make them; as many as pay, 1 with a model.",
            show_default=False,
            rich_help_panel=_HOW,
        ),
    ] = None,
    engine: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="inline, processes, or ray (bedside[ray]): a Ray cluster, --processes of its cores.",
            show_default=False,
            rich_help_panel=_HOW,
        ),
    ] = None,
    address: Annotated[
        str | None,
        typer.Option(
            help="Of the Ray cluster; left out, one on this machine.", show_default=False, rich_help_panel=_HOW
        ),
    ] = None,
    shard: Annotated[
        str | None,
        typer.Option(
            metavar="I/N",
            help="Only part I of N, for one job of many: bedside merge puts them together.",
            show_default=False,
            rich_help_panel=_HOW,
        ),
    ] = None,
    stop_after: Annotated[
        str | None,
        typer.Option(
            metavar="plan|draft|polish",
            help="Hold every dialogue there, for a person or a batch file: bedside gate RUN.",
            show_default=False,
            rich_help_panel=_HOW,
        ),
    ] = None,
    only_failed: Annotated[
        bool, typer.Option("--only-failed", help="Only what has failed before.", rich_help_panel=_HOW)
    ] = False,
    pilot: Annotated[
        int | None,
        typer.Option(
            min=1,
            help="Only N items, spread over all, and what the whole will then take.",
            show_default=False,
            rich_help_panel=_LIMITS,
        ),
    ] = None,
    estimate: Annotated[int | None, typer.Option(hidden=True)] = None,
    estimate_json: Annotated[bool, typer.Option("--estimate-json", hidden=True)] = False,
    max_failures: Annotated[
        str | None,
        typer.Option(
            metavar="N|P%",
            help="Stop after N failed items, or when P% of the last 20 failed.",
            show_default=False,
            rich_help_panel=_LIMITS,
        ),
    ] = None,
    stop_on_drift: Annotated[
        bool,
        typer.Option(
            "--stop-on-drift",
            help="Stop when failures, cost or faults are not what they were: docs/batch.md.",
            rich_help_panel=_LIMITS,
        ),
    ] = False,
    max_seconds: Annotated[
        float | None,
        typer.Option(min=0.1, help="Stop after this time.", show_default=False, rich_help_panel=_LIMITS),
    ] = None,
    max_cost: Annotated[
        float | None,
        typer.Option(
            min=0, help="Stop when the run has cost this much money.", show_default=False, rich_help_panel=_LIMITS
        ),
    ] = None,
    max_tokens: Annotated[
        int | None,
        typer.Option(
            min=1, help="Stop when the run has used so many tokens.", show_default=False, rich_help_panel=_LIMITS
        ),
    ] = None,
    max_calls: Annotated[
        int | None,
        typer.Option(
            min=1,
            help="Stop when so many calls were made, failed ones included.",
            show_default=False,
            rich_help_panel=_LIMITS,
        ),
    ] = None,
    prices: Annotated[
        Path | None,
        typer.Option(help="Prices of models of your own: docs/batch.md.", show_default=False, rich_help_panel=_LIMITS),
    ] = None,
    out: Annotated[Path, typer.Option(help="Where run folders are kept.", rich_help_panel=_KEPT)] = Path("runs"),
    run: Annotated[
        str | None, typer.Option(help="Name of the run folder.", show_default=False, rich_help_panel=_KEPT)
    ] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Make a new run folder.", rich_help_panel=_KEPT)] = False,
    allow_changes: Annotated[
        bool,
        typer.Option(
            "--allow-changes",
            help="Go on in a folder of another configuration; what is finished stays.",
            rich_help_panel=_KEPT,
        ),
    ] = False,
    keep_text: Annotated[
        bool | None,
        typer.Option(
            help="Keep the notes' words in the run: yes, but for phi and credentialed data.",
            show_default=False,
            rich_help_panel=_KEPT,
        ),
    ] = None,
    shared: Annotated[
        bool, typer.Option("--shared", help="Let others of this machine read the run folder.", rich_help_panel=_KEPT)
    ] = False,
    display: Annotated[
        str,
        typer.Option(help="auto, live, plain, json (lines on standard output) or none.", rich_help_panel=_KEPT),
    ] = "auto",
    otel: Annotated[
        bool,
        typer.Option(
            "--otel", help="Send OpenTelemetry spans, without any words: docs/telemetry.md.", rich_help_panel=_KEPT
        ),
    ] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Say nothing but what went wrong.", rich_help_panel=_KEPT)
    ] = False,
) -> None:
    """Make a conversation for every case and note and keep them in one run folder; run again to go on where it stopped.

    Exit code 0 if all finished, 3 if some failed, 4 if a limit stopped it, 2 if the input cannot be used, 130 if stopped
    (Ctrl-C, kill, or its terminal closed).

    Example: bedside batch notes.csv cases/ --grid persona=anxious,stoic --grid seed=0..4
    """
    from bedside.orchestrator.batch.engine import engine_name
    from bedside.orchestrator.batch.grid import Grid
    from bedside.orchestrator.batch.shard import Shard
    from bedside.orchestrator.batch.stop_rules import FailureLimit, RunLimits
    from bedside.orchestrator.build.player_options import NO_KEY, PlayerOptions
    from bedside.orchestrator.cases.case_input import CaseOptions
    from bedside.orchestrator.cli.batch_command import BatchOptions, run_batch_command
    from bedside.orchestrator.cli.batch_display import DISPLAYS, Display
    from bedside.orchestrator.cli.simulate_command import RunPlace
    from bedside.orchestrator.failures import Problem
    from bedside.orchestrator.graph.review_gate import review_gate

    if key is not None:
        raise Problem("usage", NO_KEY)
    if display not in DISPLAYS:
        raise Problem("usage", f"--display {display!r} is not known: give {', '.join(DISPLAYS)}.")
    shown: Display = display  # pyright: ignore[reportAssignmentType]
    choices = CaseOptions(
        seed=seed,
        style=style,
        setting=setting,
        protocol=protocol,
        language=language,
        persona=persona,
        knowledge=False if no_knowledge else None,
        turns=turns,
    )
    failures = FailureLimit.parse(max_failures) if max_failures is not None else None
    order = BatchOptions(
        inputs=tuple(inputs or ()),
        notes=notes,
        case=case,
        subjects=subjects,
        positive=positive,
        limit=limit,
        grid=Grid.parse(grid or ()),
        targets=targets,
        shard=Shard.parse(shard) if shard is not None else None,
        deidentify=deidentify,
        jobs=jobs,
        processes=processes,
        engine=engine_name(engine),
        address=address,
        player_options=PlayerOptions(
            model, base_url, key_file, local_only, record, timeout, attempts, requests_per_minute, tokens_per_minute
        ),
        quiet=quiet,
        otel=otel,
        limits=RunLimits(failures, max_cost, max_tokens, max_calls, max_seconds, stop_on_drift),
        prices=prices,
        display=shown,
        only_failed=only_failed,
        allow_changes=allow_changes,
        pilot=pilot,
        stop_after=review_gate(stop_after),
    )
    place = RunPlace(out, run, fresh, shared, keep_text)
    if estimate is not None:
        from bedside.orchestrator.cli.estimate_command import run_estimate_command

        raise typer.Exit(run_estimate_command(order, choices, place, estimate, estimate_json))
    raise typer.Exit(run_batch_command(order, choices, place))
