"""One conversation held for the command line: journalled, shown and kept in a run folder of its own."""

import asyncio
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bedside.orchestrator.casting import Casting
from bedside.orchestrator.company import Company, Item, Performance
from bedside.orchestrator.failures import FINISHED, MENDABLE, SOME_FAILED, USAGE, Problem
from bedside.orchestrator.intake import admit
from bedside.orchestrator.library import Library, open_library
from bedside.orchestrator.runs import open_run, read_lines
from bedside.orchestrator.scene import Event
from bedside.orchestrator.show import Printer
from bedside.orchestrator.simulate import MAX_BYTES, Choices, read_case, read_plain
from bedside.orchestrator.troupe import plain, prompted, refuse_unspoken
from bedside.scenarios.case import Case


@dataclass(frozen=True)
class Where:
    """Where a run is kept."""

    out: Path = Path("runs")
    name: str | None = None
    fresh: bool = False


def read(case: Path | None, note: str | None, choices: Choices) -> tuple[Case, str, str]:
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
    try:
        with Path(note).open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise Problem("input", f"There is no file {note}: check the path of the note.") from None
    except OSError as error:
        raise Problem("input", f"{note} cannot be read ({error.strerror}): give a readable text file.") from None
    made, text = read_plain(raw, note, choices)
    return made, text, made.id


def case_config(case: Case, text: str, library: Library) -> dict[str, Any]:
    """All that decides what a case's conversation is, without paths."""
    from hashlib import sha256

    from bedside.orchestrator.runs import version

    resolved = plain(case)
    resolved["note"] = {"sha256": sha256(text.encode()).hexdigest()}
    return {"command": "simulate", "bedside": version(), "case": resolved, "index": library.digest, **prompted(case)}


def sit(case: Path | None, note: str | None, choices: Choices, casting: Casting, where: Where, printer: Printer) -> int:
    """Hold the conversation and return the exit code."""
    choices = replace(choices, player=casting.player)
    made, text, stem = read(case, note, choices)
    admit(text, made.language)  # what cannot be used is told before a folder is made
    troupe = casting.troupe(made, case.parent if case else Path())
    refuse_unspoken(troupe(made), made, case)
    library = open_library(made.knowledge, printer.say)
    company = Company(made.seed, library.retriever, players=troupe)
    again: list[str] = ["simulate", *([str(case)] if case else ["--note", str(note)])]
    for name, value in vars(choices).items():
        again += [f"--{name}", str(value)] if name not in ("knowledge", "player") and value is not None else []
    again += ["--no-knowledge"] if choices.knowledge is False else []
    about = {"arguments": again + casting.arguments, "out": str(where.out), **troupe.disclosure(made)}
    config = case_config(made, text, library)
    run = open_run(where.out, stem, config, about, name=where.name, fresh=where.fresh)
    item = Item(made.id, made, text)
    if item.id in run.finished:
        _replay(run.folder, item, company, printer)
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
        performance = asyncio.run(_hold(company, item, take, printer))
    except KeyboardInterrupt:
        printer.say(f"Stopped; what was said is in {run.folder}/journal.jsonl.")
        run.close(1, keep_journal=True)
        raise
    run.keep(performance)
    run.close(1, keep_journal=True)
    if performance.fold.failure:
        print(f"bedside: {performance.fold.failure['message']}", file=sys.stderr)
        return USAGE if performance.fold.failure["kind"] in MENDABLE else SOME_FAILED
    printer.say(f"{len(performance.fold.turns)} turns, ended: {performance.fold.stop}; kept in {run.folder}")
    return FINISHED


async def _hold(company: Company, item: Item, take: Callable[[Event], None], printer: Printer) -> Performance:
    try:
        return await company.perform(item, take, printer.know)
    finally:
        await company.close()


def _replay(folder: Path, item: Item, company: Company, printer: Printer) -> None:
    """Show a kept conversation again: its events as they were journalled."""
    if printer.trace:
        printer.know(company.scene(item, lambda _: None)[0].note)
    for _, event in read_lines(folder / "journal.jsonl"):
        printer(event)
