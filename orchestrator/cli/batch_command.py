"""A batch held for the command line: scanned, opened or resumed, shown as progress, counted."""

import hashlib
import os
import sys
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any

from bedside.agents.identifiers.surrogates import deidentified
from bedside.orchestrator.batch.interview_items import subjects
from bedside.orchestrator.batch.items import NotesScan, Row, rows, rows_without_identifiers, scan
from bedside.orchestrator.batch.note_languages import refuse_unspoken_notes
from bedside.orchestrator.batch.runner import Work, run_batch
from bedside.orchestrator.build.families import ROLES
from bedside.orchestrator.build.guideline_store import GuidelineStore, open_guideline_store
from bedside.orchestrator.build.player_options import PlayerOptions
from bedside.orchestrator.build.run_config import disclosure, plain, prompted
from bedside.orchestrator.build.simulate_item import Simulator
from bedside.orchestrator.cases.case_input import CaseOptions, read_case
from bedside.orchestrator.cases.find_case import find_case
from bedside.orchestrator.cli.note_summary import NotesRead, of_notes
from bedside.orchestrator.cli.signals import until_done
from bedside.orchestrator.cli.simulate_command import RunPlace
from bedside.orchestrator.failures import FINISHED, INTERRUPTED, SOME_FAILED, Problem
from bedside.orchestrator.runs.entry import Entry, Sink
from bedside.orchestrator.runs.item_keys import digest, item_key
from bedside.orchestrator.runs.open_run import open_run
from bedside.orchestrator.runs.outcome import ItemOutcome
from bedside.orchestrator.runs.passages import passage_texts
from bedside.orchestrator.runs.store import Run
from bedside.orchestrator.runs.versions import version
from bedside.orchestrator.telemetry.sender import open_sender, sending
from bedside.scenarios.case import Case

PAYS = 40  # dialogues of the built-in family that are worth starting a process for: about two seconds
MOST = 8  # processes where nobody says: each holds the guideline store


@dataclass(frozen=True)
class BatchOptions:
    """What a batch is asked for."""

    notes: Path | None = None
    case: Path | None = None  # a case to be held with many subjects, in place of notes
    subjects: int = 0
    positive: float = 0.5
    limit: int | None = None
    jobs: int | None = None  # None: as many as the players can use
    processes: int | None = None  # None: as many as pay
    player_options: PlayerOptions = field(default_factory=PlayerOptions)
    quiet: bool = False
    otel: bool = False  # whether spans are sent
    deidentify: bool = False  # made-up identifiers take the place of the notes' before anything is read


def batch_config(base: Case, store: GuidelineStore) -> dict[str, Any]:
    """All that decides what a batch makes of an item, without paths and without the items."""
    resolved = plain(base)
    del resolved["id"], resolved["note"]
    return {"command": "batch", "bedside": version(), "case": resolved, "index": store.digest, **prompted(base)}


def key_of(row: Row, seed: int, config_digest: str) -> str:
    """What decides the row's dialogue: its note and whatever else stands in the row, and the configuration."""
    own = {"section": row.section, "style": row.style, "protocol": row.protocol, "interview": row.interview}
    decides = {name: value for name, value in own.items() if value is not None}
    return item_key(row.note, id=row.id, seed=seed, config=config_digest, row=decides, fault=row.fault)


def run_batch_command(order: BatchOptions, choices: CaseOptions, where: RunPlace) -> int:
    """Make the dialogues and return the exit code."""
    sender = open_sender(order.otel)
    choices = replace(choices, player=order.player_options.player)
    named, order = order.case, replace(order, case=find_case(order.case) if order.case else None)
    base, found, source, stem = _sources(order, choices)
    processes_for(order, base, len(found.ids))
    registry = order.player_options.registry(base, order.case.parent if order.case else Path())
    # A wrong name, or a language that nobody speaks, is told before anything is made.
    refuse_unspoken_notes(islice(source(), order.limit), base, registry(base))
    store = open_guideline_store(base.knowledge, None if order.quiet else _say)
    about = {
        "arguments": _arguments(replace(order, case=named), base, choices.persona),
        "out": str(where.out),
        "source": str((order.notes or order.case or Path()).resolve()),
        **disclosure(base, registry.locality),
    }
    config = batch_config(base, store)
    run = open_run(where.out, stem, config, about, name=where.name, fresh=where.fresh, shared=where.shared)
    name = digest(config)
    keys = {row.id: key_of(row, base.seed, name) for row in islice(source(), order.limit)}
    _refuse_others(run, keys, about)
    before = sum(run.finished.get(id) == key for id, key in keys.items())
    _tell_what_was_found(run, before, len(keys), order.quiet)
    todo = _todo(islice(source(), order.limit), keys, run)
    simulator = Simulator(
        base.seed,
        store.retriever,
        players_for=registry,
        keep_text=where.keeps_text(base),
        lines=passage_texts(run.folder),
        answered=run.answered,
    )
    read = NotesRead()
    began = time.monotonic()
    stopped = False
    with (
        sending(sender, _say, run.first_event) as spans,
        _progress(len(found.ids), before, order.quiet) as tick,
    ):
        try:
            told = (read.over(tick), spans)
            until_done(_made(order, base, simulator, run, todo, len(found.ids) - before, told))
        except KeyboardInterrupt:
            stopped = True
    run.settle(found.ids)
    counts = run.close(found.ids)
    _report(counts, run, time.monotonic() - began, before, order.quiet)
    if not order.quiet:
        for told in of_notes(run, read, order.deidentify, _by_model(base)):
            _say(told)
    if stopped:
        _say(f"Stopped: run the same command to go on ({counts['pending']:,} to do).")
        return INTERRUPTED
    return SOME_FAILED if counts["failed"] else FINISHED


def _todo(rows: Iterator[Row], keys: Mapping[str, str], run: Run) -> Iterator[Work]:
    """What is to be made: rows that are not finished, with the log of those that were broken off."""
    for row in rows:
        key = keys[row.id]
        if run.finished.get(row.id) == key:
            run.failed.pop(row.id, None)  # with another note, which is this one again
            continue
        if row.id in run.filtered and run.failed[row.id].get("key") == key:
            continue  # the same note would be read as before
        if row.id in run.finished:  # its note has changed since
            run.forget(row.id)
        yield Work(row, key, run.begun(row.id), run.paid(row.id))


def _refuse_others(run: Run, keys: Mapping[str, str], about: dict[str, Any]) -> None:
    """Refuse a folder that holds dialogues of another notes file under the same name; one that was moved, and has grown
    or changed a little, is the same. Raises ``Problem``."""
    before = run.before.get("source")
    if before is None or before == about["source"] or not run.finished:
        return
    same = sum(run.finished.get(name) == key for name, key in keys.items())
    replaced = sum(name in run.finished for name in keys) - same
    if not same or replaced > same:
        raise Problem(
            "config", f"{run.folder} holds dialogues of other notes ({before}): use --run NAME for a folder of its own."
        )


def _tell_what_was_found(run: Run, before: int, asked: int, quiet: bool) -> None:
    if run.lost:
        _say(
            f"{len(run.lost):,} finished dialogues were damaged and are made again: "
            f"{run.folder / 'dialogues.jsonl.damaged'} holds what is left of them."
        )
    if before and not quiet:
        others = len(run.finished) - before
        more = f"; {others:,} of earlier inputs stay" if others > 0 else ""
        _say(f"Going on in {run.folder}: {before:,} of {asked:,} are finished{more}.")


def _sources(order: BatchOptions, choices: CaseOptions) -> tuple[Case, NotesScan, Callable[[], Iterator[Row]], str]:
    """The case that all rows start from, what a first pass found, the rows, and how the run's name begins."""
    if order.case is None:
        if order.notes is None:
            raise Problem("usage", "Give --notes FILE, or --case CASE with --subjects N.")
        notes = order.notes
        given = rows_without_identifiers if order.deidentify else rows
        return choices.of(Case(id="batch", note="-")), scan(notes, order.limit), lambda: given(notes), notes.stem
    if order.notes is not None:
        raise Problem("usage", "Give --notes or --case, one of them.")
    if not order.subjects:
        raise Problem("usage", "--case goes with --subjects N: say how many people are to be interviewed.")
    base, text = read_case(order.case, choices)
    text = deidentified(text)[0] if order.deidentify else text
    made = subjects(base, text, order.subjects, order.positive)
    digest = hashlib.sha256("\n".join([text, *(row.id for row in made)]).encode()).hexdigest()
    return base, NotesScan([row.id for row in made][: order.limit], digest), lambda: iter(made), base.id


def _jobs(base: Case) -> int:
    """Dialogues in flight where nobody says: a model's server answers several at once, the built-in family never waits."""
    return 16 if _by_model(base) else 1


def _by_model(base: Case) -> bool:
    return any(base.models.of(role).prompted for role in ROLES)


def processes_for(order: BatchOptions, base: Case, todo: int) -> int:
    """In how many processes a batch is made. Raises ``Problem`` for several where one cassette is to be written."""
    if order.processes is not None:
        if order.processes > 1 and order.player_options.record is not None:
            raise Problem("usage", "--record keeps replies in order, by one process: leave --processes out.")
        return order.processes
    if _by_model(base):
        return 1
    return max(1, min(cores(), MOST, todo // PAYS))


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


async def _made(
    order: BatchOptions,
    base: Case,
    simulator: Simulator,
    run: Run,
    todo: Iterator[Work],
    count: int,
    told: tuple[Callable[[ItemOutcome], None], Sink],
) -> None:
    """Make the rows; ``told`` is who hears of each that is finished, and who of each event."""
    tick, spans = told

    def sink(entry: Entry) -> None:
        run.sink(entry)
        spans(entry)

    jobs, processes = order.jobs or _jobs(base), processes_for(order, base, count)
    try:
        if processes == 1:
            await run_batch(todo, base, simulator, run, jobs=jobs, sink=sink, tick=tick)
            return
        from bedside.orchestrator.batch.pool import Workers
        from bedside.orchestrator.batch.worker import WorkerSpec

        folder = order.case.parent if order.case else Path()
        play = WorkerSpec(base, order.player_options, folder, -(-jobs // processes), simulator.keep_text)
        async with Workers(processes, play, sink, run.answered) as workers:
            await run_batch(todo, base, simulator, run, jobs=workers.slots, make=workers.perform, tick=tick)
    finally:
        await simulator.close()


def _arguments(order: BatchOptions, base: Case, persona: str | None) -> list[str]:
    """The command line that makes this run again."""
    what = ["--notes", str(order.notes)]
    if order.case is not None:
        what = ["--case", str(order.case), "--subjects", str(order.subjects), "--positive", str(order.positive)]
    made = ["batch", *what, "--seed", str(base.seed), "--style", base.style]
    made += ["--setting", base.setting, "--protocol", base.protocol, "--language", base.language]
    made += ["--persona", persona] if persona else []
    made += order.player_options.arguments
    made += ["--deidentify"] if order.deidentify else []
    made += ["--limit", str(order.limit)] if order.limit else []
    return made + ([] if base.knowledge else ["--no-knowledge"])


def _report(counts: dict[str, int], run: Run, seconds: float, before: int, quiet: bool) -> None:
    total = counts["finished"] + counts["failed"] + counts["filtered"] + counts["pending"]
    assert counts["requested"] == total, counts
    parts = " + ".join(f"{counts[name]:,} {name}" for name in ("finished", "failed", "filtered", "pending"))
    made = counts["finished"] - before
    if not quiet:
        rate = f", {made / seconds:.1f} a second" if made and seconds else ""
        _say(f"{counts['requested']:,} requested = {parts}{rate}; kept in {run.folder}")
    if counts["failed"]:
        _say(
            f"{counts['failed']:,} failed: see {run.folder / 'failures.jsonl'}; run the same command to try them again."
        )
    if counts["filtered"]:
        _say(
            f"{counts['filtered']:,} filtered, since too little of their notes was understood: see "
            f"{run.folder / 'failures.jsonl'}; `limits: least_read` in a case lets them in."
        )


@contextmanager
def _progress(total: int, done: int, quiet: bool) -> Generator[Callable[[ItemOutcome], None]]:
    """A bar on a terminal; elsewhere a line now and then."""
    if quiet:
        yield lambda _: None
    elif sys.stderr.isatty():
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("{task.fields[failed]}"))
        with Progress(*columns, console=Console(stderr=True), transient=True, refresh_per_second=4) as progress:
            task = progress.add_task("dialogues", total=total, completed=done, failed="")
            failed = 0

            def advance(outcome: ItemOutcome) -> None:
                nonlocal failed
                failed += outcome.status == "failed"
                progress.update(task, advance=1, failed=f"{failed} failed" if failed else "")

            yield advance
    else:
        told = time.monotonic()
        count = done

        def line(_: ItemOutcome) -> None:
            nonlocal told, count
            count += 1
            if time.monotonic() - told > 10:
                told = time.monotonic()
                _say(f"{count:,} of {total:,}")

        yield line


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
