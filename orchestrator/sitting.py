"""One conversation held for the command line: journalled, shown and kept in a run folder of its own."""

import asyncio
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bedside.orchestrator.company import Company, Item, cast, refuse_unspoken
from bedside.orchestrator.failures import FINISHED, MENDABLE, SOME_FAILED, USAGE, Problem
from bedside.orchestrator.intake import admit
from bedside.orchestrator.library import Library, open_library
from bedside.orchestrator.runs import open_run, read_lines
from bedside.orchestrator.scene import Event
from bedside.orchestrator.show import Printer
from bedside.orchestrator.simulate import MAX_BYTES, Choices, read_case, read_plain
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
        raise Problem("input", f"There is no file {note}: check the path after --note.") from None
    except OSError as error:
        raise Problem("input", f"{note} cannot be read ({error.strerror}): give a readable text file.") from None
    made, text = read_plain(raw, note, choices)
    return made, text, made.id


def case_config(case: Case, text: str, library: Library) -> dict[str, Any]:
    """All that decides what a case's conversation is, without paths."""
    from hashlib import sha256

    from bedside.orchestrator.runs import version

    resolved = case.model_dump(mode="json")
    resolved["note"] = {"sha256": sha256(text.encode()).hexdigest()}
    return {"command": "simulate", "bedside": version(), "case": resolved, "index": library.digest}


def sit(case: Path | None, note: str | None, choices: Choices, where: Where, printer: Printer) -> int:
    """Hold the conversation and return the exit code."""
    made, text, stem = read(case, note, choices)
    admit(text)  # what cannot be used is told before a folder is made
    refuse_unspoken(cast(made), made, case)
    library = open_library(made.knowledge, printer.say)
    company = Company(made.seed, library.retriever)
    again: list[str] = ["simulate", *([str(case)] if case else ["--note", str(note)])]
    for name, value in vars(choices).items():
        again += [f"--{name}", str(value)] if name != "knowledge" and value is not None else []
    again += ["--no-knowledge"] if choices.knowledge is False else []
    about = {"arguments": again, "out": str(where.out)}
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

    try:
        performance = asyncio.run(company.perform(item, take, printer.know))
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


def _replay(folder: Path, item: Item, company: Company, printer: Printer) -> None:
    """Show a kept conversation again: its events as they were journalled."""
    if printer.trace:
        printer.know(company.scene(item, lambda _: None)[0].note)
    for _, event in read_lines(folder / "journal.jsonl"):
        printer(event)
