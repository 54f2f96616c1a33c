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
    lm: Annotated[
        int | None,
        typer.Option(
            help="Also how much the talk before a turn says of it, by a small language model here, over so many turns.",
            min=20,
            show_default=False,
        ),
    ] = None,
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
    utility: Annotated[
        bool,
        typer.Option(
            "--utility", help="In place of the scores: what models do that are trained on it, as utility.json."
        ),
    ] = False,
    real: Annotated[
        list[Path] | None,
        typer.Option(
            help="--utility: JSON Lines of real dialogues with note, section_header or label; may be given again.",
            show_default=False,
        ),
    ] = None,
    real_test: Annotated[
        list[Path] | None,
        typer.Option(
            help="--utility: those that are only tested on; else a fifth of the notes of --real.", show_default=False
        ),
    ] = None,
    note_generator: Annotated[
        str | None,
        typer.Option(help="--utility: who learns to write notes, as MODULE:FUNCTION.", show_default=False),
    ] = None,
    transformer: Annotated[
        str | None,
        typer.Option(
            help="--utility: also by a transformer here: minilm, sentence-transformers:FOLDER, transformers:FOLDER.",
            show_default=False,
        ),
    ] = None,
    judge: Annotated[
        list[str] | None,
        typer.Option(
            help="In place of the scores: ask this language model (openai:MODEL, ...); may be given again.",
            show_default=False,
        ),
    ] = None,
    against: Annotated[
        str | None, typer.Option(help="--judge: dialogues of the same notes, judged pair by pair.", show_default=False)
    ] = None,
    refute: Annotated[
        bool,
        typer.Option(
            "--refute", help="--judge: the judges try to refute what the metrics point at, in place of scoring."
        ),
    ] = False,
    human_ratings: Annotated[
        Path | None,
        typer.Option(help="--judge: what people rated of it, to be joined with the judge's.", show_default=False),
    ] = None,
    generator: Annotated[
        list[str] | None,
        typer.Option(help="--judge: who spoke in a file: a model's name, or people.", show_default=False),
    ] = None,
    model_family: Annotated[
        list[str] | None,
        typer.Option(help="--judge: MODEL=FAMILY, where the name does not say it.", show_default=False),
    ] = None,
    force_same_family: Annotated[
        bool, typer.Option("--force-same-family", help="--judge: also one of the family that spoke; it is stamped.")
    ] = False,
    base_url: Annotated[str | None, typer.Option(help="--judge: where its server is.", show_default=False)] = None,
    key_file: Annotated[
        str | None, typer.Option(help="--judge: a file with its key and nothing else.", show_default=False)
    ] = None,
    timeout: Annotated[
        float | None,
        typer.Option(help="--judge: seconds for one answer, in place of 120.", min=0.1, max=3600, show_default=False),
    ] = None,
    limit: Annotated[
        int | None, typer.Option(help="--judge: the first so many dialogues.", min=1, show_default=False)
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print the scorecard or the report as JSON.")] = False,
    out: Annotated[Path, typer.Option(help="Where run folders are kept.")] = Path("runs"),
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Write the files and print nothing but what went wrong.")
    ] = False,
) -> None:
    """Score conversations that are there, and write scores.jsonl, scorecard.json and scorecard.html. Nothing is generated.

    Example: bedside evaluate chest-tightness-on-stairs-1f0c22ab

    What it gives away: bedside evaluate knees --privacy --holdout notes-nobody-used.jsonl

    What it trains: bedside evaluate knees --utility --real people.jsonl

    What a model makes of it: bedside evaluate knees --judge ollama:qwen3:32b

    What stands of it before a panel: bedside evaluate knees --refute --judge ollama:qwen3:32b --judge openai:gpt-5-mini
    """
    from bedside.orchestrator.failures import Problem

    if quiet and json:
        raise Problem("usage", "--quiet prints nothing and --json prints: give one of them.")
    if quiet and (privacy or utility or judge):
        raise Problem("usage", "--quiet is of the scores: leave it out of --privacy, --utility and --judge.")
    if lm and (privacy or utility or judge):
        raise Problem("usage", "--lm is of the scores: leave it out of --privacy, --utility and --judge.")
    if privacy:
        from bedside.orchestrator.cli.privacy_command import PrivacyOptions, run_privacy_command

        if reference or learn_from:
            raise Problem("usage", "--privacy compares with no people: leave --reference and --learn-from out.")
        run_privacy_command(run, out, PrivacyOptions(holdout, sources, canaries, notes, to, json))
        return
    if utility:
        from bedside.orchestrator.cli.utility_command import UtilityOptions, run_utility_command

        if reference or learn_from:
            raise Problem("usage", "--utility trains with --real: leave --reference and --learn-from out.")
        asked = UtilityOptions(tuple(real or ()), tuple(real_test or ()), note_generator, notes, to, json, transformer)
        run_utility_command(run, out, asked)
        return
    if real or real_test or note_generator or transformer:
        raise Problem(
            "usage", "--real, --real-test, --note-generator and --transformer are for training: add --utility."
        )
    if judge:
        from bedside.orchestrator.cli.judge_command import run_judge_command, run_refute_command
        from bedside.orchestrator.cli.open_judges import JudgeOptions

        if reference or learn_from:
            raise Problem("usage", "--judge compares with --against: leave --reference and --learn-from out.")
        options = JudgeOptions(
            tuple(judge), base_url, key_file, tuple(generator or ()), tuple(model_family or ()), force_same_family,
            against, human_ratings, limit, notes, to, json, timeout,
        )  # fmt: skip
        if refute and (against or human_ratings):
            raise Problem("usage", "--refute asks of findings: leave --against and --human-ratings out.")
        (run_refute_command if refute else run_judge_command)(run, out, options)
        return
    if refute:
        raise Problem("usage", "--refute goes with judges: name one of another family than who spoke with --judge.")
    if (
        against or human_ratings or generator or model_family or force_same_family or base_url or key_file or limit
        or timeout
    ):  # fmt: skip
        raise Problem(
            "usage", "--against, --human-ratings and what says who spoke go with a judge: name one with --judge."
        )
    if holdout or sources or canaries:
        raise Problem("usage", "--holdout, --sources and --canaries are for a privacy report: add --privacy.")
    from bedside.orchestrator.cli.evaluate_command import EvaluateOptions, run_evaluate_command

    scored = EvaluateOptions(
        tuple(reference or ()), tuple(learn_from or ()), notes, to, processes, lm or 0, json, quiet
    )
    run_evaluate_command(run, out, scored)
