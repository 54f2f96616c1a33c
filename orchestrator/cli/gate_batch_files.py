"""``bedside gate --requests`` and ``--replies``: what a batch file asks and gives back, told to a person."""

from collections.abc import Iterator
from pathlib import Path

from bedside.orchestrator.batch.gate_requests import take_replies, write_requests
from bedside.orchestrator.runs.reader import RunFolder

_SHOWN = 5  # answers that could not be used, told one by one


def batch_files(folder: RunFolder, requests: Path | None, replies: Path | None) -> Iterator[str]:
    """Write the one or take in the other; what to say. Raises ``Problem``."""
    if requests is not None:
        yield f"{write_requests(folder, requests):,} requests in {requests}."
    if replies is not None:
        made = take_replies(folder, replies)
        yield f"{made.taken:,} answers taken in, {len(made.left):,} left: those are asked for as ever when the run goes on."
        for name, why in list(made.left.items())[:_SHOWN]:
            yield f"  {name}: {why}"
