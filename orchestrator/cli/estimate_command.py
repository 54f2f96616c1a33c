"""What a batch will take, told on the command line: before it is made, and more surely once a part of it was."""

from dataclasses import replace

from bedside.orchestrator.batch.dry_model import DryModel
from bedside.orchestrator.batch.estimate import BatchEstimate
from bedside.orchestrator.batch.prices import Prices, prices_for
from bedside.orchestrator.build.guideline_store import open_guideline_store
from bedside.orchestrator.cases.case_input import CaseOptions
from bedside.orchestrator.cli.batch_command import BatchOptions, batch_config, processes_for
from bedside.orchestrator.cli.batch_estimate import estimate, sentences
from bedside.orchestrator.cli.batch_input import read_input
from bedside.orchestrator.cli.output import print_out
from bedside.orchestrator.cli.simulate_command import RunPlace
from bedside.orchestrator.runs.item_keys import digest


def run_estimate_command(order: BatchOptions, choices: CaseOptions, where: RunPlace, sample: int, json: bool) -> int:
    """Print what the batch will take and return the exit code. No model is asked and nothing is written."""
    choices = replace(choices, player=order.player_options.player)
    found = read_input(order, choices)
    shown = found.shown
    registry = order.player_options.registry(found.base, found.folder)
    registry.keyless = DryModel
    registry(found.base)  # a wrong name is told
    short = registry.short(found.players if found.scan.models else ())
    prices = prices_for(found.players, order.prices)
    store = open_guideline_store(found.base.knowledge, None)
    config = batch_config(registry.settled(found.base), store, short)
    folder = where.out / (where.name or f"{found.name}-{digest(config)[:8]}")
    made = estimate(found, folder, store.retriever, sample)
    if made.measured == 0 and not any(player.prompted for player in found.players):
        made.seconds_per_dialogue = _seconds(made) / processes_for(order, shown, made.items)
    print_out(_json(made, prices) if json else "\n".join(sentences(made, prices)))
    return 0


def _json(made: BatchEstimate, prices: Prices) -> str:
    import orjson

    return orjson.dumps(made.as_json(prices)).decode()


def _seconds(made: BatchEstimate) -> float:
    """Seconds of a dialogue of the built-in family; the first loads what all need."""
    warm = [dry.seconds for dry in made.sample][1:] or [dry.seconds for dry in made.sample]
    return sum(warm) / len(warm)
