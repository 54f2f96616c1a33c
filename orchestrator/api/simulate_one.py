"""One conversation from Python: ``record = simulate("rolled-ankle")``."""

from pathlib import Path
from typing import Unpack

from bedside.orchestrator.api.background_loop import run_to_end
from bedside.orchestrator.api.keywords import OneKeywords, Options, read_keywords, spelled_out
from bedside.orchestrator.api.run_dialogue import CaseSource, finished, hold, read_alone, ready, simulator, spans_of
from bedside.orchestrator.batch.relaxed_gc import relaxed_gc
from bedside.orchestrator.telemetry.sender import open_sender
from bedside.scenarios.case import Case
from bedside.scenarios.record import Record


@spelled_out(OneKeywords)
def simulate(case: CaseSource | None = None, **keywords: Unpack[OneKeywords]) -> Record:
    """Hold one conversation and return its record; nothing is written.

    ``case`` is the path of a case file, the id of a shipped case (``bedside list cases``) or a ``Case``; or leave it out
    and give ``note=``. What the keywords say overrides the case. The same case, seed and players give the same record.
    Works in a notebook, too.

    Raises ``Problem`` for what the caller can mend before anything is said, ``Failed`` for a conversation that did not come
    to its end (a model that cannot be asked, a player of one's own that raises), and ``TypeError`` for a keyword that is
    not known.
    """
    options = read_keywords("simulate", keywords)
    with relaxed_gc():
        return run_to_end(_held(case, options))


@spelled_out(OneKeywords)
async def asimulate(case: CaseSource | None = None, **keywords: Unpack[OneKeywords]) -> Record:
    """As ``simulate``, in the event loop that is running."""
    return await _held(case, read_keywords("asimulate", keywords))


def load_case(case: str | Path) -> Case:
    """Read and check a case file, or a shipped case by its id. The note stands in the case that is returned, so that it can
    be changed (``case.model_copy(update={...})``) and given to ``simulate``.

    Raises ``Problem``, a line for every mistake in the file.
    """
    return read_alone(case)


async def _held(case: CaseSource | None, options: Options) -> Record:
    sender = open_sender(options.otel)
    one = ready(case, options)
    playing = simulator(one)
    try:
        with spans_of(sender) as spans:
            record = await hold(playing, one.item, spans=spans)
    finally:
        await playing.close()
    return finished(record)
