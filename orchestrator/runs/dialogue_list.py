"""The dialogues of a run, a row each, read without folding any log: from the lines themselves and from ``log.jsonl``."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import orjson

from bedside.orchestrator.runs.finished_rows import finished_rows
from bedside.orchestrator.runs.reader import RunFolder
from bedside.orchestrator.runs.survey import folded

Json = dict[str, Any]


@dataclass(frozen=True)
class DialogueRow:
    """One dialogue: how many turns it has, how it ended ("" where that is not known), how it begins, and why it failed."""

    id: str
    status: str
    turns: int
    stop: str = ""
    begins: str = ""
    failure: str = ""
    attempts: int = 0
    understood: float | None = None  # the share of its note's words
    faults: tuple[str, ...] = ()  # the checks that found one


def dialogue_rows(folder: RunFolder) -> Iterator[DialogueRow]:
    """A row a dialogue, in the order in which the reader gives them."""
    if folder.version == 1:
        for name, record in folder.version_1.records.items():
            said = [{"speaker": turn.speaker, "text": turn.text} for turn in record.turns]
            yield _row(name, record.status, said, record.stop, folder.failures.get(name))
        return
    rows = finished_rows(folder.path)
    for name in folder.ids:
        if name in folder.survey.kept:
            row = rows.get(name, {})
            made = _row(name, "finished", orjson.loads(folder.line(name))["turns"], str(row.get("stop", "")))
            typed, words = row.get("words") or (0, 0)
            yield replace(made, understood=typed / words if words else None, faults=tuple(row.get("faults") or ()))
        elif name in folder.failures:
            failure = folder.failures[name]
            yield _row(name, "failed", failure.get("turns", []), str(failure.get("kind", "")), failure)
        else:
            state = folded(folder.survey.logs.get(name, ()))
            said = [{"speaker": turn.speaker, "text": turn.text} for turn in state.turns] if state else []
            yield _row(name, state.status if state else "unfinished", said)


def _row(name: str, status: str, said: list[Json], stop: str = "", failure: Json | None = None) -> DialogueRow:
    begins = f"{said[0]['speaker']}: {said[0]['text']}" if said else ""
    about = failure or {}
    return DialogueRow(
        name, status, len(said), stop, begins, str(about.get("message", "")), int(about.get("attempts", 0))
    )
