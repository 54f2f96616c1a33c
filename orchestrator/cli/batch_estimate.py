"""The estimate of a batch on the command line, and how it is told to a person."""

import asyncio
from pathlib import Path

from bedside.knowledge.retriever import Retriever
from bedside.orchestrator.batch.estimate import SAMPLE, BatchEstimate, chosen, factors_of, held_dry, picked
from bedside.orchestrator.batch.prices import Prices
from bedside.orchestrator.batch.status import duration, money
from bedside.orchestrator.cli.batch_input import BatchInput
from bedside.orchestrator.runs.file_names import INDEX
from bedside.orchestrator.runs.index import read_index
from bedside.orchestrator.runs.open_run import checked_rows
from bedside.orchestrator.runs.usage import read_usage


def estimate(found: BatchInput, folder: Path, retriever: Retriever | None, sample: int = SAMPLE) -> BatchEstimate:
    """The estimate of a batch; what is finished of it in ``folder`` corrects it."""
    names, seed = [*found.scan.rows], found.base.seed
    rows = picked(found.rows(), chosen(names, sample))
    made = BatchEstimate(len(names), asyncio.run(held_dry(rows, found.base, retriever, seed)))
    used = read_usage(folder)
    kept = read_index(checked_rows(folder / INDEX)).kept if used.by else {}
    finished = [name for name in names if name in kept]
    if finished and len(kept) == len(finished):  # what was used is told of the whole run
        like = picked(found.rows(), chosen(finished, sample))
        expected = asyncio.run(held_dry(like, found.base, retriever, seed))
        made.factors, made.measured = factors_of(used, len(finished), expected), len(finished)
    return made


def sentences(made: BatchEstimate, prices: Prices) -> list[str]:
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
