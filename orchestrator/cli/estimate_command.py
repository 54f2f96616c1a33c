"""What a batch will take, told on the command line: before it is made, and more surely once a part of it was."""

import asyncio
from dataclasses import replace
from pathlib import Path

from bedside.knowledge.retriever import Retriever
from bedside.orchestrator.batch.estimate import SAMPLE, Estimate, chosen, factors_of, held_dry, picked
from bedside.orchestrator.batch.prices import Prices, prices_for
from bedside.orchestrator.batch.status import duration, money
from bedside.orchestrator.build.guideline_store import open_guideline_store
from bedside.orchestrator.cases.case_input import CaseOptions
from bedside.orchestrator.cli.batch_command import BatchOptions, batch_config, processes_for
from bedside.orchestrator.cli.batch_input import BatchInput, read_input
from bedside.orchestrator.cli.output import print_out
from bedside.orchestrator.cli.simulate_command import RunPlace
from bedside.orchestrator.runs.file_names import INDEX
from bedside.orchestrator.runs.index import read_index
from bedside.orchestrator.runs.item_keys import digest
from bedside.orchestrator.runs.open_run import checked_rows
from bedside.orchestrator.runs.usage import read_usage


def run_estimate_command(order: BatchOptions, choices: CaseOptions, where: RunPlace, sample: int, json: bool) -> int:
    """Print what the batch will take and return the exit code. No model is asked and nothing is written."""
    choices = replace(choices, player=order.player_options.player)
    found = read_input(order, choices)
    shown = found.shown
    order.player_options.registry(found.base, found.folder)(found.base)  # a wrong name is told
    prices = prices_for(found.players, order.prices)
    store = open_guideline_store(found.base.knowledge, None)
    config = batch_config(found.base, store)
    folder = where.out / (where.name or f"{found.name}-{digest(config)[:8]}")
    made = estimate(found, folder, store.retriever, sample)
    if made.measured == 0 and not any(player.prompted for player in found.players):
        made.seconds_per_dialogue = _seconds(made) / processes_for(order, shown, made.items)
    print_out(_json(made, prices) if json else "\n".join(sentences(made, prices)))
    return 0


def estimate(found: BatchInput, folder: Path, retriever: Retriever | None, sample: int = SAMPLE) -> Estimate:
    """The estimate of a batch; what is finished of it in ``folder`` corrects it."""
    names, seed = [*found.scan.rows], found.base.seed
    rows = picked(found.rows(), chosen(names, sample))
    made = Estimate(len(names), asyncio.run(held_dry(rows, found.base, retriever, seed)))
    used = read_usage(folder)
    kept = read_index(checked_rows(folder / INDEX)).kept if used.by else {}
    finished = [name for name in names if name in kept]
    if finished and len(kept) == len(finished):  # what was used is told of the whole run
        like = picked(found.rows(), chosen(finished, sample))
        expected = asyncio.run(held_dry(like, found.base, retriever, seed))
        made.factors, made.measured = factors_of(used, len(finished), expected), len(finished)
    return made


def sentences(made: Estimate, prices: Prices) -> list[str]:
    """An estimate for a person."""
    told = made.as_json(prices)
    items = f"{told['items']:,} dialogues"
    rests = f"{told['measured']:,} that were made" if told["measured"] else f"{told['sample']:,} held without a call"
    if not told["calls"]:
        time = f", about {duration(told['seconds'])}" if told["seconds"] is not None else ""
        return [f"{items}: no call to a model{time} (from {rests})."]
    low, middle, high = told["calls_a_dialogue"]
    tokens = told["tokens"]
    lines = [
        f"{items}: about {told['calls']:,} calls ({middle:,} a dialogue, {low:,} to {high:,}), from {rests}.",
        f"{tokens['prompt']:,} tokens of prompts, {told['cached_share']:.0%} of them cached; "
        f"{tokens['completion']:,} of answers.",
    ]
    for role, rows in told["roles"].items():
        for row in rows:
            cost = money(row["cost"], told["currency"])
            lines.append(
                f"  {role:<10} {row['model']}: {row['calls']:,} calls, {row['prompt']:,} + {row['completion']:,} tokens, {cost}"
            )
    if told["cost"] is None:
        lines.append(
            f"What it costs is unknown: nobody knows the price of {', '.join(told['unknown_prices'])} (--prices FILE)."
        )
    else:
        source = f" ({'; '.join(told['prices'])})" if told["prices"] else ""
        lines.append(f"About {money(told['cost'], told['currency'])}{source}.")
    if not told["measured"]:
        lines.append(
            "Lines said again, longer answers and thinking come on top: bedside batch --pilot 20 makes some and corrects this."
        )
    if told["seconds"] is not None:
        lines.append(f"About {duration(told['seconds'])} at the speed so far.")
    return lines


def _json(made: Estimate, prices: Prices) -> str:
    import orjson

    return orjson.dumps(made.as_json(prices)).decode()


def _seconds(made: Estimate) -> float:
    """Seconds of a dialogue of the built-in family; the first loads what all need."""
    warm = [dry.seconds for dry in made.sample][1:] or [dry.seconds for dry in made.sample]
    return sum(warm) / len(warm)
