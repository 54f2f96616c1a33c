"""Run folders of version 0.1.0: dialogues and traces, line beside line, and no log. They can be read and not gone on with."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson

from bedside.orchestrator.runs.files import whole_lines
from bedside.scenarios.record import Record

Json = dict[str, Any]


@lru_cache(maxsize=4)
def records(folder: Path) -> dict[str, Record]:
    """The finished dialogues of a folder, by id. What only one of the two files holds is left out."""
    traces: dict[str, Json] = {}
    for _, line in whole_lines(folder / "traces.jsonl"):
        row = _row(line)
        if row is not None:
            traces[row["id"]] = row
    found: dict[str, Record] = {}
    for _, line in whole_lines(folder / "dialogues.jsonl"):
        row = _row(line)
        if row is not None and row["id"] in traces:
            found[row["id"]] = _record(row, traces[row["id"]])
    return found


def _row(line: bytes) -> Json | None:
    try:
        row = orjson.loads(line)
    except orjson.JSONDecodeError:
        return None
    return row if isinstance(row, dict) and isinstance(row.get("id"), str) else None  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]


def _record(dialogue: Json, trace: Json) -> Record:
    reasons: list[Json] = []
    turns: list[Json] = []
    for turn, reason in zip(dialogue["turns"], trace["reasons"], strict=False):
        kept = {key: value for key, value in reason.items() if key not in ("index", "speaker", "checks")}
        checks = dict(reason.get("checks", {}))
        kept["evidence"] = checks.pop("retrieved", [])
        kept["checks"] = checks
        reasons.append(kept)
        turns.append({"id": reason["turn"], **turn})
    return Record.model_validate(
        {
            "id": dialogue["id"],
            "note_id": dialogue["note_id"],
            "seed": dialogue["generator"]["seed"],
            "status": "finished",
            "stop": trace["stop"],
            "turns": turns,
            "reasons": reasons,
            "meta": {**trace["meta"], "passages": trace["passages"]},
        }
    )
