"""A batch held for the command line: looked through, opened or resumed, held under its limits, shown, counted."""

import os
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from bedside.knowledge.retriever import Retriever
from bedside.orchestrator.batch.control_socket import ControlSocket
from bedside.orchestrator.batch.engine import EngineName
from bedside.orchestrator.batch.estimate import chosen
from bedside.orchestrator.batch.note_languages import refuse_unspoken_notes
from bedside.orchestrator.batch.prices import Prices, prices_for
from bedside.orchestrator.batch.run_control import RunControl
from bedside.orchestrator.batch.runner import Work
from bedside.orchestrator.batch.sitting import Sitting
from bedside.orchestrator.batch.status import Status
from bedside.orchestrator.batch.stop_rules import RunLimits, StopRules
from bedside.orchestrator.batch.worker import WorkerSpec
from bedside.orchestrator.build.families import ROLES
from bedside.orchestrator.build.guideline_store import GuidelineStore, open_guideline_store
from bedside.orchestrator.build.player_options import PlayerOptions
from bedside.orchestrator.build.run_config import disclosure, own_engine, plain, prompted
from bedside.orchestrator.build.simulate_item import Simulator
from bedside.orchestrator.cases.case_input import CaseOptions
from bedside.orchestrator.cli.batch_display import Display, closing, displayed, say
from bedside.orchestrator.cli.batch_estimate import estimate, sentences
from bedside.orchestrator.cli.batch_input import BatchFiles, BatchInput, read_input
from bedside.orchestrator.cli.batch_report import exit_code, report, tell_faults, tell_held, tell_what_was_found
from bedside.orchestrator.cli.note_summary import NotesRead, of_notes
from bedside.orchestrator.cli.signals import held_by_signals, until_done
from bedside.orchestrator.cli.simulate_command import RunPlace
from bedside.orchestrator.failures import FINISHED, SOME_FAILED, Problem
from bedside.orchestrator.graph.review_gate import ReviewGate
from bedside.orchestrator.runs.entry import Sink
from bedside.orchestrator.runs.item_keys import digest
from bedside.orchestrator.runs.open_run import open_run
from bedside.orchestrator.runs.outcome import ItemOutcome
from bedside.orchestrator.runs.passages import passage_texts
from bedside.orchestrator.runs.store import Run
from bedside.orchestrator.runs.usage import UsageLog
from bedside.orchestrator.runs.versions import version
from bedside.orchestrator.telemetry.sender import open_sender, sending
from bedside.scenarios.case import Case
from bedside.scenarios.player import Player

PAYS = 40  # dialogues of the built-in family that are worth starting a process for: about two seconds
MOST = 8  # processes where nobody says: each holds the guideline store


@dataclass(frozen=True)
class BatchOptions(BatchFiles):
    """What a batch is asked for."""

    jobs: int | None = None  # None: as many as the players can use
    processes: int | None = None  # None: as many as pay
    engine: EngineName | None = None  # None: worker processes where there are several
    address: str | None = None  # of a Ray cluster
    player_options: PlayerOptions = field(default_factory=PlayerOptions)
    quiet: bool = False
    otel: bool = False  # whether spans are sent
    limits: RunLimits = field(default_factory=RunLimits)
    prices: Path | None = None
    display: Display = "auto"
    only_failed: bool = False  # what has not been tried yet is left for another time
    pilot: int | None = None  # so many items alone, and an estimate of all
    stop_after: ReviewGate | None = None  # where every dialogue is held for a person
    allow_changes: bool = False  # finished dialogues of another configuration count


def batch_config(base: Case, store: GuidelineStore, short: Iterable[str] = ()) -> dict[str, Any]:
    """All that decides what a batch makes of an item, without paths and without the items. ``short`` are the models that are
    prompted in the short form where a case file leaves it open."""
    resolved = plain(base)
    del resolved["id"], resolved["note"], resolved["limits"]["turns"]
    return {
        "command": "batch",
        "bedside": version(),
        "case": resolved,
        "index": store.digest,
        **own_engine(),
        **prompted(base),
        **({"short": sorted(short)} if short else {}),
    }


@dataclass(frozen=True)
class Opened:
    """A batch whose folder is open and that has not begun. ``before`` of its items are finished and stay so; ``keys`` are those
    of all."""

    order: BatchOptions
    found: BatchInput
    run: Run
    keys: dict[str, str]
    before: int
    more: frozenset[str]  # finished ones that a limit of turns ended that is higher now
    simulator: Simulator
    prices: Prices
    processes: int


def run_batch_command(order: BatchOptions, choices: CaseOptions, where: RunPlace) -> int:
    """Make the dialogues and return the exit code."""
    control = RunControl()

    def pause() -> None:
        control.pause()
        say("Held by a signal: nothing is begun or asked until SIGUSR2, or bedside ctl RUN resume.")

    with held_by_signals(pause, control.resume):
        return _run(order, choices, where, control)


def _run(order: BatchOptions, choices: CaseOptions, where: RunPlace, control: RunControl) -> int:
    sender = open_sender(order.otel)
    batch = _opened(order, choices, where)
    run, quiet = batch.run, order.quiet
    usage = UsageLog(run.folder, run.mode)
    status = Status(len(batch.keys), batch.before, usage.whole, usage.sitting, batch.prices)
    control.set_jobs(order.jobs or _jobs(batch.found.shown))
    stopped, read = False, NotesRead()
    with (
        sending(sender, say, run.first_event) as spans,
        displayed(status, "none" if quiet and order.display == "auto" else order.display) as tick,
    ):
        counted = read.over(tick)

        def came(outcome: ItemOutcome) -> None:
            status.came(outcome)
            counted(outcome)

        try:
            until_done(_held(_sitting(batch, usage, control, spans, came), status, batch))
        except KeyboardInterrupt:
            stopped = True
    run.settle(batch.keys)
    counts = run.close([*batch.keys])
    report(counts, run, time.monotonic() - status.begun, batch.before, quiet)
    for line in () if quiet else closing(status):
        say(line)
    if not quiet:
        tell_faults(run)
    for line in () if quiet else of_notes(run, read, order.deidentify, _by_model(batch.found.shown)):
        say(line)
    if order.pilot is not None and not stopped and control.halted is None:
        _tell_estimate(batch.found, run, batch.simulator.retriever, status)
        return SOME_FAILED if counts["failed"] else FINISHED
    if order.stop_after is not None and status.held and not quiet:
        tell_held(run, status.held, order.stop_after)
    return exit_code(counts, stopped, control.halted)


def _opened(order: BatchOptions, choices: CaseOptions, where: RunPlace) -> Opened:
    """Look through the input, open what it needs, and open or make the run's folder. Raises ``Problem``."""
    choices = replace(choices, player=order.player_options.player)
    found = read_input(order, choices)
    base, shown = found.base, found.shown
    processes = processes_for(order, shown, len(found.scan.rows))
    if processes > 1:
        order = replace(order, player_options=replace(order.player_options, together=True))
    registry = order.player_options.registry(base, found.folder)
    # A wrong name, or a language that nobody speaks, is told before anything is made.
    refuse_unspoken_notes((row for row in found.rows() if row.case is None), base, registry(base))
    prices = prices_for(found.players, order.prices)
    _refuse_unpriced(order.limits, prices, found.players)
    if order.address is not None and (order.engine != "ray" or registry.locality.get("local_only")):
        why = "the data stay on this machine" if order.engine == "ray" else "it names a Ray cluster"
        raise Problem("usage", f"--address {order.address} goes with --engine ray and open data: {why}.")
    forms, short = registry.forms(shown), registry.short(found.players if found.scan.models else ())
    base, shown = registry.settled(base), registry.settled(shown)
    found = replace(found, base=base)
    store = open_guideline_store(base.knowledge, None if order.quiet else say)
    about = {
        "arguments": _arguments(order, found, choices),
        "out": str(where.out),
        "source": found.named,
        **disclosure(shown, registry.locality, forms),
    }
    if found.choice is not None:
        about["targets"] = found.choice.as_json()
    config = batch_config(base, store, short)
    name = where.name
    if order.shard is not None:
        about["shard"] = str(order.shard)
        name = order.shard.run_name(name or f"{found.name}-{digest(config)[:8]}")
    how: dict[str, Any] = {"fresh": where.fresh, "shared": where.shared, "allow_changes": order.allow_changes}
    run = open_run(where.out, found.name, config, about, name=name, **how)
    keys = found.scan.keys(base.seed, digest(config))
    _adopt(run, found, keys)
    _refuse_others(run, keys, about)
    run.keep_items(found.scan.places)
    more = _with_more_turns(run, found, keys)
    before = sum(run.finished.get(id) == key for id, key in keys.items()) - len(more)
    tell_what_was_found(run, before, len(keys), order.quiet, len(more))
    for line in found.choice.sentences() if found.choice is not None and not order.quiet else ():
        say(line)
    keeps = where.keeps_text(base)
    if order.stop_after == "polish" and not keeps:
        raise Problem(
            "usage", "--stop-after polish keeps what is to be asked, and this run keeps no words of its notes."
        )
    passages = passage_texts(run.folder)
    simulator = Simulator(
        base.seed,
        store.retriever,
        players_for=registry,
        stop_after=order.stop_after,
        keep_text=keeps,
        lines=passages,
        answered=run.answered,
    )
    return Opened(order, found, run, keys, before, more, simulator, prices, processes)


def _sitting(
    batch: Opened, usage: UsageLog, control: RunControl, spans: Sink, came: Callable[[ItemOutcome], None]
) -> Sitting:
    order, base = batch.order, batch.found.base
    rules = StopRules(order.limits, control, usage.whole, batch.prices)
    rules.used()  # a limit that an earlier sitting came to
    spec = _spec(order, batch.found, control.jobs, batch.processes, batch.simulator.keep_text)
    how: dict[str, Any] = {"engine": order.engine or "processes", "address": order.address}
    return Sitting(
        base, batch.simulator, batch.run, control, rules, usage, batch.processes, spec, heard=spans, came=came, **how
    )


def _only(order: BatchOptions, keys: Mapping[str, str], run: Run) -> Collection[str] | None:
    """The items that are to be made now; None for all."""
    if order.pilot is not None:
        return chosen([*keys], order.pilot)
    return run.failed.keys() if order.only_failed else None


def _tell_estimate(found: BatchInput, run: Run, retriever: Retriever | None, status: Status) -> None:
    """What all of it will take, now that some of it was made."""
    made = estimate(found, run.folder, retriever)
    made.seconds_per_dialogue = 1 / status.rate if status.rate else None
    for line in sentences(made, status.prices):
        say(line)
    say("Run the same command without --pilot to make the rest.")


async def _held(sitting: Sitting, status: Status, batch: Opened) -> None:
    keys, run = batch.keys, batch.run

    def again(names: frozenset[str]) -> Iterator[Work]:
        return _todo(batch, names)

    async with ControlSocket(run.folder, sitting, status):
        await sitting.hold(_todo(batch, _only(batch.order, keys, run)), again)


def _todo(batch: Opened, only: Collection[str] | None = None) -> Iterator[Work]:
    """What is to be made: rows that are not finished, with the log of those that were broken off or may have more turns now;
    of those in ``only``, if that is given."""
    run = batch.run
    wanted = None if only is None else frozenset(only)
    for row in batch.found.rows():
        if wanted is not None and row.id not in wanted:
            continue
        key = batch.keys[row.id]
        if row.id in batch.more and run.finished.get(row.id) == key:
            yield Work(row, key, run.reopen(row.id), run.paid(row.id), more=True)
            continue
        if run.finished.get(row.id) == key:
            run.failed.pop(row.id, None)  # with another note, which is this one again
            continue
        if row.id in run.filtered and run.failed[row.id].get("key") == key:
            continue  # the same note would be read as before
        if row.id in run.finished:  # its note has changed since
            run.forget(row.id)
        yield Work(row, key, run.begun(row.id), run.paid(row.id))


def _with_more_turns(run: Run, found: BatchInput, keys: Mapping[str, str]) -> frozenset[str]:
    """The finished dialogues that were ended by a limit of turns that is higher now."""
    usual = found.base.limits.turns
    return frozenset(
        name
        for name, turns in run.limited.items()
        if name in keys and run.finished.get(name) == keys[name] and turns < (found.scan.rows[name].turns or usual)
    )


def _adopt(run: Run, found: BatchInput, keys: dict[str, str]) -> None:
    """Dialogues that were finished under an earlier configuration of a run that may change are finished: their items keep the
    keys under which they were made."""
    for config in run.earlier:
        for name, key in found.scan.keys(found.base.seed, config).items():
            if run.finished.get(name) == key:
                keys[name] = key


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


def _refuse_unpriced(limits: RunLimits, prices: Prices, players: Sequence[Player]) -> None:
    if limits.cost is None:
        return
    unknown = prices.unknown([player.name for player in players if player.prompted])
    if unknown:
        raise Problem(
            "usage",
            f"--max-cost needs prices, and nobody knows that of {', '.join(unknown)}: give --prices FILE "
            "(docs/batch.md), or limit --max-tokens.",
        )


def _jobs(base: Case) -> int:
    """Dialogues in flight where nobody says: a model's server answers several at once, the built-in family never waits."""
    return 16 if _by_model(base) else 1


def _by_model(base: Case) -> bool:
    return any(base.models.of(role).prompted for role in ROLES)


def processes_for(order: BatchOptions, base: Case, todo: int) -> int:
    """In how many processes a batch is made. Raises ``Problem`` for several where one cassette is to be written."""
    if order.engine == "inline":
        if order.processes not in (None, 1):
            raise Problem("usage", "--engine inline is this process alone: leave --processes out.")
        return 1
    if order.engine == "ray":
        if order.player_options.record is not None:
            raise Problem("usage", "--record keeps replies in order, by one process: leave --engine out.")
        return order.processes or cores()
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


def _spec(order: BatchOptions, found: BatchInput, jobs: int, processes: int, keep_text: bool) -> WorkerSpec | None:
    if processes == 1 and order.engine != "ray":
        return None
    flight = -(-jobs // processes)
    folder = found.folder if order.engine != "ray" else found.folder.resolve()  # another process stands elsewhere
    return WorkerSpec(found.base, order.player_options, folder, flight, keep_text, order.stop_after)


def _arguments(order: BatchOptions, found: BatchInput, choices: CaseOptions) -> list[str]:
    """The command line that makes this run again. What case files say for themselves is left to them."""
    made, base = ["batch", *order.files_arguments()], found.base
    for name in ("seed", "style", "setting", "protocol", "language"):
        value = getattr(choices if found.scan.cases else base, name)
        made += [f"--{name}", str(value)] if value is not None else []
    made += ["--turns", str(choices.turns)] if choices.turns is not None else []
    made += ["--persona", choices.persona] if choices.persona else []
    made += order.player_options.arguments
    return made + ([] if base.knowledge else ["--no-knowledge"])
