"""One conversation held for the command line: journalled, shown and kept in a run folder of its own."""

import asyncio
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bedside.orchestrator.build.guideline_store import GuidelineStore, open_guideline_store
from bedside.orchestrator.build.note_input import admit
from bedside.orchestrator.build.player_options import PlayerOptions
from bedside.orchestrator.build.players import plain, prompted, refuse_unspoken
from bedside.orchestrator.build.simulate_item import Item, Simulator
from bedside.orchestrator.cases.case_input import MAX_BYTES, CaseOptions, read_case, read_note_file, read_plain
from bedside.orchestrator.cases.find_case import find_case
from bedside.orchestrator.cli.printer import Printer
from bedside.orchestrator.failures import FINISHED, MENDABLE, SOME_FAILED, USAGE, Problem
from bedside.orchestrator.runs.events import Event
from bedside.orchestrator.runs.outcome import ItemResult
from bedside.orchestrator.runs.store import open_run, read_lines
from bedside.scenarios.case import Case


@dataclass(frozen=True)
class RunPlace:
    """Where a run is kept."""

    out: Path = Path("runs")
    name: str | None = None
    fresh: bool = False


def read(case: Path | None, note: str | None, choices: CaseOptions) -> tuple[Case, str, str]:
    """What is to be simulated: the case, the note's text, and the name the run folder starts with."""
    if (case is None) == (not note):
        raise Problem("usage", "Give a case file or --note FILE (- for standard input), one of them.")
    if case is not None:
        made, text = read_case(case, choices)
        return made, text, made.id
    assert note
    if note == "-":
        made, text = read_plain(sys.stdin.buffer.read(MAX_BYTES + 1), "standard input", choices)
        return made, text, "note"
    made, text = read_plain(*read_note_file(Path(note)), choices)
    return made, text, made.id


def case_config(case: Case, text: str, store: GuidelineStore) -> dict[str, Any]:
    """All that decides what a case's conversation is, without paths."""
    from hashlib import sha256

    from bedside.orchestrator.runs.versions import version

    resolved = plain(case)
    resolved["note"] = {"sha256": sha256(text.encode()).hexdigest()}
    return {"command": "simulate", "bedside": version(), "case": resolved, "index": store.digest, **prompted(case)}


def run_simulate_command(
    case: Path | None,
    note: str | None,
    choices: CaseOptions,
    player_options: PlayerOptions,
    where: RunPlace,
    printer: Printer,
) -> int:
    """Hold the conversation and return the exit code."""
    choices = replace(choices, player=player_options.player)
    file = find_case(case) if case else None
    made, text, stem = read(file, note, choices)
    admit(text, made.language)  # what cannot be used is told before a folder is made
    registry = player_options.registry(made, file.parent if file else Path())
    refuse_unspoken(registry(made), made, file)
    store = open_guideline_store(made.knowledge, printer.say)
    simulator = Simulator(made.seed, store.retriever, players_for=registry)
    again: list[str] = ["simulate", *([str(case)] if case else ["--note", str(note)])]
    for name, value in vars(choices).items():
        again += [f"--{name}", str(value)] if name not in ("knowledge", "player") and value is not None else []
    again += ["--no-knowledge"] if choices.knowledge is False else []
    about = {"arguments": again + player_options.arguments, "out": str(where.out), **registry.disclosure(made)}
    config = case_config(made, text, store)
    run = open_run(where.out, stem, config, about, name=where.name, fresh=where.fresh)
    item = Item(made.id, made, text)
    if item.id in run.finished:
        _replay(run.folder, item, simulator, printer)
        printer.say(f"Shown from {run.folder}, where it was kept; --fresh makes it again.")
        run.close(1, keep_journal=True)
        return FINISHED

    def take(event: Event) -> None:
        run.sink(event)
        if event["event"] == "turn" or printer.json or event["event"] in ("insert", "revise", "drop"):
            printer(event)

    if signal.getsignal(signal.SIGINT) == signal.SIG_DFL:  # from here on there is something to say of where it stopped
        signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        result = asyncio.run(_hold(simulator, item, take, printer))
    except KeyboardInterrupt:
        printer.say(f"Stopped; what was said is in {run.folder}/journal.jsonl.")
        run.close(1, keep_journal=True)
        raise
    run.keep(result)
    run.close(1, keep_journal=True)
    if result.fold.failure:
        print(f"bedside: {result.fold.failure['message']}", file=sys.stderr)
        return USAGE if result.fold.failure["kind"] in MENDABLE else SOME_FAILED
    printer.say(f"{len(result.fold.turns)} turns, ended: {result.fold.stop}; kept in {run.folder}")
    return FINISHED


async def _hold(simulator: Simulator, item: Item, take: Callable[[Event], None], printer: Printer) -> ItemResult:
    try:
        return await simulator.perform(item, take, printer.know)
    finally:
        await simulator.close()


def _replay(folder: Path, item: Item, simulator: Simulator, printer: Printer) -> None:
    """Show a kept conversation again: its events as they were journalled."""
    if printer.trace:
        printer.know(simulator.context(item, lambda _: None)[0].note)
    for _, event in read_lines(folder / "journal.jsonl"):
        printer(event)
