"""One conversation held for the command line: logged, shown and kept in a run folder of its own."""

import asyncio
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bedside.agents.identifiers.surrogates import deidentified
from bedside.orchestrator.build.families import ROLES
from bedside.orchestrator.build.guideline_store import GuidelineStore, open_guideline_store
from bedside.orchestrator.build.note_input import admit, admitted_text
from bedside.orchestrator.build.player_options import PlayerOptions
from bedside.orchestrator.build.run_config import disclosure, own_engine, plain, prompted
from bedside.orchestrator.build.simulate_item import Item, Simulator
from bedside.orchestrator.build.spoken_languages import refuse_unspoken, refuse_unspoken_note
from bedside.orchestrator.cases.case_input import MAX_BYTES, CaseOptions, read_case, read_note_file, read_plain
from bedside.orchestrator.cases.find_case import find_case
from bedside.orchestrator.cli.note_summary import of_note
from bedside.orchestrator.cli.printer import Printer
from bedside.orchestrator.cli.signals import until_done
from bedside.orchestrator.failures import FINISHED, HALTED, MENDABLE, SOME_FAILED, USAGE, Problem
from bedside.orchestrator.runs.entry import Entry, Sink
from bedside.orchestrator.runs.events import Event
from bedside.orchestrator.runs.item_keys import digest
from bedside.orchestrator.runs.note_form import digest_of
from bedside.orchestrator.runs.open_run import open_run
from bedside.orchestrator.runs.outcome import ItemResult, faulty_checks, outcome_of
from bedside.orchestrator.runs.passages import passage_texts
from bedside.orchestrator.runs.reader import RunFolder
from bedside.orchestrator.runs.resume import resumable
from bedside.orchestrator.runs.store import Run
from bedside.orchestrator.telemetry.sender import open_sender, sending
from bedside.scenarios.case import Case


@dataclass(frozen=True)
class RunPlace:
    """Where a run is kept, and for how many seconds at most it is held."""

    out: Path = Path("runs")
    name: str | None = None
    fresh: bool = False
    shared: bool = False
    keep_text: bool | None = None  # None: as the class of the data has it
    max_seconds: float | None = None

    def keeps_text(self, case: Case) -> bool:
        """Whether the words of notes are kept in the run: not those of data that may not be copied, unless the user says
        so."""
        return case.data_class not in ("phi", "credentialed") if self.keep_text is None else self.keep_text


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
    return {
        "command": "simulate",
        "bedside": version(),
        "case": resolved,
        "index": store.digest,
        **own_engine(),
        **prompted(case),
    }


def run_simulate_command(
    case: Path | None,
    note: str | None,
    choices: CaseOptions,
    player_options: PlayerOptions,
    where: RunPlace,
    printer: Printer,
    otel: bool = False,
    deidentify: bool = False,
) -> int:
    """Hold the conversation and return the exit code. ``deidentify``: made-up identifiers take the place of the note's
    before anything is read."""
    sender = open_sender(otel)
    choices = replace(choices, player=player_options.player)
    file = find_case(case) if case else None
    made, text, stem = read(file, note, choices)
    text, replaced = deidentified(text) if deidentify else (text, {})
    registry = player_options.registry(made, file.parent if file else Path())
    if "language" not in made.model_fields_set or file is None:
        refuse_unspoken_note(registry(made), made, text)
    admit(text, made.language)  # what cannot be used is told before a folder is made
    refuse_unspoken(registry(made), made, file)
    forms = registry.forms(made)
    made = registry.settled(made)
    store = open_guideline_store(made.knowledge, printer.say)
    again: list[str] = ["simulate", *([str(case)] if case else ["--note", str(note)])]
    for name, value in vars(choices).items():
        again += [f"--{name}", str(value)] if name not in ("knowledge", "player") and value is not None else []
    again += ["--no-knowledge"] if choices.knowledge is False else []
    again += ["--deidentify"] if deidentify else []
    about = {
        "arguments": again + player_options.arguments,
        "out": str(where.out),
        **disclosure(made, registry.locality, forms),
    }
    config = case_config(made, text, store)
    run = open_run(where.out, stem, config, about, name=where.name, fresh=where.fresh, shared=where.shared)
    simulator = Simulator(
        made.seed,
        store.retriever,
        players_for=registry,
        keep_text=where.keeps_text(made),
        lines=passage_texts(run.folder),
        answered=run.answered,
    )
    item = Item(made.id, made, text, key=digest(config)[:16])
    if item.id in run.finished:
        _show_again(run, item, printer)
        return FINISHED
    begun = resumable(run.begun(item.id), item.key, admitted_text(text))
    if begun:
        printer.say(f"Going on in {run.folder}, where it was broken off.")
        printer.show_log(begun)
    with sending(sender, _warn, lambda _: begun[0].id if begun else None) as spans:
        result = _hold(simulator, item, run, (printer, spans), begun, where.max_seconds)
    if result is None:
        run.close([item.id])
        printer.say(
            f"--max-seconds {where.max_seconds:g} are over; what was said is kept in {run.folder}: run the same command to go on."
        )
        return HALTED
    run.keep(outcome_of(result))
    run.settle([item.id])
    run.close([item.id])
    state = result.state
    if state.failure:
        print(f"bedside: {state.failure.message}", file=sys.stderr)
        return USAGE if state.failure.kind in MENDABLE else SOME_FAILED
    printer.say(f"{len(state.turns)} turns, ended: {state.stop}; kept in {run.folder}")
    by_model = any(made.models.of(role).prompted for role in ROLES)
    for told in of_note(printer.note, replaced, by_model, result.reading):
        printer.say(told)
    checks = faulty_checks(state.reasons)
    if checks:
        printer.say(f"It holds a fault of a check ({', '.join(checks)}): --trace shows it at its line.")
    return FINISHED


def _hold(
    simulator: Simulator,
    item: Item,
    run: Run,
    told: tuple[Printer, Sink],
    begun: Sequence[Event],
    max_seconds: float | None,
) -> ItemResult | None:
    """Hold the conversation; ``told`` is who shows it as it happens, and who else hears of it. Whoever stops it closes the
    run, to be gone on with. None where its time was over."""
    printer, spans = told

    def take(entry: Entry) -> None:
        run.sink(entry)
        printer(entry)
        spans(entry)

    async def held() -> ItemResult | None:
        allowed = asyncio.timeout(max_seconds)
        try:
            async with allowed:
                return await simulator.perform(item, take, read=printer.know, begun=begun, paid=run.paid(item.id))
        except TimeoutError:
            if not allowed.expired():
                raise
            return None
        finally:
            await simulator.close()

    if signal.getsignal(signal.SIGINT) == signal.SIG_DFL:  # from here on there is something to say of where it stopped
        signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return until_done(held())
    except KeyboardInterrupt:
        printer.say(f"Stopped; what was said is kept in {run.folder}: run the same command to go on.")
        run.close([item.id])
        raise


def _warn(text: str) -> None:
    print(f"bedside: {text}", file=sys.stderr)


def _show_again(run: Run, item: Item, printer: Printer) -> None:
    """Show a kept conversation: its events as they were written."""
    run.settle([item.id])
    run.close([item.id])
    given = admitted_text(item.text)
    kept = RunFolder(run.folder, lambda digest: given if digest == digest_of(given) else None).dialogue(item.id)
    if kept.note is not None:
        printer.know(kept.note)
    printer.show_log(kept.events)
    printer.say(f"Shown from {run.folder}, where it was kept; --fresh makes it again.")
